"""Makes a map of a library's photos, or brings the whole library's up to date.

In come a reader, the matrix of the model's vectors and what is wanted; out go progress and at last
a `Layout` on disk. Run by the engine's map thread for small maps, by a job for large ones, and by
the command line.
"""

from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from imagefinder.core.mapping import Layout
from imagefinder.engine.jobs import JobStep
from imagefinder.engine.map_layouts import (
    LayoutInfo,
    newest_whole,
    opened,
    read,
    read_basis,
    read_info,
    write,
)
from imagefinder.index.matrix import Matrix
from imagefinder.learn.projection import Basis, Coordinates, Moments, fit, place
from imagefinder.store.points import Ids, MapPoints, Points
from imagefinder.store.reader import Reader
from imagefinder.store.rows import ModelRow

# The basis is fitted again when so much of the library is new to it, or gone.
NEW_SHARE = 0.2
_BLOCK_ROWS = 8192
_CHECKED = 16
_TOLERANCE = 1e-3

Steps = Generator[JobStep, None, Layout]


class Wanted(NamedTuple):
    """Which photos: those `below` an absolute path, these `photo_ids`, or all where both are None.

    The whole library's map is kept and serves again, unless `refit`.
    """

    below: str | None = None
    photo_ids: Ids | None = None
    refit: bool = False

    @property
    def whole(self) -> bool:
        """Whether all photos are meant."""
        return self.below is None and self.photo_ids is None


def lay_out(
    reader: Reader, model: ModelRow, matrix: Matrix, wanted: Wanted, folder: Path, kept: Path
) -> Steps:
    """The map that is wanted, in `folder`; an earlier one of the whole library lies in `kept`."""
    yield JobStep("finding", 0, len(matrix))
    points = _points(MapPoints(reader.connection, model.id), wanted)
    there = matrix.rows_of(points.embedding_ids) >= 0
    points = Points(*(ids[there] for ids in points))
    previous = newest_whole(kept)
    making = _Making(matrix, points, model.key, wanted.whole)
    if previous is None or not wanted.whole or wanted.refit or not making.serves(previous):
        return write(folder, points, *(yield from making.fitted(previous)))
    if _same(previous, points):
        return opened(previous)
    return write(folder, points, *(yield from making.extended(previous)))


Made = Generator[JobStep, None, tuple[Basis, Coordinates, LayoutInfo]]


class _Making:
    """The making of one map: contents are fitted and placed, then their photos share the places."""

    def __init__(self, matrix: Matrix, points: Points, model: str, whole: bool) -> None:
        self._matrix = matrix
        self._model = model
        self._whole = whole
        self._photos = len(points.photo_ids)
        self._ids, self._of_photo = np.unique(points.embedding_ids, return_inverse=True)

    def serves(self, previous: Path) -> bool:
        """Whether the basis of an earlier map has seen enough of what is there now."""
        info = read_info(previous)
        if not self._agrees(previous):
            return False
        seen = int(np.searchsorted(self._ids, info.fitted_to, side="right"))
        new = len(self._ids) - seen
        return new <= NEW_SHARE * len(self._ids) and seen >= (1 - NEW_SHARE) * info.fitted

    def _agrees(self, previous: Path) -> bool:
        """Whether ids mean the same contents as then: after a restored backup they may not."""
        places, ids = read(previous, "components"), read(previous, "embedding_ids")
        spread = np.linspace(0, len(ids) - 1, min(len(ids), _CHECKED)).astype(np.int64)
        spread = spread[np.isin(ids[spread], self._ids)]
        basis, rows = read_basis(previous), self._matrix.rows_of(ids[spread])
        again = place(basis, self._matrix.unit(rows))
        return again.shape == places[:, spread].T.shape and bool(
            np.allclose(again, places[:, spread].T, atol=_TOLERANCE)
        )

    def fitted(self, previous: Path | None) -> Made:
        """A basis of its own, signs as in the earlier one."""
        moments = Moments(self._matrix.dim)
        for start, rows in self._blocks(self._ids):
            yield JobStep("fitting", start, len(self._ids))
            moments.add(self._matrix.unit(rows))
        basis = fit(moments, read_basis(previous) if previous else None)
        places = yield from self._placed(basis, self._ids)
        info = self._info(basis, len(self._ids), int(self._ids[-1]))
        return basis, places[self._of_photo], info

    def extended(self, previous: Path) -> Made:
        """The earlier basis; only what is new has yet to be placed."""
        basis, before = read_basis(previous), read_info(previous)
        old_ids, first = np.unique(read(previous, "embedding_ids"), return_index=True)
        known = np.isin(self._ids, old_ids)
        old = first[np.searchsorted(old_ids, self._ids[known])]
        places = np.empty((len(self._ids), len(basis.axes)), np.float32)
        places[known] = read(previous, "components")[:, old].T
        places[~known] = yield from self._placed(basis, self._ids[~known])
        info = self._info(basis, before.fitted, before.fitted_to)
        return basis, places[self._of_photo], info

    def _placed(self, basis: Basis, ids: Ids) -> Generator[JobStep, None, Coordinates]:
        places = np.empty((len(ids), len(basis.axes)), np.float32)
        for start, rows in self._blocks(ids):
            yield JobStep("placing", start, len(ids))
            places[start : start + len(rows)] = place(basis, self._matrix.unit(rows))
        return places

    def _blocks(self, ids: Ids) -> Generator[tuple[int, Ids], None, None]:
        for start in range(0, len(ids), _BLOCK_ROWS):
            yield start, self._matrix.rows_of(ids[start : start + _BLOCK_ROWS])

    def _info(self, basis: Basis, fitted: int, fitted_to: int) -> LayoutInfo:
        shares = tuple(basis.explained.tolist())
        return LayoutInfo(self._model, self._whole, self._photos, fitted, fitted_to, shares)


def _points(points: MapPoints, wanted: Wanted) -> Points:
    if wanted.photo_ids is not None:
        return points.among(wanted.photo_ids)
    return points.every() if wanted.below is None else points.below(wanted.below)


def _same(previous: Path, points: Points) -> bool:
    return all(np.array_equal(read(previous, name), ids) for name, ids in points._asdict().items())
