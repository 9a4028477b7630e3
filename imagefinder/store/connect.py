"""Opening a library: for writing (one program at a time, held by a lock file) or for reading.

Every connection is in WAL mode and autocommit; a write happens inside `transaction`, which begins
with BEGIN IMMEDIATE. A library that a newer program wrote is refused before anything is touched.
"""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlite_utils import Database

from imagefinder.core.errors import KnownError, LibraryBusy
from imagefinder.core.paths import LibraryPaths
from imagefinder.store.schema import MIGRATIONS, known_migrations

BUSY_TIMEOUT_S = 10.0
CACHE_KIB = 32 * 1024


def lock_library(paths: LibraryPaths) -> FileLock:
    """Become the one writer of the library, or raise `LibraryBusy` naming who is.

    The operating system lets go of the lock when this process ends, however it ends.
    """
    make_private_folder(paths.folder)
    lock = FileLock(paths.lock, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as e:
        raise LibraryBusy(_busy_sentence(paths)) from e
    except OSError as e:
        raise KnownError(f"{paths.folder} can't be written to ({e.strerror}).") from e
    _owner_note(paths).write_text(f"process {os.getpid()} ({Path(sys.argv[0]).name})")
    return lock


def make_private_folder(folder: Path) -> None:
    """Make `folder` and its parents, readable by the person only."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as e:
        raise KnownError(f"The library's folder {folder} can't be made ({e.strerror}).") from e


def open_for_writing(paths: LibraryPaths) -> sqlite3.Connection:
    """A connection to the library, made or migrated as needed; hold the lock first."""
    make_private_folder(paths.folder)
    _refuse_newer(paths)
    connection = _connect(f"{paths.database.absolute().as_uri()}", paths)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        _migrate(connection)
    except sqlite3.DatabaseError as e:
        connection.close()
        raise _damaged(paths, e) from e
    paths.database.chmod(0o600)
    return connection


def open_for_reading(paths: LibraryPaths) -> sqlite3.Connection:
    """A read-only connection; works beside a writer and on a read-only disk."""
    if not paths.database.exists():
        raise KnownError(
            f"There is no library in {paths.folder} yet. Make one: imagefinder index FOLDER"
        )
    uri = paths.database.absolute().as_uri()
    try:
        return _readable(f"{uri}?mode=ro", paths)
    except sqlite3.OperationalError:
        # On a read-only disk WAL's shared memory can't be made; nobody can be writing there either.
        return _readable(f"{uri}?immutable=1", paths)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. Begins IMMEDIATE: a deferred one fails at once when it turns to writing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _connect(uri: str, paths: LibraryPaths) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(
            uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
    except sqlite3.OperationalError as e:
        raise KnownError(f"The library {paths.database} can't be opened ({e}).") from e
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection


def _readable(uri: str, paths: LibraryPaths) -> sqlite3.Connection:
    connection = _connect(uri, paths)
    try:
        unknown = _unknown_migrations(connection)
    except sqlite3.OperationalError:
        connection.close()
        raise
    except sqlite3.DatabaseError as e:
        connection.close()
        raise _damaged(paths, e) from e
    if unknown:
        connection.close()
        raise _newer(paths)
    return connection


def _refuse_newer(paths: LibraryPaths) -> None:
    """Look before touching: even switching to WAL would change a newer program's file."""
    if paths.database.exists() and paths.database.stat().st_size > 0:
        open_for_reading(paths).close()


def _unknown_migrations(connection: sqlite3.Connection) -> set[str]:
    return _applied(connection) - known_migrations()


def _migrate(connection: sqlite3.Connection) -> None:
    if known_migrations() <= _applied(connection):
        return
    # sqlite-utils wants the driver's ordinary transaction handling while it migrates.
    connection.isolation_level = "IMMEDIATE"
    MIGRATIONS.apply(Database(connection, execute_plugins=False))
    connection.commit()
    connection.isolation_level = None


def _applied(connection: sqlite3.Connection) -> set[str]:
    tables = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE name = '_sqlite_migrations'"
    ).fetchone()[0]
    if not tables:
        return set()
    rows = connection.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [MIGRATIONS.name]
    )
    return {name for (name,) in rows}


def _owner_note(paths: LibraryPaths) -> Path:
    # Beside the lock, not in it: Windows lets nobody read a locked file.
    return paths.lock.with_suffix(".owner")


def _busy_sentence(paths: LibraryPaths) -> str:
    try:
        owner = _owner_note(paths).read_text()
    except OSError:
        owner = "another program"
    return (
        f"The library {paths.folder} is being written by {owner}. "
        "Close it or wait until it is done; searching works meanwhile."
    )


def _newer(paths: LibraryPaths) -> KnownError:
    return KnownError(
        f"The library {paths.folder} was written by a newer imagefinder. "
        "Update this program; nothing was changed."
    )


def _damaged(paths: LibraryPaths, e: sqlite3.Error) -> KnownError:
    return KnownError(
        f"The library file {paths.database} is damaged ({e}). Restore it from a backup, "
        "or delete it and index again; your photos are untouched."
    )
