"""Which points are shown as thumbnails at which zoom, so that none lies upon another.

Levels are spacings, each a sixth finer than the one before. At each level points are chosen that
lie at least one spacing apart, the most prominent first, and none that was chosen stops being so:
zooming in only adds pictures. Built once for each layout, in a thread; asked at every paint. Nearer
than the finest level there are few points on the screen, and they are chosen while painting.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np
import numpy.typing as npt

from imagefinder.gui.map.camera import Box, Points
from imagefinder.gui.map.cells import Cells, Indexes, grid, keys

# From a quarter of the world's height to one 512th of it.
COARSEST, FINEST = 8, 36
LEVELS_AN_OCTAVE = 4
# Tries to find, in each cell, a point that has room.
_ROUNDS = 5
# At a coarse level so many points a cell, the most prominent, are looked at: enough to fill it.
_CANDIDATES_A_CELL = 48
# Of the grid that all points lie in.
ALL_CELL = 1 / 256
Mask = npt.NDArray[np.bool_]

_AROUND = [(down, right) for down, right in product((-1, 0, 1), repeat=2)]


def spacing(level: int) -> float:
    """How far apart thumbnails of this level lie at least, in either direction."""
    return float(2.0 ** (-level / LEVELS_AN_OCTAVE))


class Pyramid:
    """Points in the world, by where they are and by the level from which they are shown."""

    def __init__(self, points: Points, aspect: float, prominent: Indexes | None = None) -> None:
        """`prominent` come before all others, in this order; the others in a fixed random one."""
        self.points = points
        self.aspect = aspect
        everything = np.arange(len(points), dtype=np.int32)
        ranked = _ranked(len(points), prominent)
        self._rank = np.empty_like(ranked)
        self._rank[ranked] = everything
        self.cells = Cells(points, everything, ALL_CELL, aspect)
        # From which level on each point is shown; beyond all where none shows it.
        self._shown_from = np.full(len(points), FINEST + 1, np.uint8)
        added = _added_by_level(points, aspect, ranked)
        for level, new in added:
            self._shown_from[new] = level
        # Four levels in one: to look at each alone costs more than to leave some out again.
        self._octaves = [
            Cells(points, np.concatenate([new for _, new in some]), spacing(some[0][0]), aspect)
            for some in _octaves(added)
        ]

    def shown(self, box: Box, apart: float) -> Indexes:
        """Points in the box, and some around it, that lie at least this far apart."""
        level = int(np.floor(LEVELS_AN_OCTAVE * np.log2(1 / apart) + 1e-6))
        last = max(level, COARSEST)
        count = (last - COARSEST) // LEVELS_AN_OCTAVE + 1
        near = np.concatenate([cells.within(box) for cells in self._octaves[:count]])
        levels = self._shown_from[near]
        coarse = near[np.argsort(levels, kind="stable")[: np.count_nonzero(levels <= last)]]
        return coarse if level <= FINEST else self._chosen_now(box, coarse, apart)

    def _chosen_now(self, box: Box, coarse: Indexes, apart: float) -> Indexes:
        """What the finest level shows, and of the others in the box what has room between."""
        around = self.cells.within(box)
        by_rank = around[np.argsort(self._rank[around])]
        corner = self.points[by_rank].min(axis=0, initial=np.inf)
        places = self.points[by_rank] - corner
        chosen = np.isin(by_rank, coarse)
        size = places.max(axis=0, initial=0)
        new = _choose(places, chosen, apart, (float(size[0]), float(size[1])))
        return np.concatenate([by_rank[chosen], by_rank[new]])


def _octaves(added: Sequence[tuple[int, Indexes]]) -> list[Sequence[tuple[int, Indexes]]]:
    return [added[n : n + LEVELS_AN_OCTAVE] for n in range(0, len(added), LEVELS_AN_OCTAVE)]


def _ranked(count: int, prominent: Indexes | None) -> Indexes:
    """All points, the most prominent first."""
    random = np.random.default_rng(0).permutation(count).astype(np.int32)
    if prominent is None or not len(prominent):
        return random
    others = np.ones(count, bool)
    others[prominent] = False
    return np.concatenate([prominent.astype(np.int32), random[others[random]]])


def _added_by_level(points: Points, aspect: float, ranked: Indexes) -> list[tuple[int, Indexes]]:
    """What each level adds to the coarser ones."""
    by_rank = points[ranked]
    chosen = np.zeros(len(points), bool)
    added = []
    for level in range(COARSEST, FINEST + 1):
        first = _CANDIDATES_A_CELL * int(aspect / spacing(level) ** 2)
        new = _choose(by_rank[:first], chosen[:first], spacing(level), (aspect, 1.0))
        chosen[new] = True
        added.append((level, ranked[new]))
        if chosen.all():
            break
    return added


def _choose(points: Points, chosen: Mask, apart: float, size: tuple[float, float]) -> Indexes:
    """Ranks of points to add to those chosen, none nearer than `apart` to another one.

    `size` is the width and height of the world, or the part of it, that the points lie in.
    """
    rows, columns = grid(apart, size)
    # A free cell all around, so that every cell has its eight neighbours.
    width = columns + 2
    taken = np.full((rows + 2) * width, -1, np.int32)
    ranks = np.flatnonzero(chosen).astype(np.int32)
    taken[_padded_keys(points[ranks], apart, width)] = ranks
    free = np.flatnonzero(~chosen).astype(np.int32)
    cells = _padded_keys(points[free], apart, width)
    possible = np.ones(len(points), bool)
    found = [free[:0]]
    for _ in range(_ROUNDS):
        still = possible[free] & (taken[cells] < 0)
        free, cells = free[still], cells[still]
        if not len(free):
            break
        best = np.full(len(taken), -1, np.int32)
        # In falling order of prominence turned round: of several in a cell the last one stays.
        best[cells[::-1]] = free[::-1]
        new = _winners(points, best, taken, possible, apart, width)
        taken[_padded_keys(points[new], apart, width)] = new
        found.append(new)
    return np.concatenate(found)


def _winners(
    points: Points, best: Indexes, taken: Indexes, possible: Mask, apart: float, width: int
) -> Indexes:
    """Of the best of each cell those with nothing near that is taken or more prominent.

    What is near to something taken is not possible any more: another of its cell may be.
    """
    cells = np.flatnonzero(best >= 0)
    ranks = best[cells]
    near_taken = _near(points, ranks, cells, taken, apart, width, only_before=False)
    possible[ranks[near_taken]] = False
    best[cells[near_taken]] = -1
    cells, ranks = cells[~near_taken], ranks[~near_taken]
    loses = _near(points, ranks, cells, best, apart, width, only_before=True)
    return ranks[~loses]


def _near(
    points: Points,
    ranks: Indexes,
    cells: npt.NDArray[np.int64],
    grid: Indexes,
    apart: float,
    width: int,
    only_before: bool,
) -> Mask:
    """Which of `ranks` have another point of the grid nearer than `apart`."""
    near = np.zeros(len(ranks), bool)
    for down, right in _AROUND:
        others = grid[cells + (down * width + right)]
        there = np.flatnonzero((others >= 0) & ((others < ranks) | (not only_before)) & ~near)
        gaps = np.abs(points[others[there]] - points[ranks[there]])
        near[there[(gaps[:, 0] < apart) & (gaps[:, 1] < apart)]] = True
    return near


def _padded_keys(points: Points, cell: float, width: int) -> Indexes:
    return keys(points, cell, width) + np.int32(width + 1)
