"""What `map` and `taste export` write over: nothing unasked, and never what the library holds."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.engine.home import Home, draw_many

COMMANDS = {
    "picture": ("map", "--out"),
    "table": ("map", "--csv"),
    "taste": ("taste", "export", "warm"),
}
every_command = pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)


@pytest.fixture
def indexed(home: Home, run: Run) -> Home:
    draw_many(home.pictures, 12)
    assert run("index", home.pictures).code == 0
    assert run("taste", "vote", "warm", "yes", home.pictures / "0000.png").code == 0
    return home


def refused(run: Run, command: tuple[str, ...], file: Path, said: str, *more: str) -> None:
    before = file.read_bytes()
    ran = run(*command, file, *more)
    assert (ran.code, ran.output) == (1, b"")
    assert said in ran.errors
    assert len(ran.errors.splitlines()) == 1
    assert file.read_bytes() == before


@every_command
def test_a_file_that_is_there_is_kept_unless_forced(
    indexed: Home, run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    file = tmp_path / "mine.png"
    file.write_bytes(b"mine")
    refused(run, command, file, "exists already. Choose another name, or add --force.")
    assert run(*command, file, "--force").code == 0
    assert file.read_bytes() != b"mine"
    assert not list(tmp_path.glob(".imagefinder*"))


@every_command
def test_no_photo_is_ever_replaced(
    indexed: Home, run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    photo = indexed.pictures / "0003.png"
    (tmp_path / "linked").symlink_to(indexed.pictures)
    new = indexed.pictures / "not indexed yet.png"
    new.write_bytes(b"a picture, maybe")
    for file in (photo, tmp_path / "linked" / "0003.png", new):
        refused(run, command, file, "is a photo of the library", "--force")


def test_a_photo_without_a_pictures_name_is_not_replaced(
    home: Home, run: Run, tmp_path: Path
) -> None:
    (picture,) = draw_many(tmp_path, 1)
    draw_many(home.pictures, 5)
    photo = home.pictures / "scan"
    shutil.move(picture, photo)
    assert run("index", home.pictures).code == 0
    refused(run, ("map", "--csv"), photo, "is a photo of the library", "--force")


@every_command
def test_nothing_is_written_among_the_librarys_files(
    indexed: Home, run: Run, command: tuple[str, ...]
) -> None:
    own = indexed.library / "settings.png"
    own.write_bytes(b"x")
    refused(run, command, own, "in the library's own folder", "--force")
    own.unlink()
    assert run(*command, own).code == 1
    assert not own.exists()


@pytest.mark.parametrize("command", [COMMANDS["table"], COMMANDS["taste"]])
def test_a_file_beside_photos_that_is_none_can_be_replaced(
    indexed: Home, run: Run, command: tuple[str, ...]
) -> None:
    file = indexed.pictures / "notes.txt"
    file.write_bytes(b"notes")
    assert run(*command, file, "--force").code == 0


def test_picture_and_table_are_two_files(indexed: Home, run: Run, tmp_path: Path) -> None:
    both = tmp_path / "both.png"
    ran = run("map", "--out", both, "--csv", tmp_path / "." / "both.png", "--force")
    assert ran.code == 1
    assert "can't both be" in ran.errors
    assert not both.exists()


def test_it_is_refused_before_the_map_is_laid_out(
    indexed: Home, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lay_out(*_: object) -> None:
        pytest.fail("laid out in vain")

    monkeypatch.setattr("imagefinder.cli.mapping.Maps.lay_out", lay_out)
    (tmp_path / "map.csv").write_bytes(b"mine")
    assert run("map", "--out", tmp_path / "map.png", "--csv", tmp_path / "map.csv").code == 1
    assert not (tmp_path / "map.png").exists()
