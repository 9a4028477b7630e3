"""The derived file of thumbnails: digest → JPEG. A million small files would serve nobody.

Written by the engine only; read by the window's loader threads, each through its own connection.
It can be deleted at any time: `ThumbnailFile.fresh` tells the engine to make them anew.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from imagefinder.core.errors import DamagedLibrary, KnownError
from imagefinder.core.private import make_private_file, make_private_folder
from imagefinder.core.types import Digest
from imagefinder.store.connect import transaction
from imagefinder.store.faults import check, faults_as_sentences

# A reader takes each thumbnail once. What SQLite would keep of them, 2 MB a connection, and the
# window has several, is kept by the system already.
_READERS_CACHE_KIB = 128

# The file's `user_version` once every photo was noted whose thumbnail it lacks.
_TAKEN_UP = 1


class ThumbnailFile:
    """Thumbnails of one library; `fresh` is true where the file had to be made.

    It stays so until `take_up`: a program killed in between would forget what was in the lost file.
    """

    def __init__(self, file: Path, connection: sqlite3.Connection, fresh: bool) -> None:
        self._file = file
        self._connection = connection
        self.fresh = fresh

    def get(self, digest: Digest) -> bytes | None:
        """The JPEG of this content, short side at most 256 pixels; None where it can't be read."""
        jpeg: bytes | None = self._value("SELECT jpeg FROM thumbnails WHERE digest = ?", digest)
        return jpeg

    def has(self, digest: Digest) -> bool:
        """Whether there is a thumbnail of this content."""
        return self._value("SELECT 1 FROM thumbnails WHERE digest = ?", digest) is not None

    def add(self, thumbnails: Iterable[tuple[Digest, bytes]]) -> None:
        """Store JPEGs by digest, in one transaction; a file that proves damaged is begun anew."""
        try:
            with transaction(self._connection):
                self._connection.executemany(
                    "INSERT OR REPLACE INTO thumbnails VALUES (?, ?)", thumbnails
                )
        except DamagedLibrary as e:
            self._begin_anew()
            raise KnownError(
                f"The thumbnails in {self._file} were damaged. They are made again by the next "
                "indexing."
            ) from e

    def count(self) -> int:
        """How many there are."""
        with faults_as_sentences(self._connection):
            return int(self._connection.execute("SELECT count(*) FROM thumbnails").fetchone()[0])

    def fault(self) -> str | None:
        """What is wrong with the file, None where nothing is; reads it through."""
        return check(self._connection)

    def take_up(self) -> None:
        """Whoever had to make all thumbnails anew has noted so: the file is no longer fresh."""
        with transaction(self._connection):
            self._connection.execute(f"PRAGMA user_version = {_TAKEN_UP}")
        self.fresh = False

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _begin_anew(self) -> None:
        self._connection.close()
        _delete(self._file)
        self._connection = _connect(self._file)
        self.fresh = True

    def _value(self, sql: str, digest: Digest) -> Any:
        try:
            row = self._connection.execute(sql, [digest]).fetchone()
        except sqlite3.DatabaseError:
            return None  # derived data, damaged or just being made: as good as none
        return row[0] if row else None


def open_thumbnails(file: Path) -> ThumbnailFile:
    """The thumbnails for writing; a damaged file is replaced by an empty one."""
    make_private_folder(file.parent)
    try:
        connection = _connect(file)
    except sqlite3.OperationalError as e:
        raise KnownError(
            f"The thumbnails in {file} can't be written ({e}). Is the disk full?"
        ) from e
    except sqlite3.DatabaseError:
        _delete(file)
        connection = _connect(file)
    mark = connection.execute("PRAGMA user_version").fetchone()[0]
    return ThumbnailFile(file, connection, fresh=mark != _TAKEN_UP)


def read_thumbnails(file: Path) -> ThumbnailFile:
    """The thumbnails for reading only, or a KnownError where there are none."""
    uri = file.absolute().as_uri()
    try:
        return ThumbnailFile(file, _readable(f"{uri}?mode=ro"), fresh=False)
    except sqlite3.OperationalError:
        pass  # on a read-only disk WAL's shared memory can't be made
    except sqlite3.DatabaseError as e:
        raise _unreadable(file, e) from e
    try:
        return ThumbnailFile(file, _readable(f"{uri}?mode=ro&immutable=1"), fresh=False)
    except sqlite3.DatabaseError as e:
        raise _unreadable(file, e) from e


def _readable(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA cache_size = -{_READERS_CACHE_KIB}")
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _unreadable(file: Path, e: sqlite3.Error) -> KnownError:
    return KnownError(f"The thumbnails in {file} can't be read ({e}).")


def _connect(file: Path) -> sqlite3.Connection:
    make_private_file(file)
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # Derived data: losing the last seconds on a power cut costs only making them again.
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS thumbnails (digest BLOB PRIMARY KEY, jpeg BLOB NOT NULL)"
        )
        connection.execute("SELECT 1 FROM thumbnails LIMIT 1").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _delete(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            file.with_name(file.name + ending).unlink()
