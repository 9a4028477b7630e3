"""All that is read from the library: by the engine, the command line, and the window's own eyes.

A `Reader` belongs to one thread; each thread that reads opens its own connection.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from imagefinder.core.paths import path_from_column, path_to_column
from imagefinder.core.query import Filter, InFolder
from imagefinder.core.reports import ForestFigures, Problem
from imagefinder.core.types import Digest, Metadata, Place
from imagefinder.store import filters, names
from imagefinder.store.newest import Newest
from imagefinder.store.rows import FROM_PHOTOS, PHOTO, ModelRow, PhotoRow, photo_row

_METADATA = (
    *("format", "width", "height", "taken_at", "taken_offset_min", "camera", "lens"),
    *("exposure_s", "aperture", "iso", "focal_length_mm"),
)
# What `work` finds, in two halves: ?1 is the model, ?2 the id after which to go on.
_DIRTY = (
    "FROM photos p JOIN folders f ON f.id = p.folder_id "
    "WHERE p.dirty = 1 AND p.id > ?2 AND p.missing = 0 AND f.offline IS NULL"
)
_LACKING = (
    "FROM lacking l CROSS JOIN photos p ON p.id = l.photo_id JOIN folders f ON f.id = p.folder_id "
    "WHERE l.model_id = ?1 AND l.photo_id > ?2 AND p.missing = 0 AND f.offline IS NULL "
    "AND p.problem IS NULL"
)
# Bound parameters per statement: far below SQLite's limit, few enough to stay in its cache.
_CHUNK = 500
_PIECE = 5000


class Reader(Newest):
    """Questions to one library through one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        filters.register(connection)

    def state(self, key: str) -> str | None:
        """A remembered choice, such as the wanted model."""
        row = self._one("SELECT value FROM state WHERE key = ?", key)
        return row[0] if row else None

    def model(self, key: str) -> ModelRow | None:
        """The model with this key, if the library ever used it."""
        row = self._one(
            "SELECT id, key, name, dim, device, precision FROM models WHERE key = ?", key
        )
        return ModelRow(*row) if row else None

    def embedded(self, model_id: int, digest: Digest) -> bool:
        """Whether this content has a vector of this model."""
        sql = "SELECT 1 FROM embeddings WHERE model_id = ? AND digest = ?"
        return self._one(sql, model_id, digest) is not None

    def vector(self, model_id: int, digest: Digest) -> npt.NDArray[np.float16] | None:
        """The stored `(dim,)` float16 vector of this content."""
        sql = "SELECT vector FROM embeddings WHERE model_id = ? AND digest = ?"
        row = self._one(sql, model_id, digest)
        return np.frombuffer(row[0], dtype="<f2") if row else None

    def vectors_after(
        self, model_id: int, last_id: int, count: int
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float16]]:
        """Ids `(n,)` and vectors `(n, dim)` of at most `count` embeddings newer than `last_id`."""
        rows = self._all(
            # The + keeps SQLite from the index over models, which it would sort at every page.
            "SELECT id, vector FROM embeddings WHERE +model_id = ? AND id > ? ORDER BY id LIMIT ?",
            *(model_id, last_id, count),
        )
        ids = np.array([i for i, _ in rows], dtype=np.int64)
        vectors = np.frombuffer(b"".join(v for _, v in rows), dtype="<f2")
        return ids, vectors.reshape(len(rows), -1) if rows else vectors.reshape(0, 0)

    def vectors_of(self, model_id: int, ids: Sequence[int]) -> dict[int, npt.NDArray[np.float16]]:
        """Stored vectors `(dim,)` float16 by embedding id; unknown ids are absent."""
        sql = f"SELECT id, vector FROM embeddings WHERE model_id = ? AND id IN ({_marks(ids)})"
        return {i: np.frombuffer(v, dtype="<f2") for i, v in self._all(sql, model_id, *ids)}

    def forest(self, model_id: int) -> ForestFigures | None:
        """The published forest of this model."""
        row = self._one("SELECT figures FROM forests WHERE model_id = ?", model_id)
        return msgspec.json.decode(row[0], type=ForestFigures) if row else None

    def photos_of_embeddings(
        self, ids: Sequence[int], hidden: bool = False
    ) -> dict[int, list[PhotoRow]]:
        """Photos behind each embedding id, hidden ones only with `hidden`; may be none."""
        seen = "1" if hidden else f"NOT {filters.HIDDEN}"
        found: dict[int, list[PhotoRow]] = {}
        for chunk in _chunks(ids):
            sql = (
                f"SELECT e.id, {PHOTO} FROM embeddings e JOIN photos p ON p.digest = e.digest "
                "JOIN folders f ON f.id = p.folder_id "
                f"WHERE e.id IN ({_marks(chunk)}) AND p.missing = 0 AND {seen} ORDER BY p.path"
            )
            for row in self._all(sql, *chunk):
                found.setdefault(row[0], []).append(photo_row(row[1:]))
        return found

    def embeddings_left_by(self, model_id: int, chosen: Iterable[Filter]) -> npt.NDArray[np.int64]:
        """Ascending ids of the embeddings with at least one photo that all filters leave."""
        condition, values = filters.where(chosen)
        # In the order of digests all indexes are read from front to back; where the file's path and
        # size decide, from photos on, so that only what is left is looked up.
        tables = (
            "embeddings e LEFT JOIN pictures m ON m.digest = e.digest "
            "CROSS JOIN photos p ON p.digest = e.digest"
            if "m." in condition
            else "photos p CROSS JOIN embeddings e ON e.digest = p.digest"
        )
        # The model last: this is how the parameters follow each other.
        sql = f"SELECT e.id FROM {tables} WHERE p.missing = 0 AND {condition} AND e.model_id = ?"
        rows = self._all(sql, *values, model_id)
        return np.unique(np.fromiter((i for (i,) in rows), dtype=np.int64, count=len(rows)))

    def photos_left_by(
        self, chosen: Iterable[Filter], among: Sequence[int] | None = None
    ) -> set[int]:
        """Ids of the photos (of `among` only, where given) that all filters leave."""
        condition, values = filters.where(chosen)
        sql = f"SELECT p.id {FROM_PHOTOS} WHERE p.missing = 0 AND {condition}"
        if among is None:
            return {i for (i,) in self._all(sql, *values)}
        left: set[int] = set()
        for chunk in _chunks(among):
            rows = self._all(f"{sql} AND p.id IN ({_marks(chunk)})", *values, *chunk)
            left.update(i for (i,) in rows)
        return left

    def holds_below(self, folder: str) -> bool:
        """Whether any photo lies below an absolute path, read or not."""
        condition, values = filters.where([InFolder(folder)])
        sql = f"SELECT 1 FROM photos p WHERE p.missing = 0 AND {condition} LIMIT 1"
        return self._one(sql, *values) is not None

    def ids_by_name(self) -> npt.NDArray[np.int64]:
        """Ids of all files by name, then path, also of those that can't be read."""
        return names.ids_by_name(self.connection)

    def photos(self, ids: Sequence[int]) -> dict[int, PhotoRow]:
        """Photos by id; unknown ids are absent."""
        found = {}
        for chunk in _chunks(ids):
            sql = f"SELECT {PHOTO} {FROM_PHOTOS} WHERE p.id IN ({_marks(chunk)})"
            for row in self._all(sql, *chunk):
                found[row[0]] = photo_row(row)
        return found

    def paths(self, ids: npt.NDArray[np.int64]) -> dict[int, str]:
        """Paths by photo id, in the order of `ids`; unknown ids are absent. For any number."""
        sql = "SELECT p.id, p.path FROM json_each(?) j CROSS JOIN photos p ON p.id = j.value"
        found: dict[int, str] = {}
        # In pieces: half a million rows at once keep every other thread waiting for their garbage.
        for start in range(0, len(ids), _PIECE):
            rows = self._all(sql, json.dumps(ids[start : start + _PIECE].tolist()))
            found.update((photo_id, path_from_column(path)) for photo_id, path in rows)
        return found

    def paths_called(self, name: str) -> list[str]:
        """Of all photos whose file has this name, whatever the folder."""
        # As bytes: a path is kept as text or as bytes by what else is in it.
        ending = os.fsencode(os.sep + name)
        sql = "SELECT path FROM photos WHERE missing = 0 AND substr(CAST(path AS BLOB), ?) = ?"
        return [path_from_column(path) for (path,) in self._all(sql, -len(ending), ending)]

    def photo_at(self, path: str) -> PhotoRow | None:
        """The photo at this absolute path."""
        sql = f"SELECT {PHOTO} {FROM_PHOTOS} WHERE p.path = ? AND p.missing = 0"
        row = self._one(sql, path_to_column(path))
        return photo_row(row) if row else None

    def work(self, model_id: int, after_id: int, count: int) -> list[PhotoRow]:
        """Next photos, by id, that must be read or still lack a vector of this model.

        Photos in offline folders are left alone: `offline_work` finds those with a known content.
        """
        # Both halves come in the order of their ids and are merged, so a page costs but a page.
        sql = f"SELECT p.id {_DIRTY} UNION SELECT l.photo_id {_LACKING} ORDER BY 1 LIMIT ?3"
        ids = [i for (i,) in self._all(sql, model_id, after_id, count)]
        photos = self.photos(ids)
        return [photos[i] for i in ids if i in photos]

    def work_count(self, model_id: int) -> int:
        """How many photos `work` would find in all."""
        return self._count(
            f"SELECT (SELECT count(*) {_DIRTY}) + (SELECT count(*) {_LACKING} AND p.dirty = 0)",
            *(model_id, 0),
        )

    def offline_work(self, model_id: int, after_id: int, count: int) -> list[PhotoRow]:
        """Next photos in offline folders whose known content lacks a vector of this model."""
        sql = (
            f"SELECT {PHOTO} FROM lacking w CROSS JOIN photos p ON p.id = w.photo_id "
            "JOIN folders f ON f.id = p.folder_id "
            "WHERE w.model_id = ? AND w.photo_id > ? AND f.offline IS NOT NULL "
            "AND p.digest IS NOT NULL AND p.problem IS NULL ORDER BY w.photo_id LIMIT ?"
        )
        return [photo_row(row) for row in self._all(sql, model_id, after_id, count)]

    def missing_twin(self, digest: Digest) -> PhotoRow | None:
        """A photo with this content whose file is gone from a readable folder: it was moved."""
        sql = (
            f"SELECT {PHOTO} FROM photos p JOIN folders f ON f.id = p.folder_id "
            "WHERE p.digest = ? AND p.missing = 1 ORDER BY p.id LIMIT 1"
        )
        row = self._one(sql, digest)
        return photo_row(row) if row else None

    def metadata(self, digest: Digest) -> Metadata | None:
        """What the content says about itself."""
        columns = ", ".join(_METADATA)
        sql = f"SELECT latitude, longitude, {columns} FROM pictures WHERE digest = ?"
        row = self._one(sql, digest)
        if row is None:
            return None
        latitude, longitude, *fields = row
        place = None if latitude is None or longitude is None else Place(latitude, longitude)
        return Metadata(**dict(zip(_METADATA, fields, strict=True)), place=place)

    def problem_of(self, digest: Digest) -> str | None:
        """Why this content is no readable picture, where that was found before."""
        row = self._one(
            "SELECT problem FROM photos WHERE digest = ? AND problem IS NOT NULL", digest
        )
        return row[0] if row else None

    def suspects(self) -> dict[str, int]:
        """Strikes of each file that was being decoded when the program died."""
        rows = self._all("SELECT path, strikes FROM suspects")
        return {path_from_column(path): strikes for path, strikes in rows}

    def problems(self) -> list[Problem]:
        """Files and folders that could not be read, by path, but for ignored ones."""
        return self._told(
            "SELECT path, problem FROM photos "
            "WHERE problem IS NOT NULL AND missing = 0 AND ignored = 0 "
            "UNION ALL SELECT path, reason FROM unreadable"
        )

    def ignored_problems(self) -> list[Problem]:
        """Those that the person does not want to hear of, by path."""
        return self._told(
            "SELECT path, problem FROM photos "
            "WHERE problem IS NOT NULL AND missing = 0 AND ignored <> 0"
        )

    def others(self) -> list[Problem]:
        """Files that are no pictures, by path, and what they are instead."""
        return self._told("SELECT path, reason FROM others")

    def _told(self, sql: str) -> list[Problem]:
        problems = [Problem(path_from_column(path), reason) for path, reason in self._all(sql)]
        return sorted(problems, key=lambda problem: problem.path)


def _chunks(values: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(values), _CHUNK):
        yield [int(value) for value in values[start : start + _CHUNK]]


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
