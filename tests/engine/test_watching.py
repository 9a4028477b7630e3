"""A watched folder that leaves, and what comes in its place, are noticed between two full scans."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from imagefinder.engine import watching as watching_module
from imagefinder.engine.engine import Engine
from imagefinder.engine.watching import Watching
from tests.engine.home import Home, draw_many, finish


class AtOnce:
    """A lookout whose answers are there when `ask` returns."""

    def __init__(self, on_yes: Callable[[str], None]) -> None:
        self._on_yes = on_yes

    def ask(self, root: str, question: Callable[[str], bool]) -> None:
        if question(root):
            self._on_yes(root)


class Watched:
    """An engine that follows the home's pictures, with its first full scan behind it."""

    def __init__(self, home: Home, engine: Engine, watching: Watching) -> None:
        self.home, self.engine, self.watching = home, engine, watching

    def look(self) -> list[str] | None:
        """What the next look finds due; it is indexed, as whoever polls does."""
        self.watching.follow_folders()
        dirty = self.watching.due()
        if dirty is not None:
            finish(self.engine.index(dirty))
        return dirty

    def offline(self) -> list[str]:
        return [folder.path for folder in self.engine.library.folders() if folder.offline]


@pytest.fixture
def watched(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    monkeypatch.setattr(watching_module, "LOOK_S", 0.0)
    monkeypatch.setattr(watching_module, "Lookout", AtOnce)
    draw_many(home.pictures, 5)
    home.index()
    with Engine(home.library) as engine:
        watching = Watching(engine)
        watched = Watched(home, engine, watching)
        assert watched.look() == []
        yield watched
        watching.close()


def test_one_that_stays_is_never_due(watched: Watched) -> None:
    assert watched.look() is None
    assert watched.look() is None


def test_one_that_was_renamed_goes_offline_and_comes_back(watched: Watched, tmp_path: Path) -> None:
    pictures = watched.home.pictures
    pictures.rename(tmp_path / "away")
    assert watched.look() == [str(pictures)]
    assert watched.offline() == [str(pictures)]
    assert watched.look() is None

    draw_many(tmp_path / "away", 4, first=5)
    (tmp_path / "away").rename(pictures)
    assert watched.look() == [str(pictures)]
    assert watched.offline() == []
    assert len(watched.home.names()) == 9


def test_another_folder_in_its_place_is_scanned_and_watched(
    watched: Watched, tmp_path: Path
) -> None:
    pictures = watched.home.pictures
    pictures.rename(tmp_path / "away")
    draw_many(pictures, 9, first=100)
    assert watched.look() == [str(pictures)]
    assert len(watched.home.names()) == 9
    assert watched.look() is None
    assert watched.watching._followed.keys() == {str(pictures)}


def test_one_that_left_before_it_was_followed_goes_offline(
    watched: Watched, tmp_path: Path
) -> None:
    """As in the middle of the first indexing."""
    late = tmp_path / "late"
    draw_many(late, 3, first=50)
    watched.engine.add_folder(str(late))
    finish(watched.engine.index([str(late)]))
    late.rename(tmp_path / "away")
    assert watched.look() == [str(late)]
    assert watched.offline() == [str(late)]


def test_what_is_added_while_it_is_scanned_again_is_marked(
    watched: Watched, tmp_path: Path
) -> None:
    pictures = watched.home.pictures
    pictures.rename(tmp_path / "away")
    watched.look()
    (tmp_path / "away").rename(pictures)
    assert watched.watching.due() == [str(pictures)]
    assert watched.watching._followed.keys() == {str(pictures)}, (
        "it is scanned before it is watched"
    )
