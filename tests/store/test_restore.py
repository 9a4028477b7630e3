"""Putting a backup back: what stood there is kept, nothing derived from it survives."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths
from imagefinder.store import restore as restore_module
from imagefinder.store.backup import WEEKLY, back_up
from imagefinder.store.restore import newest_sound, restore
from tests.store.small import paths_of, reading, scanned, writing
from tests.store.test_connect import filled, mode


@pytest.fixture
def backed_up(home) -> LibraryPaths:
    """A library of three photos with a backup."""
    paths = filled(home, 3)
    back_up(paths, WEEKLY)
    return paths


DAMAGES = {
    "flipped": lambda raw: raw[:100] + bytes(b ^ 0x5A for b in raw[100:5000]) + raw[5000:],
    "truncated": lambda raw: raw[: len(raw) // 2],
    "empty": lambda raw: b"",
    "text": lambda raw: b"a letter " * 99,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_library_is_put_back_and_kept_aside(backed_up, damage):
    damaged = DAMAGES[damage](backed_up.database.read_bytes())
    backed_up.database.write_bytes(damaged)

    aside = restore(backed_up, newest_sound(backed_up))

    assert aside is not None
    assert aside.read_bytes() == damaged
    assert mode(backed_up.database) == mode(aside) == 0o600
    with writing(backed_up.folder) as library:
        assert len(paths_of(library)) == 3
        assert library.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_the_log_of_what_leaves_does_not_meet_what_comes(backed_up):
    """SQLite would replay it into any file of that name."""
    with writing(backed_up.folder) as library:
        library.remember("key", "since the backup")
        shutil.copytree(backed_up.folder, backed_up.folder.with_name("killed"))
    killed = LibraryPaths(backed_up.folder.with_name("killed"))
    log = (killed.folder / "library.sqlite-wal").read_bytes()
    assert log

    aside = restore(killed, newest_sound(killed))

    assert (killed.folder / f"{aside.name}-wal").read_bytes() == log
    with reading(killed.folder) as reader:
        assert reader.state("key") is None
    with closing(sqlite3.connect(aside)) as kept:
        assert kept.execute("SELECT value FROM state").fetchall() == [("since the backup",)]


def test_each_file_is_set_aside_under_a_name_of_its_own(backed_up):
    names = {restore(backed_up, newest_sound(backed_up)).name for _ in range(3)}
    assert len(names) == 3


def test_what_was_derived_is_deleted_but_for_thumbnails(backed_up):
    derived = backed_up.derived
    (derived / "matrix-1").mkdir(parents=True)
    for name in ("matrix-1/ids-4.i64", "map-1.npy", "thumbnails.sqlite", "thumbnails.sqlite-wal"):
        (derived / name).touch()
    restore(backed_up, newest_sound(backed_up))
    left = {entry.name for entry in derived.iterdir()}
    assert left == {"thumbnails.sqlite", "thumbnails.sqlite-wal"}


def test_a_damaged_backup_is_passed_over(backed_up):
    with writing(backed_up.folder) as library:
        scanned(library, library.add_folder("/more"), {"/more/a.jpg": 1})
    newest = back_up(backed_up, WEEKLY)
    newest.file.write_bytes(newest.file.read_bytes()[:9000])
    assert newest_sound(backed_up).number == newest.number - 1


def test_without_a_sound_backup_it_says_what_else_can_be_done(home):
    paths = filled(home, 3)
    with pytest.raises(KnownError, match="imagefinder restore --salvage"):
        newest_sound(paths)


def test_a_library_that_is_gone_comes_back(backed_up):
    backed_up.database.unlink()
    assert restore(backed_up, newest_sound(backed_up)) is None
    with reading(backed_up.folder) as reader:
        assert len(paths_of(reader)) == 3


def test_on_a_full_disk_nothing_is_touched(backed_up, monkeypatch):
    before = backed_up.database.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restore_module.shutil, "copyfile", full)
    with pytest.raises(KnownError, match="can't be put back"):
        restore(backed_up, newest_sound(backed_up))
    assert backed_up.database.read_bytes() == before
    assert not list(backed_up.folder.glob("*.tmp"))
