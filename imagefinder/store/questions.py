"""Asking a library: the connection, and the few questions that all others begin with."""

import sqlite3

from imagefinder.core.paths import path_from_column
from imagefinder.store.faults import faults_as_sentences
from imagefinder.store.rows import Folder


class Questions:
    """Questions to one library through one connection, which belongs to one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def version(self) -> int:
        """A number that this connection gives to the library's state: another after each change.

        Changes by this connection itself don't count.
        """
        return self._count("PRAGMA data_version")

    def folders(self) -> list[Folder]:
        """All watched folders, by path."""
        rows = self._all("SELECT id, path, offline FROM folders ORDER BY path")
        return [Folder(i, path_from_column(path), offline) for i, path, offline in rows]

    def _one(self, sql: str, *values: object) -> sqlite3.Row | None:
        with faults_as_sentences(self.connection):
            row: sqlite3.Row | None = self.connection.execute(sql, values).fetchone()
        return row

    def _all(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with faults_as_sentences(self.connection):
            return self.connection.execute(sql, values).fetchall()

    def _count(self, sql: str, *values: object) -> int:
        row = self._one(sql, *values)
        return int(row[0]) if row else 0
