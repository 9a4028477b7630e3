"""Comparing what a scan saw of one folder with what the library knows of it.

`ScanNotes` gathers what was seen in a temporary table (memory stays flat at a million files);
`apply` then adds, marks and unmarks photos in one transaction and returns what it found.
"""

import os
from collections.abc import Sequence

import msgspec

from imagefinder.core.paths import path_to_column
from imagefinder.core.types import FoundFile
from imagefinder.store.library import Library
from imagefinder.store.rows import Folder

_BATCH = 2000


class ScanDifference(msgspec.Struct):
    """How one scan of a folder differs from the library; counts are photos."""

    seen: int = 0
    added: int = 0
    changed: int = 0
    missing: int = 0
    known: int = 0


class ScanNotes:
    """What a scan of `folder` has seen so far, or of the folders `below` it only."""

    def __init__(self, library: Library, folder: Folder, below: Sequence[str] = ()) -> None:
        self._library = library
        self._folder = folder
        self._below = below
        self._pending: list[FoundFile] = []
        self._unreadable: list[tuple[str, str]] = []
        connection = library.connection
        connection.execute("DROP TABLE IF EXISTS temp.seen")
        connection.execute(
            "CREATE TEMP TABLE seen (path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER) "
            "WITHOUT ROWID"
        )

    def saw(self, file: FoundFile) -> None:
        """A file is there."""
        self._pending.append(file)
        if len(self._pending) >= _BATCH:
            self._flush()

    def could_not_list(self, path: str, reason: str) -> None:
        """A sub-folder is there but can't be listed: its photos are kept."""
        self._unreadable.append((path, reason))

    def count(self) -> int:
        """How many files were seen."""
        self._flush()
        return int(self._value("SELECT count(*) FROM temp.seen"))

    def apply(self) -> ScanDifference:
        """Bring the library up to what was seen; files are only noted, not read.

        Nothing happens where the folder has left the library since.
        """
        self._flush()
        with self._library.transaction():
            if not self._value("SELECT count(*) FROM folders WHERE id = ?"):
                return ScanDifference()
            difference = ScanDifference(
                seen=self.count(),
                known=self._value("SELECT count(*) FROM photos WHERE folder_id = ?"),
            )
            difference.changed = self._mark_changed()
            difference.missing = self._mark_missing()
            self._unmark_found_again()
            difference.added = self._add_new()
            self._note_unreadable()
        return difference

    def _flush(self) -> None:
        rows = [(path_to_column(f.path), f.stamp.size, f.stamp.mtime_ns) for f in self._pending]
        # Plain inserts into a temporary table, outside any transaction on the library itself.
        connection = self._library.connection
        own = not connection.in_transaction
        if own:
            connection.execute("BEGIN")
        connection.executemany("INSERT OR REPLACE INTO temp.seen VALUES (?, ?, ?)", rows)
        if own:
            connection.execute("COMMIT")
        self._pending.clear()

    def _mark_changed(self) -> int:
        return self._do(
            "UPDATE photos SET size = s.size, mtime_ns = s.mtime_ns, dirty = 1, problem = NULL "
            "FROM temp.seen s WHERE photos.folder_id = ?1 AND s.path = photos.path "
            "AND (s.size <> photos.size OR s.mtime_ns <> photos.mtime_ns)"
        )

    def _mark_missing(self) -> int:
        sql = (
            "UPDATE photos SET missing = 1 WHERE folder_id = ?1 AND missing = 0 "
            "AND NOT EXISTS (SELECT 1 FROM temp.seen s WHERE s.path = photos.path)"
        )
        values: list[object] = []
        for path, _ in self._unreadable:
            sql += f" AND NOT {_BELOW.format(len(values) + 2, len(values) + 3)}"
            values += _below_values(path)
        if self._below:
            parts = []
            for path in self._below:
                parts.append(_BELOW.format(len(values) + 2, len(values) + 3))
                values += _below_values(path)
            sql += f" AND ({' OR '.join(parts)})"
        return self._do(sql, *values)

    def _unmark_found_again(self) -> None:
        self._do(
            "UPDATE photos SET missing = 0 WHERE folder_id = ?1 AND missing = 1 "
            "AND EXISTS (SELECT 1 FROM temp.seen s WHERE s.path = photos.path)"
        )

    def _add_new(self) -> int:
        return self._do(
            "INSERT INTO photos (folder_id, path, size, mtime_ns) "
            "SELECT ?1, s.path, s.size, s.mtime_ns FROM temp.seen s "
            "WHERE NOT EXISTS (SELECT 1 FROM photos p WHERE p.path = s.path)"
        )

    def _note_unreadable(self) -> None:
        self._forget_unreadable()
        for path, reason in self._unreadable:
            self._do(
                "INSERT OR REPLACE INTO unreadable VALUES (?2, ?1, ?3)",
                *(path_to_column(path), reason),
            )

    def _forget_unreadable(self) -> None:
        """Forget what an earlier scan could not list, as far as this one has looked there."""
        sql = "DELETE FROM unreadable WHERE folder_id = ?1"
        if not self._below:
            self._do(sql)
        for path in self._below:
            below = f"(path = ?4 OR {_BELOW.format(2, 3)})"
            self._do(f"{sql} AND {below}", *_below_values(path), path_to_column(path))

    def _do(self, sql: str, *values: object) -> int:
        return self._library.connection.execute(sql, (self._folder.id, *values)).rowcount

    def _value(self, sql: str) -> int:
        values = (self._folder.id,) if "?" in sql else ()
        return int(self._library.connection.execute(sql, values).fetchone()[0])


# A path lies below a folder: compared as bytes, so that no name is mistaken for a pattern.
_BELOW = "substr(CAST(path AS BLOB), 1, ?{}) = ?{}"


def _below_values(folder: str) -> list[object]:
    prefix = os.fsencode(folder.rstrip(os.sep) + os.sep)
    return [len(prefix), prefix]
