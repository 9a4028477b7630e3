"""Backups: made beside a writer, checked, kept three; none is made of a damaged library."""

import os
import sqlite3
import stat
from contextlib import closing

import pytest

from imagefinder.core.errors import DamagedLibrary, KnownError, Stopped
from imagefinder.core.paths import LibraryPaths
from imagefinder.store import backup as backup_module
from imagefinder.store.backup import (
    EVERY_S,
    KEPT,
    WEEKLY,
    back_up,
    backups,
    check_file,
    clear_unfinished,
    is_due,
)
from imagefinder.store.connect import open_for_reading, open_for_writing
from imagefinder.store.released import MIGRATION_NAMES
from imagefinder.store.tastes import Tastes, VoteRow
from tests.store.small import scanned, writing
from tests.store.test_connect import filled, mode, old_home

__all__ = ["old_home"]


def photos_in(file) -> int:
    with closing(sqlite3.connect(f"{file.as_uri()}?immutable=1", uri=True)) as copy:
        return int(copy.execute("SELECT count(*) FROM photos").fetchone()[0])


def overwrite_pages(paths: LibraryPaths) -> None:
    """Damage that no start without a check meets: in the middle of the file."""
    size = paths.database.stat().st_size
    with paths.database.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xa5" * (size // 4))


def test_a_backup_holds_what_was_committed_and_is_private(home):
    os.umask(os.umask(0o022))
    with writing(home) as library:
        scanned(library, library.add_folder("/photos"), {f"/photos/{n}.jpg": 1 for n in range(9)})
        with library.transaction():
            library.remember("key", "not committed yet")
            made = back_up(LibraryPaths(home), WEEKLY)
    assert (made.number, made.reason, photos_in(made.file)) == (1, WEEKLY, 9)
    assert check_file(made.file) is None
    assert (mode(made.file), mode(made.file.parent)) == (0o600, 0o700)
    assert [file.name for file in made.file.parent.iterdir()] == [made.file.name]


def test_writes_in_between_neither_wait_nor_get_into_the_copy(home, monkeypatch):
    monkeypatch.setattr(backup_module, "STEP_PAGES", 4)
    filled(home)
    with writing(home) as library:
        steps = []

        def write() -> None:
            steps.append(library.remember(f"step {len(steps)}", "x"))
            assert len(steps) < 1000, "the copy begins anew with each write"

        made = back_up(LibraryPaths(home), WEEKLY, write)
        assert len(steps) > 3
    with closing(sqlite3.connect(f"{made.file.as_uri()}?immutable=1", uri=True)) as copy:
        assert copy.execute("SELECT count(*) FROM state").fetchone()[0] == 0


def test_the_newest_three_are_kept_in_the_order_of_their_making(home):
    paths = filled(home, 3)
    for number in range(KEPT + 2):
        made = back_up(paths, f"r{number}")
        os.utime(made.file, (9e9 - number * 1e6,) * 2)  # a clock that is put back each time
    assert [backup.reason for backup in backups(paths)] == ["r4", "r3", "r2"]


def test_a_backup_is_due_a_week_after_the_last(home):
    paths = filled(home, 3)
    assert is_due(paths)
    made_at = back_up(paths, WEEKLY).made_at
    assert not is_due(paths, made_at)
    assert not is_due(paths, made_at + EVERY_S - 1)
    assert is_due(paths, made_at + EVERY_S)
    assert is_due(paths, made_at - 60), "made in the future: the clock was put back"


def test_a_library_that_holds_nothing_needs_no_backup(home):
    with writing(home):
        pass
    assert not is_due(LibraryPaths(home))


