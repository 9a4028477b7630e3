"""Puts what can still be read of a damaged library in its place; the damaged file is kept.

Hold the lock first. Comes in: the library's paths. Goes out: what came back, and the name under
which the damaged file stands beside it. Only a database that passes SQLite's whole check takes the
place; until then nothing is touched, and what a kill leaves behind is swept out at the next start.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths
from imagefinder.store.connect import open_for_writing
from imagefinder.store.faults import check, damaged, faults_as_sentences
from imagefinder.store.restore import put_in_place
from imagefinder.store.salvage.mending import mend
from imagefinder.store.salvage.pages import Pages
from imagefinder.store.salvage.rescue import TABLES, Counted, Rescue

_FRESH = "salvaging.tmp"
_TOLD = ("folders", "photos", "embeddings", "votes")


class Salvaged(msgspec.Struct, frozen=True):
    """What came back; `aside` is where the damaged file is kept."""

    folders: Counted
    photos: Counted
    embeddings: Counted
    votes: Counted
    aside: Path | None = None

    @property
    def sentence(self) -> str:
        """What came back, of how many where that is known."""
        return (
            f"These came back: folders {self.folders}, photos {self.photos}, "
            f"vectors {self.embeddings}, votes {self.votes}."
        )


def salvage(paths: LibraryPaths) -> Salvaged:
    """Save what can be saved; KnownError where the library is sound, newer, or wholly lost."""
    _refuse_sound(paths)
    fresh = LibraryPaths(paths.folder / _FRESH)
    shutil.rmtree(fresh.folder, ignore_errors=True)
    try:
        came = _rescued(paths.database, fresh)
        if not any((came.folders.came, came.photos.came, came.embeddings.came, came.votes.came)):
            raise _nothing_left(paths)
        return msgspec.structs.replace(came, aside=put_in_place(paths, fresh.database))
    finally:
        shutil.rmtree(fresh.folder, ignore_errors=True)


def _rescued(file: Path, fresh: LibraryPaths) -> Salvaged:
    try:
        pages = Pages(file)
    except OSError as e:
        raise KnownError(f"The library file {file} can't be read ({e.strerror}).") from e
    with closing(pages):
        rescue = Rescue(pages)
        rescue.refuse_newer(file)
        with closing(open_for_writing(fresh)) as connection, faults_as_sentences(connection):
            _fill(connection, rescue)
            if fault := check(connection, whole=True):
                raise damaged(fresh.database, fault)
            folders, photos, vectors, votes = (_counted(connection, rescue, t) for t in _TOLD)
            return Salvaged(folders, photos, vectors, votes)


def _fill(connection: sqlite3.Connection, rescue: Rescue) -> None:
    # What breaks off here is thrown away: no log is needed, nor any waiting for the disk.
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    for table in TABLES:
        rescue.copy(connection, table)
    mend(connection)
    connection.execute("COMMIT")


def _counted(connection: sqlite3.Connection, rescue: Rescue, table: str) -> Counted:
    came = int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    expected = rescue.expected(table)
    return Counted(came, expected if expected > came else 0)


def _refuse_sound(paths: LibraryPaths) -> None:
    if not paths.database.exists():
        raise _nothing_left(paths)
    uri = f"{paths.database.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            sound = bool(_tables(connection)) and check(connection, whole=True) is None
    except (sqlite3.Error, UnicodeDecodeError):
        return
    if sound:
        raise KnownError(f"The library file {paths.database} is not damaged; nothing was changed.")


def _tables(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def _nothing_left(paths: LibraryPaths) -> KnownError:
    return KnownError(
        f"Nothing can be read of {paths.database} any more. To begin afresh, rename it and run: "
        "imagefinder index FOLDER. Your photos are untouched."
    )
