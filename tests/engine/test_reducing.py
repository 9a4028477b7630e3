"""Components kept by a job process over a few hundred pictures, and what happens when it dies."""

import shutil

import pytest

from imagefinder.core.reports import Notice
from imagefinder.engine import reducing
from imagefinder.engine.engine import Engine
from imagefinder.engine.jobs import JobFailed
from imagefinder.index import reduced as reduced_module
from imagefinder.index.reduced import Reduced
from tests.engine.home import Home, draw, draw_many, names_of


@pytest.fixture
def home_of_many(home: Home, monkeypatch) -> Home:
    """A home of 120 pictures with components over them, of a few rows at a time."""
    monkeypatch.setattr(reduced_module, "REDUCED_FROM", 100)
    monkeypatch.setattr(reduced_module, "LONGEST_TAIL", 5)
    draw_many(home.pictures, 120)
    home.index()
    return home


def kept(home: Home) -> list[str]:
    return sorted(p.name for p in home.paths.derived.glob("matrix-*/reduced/*"))


def test_none_below_the_threshold(home: Home, monkeypatch) -> None:
    monkeypatch.setattr(reduced_module, "REDUCED_FROM", 100)
    draw_many(home.pictures, 99)
    home.index()
    assert kept(home) == []


def test_searching_asks_them_and_finds_what_a_scan_finds(home_of_many: Home, monkeypatch) -> None:
    assert kept(home_of_many) == ["1"]
    asked = []
    plain = Reduced.estimates
    monkeypatch.setattr(
        Reduced, "estimates", lambda self, query: asked.append(1) or plain(self, query)
    )
    by_components = home_of_many.hits("blue", top=10)
    assert asked
    shutil.rmtree(next(home_of_many.paths.derived.glob("matrix-*/reduced")))
    assert home_of_many.hits("blue", top=10) == by_components


def test_new_photos_are_found_before_and_after_they_are_taken_in(home_of_many: Home) -> None:
    draw(home_of_many.pictures / "new.png", "blue", seed=5000)
    home_of_many.index()
    assert "new.png" in names_of(home_of_many.hits("blue", top=21))
    draw_many(home_of_many.pictures, 10, first=120)
    home_of_many.index()
    assert kept(home_of_many) == ["1"]
    (rows,) = home_of_many.paths.derived.glob("matrix-*/reduced/1/rows.f32")
    assert rows.stat().st_size % (131 * 4) == 0
    assert "new.png" in names_of(home_of_many.hits("blue", top=21))


def test_deleted_ones_come_back(home_of_many: Home) -> None:
    shutil.rmtree(next(home_of_many.paths.derived.glob("matrix-*/reduced")))
    home_of_many.index()
    assert kept(home_of_many) == ["1"]


@pytest.mark.parametrize("lines", [[JobFailed("no room")], []])
def test_a_job_that_fails_is_told_and_searching_goes_on(
    home: Home, monkeypatch, lines: list[JobFailed]
) -> None:
    monkeypatch.setattr(reduced_module, "REDUCED_FROM", 10)
    monkeypatch.setattr(reducing, "run_job", lambda task: iter(lines))
    draw_many(home.pictures, 12)
    with Engine(home.paths.folder) as engine:
        engine.add_folder(str(home.pictures))
        said = [one.text for one in engine.index() if isinstance(one, Notice)]
    assert any("search" in text.lower() for text in said)
    assert home.hits("blue", top=5)
