"""Folders that move, differ by case only, hold very many files, or tell of no changes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from imagefinder.core.messages import Done, Failed, Indexed, Said, UseModel, Watch
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.settings import Settings, save_settings
from imagefinder.engine import client as engine_client
from imagefinder.engine.client import EngineClient
from imagefinder.engine.engine import Engine
from imagefinder.engine.supervision import engine_command
from tests.engine import fakes
from tests.engine.desk import at_desk
from tests.engine.home import Home, draw, draw_many, names_of
from tests.faults.many import index_crowd
from tests.faults.places import PATIENCE_S, ROOT, need_demo_model
from tests.faults.samples import drawn

STAND_IN = Path(__file__).parent / "stand_in"
FEWEST_WATCHES = 2


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    return Home(tmp_path, fakes.install(monkeypatch.setattr))


def test_a_watched_folder_that_was_renamed_loses_nothing(home: Home, tmp_path: Path) -> None:
    draw_many(home.pictures, 12)
    home.index()
    with at_desk(home) as desk:
        desk.vote_on(True, "0003.png")
    home.pictures.rename(tmp_path / "moved")

    assert home.index().offline == [str(home.pictures)]
    assert len(home.hits("red")) == 12
    assert not any(hit.online for hit in home.search("red").hits)

    assert home.index(tmp_path / "moved").embedded == 0, "known contents were embedded again"
    with Engine(home.library) as engine:
        engine.library.give_up_photos(str(home.pictures))
    assert sorted(names_of(home.hits("red", top=100))) == [f"{n:04}.png" for n in range(12)]
    with at_desk(home) as desk:
        assert [desk.file(vote.photo_id) for vote in desk.open().recent] == ["0003.png"]


def test_folders_moved_inside_a_watched_one_are_moved_not_read_anew(home: Home) -> None:
    draw_many(home.pictures / "one" / "deep", 6)
    home.index()
    (home.pictures / "one").rename(home.pictures / "two")
    report = home.index()
    assert (report.moved, report.embedded, report.removed) == (6, 0, 0)
    assert all("/two/deep/" in path for path in home.hits("red"))


def distinguishes_case(folder: Path) -> bool:
    (folder / "case").touch()
    found = (folder / "CASE").exists()
    (folder / "case").unlink()
    return not found


def test_names_that_differ_by_case_only_are_two_photos(home: Home) -> None:
    if not distinguishes_case(home.pictures):
        pytest.skip("names that differ by case only are one name here")
    draw(home.pictures / "img.png", "red", 1)
    draw(home.pictures / "IMG.PNG", "blue", 2)
    draw(home.pictures / "Trip" / "a.png", "green", 3)
    draw(home.pictures / "trip" / "a.png", "white", 4)
    assert home.index().embedded == 4
    assert names_of(home.hits("red", top=1)) == ["img.png"]
    assert names_of(home.hits("blue", top=1)) == ["IMG.PNG"]
    (home.pictures / "img.png").unlink()
    assert home.index().removed == 1
    assert len(home.hits("red")) == 3


def test_a_name_whose_case_changed_is_the_same_photo(home: Home) -> None:
    old = home.draw("img.jpeg")
    home.index()
    old.rename(old.with_name("IMG.JPEG"))
    report = home.index()
    assert (report.moved, report.embedded) == (1, 0)
    assert names_of(home.hits("red")) == ["IMG.JPEG"]


def test_twenty_thousand_files_in_one_directory(tmp_path: Path) -> None:
    need_demo_model()
    crowd = index_crowd(tmp_path, 20_000)
    assert crowd.faults == []
    assert crowd.first.restarts == 0


# --- Events that do not come ----------------------------------------------------------------------


def until_found_by_itself(library: Path, pictures: Path) -> tuple[str, int]:
    """Watch, add a picture, wait until it is in: what was said about watching, and the photos."""
    said = []
    with EngineClient(library) as client:
        for request in (UseModel(1, "demo"), Watch()):
            client.send(request)
        added, seen = False, 0
        while (event := client.next_event(PATIENCE_S)) is not None:
            match event:
                case Said(notice=notice) if notice is not None:
                    said.append(notice.text)
                case Done(request=0, text=text):
                    said.append(text)
                case Failed(text=text, bug=bug):
                    pytest.fail(bug or text)
                case Indexed(report=report):
                    seen += report.added
                    if seen == 4:
                        return " ".join(said), seen
                    if not added:
                        drawn(99).save(pictures / "later" / "new.png")
                        added = True
    pytest.fail("the new picture was not found")


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    """Three pictures in three folders, on the list of a library that looks every second."""
    need_demo_model()
    pictures = tmp_path / "pictures"
    for number, name in enumerate(("later", "b", "c")):
        (pictures / name).mkdir(parents=True)
        drawn(number).save(pictures / name / "a.png")
    with Engine(tmp_path / "library") as engine:
        engine.add_folder(str(pictures))
    return pictures


def test_out_of_watches_the_folders_are_polled_and_it_is_said(
    watched: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = (
        f"echo {FEWEST_WATCHES} > /proc/sys/user/max_inotify_watches && "
        f'exec env TMPDIR={tmp_path} "$@"'
    )
    alone = ["unshare", "--user", "--map-root-user", "sh", "-c", few, "sh"]
    if sys.platform != "linux" or shutil.which("unshare") is None:
        pytest.skip("needs Linux's own limits for a program")
    if subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("needs the right to set a limit for the engine alone")
    monkeypatch.setattr(
        engine_client, "engine_command", lambda library: [*alone, *engine_command(library)]
    )
    save_settings(LibraryPaths(tmp_path / "library").settings, Settings(poll_seconds=1))
    said, seen = until_found_by_itself(tmp_path / "library", watched)
    assert seen == 4
    assert f"{watched} is looked through every 1 seconds, since the system's limit" in said


def test_without_any_events_the_regular_scan_finds_it(
    watched: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", f"{STAND_IN}{os.pathsep}{ROOT}")
    monkeypatch.setenv("IMAGEFINDER_TEST_NO_EVENTS", "1")
    save_settings(LibraryPaths(tmp_path / "library").settings, Settings(full_scan_seconds=2))
    assert until_found_by_itself(tmp_path / "library", watched) == ("", 4)
