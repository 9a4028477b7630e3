"""Puts a backup (or what was salvaged) in the database's place; what stood there is kept.

Hold the lock first. Broken off at any moment, the old file or the backup stands there, and never
the log of one beside the other. Vectors and forests derived from the file that leaves would be
taken for those of the file that comes, since ids repeat: they are deleted and come back. Thumbnails
go by content and stay.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.private import make_private_file
from imagefinder.store.backup import Backup, backups, check_file

_UNFINISHED = ".restoring.tmp"


def newest_sound(paths: LibraryPaths) -> Backup:
    """The newest backup that is not damaged itself, or a KnownError that says there is none."""
    for backup in backups(paths):
        if check_file(backup.file) is None:
            return backup
    raise KnownError(
        f"There is no sound backup in {paths.backups}. What can still be read of the library "
        "itself comes back with: imagefinder restore --salvage. Your photos are untouched."
    )


def restore(paths: LibraryPaths, backup: Backup) -> Path | None:
    """Put `backup` back; returns the name under which what stood there is kept, if anything did."""
    unfinished = paths.database.with_name(paths.database.name + _UNFINISHED)
    make_private_file(unfinished)
    try:
        shutil.copyfile(backup.file, unfinished)
    except OSError as e:
        unfinished.unlink(missing_ok=True)
        raise KnownError(f"The backup {backup.file} can't be put back ({e}).") from e
    return put_in_place(paths, unfinished)


def put_in_place(paths: LibraryPaths, file: Path) -> Path | None:
    """Let `file`, in or below the library's folder, be the database; returns what is kept."""
    try:
        _sync(file)
        aside = _set_aside(paths.database) if paths.database.exists() else None
        _forget_derived(paths)
        os.replace(file, paths.database)  # noqa: PTH105 - the name says what is atomic
    except OSError as e:
        file.unlink(missing_ok=True)
        raise KnownError(f"{paths.database} can't be replaced ({e}).") from e
    return aside


def _set_aside(database: Path) -> Path:
    """Keep the file under a second name, and move its log away: it must not meet the backup."""
    aside = next(name for name in _free_names(database) if not name.exists())
    try:
        os.link(database, aside)
    except OSError:  # a file system without links
        shutil.copyfile(database, aside)
        aside.chmod(0o600)
    log = _beside(database, "-wal")
    if log.exists():
        os.replace(log, _beside(aside, "-wal"))  # noqa: PTH105
    _beside(database, "-shm").unlink(missing_ok=True)
    return aside


def _free_names(database: Path) -> Iterator[Path]:
    number = 1
    while True:
        yield database.with_name(f"{database.stem}-damaged-{number}{database.suffix}")
        number += 1


def _forget_derived(paths: LibraryPaths) -> None:
    kept = {paths.thumbnails.name + ending for ending in ("", "-wal", "-shm")}
    with suppress(FileNotFoundError):
        for entry in list(paths.derived.iterdir()):
            if entry.is_dir():
                shutil.rmtree(entry)
            elif entry.name not in kept:
                entry.unlink()


def _beside(database: Path, ending: str) -> Path:
    return database.with_name(database.name + ending)


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
