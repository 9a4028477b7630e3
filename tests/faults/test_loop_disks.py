"""A real disk that is pulled out and comes back, fails in the middle, or knows no case of names."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from imagefinder.core.paths import LibraryPaths
from tests.faults.places import LoopDisk, draw, held, loop_disk, need_demo_model, run
from tests.faults.watched_engine import OnceReading, index_watched

SIZE = 32 * 2**20
EXT4 = ("mkfs.ext4", "-q", "-F")
# What knows no case, by how its disks are made. XFS wants 300 MB; none of them are written.
CASELESS = {
    "vfat": (SIZE, ("mkfs.vfat",)),
    "ext4": (SIZE, (*EXT4, "-O", "casefold", "-E", "encoding=utf8")),
    "xfs": (320 * 2**20, ("mkfs.xfs", "-q", "-n", "version=ci")),
}


@pytest.fixture(autouse=True)
def _demo_model() -> None:
    need_demo_model()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[LoopDisk]:
    with loop_disk(tmp_path / "disk", SIZE, *EXT4) as disk:
        yield disk


def known(library: Path) -> int:
    """How many photos the library has, also those that can't be reached."""
    with closing(sqlite3.connect(LibraryPaths(library).database)) as connection:
        return int(
            connection.execute("SELECT count(*) FROM photos WHERE missing = 0").fetchone()[0]
        )


def test_a_disk_that_is_pulled_out_before_a_scan_loses_nothing(
    library: Path, disk: LoopDisk
) -> None:
    pictures = draw(disk.folder / "pictures", 12)
    assert len(index_watched(library, pictures).indexed) == 12
    disk.pull_out()
    index_watched(library, pictures)
    assert known(library) == 12
    disk.plug_in()
    assert len(index_watched(library, pictures).indexed) == 12


def test_so_does_the_mount_point_itself(library: Path, disk: LoopDisk) -> None:
    """What is left of it is an empty folder, which can be read."""
    draw(disk.folder, 12)
    assert len(index_watched(library, disk.folder).indexed) == 12
    disk.pull_out()
    index_watched(library, disk.folder)
    assert known(library) == 12
    assert run(library, "search", "red", "--paths", "--top", "99").stdout.count("\n") == 12
    disk.plug_in()
    assert len(index_watched(library, disk.folder).indexed) == 12


def test_one_that_is_pulled_out_in_the_middle_is_taken_up_again(
    library: Path, disk: LoopDisk, tmp_path: Path
) -> None:
    draw(disk.folder, 12)
    assert len(index_watched(library, disk.folder).indexed) == 12
    draw(disk.folder, 60, first=100)
    go = tmp_path / "go"
    plug = OnceReading(library, lambda: (disk.pull_out(), go.touch()))
    with held(sorted(disk.folder.glob("*.png"))[32:], go):
        outcome = index_watched(library, disk.folder, plug)
    assert plug.done
    assert outcome.refusals == []
    assert known(library) >= 12
    disk.plug_in()
    assert len(index_watched(library, disk.folder).indexed) == 72


def test_one_that_fails_in_the_middle_removes_no_photo(library: Path, disk: LoopDisk) -> None:
    draw(disk.folder, 12)
    assert len(index_watched(library, disk.folder).indexed) == 12
    (disk.folder / "later").mkdir()
    draw(disk.folder / "later", 60, first=100)
    disk.pull_out()
    disk.plug_in()  # nothing of it is in memory any more
    # Half of the disk is gone: what lies there can't be read, and the disk says so.
    os.truncate(disk.image, SIZE // 8)

    outcome = index_watched(library, disk.folder)

    assert "Traceback" not in " ".join(outcome.refusals)
    assert known(library) >= 12
    assert len(outcome.indexed) < 72, "nothing of the disk had failed"
    assert outcome.restarts == 0
    assert outcome.hung == []


@pytest.fixture(params=CASELESS)
def caseless(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A folder in which `a` and `A` are one name."""
    size, mkfs = CASELESS[request.param]
    with loop_disk(tmp_path / "disk", size, *mkfs) as disk:
        folder = disk.folder / "pictures"
        folder.mkdir()
        with suppress(OSError):  # ext4 wants to be told for each folder
            subprocess.run(["chattr", "+F", str(folder)], capture_output=True)
        (folder / "case").touch()
        if not (folder / "CASE").exists():
            pytest.skip("this system's disks of this kind tell case apart")
        (folder / "case").unlink()
        yield folder


def test_where_case_is_not_told_apart_a_name_is_one_photo(library: Path, caseless: Path) -> None:
    draw(caseless / "Trip", 6)
    assert len(index_watched(library, caseless).indexed) == 6
    (caseless / "Trip" / "000.png").rename(caseless / "Trip" / "IMG.PNG")
    (caseless / "Trip").rename(caseless / "TRIP")
    found = index_watched(library, caseless)
    assert {os.path.relpath(path, caseless) for path in found.indexed} == {
        *(f"TRIP/{number:03}.png" for number in range(1, 6)),
        "TRIP/IMG.PNG",
    }
    assert known(library) == 6


def test_where_case_is_not_told_apart_a_folder_of_another_case_is_the_same(
    library: Path, caseless: Path
) -> None:
    """Added twice in two spellings: found twice is a nuisance, lost would be a fault."""
    draw(caseless, 6)
    assert len(index_watched(library, caseless).indexed) == 6
    again = caseless.with_name(caseless.name.upper())
    if not again.exists():
        pytest.skip("the folder above tells case apart")
    assert index_watched(library, again).refusals == []
    assert known(library) >= 6
