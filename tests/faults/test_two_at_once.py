"""Window and command line, or two windows, on one library: one writer, clear words, no damage."""

import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from imagefinder.core.paths import LibraryPaths
from imagefinder.engine.engine import Engine
from tests.faults.places import (
    PATIENCE_S,
    STAND_IN,
    command,
    draw,
    environment,
    need_demo_model,
    run,
)

PICTURES = 60


@pytest.fixture
def paths(tmp_path: Path) -> LibraryPaths:
    """A library of twelve photos; more lie in its folder."""
    need_demo_model()
    pytest.importorskip("PySide6", reason="the window needs Qt")
    paths = LibraryPaths(tmp_path / "library")
    draw(tmp_path / "pictures", 12)
    with Engine(paths.folder) as engine:
        engine.add_folder(str(tmp_path / "pictures"))
        engine.use_model("demo")
    assert run(paths.folder, "index").returncode == 0
    draw(tmp_path / "pictures", PICTURES - 12, first=100)
    return paths


@pytest.fixture
def start() -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts the program; whatever still runs afterwards is ended."""
    begun: list[subprocess.Popen[str]] = []

    def start(paths: LibraryPaths, *words: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            command(paths.folder, *words),
            env={**environment(STAND_IN), "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)  # another process is waited for: there is nothing to be told by


def writer(paths: LibraryPaths) -> int:
    """The process that became the writer last; asking by the lock itself could turn it away."""
    owner = paths.folder / "writer.owner"
    words = owner.read_text().split() if owner.exists() else []
    return int(words[1]) if len(words) > 1 else 0


def engines(paths: LibraryPaths) -> list[int]:
    """The processes that have this library open as its engine."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if "imagefinder.engine.worker" in words and str(paths.folder) in words:
            found.append(process.pid)
    return found


def embedded(paths: LibraryPaths) -> int:
    with closing(sqlite3.connect(f"{paths.database.as_uri()}?mode=ro", uri=True)) as library:
        return int(library.execute("SELECT count(*) FROM embeddings").fetchone()[0])


def assert_sound(paths: LibraryPaths) -> None:
    with closing(sqlite3.connect(paths.database)) as library:
        assert library.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        sql = "SELECT count(*), count(DISTINCT path), count(DISTINCT digest) FROM photos"
        assert library.execute(sql).fetchone() == (PICTURES,) * 3


def test_beside_a_window_one_searches_but_does_not_write(paths: LibraryPaths, start) -> None:
    window = start(paths)
    until(lambda: writer(paths) in engines(paths), "the window's engine never took the library")
    refused = run(paths.folder, "index")
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert "is being written by process" in refused.stderr
    voted = run(paths.folder, "taste", "new", "x")
    assert (voted.returncode, "is being written by" in voted.stderr) == (1, True)
    found = run(paths.folder, "search", "red", "--paths", "--top", "99")
    assert found.returncode == 0, found.stderr
    assert 12 <= found.stdout.count("\n") <= PICTURES
    until(lambda: embedded(paths) == PICTURES, "the window's engine did not index")
    window.kill()
    until(lambda: not engines(paths), "the engine outlived its window")
    assert run(paths.folder, "index").returncode == 0
    assert_sound(paths)


def test_a_second_window_gives_way_to_the_first(paths: LibraryPaths, start) -> None:
    start(paths)
    until(lambda: writer(paths) in engines(paths), "the window's engine never took the library")
    engine = engines(paths)
    second = start(paths)
    assert second.wait(PATIENCE_S) == 0
    assert engines(paths) == engine
    until(lambda: embedded(paths) == PICTURES, "the window's engine did not index")
    assert_sound(paths)


def test_two_windows_at_the_same_moment(paths: LibraryPaths, start) -> None:
    windows = [start(paths), start(paths)]
    until(lambda: embedded(paths) == PICTURES, "no window's engine did index")
    until(lambda: len(engines(paths)) == 1, "two engines stay on one library")
    assert any(window.poll() is None for window in windows)
    assert {window.poll() for window in windows} <= {0, None}
    assert_sound(paths)


def test_a_window_beside_a_command_that_writes(
    paths: LibraryPaths, start, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching = start(paths, "watch")
    until(lambda: writer(paths) == watching.pid, "the command never took the library")
    # A refused engine may be gone sooner than anybody sees it.
    begun = paths.folder.with_name("begun")
    monkeypatch.setenv("IMAGEFINDER_TEST_STARTS", str(begun))
    window = start(paths)
    until(begun.exists, "the window started no engine")
    until(lambda: not engines(paths), "a refused engine stays")
    until(lambda: embedded(paths) == PICTURES, "the command did not index")
    assert (window.poll(), watching.poll()) == (None, None)
    assert writer(paths) == watching.pid
    assert_sound(paths)
