"""Names that a script or a slip of the hand gives: empty ones, and such as no file can have."""

from pathlib import Path

import pytest

from imagefinder.cli import main
from imagefinder.engine.engine import Engine
from tests.cli.conftest import Run
from tests.engine.home import Home, draw_many

NAMING = [
    ("index",),
    ("folder", "add"),
    ("folder", "remove"),
    ("folder", "gone"),
    ("search", "red", "--like"),
    ("search", "--unlike"),
    ("map", "--out"),
    ("map", "--json", "--csv"),
    ("map", "--json", "--folder"),
    ("taste", "export", "warm"),
    ("taste", "import"),
    ("taste", "vote", "warm", "yes"),
]


@pytest.fixture
def indexed(home: Home, run: Run, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A watched folder that is also the current one."""
    draw_many(home.pictures, 12)
    assert run("index", home.pictures).code == 0
    assert run("taste", "vote", "warm", "yes", home.pictures / "0000.png").code == 0
    monkeypatch.chdir(home.pictures)
    return home


@pytest.mark.parametrize("command", NAMING, ids=" ".join)
@pytest.mark.parametrize("name", ["", "x" * 300], ids=["empty", "long"])
def test_they_are_refused_in_a_sentence(
    indexed: Home, run: Run, command: tuple[str, ...], name: str
) -> None:
    ran = run(*command, name)
    assert ran.code == 1
    assert len(ran.errors.splitlines()) == 1
    with Engine(indexed.library) as engine:
        assert [folder.path for folder in engine.library.folders()] == [str(indexed.pictures)]
        assert engine.library.coverage(1).photos == 12


@pytest.mark.parametrize("command", ["status", "index", "demo --headless", "doctor"])
def test_an_empty_library_is_not_the_current_folder(
    home: Home, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(home.pictures)
    assert main(["--library", "", *command.split()]) == 1
    assert "empty name" in capfd.readouterr().err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("command", ["status", "index", "search red", "folder list", "taste list"])
def test_a_library_that_is_a_file(
    home: Home, capfd: pytest.CaptureFixture[str], tmp_path: Path, command: str
) -> None:
    file = tmp_path / "holiday.jpg"
    file.write_bytes(b"x")
    assert main(["--library", str(file), *command.split()]) == 1
    said = capfd.readouterr().err
    assert f"{file} is a file" in said
    assert len(said.splitlines()) == 1
    assert file.read_bytes() == b"x"


@pytest.mark.parametrize("command", ["status", "index", "folder list"])
def test_a_library_of_a_name_that_is_too_long(
    home: Home, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    assert main(["--library", f"/tmp/{'x' * 300}", *command.split()]) == 1
    said = capfd.readouterr().err
    assert "too long" in said
    assert len(said.splitlines()) == 1
