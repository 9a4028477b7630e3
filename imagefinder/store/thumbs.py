"""The derived file of thumbnails: digest → JPEG. A million small files would serve nobody.

Written by the engine only; read by the window's loader threads, each through its own connection.
It can be deleted at any time: `ThumbnailFile.fresh` tells the engine to make them anew.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from imagefinder.core.errors import KnownError
from imagefinder.core.types import Digest
from imagefinder.store.connect import make_private_folder, transaction


class ThumbnailFile:
    """Thumbnails of one library; `fresh` is true where the file had to be made."""

    def __init__(self, connection: sqlite3.Connection, fresh: bool) -> None:
        self._connection = connection
        self.fresh = fresh

    def get(self, digest: Digest) -> bytes | None:
        """The JPEG of this content, short side at most 256 pixels."""
        row = self._connection.execute(
            "SELECT jpeg FROM thumbnails WHERE digest = ?", [digest]
        ).fetchone()
        return row[0] if row else None

    def has(self, digest: Digest) -> bool:
        """Whether there is a thumbnail of this content."""
        sql = "SELECT 1 FROM thumbnails WHERE digest = ?"
        return self._connection.execute(sql, [digest]).fetchone() is not None

    def add(self, thumbnails: Iterable[tuple[Digest, bytes]]) -> None:
        """Store JPEGs by digest, in one transaction."""
        with transaction(self._connection):
            self._connection.executemany(
                "INSERT OR REPLACE INTO thumbnails VALUES (?, ?)", thumbnails
            )

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def open_thumbnails(file: Path) -> ThumbnailFile:
    """The thumbnails for writing; a damaged file is replaced by an empty one."""
    make_private_folder(file.parent)
    fresh = not file.exists()
    try:
        return ThumbnailFile(_connect(file), fresh)
    except sqlite3.DatabaseError:
        _delete(file)
        return ThumbnailFile(_connect(file), fresh=True)


def read_thumbnails(file: Path) -> ThumbnailFile:
    """The thumbnails for reading only, or a KnownError where there are none."""
    try:
        connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False
        )
    except sqlite3.Error as e:
        raise KnownError(f"The thumbnails in {file} can't be read ({e}).") from e
    return ThumbnailFile(connection, fresh=False)


def _connect(file: Path) -> sqlite3.Connection:
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
    file.chmod(0o600)
    return connection


def _delete(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            file.with_name(file.name + ending).unlink()
