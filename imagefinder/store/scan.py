"""Comparing what a scan saw of one folder with what the library knows of it.

`ScanNotes` gathers what was seen in a temporary table (memory stays flat at a million files);
`apply` then adds, marks and unmarks photos in one transaction and returns what it found.
"""

from collections.abc import Sequence

import msgspec

from imagefinder.core.paths import below as ranges
from imagefinder.core.paths import path_to_column
from imagefinder.core.types import FoundFile
from imagefinder.store.library import Library
from imagefinder.store.rows import Folder

_BATCH = 2000
# What a column of whole numbers holds.
_LEAST, _MOST = -(2**63), 2**63 - 1


class ScanDifference(msgspec.Struct):
    """How one scan of a folder differs from the library; counts are photos."""

    seen: int = 0
    added: int = 0
    changed: int = 0
    missing: int = 0


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
            )
            difference.changed = self._mark_changed()
            difference.missing = self._mark_missing()
            self._forget_others()
            self._unmark_found_again()
            difference.added = self._add_new()
            self._note_unreadable()
        return difference

    def _flush(self) -> None:
        rows = [
            (path_to_column(f.path), _held(f.stamp.size), _held(f.stamp.mtime_ns))
            for f in self._pending
        ]
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
        # From what was seen to the photos, by their path: a look into one folder stays cheap.
        return self._do(
            "UPDATE photos SET (size, mtime_ns) = (SELECT size, mtime_ns FROM temp.seen s "
            "WHERE s.path = photos.path), dirty = 1, problem = NULL, ignored = 0 "
            "WHERE id IN (SELECT p.id FROM temp.seen s CROSS JOIN photos p ON p.path = s.path "
            "WHERE p.folder_id = ?1 AND (s.size <> p.size OR s.mtime_ns <> p.mtime_ns))"
        )

    def _mark_missing(self) -> int:
        self._note_unlisted()
        return self._to_unmet("photos", "UPDATE photos SET missing = 1 WHERE missing = 0 AND")

    def _forget_others(self) -> None:
        """Files that were no pictures and are gone; one that was rewritten is a new file."""
        self._to_unmet("others", "DELETE FROM others WHERE")
        self._do(
            "DELETE FROM others WHERE path IN "
            "(SELECT o.path FROM temp.seen s CROSS JOIN others o ON o.path = s.path "
            "WHERE o.folder_id = ?1 AND (s.size <> o.size OR s.mtime_ns <> o.mtime_ns))"
        )

    def _to_unmet(self, table: str, statement: str) -> int:
        """Carry out `statement` for the rows of `table` that the scan should have met."""
        sql = (
            f"{statement} NOT EXISTS (SELECT 1 FROM temp.seen s WHERE s.path = {table}.path) "
            "AND NOT EXISTS (SELECT 1 FROM temp.unlisted u "
            f"WHERE substr(CAST({table}.path AS BLOB), 1, length(u.prefix)) = u.prefix) AND "
        )
        if not self._below:
            return self._do(f"{sql} folder_id = ?1")
        # The + makes SQLite search the paths instead of all photos of the folder.
        below = f"{sql} +folder_id = ?1 AND path >= ?2 AND path < ?3"
        return sum(self._do(below, *bounds) for path in self._below for bounds in ranges(path))

    def _note_unlisted(self) -> None:
        """The folders that could not be listed, in a table: there may be thousands."""
        connection = self._library.connection
        connection.execute("DROP TABLE IF EXISTS temp.unlisted")
        connection.execute("CREATE TEMP TABLE unlisted (prefix BLOB)")
        prefixes = [(ranges(path)[1][0],) for path, _ in self._unreadable]
        connection.executemany("INSERT INTO temp.unlisted VALUES (?)", prefixes)

    def _unmark_found_again(self) -> None:
        self._do(
            "UPDATE photos SET missing = 0 WHERE +folder_id = ?1 AND missing = 1 "
            "AND EXISTS (SELECT 1 FROM temp.seen s WHERE s.path = photos.path)"
        )

    def _add_new(self) -> int:
        return self._do(
            "INSERT INTO photos (folder_id, path, size, mtime_ns) "
            "SELECT ?1, s.path, s.size, s.mtime_ns FROM temp.seen s "
            "WHERE NOT EXISTS (SELECT 1 FROM photos p WHERE p.path = s.path) "
            "AND NOT EXISTS (SELECT 1 FROM others o WHERE o.path = s.path)"
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
            self._do(f"{sql} AND path = ?2", path_to_column(path))
            for bounds in ranges(path):
                self._do(f"{sql} AND path >= ?2 AND path < ?3", *bounds)

    def _do(self, sql: str, *values: object) -> int:
        return self._library.connection.execute(sql, (self._folder.id, *values)).rowcount

    def _value(self, sql: str) -> int:
        values = (self._folder.id,) if "?" in sql else ()
        return int(self._library.connection.execute(sql, values).fetchone()[0])


def _held(number: int) -> int:
    """As SQLite can hold it: a damaged file system shows times past the year 2262."""
    # Asked twice for each file of a scan, hence no min and max where nothing is to be mended.
    return number if _LEAST <= number <= _MOST else max(_LEAST, min(_MOST, number))