def test_a_backup_of_a_time_before_photos_or_votes_is_due_at_once(home):
    paths = LibraryPaths(home)
    with writing(home) as library:
        folder = library.add_folder("/photos")
        made_at = back_up(paths, WEEKLY).made_at
        assert not is_due(paths, made_at), "it holds as much as there is"
        scanned(library, folder, {"/photos/a.jpg": 1})
        assert is_due(paths, made_at)
        made_at = back_up(paths, WEEKLY).made_at
        assert not is_due(paths, made_at)
        tastes = Tastes(library.connection)
        tastes.make("cosy")
        tastes.cast("cosy", [VoteRow(bytes(16), liked=True)])
        assert is_due(paths, made_at)
        made_at = back_up(paths, WEEKLY).made_at
        assert not is_due(paths, made_at)


def test_a_backup_that_can_not_be_read_is_none(home):
    paths = filled(home, 3)
    made = back_up(paths, WEEKLY)
    made.file.write_bytes(b"a letter to my aunt")
    assert is_due(paths, backups(paths)[0].made_at)


def test_one_that_is_broken_off_leaves_nothing(home, monkeypatch):
    monkeypatch.setattr(backup_module, "STEP_PAGES", 4)
    paths = filled(home)

    def stop() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        back_up(paths, WEEKLY, stop)
    assert list(paths.backups.iterdir()) == []


def test_what_a_killed_backup_left_is_removed(home):
    paths = filled(home, 3)
    paths.backups.mkdir()
    for name in ("library-0001-weekly.sqlite.part", "library-0001-weekly.sqlite.part-journal"):
        (paths.backups / name).touch()
    clear_unfinished(paths)
    assert list(paths.backups.iterdir()) == []


def test_a_damaged_library_does_not_push_its_sound_backups_out(home):
    paths = filled(home)
    sound = [back_up(paths, f"r{n}") for n in range(KEPT)]
    overwrite_pages(paths)
    with pytest.raises(DamagedLibrary, match=r"library\.sqlite is damaged"):
        back_up(paths, WEEKLY)
    assert sorted(backups(paths), key=lambda b: b.number) == sound
    assert all(check_file(backup.file) is None for backup in sound)


def test_without_room_none_is_begun(home, monkeypatch):
    paths = filled(home, 3)
    monkeypatch.setattr(backup_module, "SPARE_BYTES", 1 << 60)
    with pytest.raises(KnownError, match="are free"):
        back_up(paths, WEEKLY)
    assert backups(paths) == []


def test_a_backup_is_made_before_a_migration(old_home):
    with writing(old_home) as library:
        assert library.coverage(1).photos == 5
    (made,) = backups(LibraryPaths(old_home))
    assert made.reason.startswith("before-m00")
    with closing(sqlite3.connect(f"{made.file.as_uri()}?immutable=1", uri=True)) as copy:
        applied = copy.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0]
    assert 0 < applied < len(MIGRATION_NAMES)
    assert photos_in(made.file) == 6  # one of them is missing


def test_no_backup_is_made_of_a_new_library_nor_at_a_start_without_migrations(home):
    filled(home, 3)
    with writing(home):
        pass
    assert backups(LibraryPaths(home)) == []


@pytest.mark.parametrize("opened", [open_for_reading, open_for_writing])
@pytest.mark.parametrize("left", ["empty", "gone"])
def test_a_library_that_is_gone_is_not_begun_anew_beside_its_backups(home, opened, left):
    paths = filled(home, 3)
    back_up(paths, WEEKLY)
    paths.database.unlink()
    if left == "empty":
        paths.database.touch()
    with pytest.raises(DamagedLibrary, match=f"{left}.*imagefinder restore"):
        opened(paths)


def test_damage_in_the_middle_of_a_small_library_is_met_at_the_start(home):
    paths = filled(home)
    overwrite_pages(paths)
    with pytest.raises(DamagedLibrary, match="imagefinder restore"):
        open_for_writing(paths)


def test_nobody_elses_files_are_taken_for_backups(home):
    paths = filled(home, 3)
    paths.backups.mkdir()
    for name in ("library-one-weekly.sqlite", "library-0001-.sqlite", "notes.txt"):
        (paths.backups / name).touch()
    assert backups(paths) == []
    assert stat.S_ISREG((paths.backups / "notes.txt").stat().st_mode)
