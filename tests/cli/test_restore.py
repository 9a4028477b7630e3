"""`imagefinder restore`: what it lists, what it asks, what it leaves behind."""

import io

import pytest

from imagefinder.store.connect import lock_library
from tests.cli.conftest import Run
from tests.engine.home import Home, draw_many


@pytest.fixture
def damaged(home: Home, run: Run) -> Home:
    """A home of six pictures, backed up after its indexing, whose library was overwritten."""
    draw_many(home.pictures, 6)
    assert run("index", home.pictures).code == 0
    home.paths.database.write_bytes(b"this is a letter to my aunt " * 999)
    return home


@pytest.mark.parametrize(
    "command", [("index",), ("status",), ("search", "red"), ("folder", "list")]
)
def test_every_command_says_what_to_do(damaged: Home, run: Run, command: tuple[str, ...]) -> None:
    ran = run(*command)
    assert (ran.code, ran.output) == (1, b"")
    assert "library.sqlite is damaged" in ran.errors
    assert "imagefinder restore" in ran.errors
    assert "imagefinder restore --salvage" in ran.errors


def test_an_empty_library_is_not_backed_up_and_the_first_photos_are(home: Home, run: Run) -> None:
    assert run("index").code == 0
    assert "no backups" in run("restore", "--list").errors
    draw_many(home.pictures, 6)
    assert run("index", home.pictures).code == 0
    assert run("restore", "--list").lines[1].split()[-2:] == [b"6", b"0"]


def test_restore_brings_the_library_back(damaged: Home, run: Run) -> None:
    ran = run("restore", "--yes")
    assert ran.code == 0, ran.errors
    assert "library-damaged-1.sqlite" in ran.errors
    assert len(damaged.names()) == 6
    before = damaged.embedded()
    assert run("index").code == 0
    assert damaged.embedded() == before, "the vectors came back with the backup"
    assert len(damaged.names()) == 6


def test_nothing_is_done_unasked(damaged: Home, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    ran = run("restore")
    assert ran.code == 1
    assert "--yes" in ran.errors
    assert "with 6 photos and 0 votes" in ran.errors
    assert not list(damaged.library.glob("*damaged*"))


@pytest.mark.parametrize(("answer", "kept"), [("y", 1), ("", 0), ("no", 0)])
def test_it_asks_on_a_terminal(
    damaged: Home, run: Run, monkeypatch: pytest.MonkeyPatch, answer: str, kept: int
) -> None:
    terminal = io.StringIO(f"{answer}\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    assert run("restore").code == 0
    assert len(list(damaged.library.glob("*damaged*"))) == kept


def test_the_list_and_a_number(damaged: Home, run: Run) -> None:
    lines = run("restore", "--list").lines
    assert [line.split()[0] for line in lines] == [b"NUMBER", b"1"]
    assert b"weekly" in lines[1]
    assert [line.split()[-2:] for line in lines] == [[b"PHOTOS", b"VOTES"], [b"6", b"0"]]
    assert "no backup 7" in run("restore", "7", "--yes").errors
    assert run("restore", "1", "--yes").code == 0


def test_without_backups_it_says_so(home: Home, run: Run) -> None:
    assert "no backups" in run("restore", "--list").errors
    assert run("restore", "--yes").code == 1


def test_it_waits_for_no_writer(damaged: Home, run: Run) -> None:
    lock = lock_library(damaged.paths)
    try:
        ran = run("restore", "--yes")
    finally:
        lock.release()
    assert ran.code == 1
    assert "being written" in ran.errors


def test_an_indexing_that_can_make_no_backup_is_done_all_the_same(
    home: Home, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imagefinder.store.backup.SPARE_BYTES", 1 << 60)
    draw_many(home.pictures, 2)
    ran = run("index", home.pictures)
    assert ran.code == 0
    assert "No backup was made" in ran.errors
    assert len(home.names()) == 2


@pytest.fixture
def broken(home: Home, run: Run) -> Home:
    """A home of six pictures without a backup, whose first page was overwritten."""
    draw_many(home.pictures, 6)
    assert run("index", home.pictures).code == 0
    for file in home.paths.backups.iterdir():
        file.unlink()
    raw = home.paths.database.read_bytes()
    home.paths.database.write_bytes(bytes(4096) + raw[4096:])
    return home


def test_without_a_backup_salvaging_is_named_and_brings_everything(broken: Home, run: Run) -> None:
    assert "restore --salvage" in run("restore", "--yes").errors
    ran = run("restore", "--salvage", "--yes")
    assert ran.code == 0, ran.errors
    assert "came back: folders 1, photos 6, vectors 6, votes 0." in ran.errors
    assert "library-damaged-1.sqlite" in ran.errors
    before = broken.embedded()
    assert run("index").code == 0
    assert broken.embedded() == before, "nothing had to be looked at by the model again"
    assert len(broken.names()) == 6


def test_salvaging_is_not_done_unasked(broken: Home, run: Run) -> None:
    ran = run("restore", "--salvage")
    assert ran.code == 1
    assert "--yes" in ran.errors
    assert not list(broken.library.glob("*damaged*"))


def test_a_sound_library_is_not_salvaged(home: Home, run: Run) -> None:
    draw_many(home.pictures, 2)
    assert run("index", home.pictures).code == 0
    assert "not damaged" in run("restore", "--salvage", "--yes").errors
