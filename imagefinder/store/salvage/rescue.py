"""Copies every row that can still be read into a fresh database, table by table.

Comes in: the pages and a connection to a library of the newest schema without rows. Goes out: how
many rows of each table there should be, where an index tells. Rows that the schema refuses are left
out, and so are vectors that are none; `mending` sees to what refers to what.
"""

import sqlite3
from collections.abc import Iterator

import msgspec
import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.store.released import MIGRATION_NAMES, MIGRATION_SET
from imagefinder.store.salvage.ownership import owned_pages
from imagefinder.store.salvage.pages import Pages
from imagefinder.store.salvage.records import Page, Row
from imagefinder.store.salvage.shapes import Shape, shapes

# Vectors before photos: each photo that comes then finds its own, and need not be waited for.
# Not `others`: the next scan finds again what is no picture.
TABLES = (
    *("state", "folders", "models", "tastes", "embeddings", "pictures", "photos", "unreadable"),
    *("votes", "hidden", "saved_searches", "foreign_vectors", "suspects"),
)
_MIGRATIONS = "_sqlite_migrations"
_VECTOR_TABLES = frozenset({"embeddings", "foreign_vectors"})
_UNIT_WITHIN = 0.02


class Rescue:
    """The pages of one damaged file, sorted by table."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._shapes = {shape.name: shape for shape in shapes()}
        self._owned = owned_pages(pages, list(self._shapes.values()))

    def refuse_newer(self, file: object) -> None:
        """KnownError where a newer program wrote the file: its tables may mean something else."""
        # Numbers alone: a name may be damaged.
        newest = max(MIGRATION_NAMES)[:4]
        for _, owner, name, _ in (row.values for row in self._rows(self._shapes[_MIGRATIONS])):
            if owner == MIGRATION_SET and str(name)[:4] > newest:
                raise KnownError(
                    f"The library file {file} was written by a newer imagefinder. Update this "
                    "program; nothing was changed."
                )

    def copy(self, connection: sqlite3.Connection, table: str) -> None:
        """All rows of one table that the schema allows."""
        shape = self._shapes[table]
        for count in shape.counts:
            names = shape.names(count)
            rows = (shape.values(row) for row in self._rows(shape) if len(row.values) == count)
            if table in _VECTOR_TABLES:
                rows = (row for row in rows if _is_unit(row[-1]))
            connection.executemany(
                f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) "
                f"VALUES ({', '.join('?' * count)})",
                rows,
            )

    def expected(self, table: str) -> int:
        """How many rows the table had, as far as the index of its key still tells; else 0."""
        index = self._shapes.get(f"sqlite_autoindex_{table}_1")
        return sum(1 for _ in self._rows(index)) if index else 0

    def _rows(self, shape: Shape) -> Iterator[Row]:
        for number in self._owned[shape.name]:
            for row in Page(self._pages, number).rows():
                if shape.fits(row):
                    yield row


class Counted(msgspec.Struct, frozen=True):
    """Rows of one table: how many came, of how many; `expected` is 0 where nobody knows."""

    came: int
    expected: int = 0

    def __str__(self) -> str:
        return f"{self.came:,} of {self.expected:,}" if self.expected else f"{self.came:,}"


def _is_unit(value: object) -> bool:
    """Whether a vector is one: what a broken page made of it would be found by anything."""
    if not isinstance(value, bytes) or len(value) % 2:
        return False
    vector = np.frombuffer(value, "<f2")
    if not np.isfinite(vector).all():
        return False
    return bool(abs(np.linalg.norm(vector.astype(np.float32)) - 1) < _UNIT_WITHIN)
