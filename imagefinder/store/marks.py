"""What the person said about contents and queries: hidden pictures, ignored problems, searches.

Written by the engine through its own connection, read by whoever answers or lists.
"""

import sqlite3
from collections.abc import Sequence

from imagefinder.core.escaping import query_as_json, query_from_json
from imagefinder.core.paths import path_to_column
from imagefinder.core.query import Query
from imagefinder.core.types import Digest
from imagefinder.store.connect import transaction
from imagefinder.store.faults import faults_as_sentences


class Marks:
    """Marks of one library through one connection; only the writer's may be written to."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def hidden(self) -> set[Digest]:
        """Contents that are left out of all answers."""
        return {digest for (digest,) in self._all("SELECT digest FROM hidden")}

    def hide(self, photo_ids: Sequence[int], hidden: bool = True) -> int:
        """Leave the contents of these photos out of answers, or no longer; returns how many."""
        sql = (
            "INSERT OR IGNORE INTO hidden "
            "SELECT digest FROM photos WHERE id = ? AND digest IS NOT NULL"
            if hidden
            else "DELETE FROM hidden WHERE digest = (SELECT digest FROM photos WHERE id = ?)"
        )
        return self._each(sql, [(photo_id,) for photo_id in photo_ids])

    def ignore_problems(self, paths: Sequence[str]) -> int:
        """List these files as problems no more, until they change; returns how many."""
        sql = "UPDATE photos SET ignored = 1 WHERE path = ? AND problem IS NOT NULL"
        return self._each(sql, [(path_to_column(path),) for path in paths])

    def saved_searches(self) -> dict[str, Query]:
        """Kept queries by name; what a newer program wrote and this one can't read is left out."""
        rows = self._all("SELECT name, query FROM saved_searches ORDER BY name")
        kept = ((name, query_from_json(query)) for name, query in rows)
        return {name: query for name, query in kept if query is not None}

    def save_search(self, name: str, query: Query) -> None:
        """Keep a query under a name, in place of an earlier one of that name."""
        self._each(
            "INSERT OR REPLACE INTO saved_searches VALUES (?, ?)",
            [(name, query_as_json(query))],
        )

    def forget_search(self, name: str) -> None:
        """Keep a query no longer."""
        self._each("DELETE FROM saved_searches WHERE name = ?", [(name,)])

    def _all(self, sql: str) -> list[sqlite3.Row]:
        with faults_as_sentences(self._connection):
            return self._connection.execute(sql).fetchall()

    def _each(self, sql: str, values: Sequence[tuple[object, ...]]) -> int:
        with transaction(self._connection):
            return self._connection.executemany(sql, values).rowcount
