"""Opening a library: for writing (one program at a time, held by a lock file) or for reading.

Every connection is in WAL mode and autocommit; a write happens inside `transaction`, which begins
with BEGIN IMMEDIATE. A library that a newer program wrote is refused before anything is touched.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from imagefinder.core.errors import KnownError, LibraryBusy
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.private import make_private_file, make_private_folder
from imagefinder.store.backup import back_up, backups
from imagefinder.store.faults import GARBLED, check, damaged, faults_as_sentences, primary, sentence
from imagefinder.store.released import MIGRATION_NAMES, MIGRATION_SET

if TYPE_CHECKING:
    from filelock import FileLock

BUSY_TIMEOUT_S = 10.0
CACHE_KIB = 32 * 1024
# Looked through at each start, in less than 0.1 s; after a writer that did not end in order, more.
CHECKED_BYTES = 32 * 2**20
CHECKED_AFTER_DEATH_BYTES = 8 * CHECKED_BYTES


def lock_library(paths: LibraryPaths) -> "FileLock":
    """Become the one writer of the library, or raise `LibraryBusy` naming who is.

    The operating system lets go of the lock when this process ends, however it ends.
    """
    # Not above, as in `_migrate`: readers need it not.
    from filelock import FileLock, Timeout

    make_private_folder(paths.folder)
    lock = FileLock(paths.lock, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as e:
        raise LibraryBusy(_busy_sentence(paths)) from e
    except (OSError, NotImplementedError) as e:  # the latter: a file system without locks
        raise KnownError(f"{paths.folder} can't be written to ({e}).") from e
    with suppress(OSError, KnownError):
        make_private_file(_owner_note(paths))
        _owner_note(paths).write_text(f"process {os.getpid()} (imagefinder)")
    return lock


def open_for_writing(paths: LibraryPaths) -> sqlite3.Connection:
    """A connection to the library, made or migrated as needed; hold the lock first."""
    make_private_folder(paths.folder)
    _refuse_newer(paths)
    _refuse_emptied(paths)
    checked = _is_cheap_to_check(paths.database)
    make_private_file(paths.database)
    try:
        connection = _connect(paths.database.absolute().as_uri(), paths)
    except sqlite3.OperationalError as e:
        raise sentence(e, paths.database) or e from e
    try:
        with faults_as_sentences(connection):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            if checked:
                _refuse_damaged(connection, paths)
            _migrate(connection, paths)
    except BaseException:
        connection.close()
        raise
    return connection


def open_for_reading(paths: LibraryPaths) -> sqlite3.Connection:
    """A read-only connection; works beside a writer and on a read-only disk."""
    _refuse_emptied(paths)
    if not paths.database.exists():
        raise _no_library(paths)
    _refuse_newer(paths)
    uri = paths.database.absolute().as_uri()
    try:
        return _readable(f"{uri}?mode=ro", paths)
    except sqlite3.OperationalError as e:
        if primary(e) not in _UNWRITABLE:
            raise sentence(e, paths.database) or e from e
    # On a read-only disk WAL's shared memory can't be made; nobody can be writing there either.
    try:
        return _readable(f"{uri}?immutable=1", paths)
    except sqlite3.OperationalError as e:
        raise sentence(e, paths.database) or e from e


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. Begins IMMEDIATE: a deferred one fails at once when it turns to writing."""
    with faults_as_sentences(connection):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            # A full disk, say, has ended the transaction already.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _connect(uri: str, paths: LibraryPaths) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(
            uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
    except sqlite3.OperationalError as e:
        raise KnownError(f"The library {paths.database} can't be opened ({e}).") from e
    with _closed_on_failure(connection, paths):
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection


def _readable(uri: str, paths: LibraryPaths) -> sqlite3.Connection:
    """A connection to a library that this program can read; OperationalError where there is none.

    One of an older program has to be opened for writing once, which migrates it.
    """
    connection = _connect(uri, paths)
    with _closed_on_failure(connection, paths):
        if refused := _refusal(_applied(connection), paths):
            raise refused
    return connection


@contextmanager
def _closed_on_failure(connection: sqlite3.Connection, paths: LibraryPaths) -> Iterator[None]:
    """Of a damaged file a sentence is raised; who opens it tells what hinders reading it."""
    try:
        yield
    except BaseException as e:
        connection.close()
        if isinstance(e, UnicodeDecodeError):  # a table's name, or what it is made by
            raise damaged(paths.database, GARBLED) from e
        if isinstance(e, sqlite3.DatabaseError) and not isinstance(e, sqlite3.OperationalError):
            raise sentence(e, paths.database) or e from e
        raise


def _refusal(applied: set[str], paths: LibraryPaths) -> KnownError | None:
    if not applied:
        return _no_library(paths)
    if applied - MIGRATION_NAMES:
        return _newer(paths)
    return _older(paths) if MIGRATION_NAMES - applied else None


def _refuse_newer(paths: LibraryPaths) -> None:
    """Look before touching: even to read a library in WAL mode puts files beside it.

    Where a writer is at work, or died at it, such files are there and the look does no harm.
    """
    database = paths.database
    if not database.exists() or not database.stat().st_size:
        return
    wal = database.with_name(database.name + "-wal")
    busy = wal.exists() and wal.stat().st_size
    uri = f"{database.absolute().as_uri()}?{'mode=ro' if busy else 'immutable=1'}"
    # What is damaged or can't be opened is told by the opening proper.
    with (
        suppress(sqlite3.Error, UnicodeDecodeError),
        closing(sqlite3.connect(uri, uri=True)) as connection,
    ):
        if _applied(connection) - MIGRATION_NAMES:
            raise _newer(paths)


def _refuse_emptied(paths: LibraryPaths) -> None:
    """A library that is gone is not begun anew while there are backups of it."""
    if paths.database.exists() and paths.database.stat().st_size:
        return
    if backups(paths):
        what = "it is empty" if paths.database.exists() else "it is gone"
        raise damaged(paths.database, f"{what}, but there are backups of it")


def _refuse_damaged(connection: sqlite3.Connection, paths: LibraryPaths) -> None:
    if fault := check(connection):
        raise damaged(paths.database, fault)


def _is_cheap_to_check(database: Path) -> bool:
    if not database.exists():
        return False
    wal = database.with_name(database.name + "-wal")
    died = wal.exists() and wal.stat().st_size
    return database.stat().st_size <= (CHECKED_AFTER_DEATH_BYTES if died else CHECKED_BYTES)


def _migrate(connection: sqlite3.Connection, paths: LibraryPaths) -> None:
    applied = _applied(connection)
    new = sorted(MIGRATION_NAMES - applied)
    if not new:
        return
    if applied:
        back_up(paths, f"before-{new[0]}")
    # Not above: readers start a fifth of a second sooner without it.
    from sqlite_utils import Database

    from imagefinder.store.schema import MIGRATIONS

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
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [MIGRATION_SET]
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


def _older(paths: LibraryPaths) -> KnownError:
    return KnownError(
        f"The library {paths.folder} was written by an older imagefinder. "
        "Bring it up to date: imagefinder index"
    )


def _no_library(paths: LibraryPaths) -> KnownError:
    if paths.folder.is_file():
        return KnownError(f"{paths.folder} is a file, but a library is a folder. Name another one.")
    return KnownError(
        f"There is no library in {paths.folder} yet. Make one: imagefinder index FOLDER"
    )


_UNWRITABLE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
