"""Forests grown by a job process over a few hundred pictures, and what happens when it dies."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import psutil
import pytest

from imagefinder.core.reports import Notice, Progress
from imagefinder.engine.engine import Engine
from imagefinder.engine.jobs import ForestTask, JobFailed, JobLine
from imagefinder.index.forest import Forest
from imagefinder.search.indexes import forests_folder, matrix_folder
from tests.engine.home import Home, draw, draw_many, finish, names_of

ScriptedJob = Callable[[Path, str, str], str]


@pytest.fixture
def grown(home: Home) -> Home:
    """A home of 120 pictures with a forest over them."""
    home.configure(forest_from=100, forest_trees=3)
    draw_many(home.pictures, 120)
    home.index()
    return home


def generations(home: Home) -> list[str]:
    return sorted(p.name for p in home.paths.derived.glob("forests-*/*"))


def test_no_forest_below_the_threshold(home: Home) -> None:
    home.configure(forest_from=100)
    draw_many(home.pictures, 99)
    home.index()
    assert home.status().forest is None
    assert generations(home) == []


def test_a_forest_is_built_by_a_job_and_published(grown: Home) -> None:
    forest = grown.status().forest
    assert forest is not None
    assert (forest.vectors, forest.trees, forest.generation) == (120, 3, 1)
    assert 0.95 <= forest.recall_at_100 <= 1
    assert generations(grown) == ["1"]


def test_search_asks_the_forest_and_finds_what_a_scan_finds(grown: Home, monkeypatch) -> None:
    scanned = grown.hits("blue", top=10)
    opened = []

    def force(folder):
        forest = original(folder)
        opened.append(folder)
        forest.info = msgspec.structs.replace(
            forest.info, exact_is_faster=False, search_ms=0.0, exact_ms=1.0
        )
        return forest

    original = Forest.open
    monkeypatch.setattr(Forest, "open", force)
    proposed = []
    propose = Forest.propose
    monkeypatch.setattr(
        Forest, "propose", lambda self, *args: (proposed.append(1), propose(self, *args))[1]
    )

    assert set(grown.hits("blue", top=10)) == set(scanned)
    assert opened
    assert proposed


def test_a_new_photo_is_found_at_once_beside_the_forest(grown: Home) -> None:
    draw(grown.pictures / "new.png", "blue", seed=5000)
    grown.index()
    status = grown.status()
    assert status.forest is not None
    assert (status.forest.vectors, status.vectors) == (120, 121)
    assert "new.png" in names_of(grown.hits("blue", top=21))


def test_a_forest_is_grown_again_when_the_library_outgrew_it(grown: Home) -> None:
    draw_many(grown.pictures, 40, first=120)
    grown.index()
    forest = grown.status().forest
    assert forest is not None
    assert (forest.generation, forest.vectors) == (2, 160)
    grown.index()
    assert "2" in generations(grown)


def test_a_deleted_forest_folder_is_rebuilt(grown: Home) -> None:
    hits = grown.hits("yellow")
    for folder in grown.paths.derived.glob("forests-*"):
        shutil.rmtree(folder)
    assert grown.hits("yellow") == hits

    grown.index()

    forest = grown.status().forest
    assert forest is not None
    assert generations(grown) == [str(forest.generation)]


def test_a_damaged_forest_is_not_asked_and_rebuilt(grown: Home) -> None:
    hits = grown.hits("yellow")
    (file,) = grown.paths.derived.glob("forests-*/1/forest.ann")
    file.write_bytes(b"rubbish")
    assert grown.hits("yellow") == hits

    grown.index()

    forest = grown.status().forest
    assert forest is not None
    assert forest.generation == 2
    assert grown.hits("yellow") == hits


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_a_job_killed_half_way_leaves_the_old_generation(
    grown: Home, scripted_job: ScriptedJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_many(grown.pictures, 60, first=120)
    (forests,) = grown.paths.derived.glob("forests-*")
    with monkeypatch.context() as patch, Engine(grown.library) as engine:
        killed = scripted_job(forests / "building-4711", "planting", "kill -9 $$")
        patch.setattr(sys, "executable", killed)
        steps = list(engine.index())
    assert [s.note for s in steps if isinstance(s, Progress) and s.phase == "forest"]
    assert any("forest" in step.text for step in steps if isinstance(step, Notice))
    assert "building-4711" in generations(grown)
    forest = grown.status().forest
    assert forest is not None
    assert (forest.generation, forest.vectors) == (1, 120)
    assert len(grown.hits("red", top=1000)) == 180

    grown.index()
    forest = grown.status().forest
    assert forest is not None
    assert forest.vectors == 180
    assert not [name for name in generations(grown) if not name.isdecimal()]


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_stopping_while_the_forest_grows_ends_the_job(
    grown: Home, scripted_job: ScriptedJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_many(grown.pictures, 60, first=120)
    endless = scripted_job(grown.paths.derived / "forests-1", "planting", "exec sleep 600")
    with monkeypatch.context() as patch, Engine(grown.library) as engine:
        patch.setattr(sys, "executable", endless)
        steps = engine.index()
        for step in steps:
            if isinstance(step, Progress) and step.phase == "forest":
                break
        else:
            pytest.fail("no forest was begun")
        assert psutil.Process().children()
        steps.close()
        assert not psutil.Process().children()
    assert len(grown.hits("red", top=1000)) == 180


def test_a_job_that_dies_at_its_start_is_only_a_notice(grown: Home, monkeypatch) -> None:
    draw_many(grown.pictures, 60, first=120)
    monkeypatch.setattr("imagefinder.engine.jobs.sys.executable", shutil.which("true"))
    with Engine(grown.library) as engine:
        steps = engine.index()
        texts = [step.text for step in steps if isinstance(step, Notice)]
    assert len(texts) == 1
    assert "goes on" in texts[0]


def test_a_half_written_probe_file_is_never_seen(grown: Home) -> None:
    (probes,) = grown.paths.derived.glob("probes-*.npy")
    assert probes.stat().st_size > 1000
    assert not list(grown.paths.derived.glob("*.tmp*"))


# --- The job itself -------------------------------------------------------------------------------


def job(task: ForestTask) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "imagefinder.engine.job", msgspec.json.encode(task).decode()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def task(home: Home, trees: int = 3) -> ForestTask:
    with Engine(home.library) as engine:
        model = engine.wanted_model()
    return ForestTask(
        matrix_folder=str(matrix_folder(home.paths, model.id)),
        dim=model.dim or 0,
        forests_folder=str(forests_folder(home.paths, model.id)),
        trees=trees,
    )


def test_a_job_dies_with_whoever_started_it(grown: Home) -> None:
    with job(task(grown, trees=20_000)) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()  # it is at work
        process.stdin.close()
        assert process.wait(timeout=240) == 1


@pytest.mark.skipif(os.name != "posix", reason="needs SIGINT")
def test_ctrl_c_in_the_terminal_is_not_for_the_job(grown: Home) -> None:
    with job(task(grown)) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.wait(timeout=240) == 0
        assert process.stderr.read() == b""


def test_a_job_says_why_it_failed(grown: Home) -> None:
    impossible = msgspec.structs.replace(task(grown), matrix_folder=str(grown.library / "none"))
    with job(impossible) as process:
        assert process.stdout is not None
        lines = [msgspec.json.decode(line, type=JobLine) for line in process.stdout]
        process.wait(timeout=240)
    assert isinstance(lines[-1], JobFailed)
    assert lines[-1].reason


def test_an_engine_opened_after_a_finished_one_builds_nothing(grown: Home) -> None:
    with Engine(grown.library) as engine:
        phases = {s.phase for s in engine.index() if isinstance(s, Progress)}
        finish(engine.index())
    assert "forest" not in phases


def test_words_that_a_full_disk_refuses_are_done_without(home: Home, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("imagefinder.engine.word_vectors.write_private", refuse)
    home.configure(forest_from=100, forest_trees=3)
    draw_many(home.pictures, 120)
    assert home.index().embedded == 120
    assert home.status().forest is not None
    assert not list(home.paths.derived.glob("probes-*"))
