"""A disk that is full while something derived is written: said, nothing lost, made up for later."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.messages import Failed, Found, Ready, SearchText
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.settings import Settings, save_settings
from imagefinder.engine.client import EngineClient
from imagefinder.index import reduced
from imagefinder.index.matrix import Matrix
from tests.faults.places import PATIENCE_S, draw, fill, mounted, need_demo_model, run
from tests.faults.watched_engine import index_watched


@pytest.fixture
def paths(tmp_path: Path) -> LibraryPaths:
    need_demo_model()
    return LibraryPaths(tmp_path / "library")


@pytest.fixture
def disk(paths: LibraryPaths) -> Iterator[Path]:
    """A disk of 1 MB that holds all that is derived."""
    with mounted(paths.derived, "1m") as disk:
        paths.folder.chmod(0o700)
        yield disk


def thumbnails(paths: LibraryPaths) -> int:
    with closing(sqlite3.connect(paths.thumbnails)) as file:
        return int(file.execute("SELECT count(*) FROM thumbnails").fetchone()[0])


def found(library: Path, before: Callable[[], object] = bool) -> int:
    """How many photos an engine finds; `before` is done once it has opened the library."""
    with EngineClient(library) as client:
        while (event := client.next_event(PATIENCE_S)) is not None:
            match event:
                case Ready():
                    before()
                    client.send(SearchText(1, "red", top=1000))
                case Found():
                    return len(event.result.hits)
                case Failed(text=text, bug=bug):
                    pytest.fail(bug or text)
    pytest.fail("no answer")


def test_thumbnails(paths: LibraryPaths, disk: Path, tmp_path: Path) -> None:
    pictures = draw(tmp_path / "pictures", 12)
    assert run(paths.folder, "index", pictures, "--model", "demo").returncode == 0
    filler = fill(disk, but=60_000)
    draw(pictures, 100, first=100)

    full = run(paths.folder, "index")

    assert full.returncode == 1
    assert "Traceback" not in full.stderr
    assert "thumbnails.sqlite" in full.stderr
    assert "full" in full.stderr
    filler.unlink()
    assert run(paths.folder, "index").returncode == 0
    assert thumbnails(paths) == 112
    assert found(paths.folder) == 112


def test_the_matrix(paths: LibraryPaths, disk: Path, tmp_path: Path) -> None:
    pictures = draw(tmp_path / "pictures", 12)
    assert len(index_watched(paths.folder, pictures).indexed) == 12
    # Derived data: what the disk does not take is searched in memory.
    assert found(paths.folder, before=lambda: fill(disk)) == 12
    assert sum(file.stat().st_size for file in disk.glob("matrix-*/ids-*")) == 0
    (disk / "filler").unlink()
    assert found(paths.folder) == 12
    assert sum(file.stat().st_size for file in disk.glob("matrix-*/ids-*")) == 12 * 8


def test_a_forest(paths: LibraryPaths, disk: Path, tmp_path: Path) -> None:
    pictures = draw(tmp_path / "pictures", 60)
    assert run(paths.folder, "index", pictures, "--model", "demo").returncode == 0
    assert found(paths.folder) == 60
    save_settings(paths.settings, Settings(forest_from=40))
    filler = fill(disk, but=60_000)

    full = run(paths.folder, "index")

    assert full.returncode == 0, full.stderr
    assert "Traceback" not in full.stderr
    assert "forest" in full.stderr
    assert found(paths.folder) == 60
    filler.unlink()
    assert run(paths.folder, "index").returncode == 0
    assert list(disk.glob("forests-*/1/*"))


def test_components(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    rows = rng.standard_normal((4000, 64)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    with mounted(tmp_path / "derived", "2m") as disk:
        matrix = Matrix.open(disk / "matrix-1", 64)
        matrix.append(np.arange(1, 4001), rows)
        for left in (0, 40_000):
            filler = fill(disk, but=left)
            with pytest.raises(KnownError, match=r"can't be written.*disk full"):
                list(reduced.build(matrix, rows.mean(axis=0), rows[:32]))
            filler.unlink()
            assert reduced.Reduced.newest(matrix) is None
        list(reduced.build(matrix, rows.mean(axis=0), rows[:32]))
        made = reduced.Reduced.newest(matrix)
        assert made is not None
        assert len(made) == 4000


@pytest.mark.parametrize("command", ["index", "status", "search red", "folder list"])
def test_the_disk_of_the_library_is_full_already(tmp_path: Path, command: str) -> None:
    need_demo_model()
    pictures = draw(tmp_path / "pictures", 5)
    with mounted(tmp_path / "disk", "3m") as disk:
        library = disk / "library"
        assert run(library, "index", pictures, "--model", "demo").returncode == 0
        filler = fill(disk)

        full = run(library, *command.split())

        assert full.returncode == 1
        assert full.stderr.splitlines() == [full.stderr.strip()]
        assert "the disk is full" in full.stderr
        filler.unlink()
        assert run(library, *command.split()).returncode == 0
