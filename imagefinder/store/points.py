"""Which photos are points of the map: those with a vector, but for missing and hidden ones.

In comes a model and where to look; out go two arrays that belong together, photo ids (ascending)
and the ids of their embeddings. Files with one content share an embedding. Asked by the engine.
"""

import os
import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from imagefinder.core.paths import path_from_column
from imagefinder.core.query import InFolder
from imagefinder.store import filters
from imagefinder.store.faults import faults_as_sentences

Ids = npt.NDArray[np.int64]

# Of covering indexes only, in the order of digests: a million are found in some seconds.
_POINTS = (
    "SELECT p.id, e.id FROM embeddings e CROSS JOIN photos p ON p.digest = e.digest "
    "WHERE e.model_id = ? AND e.digest NOT IN (SELECT digest FROM hidden) "
    "AND p.id NOT IN (SELECT id FROM photos WHERE missing = 1)"
)
_POINT = (
    "SELECT p.id, e.id FROM photos p CROSS JOIN embeddings e ON e.digest = p.digest "
    "WHERE e.model_id = ? AND p.missing = 0 AND e.digest NOT IN (SELECT digest FROM hidden)"
)
_PAIR = np.dtype([("photo", np.int64), ("embedding", np.int64)])
_DATED = np.dtype([("photo", np.int64), ("day", np.float64)])
# What SQLite can't read as a date.
_NO_DAY = 1e9
# More photos than these are found sooner among all.
_FEW = 20_000
_CHUNK = 500


class Points(NamedTuple):
    """`photo_ids` ascending, and the embedding of each: `(n,)` int64."""

    photo_ids: Ids
    embedding_ids: Ids


class MapPoints:
    """Questions through a reader's connection, from its thread."""

    def __init__(self, connection: sqlite3.Connection, model_id: int) -> None:
        self._connection = connection
        self._model_id = model_id

    def every(self) -> Points:
        """All of the library."""
        return _points(self._pairs(_POINTS))

    def below(self, folder: str) -> Points:
        """Those below an absolute path."""
        condition, values = filters.where([InFolder(folder)])
        return _points(self._pairs(f"{_POINT} AND ({condition})", *values))

    def among(self, photo_ids: Ids) -> Points:
        """Those of a selection."""
        if len(photo_ids) > _FEW:
            every = self.every()
            chosen = np.isin(every.photo_ids, photo_ids)
            return Points(every.photo_ids[chosen], every.embedding_ids[chosen])
        wanted = np.unique(photo_ids).tolist()
        pairs = [
            self._pairs(f"{_POINT} AND p.id IN ({','.join('?' * len(chunk))})", *chunk)
            for chunk in (wanted[i : i + _CHUNK] for i in range(0, len(wanted), _CHUNK))
        ]
        return _points(np.concatenate(pairs) if pairs else np.empty(0, _PAIR))

    def folders_of(self, photo_ids: Ids) -> list[str]:
        """The folder that each photo's file lies in, "" for an unknown id."""
        found = {
            photo_id: os.path.dirname(path_from_column(path))  # noqa: PTH120 - a million of them
            for photo_id, path in self._rows("SELECT id, path FROM photos")
        }
        return [found.get(photo_id, "") for photo_id in photo_ids.tolist()]

    def days_of(self, photo_ids: Ids) -> npt.NDArray[np.float64]:
        """When each was taken, in days since 1970 by its camera's clock; NaN where unknown."""
        sql = (
            "SELECT p.id, ifnull(julianday(m.taken_at) - 2440587.5, 1e99) FROM pictures m "
            "CROSS JOIN photos p ON p.digest = m.digest WHERE m.taken_at IS NOT NULL"
        )
        dated = np.fromiter(self._rows(sql), _DATED)
        dated = dated[np.argsort(dated["photo"])]
        days = np.full(len(photo_ids), np.nan)
        at = np.searchsorted(dated["photo"], photo_ids)
        known = at < len(dated)
        known[known] = dated["photo"][at[known]] == photo_ids[known]
        days[known] = dated["day"][at[known]]
        return np.where(days < _NO_DAY, days, np.nan)

    def _pairs(self, sql: str, *values: object) -> npt.NDArray[np.void]:
        return np.fromiter(self._rows(sql, self._model_id, *values), _PAIR)

    def _rows(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with faults_as_sentences(self._connection):
            yield from map(tuple, self._connection.execute(sql, values))


def _points(pairs: npt.NDArray[np.void]) -> Points:
    pairs = pairs[np.argsort(pairs["photo"], kind="stable")]
    return Points(np.ascontiguousarray(pairs["photo"]), np.ascontiguousarray(pairs["embedding"]))
