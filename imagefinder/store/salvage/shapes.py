"""What rows of each table look like, so that a page whose parent is lost can be told by its rows.

Comes in: nothing but the schema's own migrations. Goes out: a `Shape` for each table and index.
Each migration so far only adds tables, and columns at the end: a row of an older schema is the
beginning of one of the newest, and takes the defaults for the rest.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import msgspec
from sqlite_utils import Database

from imagefinder.store.released import MIGRATION_NAMES
from imagefinder.store.salvage.records import Row, Values
from imagefinder.store.schema import MIGRATIONS

_DIGEST_BYTES = 16  # xxh3-128
_TYPES: dict[str, tuple[type, ...]] = {
    "INTEGER": (int,),
    "REAL": (int, float),  # a whole number is kept as an integer
    "TEXT": (str,),
    "BLOB": (bytes,),
}


class Column(msgspec.Struct, frozen=True):
    """One column, in the order in which a row is stored."""

    name: str
    type: str
    required: bool
    is_rowid: bool = False

    def fits(self, value: object) -> bool:
        """Whether the value can stand here."""
        if self.is_rowid:
            return value is None
        if value is None:
            return not self.required
        if self.name == "digest" and isinstance(value, bytes):
            return len(value) == _DIGEST_BYTES
        # A path that is not UTF-8 is kept as bytes (`core.paths`).
        raw = self.name == "path" and isinstance(value, bytes)
        return raw or isinstance(value, _TYPES.get(self.type, (object,)))


class Shape(msgspec.Struct, frozen=True):
    """A table, or an index of one, which holds nothing that is not elsewhere."""

    name: str
    columns: tuple[Column, ...]
    counts: frozenset[int]  # of columns: as many as any schema gave it
    has_rowid: bool
    is_table: bool = True

    def fits(self, row: Row) -> bool:
        """Whether a row can be one of this table."""
        if (row.rowid is not None) is not self.has_rowid or len(row.values) not in self.counts:
            return False
        return all(c.fits(v) for c, v in zip(self.columns, row.values, strict=False))

    def names(self, count: int) -> list[str]:
        """The first `count` columns."""
        return [column.name for column in self.columns[:count]]

    def values(self, row: Row) -> Values:
        """What to insert, the number of the row in its column."""
        given = zip(self.columns, row.values, strict=False)
        return tuple(row.rowid if column.is_rowid else value for column, value in given)


def shapes() -> list[Shape]:
    """Of every table and index of the newest schema."""
    counts: dict[str, set[int]] = {}
    with closing(sqlite3.connect(":memory:")) as connection:
        database = Database(connection, execute_plugins=False)
        for stop in [*sorted(MIGRATION_NAMES)[1:], None]:
            MIGRATIONS.apply(database, stop_before=stop)
            for table in _tables(connection):
                counts.setdefault(table, set()).add(len(_columns(connection, table)))
        found = [_table(connection, name, frozenset(counts[name])) for name in counts]
        return found + [index for name in counts for index in _indexes(connection, name)]


def _tables(connection: sqlite3.Connection) -> list[str]:
    # `sqlite_sequence` is kept by SQLite itself.
    sql = "SELECT name FROM sqlite_master WHERE type = 'table'"
    names = [name for (name,) in connection.execute(sql)]
    return [name for name in names if not name.startswith("sqlite_")]


def _table(connection: sqlite3.Connection, name: str, counts: frozenset[int]) -> Shape:
    sql = "SELECT NOT wr FROM pragma_table_list WHERE name = ?"
    has_rowid = bool(connection.execute(sql, [name]).fetchone()[0])
    columns = _columns(connection, name)
    if not has_rowid:  # the key comes first
        columns = sorted(columns, key=lambda column: column[5] or len(columns) + 1)
    keys = [column for column in columns if column[5]]
    alias = keys[0][1] if has_rowid and len(keys) == 1 and keys[0][2] == "INTEGER" else None
    made = (
        Column(title, kind, bool(required or key), title == alias)
        for _, title, kind, required, _, key in columns
    )
    return Shape(name, tuple(made), counts, has_rowid)


def _columns(
    connection: sqlite3.Connection, name: str
) -> list[tuple[int, str, str, int, str, int]]:
    return connection.execute("SELECT * FROM pragma_table_info(?)", [name]).fetchall()


def _indexes(connection: sqlite3.Connection, table: str) -> Iterator[Shape]:
    types = {column[1]: column[2] for column in _columns(connection, table)}
    # The keys of tables WITHOUT ROWID are the tables themselves.
    sql = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ?"
    for (index,) in connection.execute(sql, [table]).fetchall():
        rows = connection.execute("SELECT name FROM pragma_index_xinfo(?)", [index]).fetchall()
        columns = (Column(n or "", types.get(n, "INTEGER"), required=False) for (n,) in rows)
        made = tuple(columns)
        yield Shape(index, made, frozenset({len(made)}), has_rowid=False, is_table=False)
