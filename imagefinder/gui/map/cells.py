"""Points in the cells of a grid, to find those in a box or within a line without looking at all."""

import numpy as np
import numpy.typing as npt

from imagefinder.gui.map.camera import Box, Points

Indexes = npt.NDArray[np.int32]


class Cells:
    """Points of the world by the square cell, `cell` wide, that they lie in."""

    def __init__(self, points: Points, chosen: Indexes, cell: float, aspect: float) -> None:
        self.cell = cell
        self.rows, self.columns = grid(cell, (aspect, 1.0))
        unsorted = keys(points[chosen], cell, self.columns)
        order = np.argsort(unsorted, kind="stable")
        self._keys = unsorted[order]
        self._order = chosen[order].astype(np.int32)

    def within(self, box: Box) -> Indexes:
        """The points of all cells that the box touches."""
        return self._order[_ranges(*self._touched(box))]

    def count_within(self, box: Box) -> int:
        """How many `within` finds."""
        starts, ends = self._touched(box)
        return int((ends - starts).sum())

    def in_cells(self, cells: npt.NDArray[np.int64]) -> Indexes:
        """The points of these cells: numbers row by row, in ascending order."""
        wanted = cells.astype(np.int32)
        starts = np.searchsorted(self._keys, wanted)
        return self._order[_ranges(starts, np.searchsorted(self._keys, wanted, side="right"))]

    def _touched(self, box: Box) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Where the points of each touched row begin and end."""
        first, last = _span(box.top, box.bottom, self.cell, self.rows)
        left, right = _span(box.left, box.right, self.cell, self.columns)
        rows = np.arange(first, last + 1, dtype=np.int32) * np.int32(self.columns)
        starts = np.searchsorted(self._keys, rows + np.int32(left))
        ends = np.searchsorted(self._keys, rows + np.int32(right), side="right")
        return starts, np.maximum(starts, ends)


def grid(cell: float, size: tuple[float, float]) -> tuple[int, int]:
    """Rows and columns of cells that cover this width and height."""
    # One more than divides evenly: in float32 the last point may land a hair beyond.
    return int(size[1] / cell) + 2, int(size[0] / cell) + 2


def keys(points: Points, cell: float, columns: int) -> Indexes:
    """The number of each point's cell, row by row."""
    scaled = (points * np.float32(1 / cell)).astype(np.int32)
    return scaled[:, 1] * np.int32(columns) + scaled[:, 0]


def _span(low: float, high: float, cell: float, count: int) -> tuple[int, int]:
    return max(0, int(np.floor(low / cell))), min(count - 1, int(np.floor(high / cell)))


def _ranges(starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The numbers from each start to its end, one after the other."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())
