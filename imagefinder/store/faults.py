"""What the world did to a database file, as sentences: damaged, disk full, not to be written.

Every statement of the store runs inside `faults_as_sentences`; opening asks `sentence` itself. What
is no fault of the world keeps its kind: that is a bug.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from imagefinder.core.errors import DamagedLibrary, KnownError

_DAMAGED = (
    "{file} is damaged ({e}). Put back its newest backup with: imagefinder restore. Where there is "
    "none, or it holds too little: imagefinder restore --salvage. Your photos are untouched."
)
_FAULTS = {
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FULL: "{file} can't grow: the disk is full. Make room and try again.",
    sqlite3.SQLITE_IOERR: "{file} can't be read or written ({e}). Is its disk in order?",
    sqlite3.SQLITE_CANTOPEN: "{file} can't be opened ({e}). May you read it?",
    sqlite3.SQLITE_READONLY: "{file} can't be written to ({e}).",
    sqlite3.SQLITE_PERM: "{file} can't be opened ({e}). May you read it?",
    sqlite3.SQLITE_BUSY: "{file} is held by another program. Try again when that is done.",
}
# With less room no -shm and no -wal can be begun: 32 KiB the one, a page and its head the other.
_FULL_BYTES = 64 * 1024
# What the driver says, without a code, of a text whose bytes are none. Where SQLite's own complaint
# cites such bytes, the driver can't even tell it: a UnicodeDecodeError.
_UNDECODABLE = "Could not decode to UTF-8"
GARBLED = "names in it are garbled"


@contextmanager
def faults_as_sentences(connection: sqlite3.Connection) -> Iterator[None]:
    """Turns what the world did to the file (damaged, disk full) into a KnownError that names it."""
    try:
        yield
    except UnicodeDecodeError as e:
        raise damaged(_file_of(connection), GARBLED) from e
    except sqlite3.Error as e:
        known = sentence(e, None) and sentence(e, _file_of(connection))
        if known is None:
            raise
        raise known from e


def sentence(e: sqlite3.Error, file: Path | None) -> KnownError | None:
    """What the world did to `file`, or None where the fault is ours."""
    fault = _DAMAGED if _UNDECODABLE in str(e) else _FAULTS.get(_told_code(e, file))
    if fault is None:
        return None
    kind = DamagedLibrary if fault is _DAMAGED else KnownError
    return kind(fault.format(file=f"The library file {file}", e=e))


def _told_code(e: sqlite3.Error, file: Path | None) -> int:
    """SQLite's code, but for files beside the database that a full disk doesn't take.

    Of those it says no more than that reading or writing failed.
    """
    if primary(e) == sqlite3.SQLITE_IOERR and file is not None:
        with suppress(OSError):
            if shutil.disk_usage(file.parent).free < _FULL_BYTES:
                return sqlite3.SQLITE_FULL
    return primary(e)


def check(connection: sqlite3.Connection, *, whole: bool = False) -> str | None:
    """What is wrong with the file, None where nothing is; `whole` also compares the indexes."""
    pragma = "integrity_check" if whole else "quick_check"
    try:
        found = str(connection.execute(f"PRAGMA {pragma}(1)").fetchone()[0])
    except UnicodeDecodeError:
        return GARBLED
    except sqlite3.DatabaseError as e:
        if primary(e) not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        return str(e)
    # The finding has lines: "*** in database main ***" and then what is meant.
    return None if found == "ok" else found.splitlines()[-1]


def damaged(file: Path, what: str) -> DamagedLibrary:
    """The same sentence for what a check of the whole file found."""
    return DamagedLibrary(_DAMAGED.format(file=f"The library file {file}", e=what))


def primary(e: sqlite3.Error) -> int:
    """SQLite's primary code; 0 for what the driver itself refuses."""
    return int(getattr(e, "sqlite_errorcode", 0)) & 0xFF


def _file_of(connection: sqlite3.Connection) -> Path:
    try:
        return Path(connection.execute("PRAGMA database_list").fetchone()[2])
    except sqlite3.Error:
        return Path()
