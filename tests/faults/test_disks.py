"""What disks do: full, read-only, gone in the middle, back again, one folder inside another."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from imagefinder.core.messages import AddFolder, Failed, Indexed, UseModel, Watch
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import IndexReport
from imagefinder.engine.client import EngineClient
from tests.faults.places import PATIENCE_S, draw, fill, held, mounted, need_demo_model, run
from tests.faults.samples import drawn
from tests.faults.watched_engine import OnceReading, index_watched


@pytest.fixture(autouse=True)
def _demo_model() -> None:
    need_demo_model()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return draw(tmp_path / "pictures", 12)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "small", "3m") as disk:
        yield disk


def test_a_full_disk_is_a_sentence_and_what_was_written_stays(
    small_disk: Path, pictures: Path
) -> None:
    library = small_disk / "library"
    assert run(library, "index", pictures, "--model", "demo").returncode == 0
    filler = fill(small_disk, but=40_000)
    draw(pictures, 200, first=100)

    full = run(library, "index")

    assert full.returncode == 1
    assert "Traceback" not in full.stderr
    assert "full" in full.stderr
    assert "12" in run(library, "status").stdout
    filler.unlink()
    for file in sorted(pictures.glob("*.png"))[40:]:
        file.unlink()
    assert run(library, "index").returncode == 0
    assert run(library, "search", "red", "--paths", "--top", "99").stdout.count("\n") == 40


def test_a_folder_that_leaves_in_the_middle_keeps_its_photos(
    tmp_path: Path, pictures: Path
) -> None:
    library = tmp_path / "library"
    assert len(index_watched(library, pictures).indexed) == 12
    draw(pictures, 60, first=100)
    away, go = tmp_path / "away", tmp_path / "go"
    plug = OnceReading(library, lambda: (pictures.rename(away), go.touch()))
    with held(sorted(pictures.iterdir())[32:], go):
        outcome = index_watched(library, pictures, plug)
    assert plug.done
    assert outcome.refusals == []
    assert len(outcome.indexed) >= 12, "photos of a folder that was unplugged were forgotten"

    away.rename(pictures)
    assert len(index_watched(library, pictures).indexed) == 72


def test_a_read_only_library_can_be_searched_and_says_why_it_cannot_be_written(
    tmp_path: Path, pictures: Path
) -> None:
    library = tmp_path / "library"
    assert len(index_watched(library, pictures).indexed) == 12
    mount = ["mount", "--bind", str(library), str(library)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs the right to mount a disk")
    try:
        again = ["mount", "-o", "remount,ro,bind", str(library)]
        if subprocess.run(again, capture_output=True).returncode:
            pytest.skip("needs the right to mount a disk read-only")
        found = run(library, "search", "red", "--paths")
        assert found.returncode == 0, found.stderr
        assert found.stdout.count("\n") == 12
        refused = run(library, "index")
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr
        assert str(library) in refused.stderr
        assert run(library, "doctor").returncode == 0
    finally:
        subprocess.run(["umount", "-l", str(library)], check=True)


def test_one_folder_inside_the_other_holds_each_photo_once(tmp_path: Path, pictures: Path) -> None:
    library = tmp_path / "library"
    inner = draw(pictures / "inner", 3, first=50)
    assert len(index_watched(library, inner).indexed) == 3
    assert len(index_watched(library, pictures).indexed) == 15
    assert len(index_watched(library, inner).indexed) == 15


def test_a_clock_that_goes_back_hides_no_change(tmp_path: Path, pictures: Path) -> None:
    library = tmp_path / "library"
    index_watched(library, pictures)
    changed = pictures / "003.png"
    drawn(999).save(changed)
    os.utime(changed, (1_000_000_000, 1_000_000_000))
    drawn(998).save(pictures / "new.png")
    os.utime(pictures / "new.png", (0, 0))
    outcome = index_watched(library, pictures)
    assert len(outcome.indexed) == 13
    assert outcome.reasons == {}
    assert LibraryPaths(library).database.exists()


def test_a_disk_that_is_unplugged_under_watch_goes_offline_and_its_new_photos_are_found(
    tmp_path: Path,
) -> None:
    """With the full scan an hour away, and a watcher that a disk tells nothing when it leaves."""
    usb = tmp_path / "usb"
    with EngineClient(tmp_path / "library") as client:
        with mounted(usb, "3m"):
            draw(usb, 5)
            for request in (UseModel(1, "demo"), AddFolder(2, str(usb)), Watch()):
                client.send(request)
            assert until_indexed(client, lambda report: report.added == 5)
        assert until_indexed(client, lambda report: report.offline == [str(usb)])
        with mounted(usb, "3m"):
            draw(usb, 9, first=10)
            assert until_indexed(client, lambda report: report.added == 9)


def until_indexed(client: EngineClient, as_wanted: Callable[[IndexReport], bool]) -> bool:
    """Wait for an indexing that came to what is wanted."""
    while (event := client.next_event(PATIENCE_S)) is not None:
        match event:
            case Failed(text=text, bug=bug):
                pytest.fail(bug or text)
            case Indexed(report=report) if as_wanted(report):
                return True
    return False
