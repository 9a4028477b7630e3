"""Copies of the database in the library's `backups` folder: before each migration, and weekly.

`back_up` copies a moment of the file while others go on reading and writing it, checks the copy and
only then lets it count, so that a damaged library never pushes its sound copies out. Called by
`connect` before it migrates, and by the engine in the background. `restore` puts one back.
"""

import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import msgspec

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.private import make_private_file, make_private_folder
from imagefinder.store.faults import GARBLED, check, damaged, sentence
from imagefinder.store.holding import Holding, holding

KEPT = 3
EVERY_S = 7 * 24 * 3600.0
WEEKLY = "weekly"
# 4 MB at a time: a step is short enough that whoever waits for the disk gets his turn.
STEP_PAGES = 1024
UNFINISHED = ".part"
# Room that stays for everything else on the disk.
SPARE_BYTES = 64 * 2**20
_NAME = re.compile(r"library-(\d+)-([\w.-]+)\.sqlite")


class Backup(msgspec.Struct, frozen=True):
    """One copy. Numbers only grow: unlike dates they tell the order when a clock was put back."""

    file: Path
    number: int
    reason: str
    made_at: float  # seconds since 1970
    size: int  # bytes


def backups(paths: LibraryPaths) -> list[Backup]:
    """The copies that there are, newest first."""
    found = (_backup(file) for file in paths.backups.glob("library-*.sqlite"))
    return sorted((b for b in found if b), key=lambda backup: -backup.number)


def is_due(paths: LibraryPaths, now: float | None = None) -> bool:
    """Whether the newest copy is a week old, or of a time before there was anything to lose.

    One from the future says nothing: it counts as old. A library that holds nothing needs none.
    """
    held = holding(paths.database, still=False)
    if held is None:
        return True  # it can't be read: whoever tries to copy it is told why
    newest = next(iter(backups(paths)), None)
    if held.is_nothing or newest is None:
        return not held.is_nothing
    age_s = (time.time() if now is None else now) - newest.made_at
    return not 0 <= age_s < EVERY_S or _is_worthless(newest, held)


def _is_worthless(backup: Backup, held: Holding) -> bool:
    kept = holding(backup.file, still=True)
    return kept is None or held.has_begun_beside(kept)


def back_up(paths: LibraryPaths, reason: str, pause: Callable[[], object] = bool) -> Backup:
    """Copy the database, check the copy, and let go of the oldest copies.

    `pause` is called between two steps; what it raises breaks the backup off, without a trace.
    Raises KnownError where there is no room, and `DamagedLibrary` where the library is damaged.
    """
    make_private_folder(paths.backups)
    clear_unfinished(paths)
    _refuse_without_room(paths)
    number = max((backup.number for backup in backups(paths)), default=0) + 1
    finished = paths.backups / f"library-{number:04}-{reason}.sqlite"
    unfinished = finished.with_name(finished.name + UNFINISHED)
    try:
        _copy(paths.database, unfinished, pause)
        os.replace(unfinished, finished)  # noqa: PTH105 - the name says what is atomic
    finally:
        clear_unfinished(paths)
    for old in backups(paths)[KEPT:]:
        old.file.unlink(missing_ok=True)
    return backups(paths)[0]


def clear_unfinished(paths: LibraryPaths) -> None:
    """Remove what a backup that was broken off left behind."""
    for leftover in paths.backups.glob(f"*{UNFINISHED}*"):
        with suppress(OSError):
            leftover.unlink()


def _copy(source: Path, target: Path, pause: Callable[[], object]) -> None:
    make_private_file(target)
    try:
        uri = f"{source.absolute().as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as library,
            closing(sqlite3.connect(target)) as copy,
        ):
            # A read transaction holds the moment: without one, each write that comes in between
            # would begin the copy anew.
            library.execute("BEGIN")
            library.execute("SELECT count(*) FROM sqlite_master").fetchone()
            library.backup(copy, pages=STEP_PAGES, progress=lambda *_: pause())
    except UnicodeDecodeError as e:
        raise damaged(source, GARBLED) from e
    except sqlite3.Error as e:
        raise sentence(e, source) or e from e
    if fault := check_file(target):
        raise damaged(source, fault)


def check_file(file: Path) -> str | None:
    """What is wrong with a database that nobody writes to; None where nothing is."""
    uri = f"{file.absolute().as_uri()}?immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        return check(connection)


def _refuse_without_room(paths: LibraryPaths) -> None:
    wal = paths.database.with_name(paths.database.name + "-wal")
    needed = sum(file.stat().st_size for file in (paths.database, wal) if file.exists())
    free = shutil.disk_usage(paths.backups).free
    if free < needed + SPARE_BYTES:
        raise KnownError(
            f"A backup of the library needs {needed >> 20} MB in {paths.backups}, but only "
            f"{free >> 20} MB are free. Make room on that disk."
        )


def _backup(file: Path) -> Backup | None:
    named = _NAME.fullmatch(file.name)
    try:
        status = file.stat()
    except OSError:
        return None
    if named is None:
        return None
    return Backup(file, int(named[1]), named[2], status.st_mtime, status.st_size)
