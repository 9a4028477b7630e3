"""What search calls: the pictures nearest to a query, whatever the size of the library.

In come a query vector, a count and perhaps the rows that a filter left; out go rows of the matrix
with exact scores, best first. A small library, a narrow filter or a long answer is scanned; for the
rest the components (see `reduced`) or the forest propose rows, the matrix scores them exactly, and
the tail (rows younger than either) is scanned beside it, so that a new picture is found at once.
Called by search and engine.
"""

import numpy as np
import numpy.typing as npt

from imagefinder.core.types import Vector, Vectors
from imagefinder.index import scan
from imagefinder.index.arrays import Rows
from imagefinder.index.calibrate import COUNT
from imagefinder.index.forest import Forest, ForestInfo
from imagefinder.index.matrix import Matrix
from imagefinder.index.reduced import Reduced

Mask = npt.NDArray[np.bool_]

# So many pictures tell what an ordinary score is.
SAMPLED = 4096

# How far an estimate may be off, in deviations of those that were checked. Measured for words on
# 300 thousand rows: 3 miss one in 60 of the best hundred, 3.5 one in 180, 6 none. What filters
# leave is answered as if it were scanned, at little cost, since less of it is proposed.
DEVIATIONS, DEVIATIONS_FILTERED = 3.5, 6.0
# So many estimates are checked first, at least: they tell how far estimates are off.
FIRST_CHECKED = 1000
# Fewer rows than this share of all are quicker scored exactly than estimated.
NARROW = 0.25
# A forest misses one answer in twenty where estimates miss one in a hundred: it is asked only where
# it is so many times as quick.
FOREST_GAIN = 3.0


class Nearest:
    """Answers from what it holds, which may be replaced any time. Safe from any thread."""

    def __init__(
        self, matrix: Matrix, forest: Forest | None = None, reduced: Reduced | None = None
    ) -> None:
        self.matrix = matrix
        self.forest = forest
        self.reduced = reduced
        # Of how many rows, and which.
        self._sampled: tuple[int, Vectors] = 0, np.empty((0, matrix.dim), np.float32)

    def top(self, query: Vector, count: int, rows: Rows | None = None) -> tuple[Rows, Vector]:
        """The best `count` rows, or all where there are fewer, and their scores, best first.

        `rows` are those that may be found; they may repeat, and -1 (an id without a row, as
        `Matrix.rows_of` gives it) is passed over. Equal scores come in the order of their rows.
        """
        matrix, forest, reduced = self.matrix, self.forest, self.reduced
        parts = matrix.parts
        allowed = None if rows is None else _mask(rows, sum(map(len, parts)))
        if forest is not None and forest.fits(matrix):
            proposed = _proposed(forest, query, count, allowed, reduced)
            if proposed is not None:
                tail = _top_of_tail(parts, query, count, len(forest), allowed)
                return _merged(scan.top(parts, query, count, proposed), tail, count)
        if reduced is not None and _is_wide(allowed, len(reduced)):
            found = _top_by_estimates(reduced, parts, query, count, allowed)
            tail = _top_of_tail(parts, query, count, len(reduced), allowed)
            return _merged(found, tail, count)
        return scan.top(parts, query, count, None if allowed is None else np.flatnonzero(allowed))

    def sample(self) -> Vectors:
        """Vectors of pictures spread over the whole library, `(m, dim)` float32, unit rows.

        Kept until the library has grown by an eighth: they are asked for at each search.
        """
        count = len(self.matrix)
        of, vectors = self._sampled
        if not of or not of <= count <= of * 9 // 8:
            rows = np.linspace(0, count - 1, min(count, SAMPLED)).astype(np.int64)
            vectors = self.matrix.unit(rows)
            self._sampled = count, vectors
        return vectors

    def scores(self, query: Vector) -> Vector:
        """The score of every row, `(n,)` float32: the background that a score is seen against."""
        return scan.scores(self.matrix.parts, query)


def worthwhile_search_k(
    info: ForestInfo, count: int, allowed: int, reduced_share: float = 1.0
) -> int | None:
    """How many candidates to look at so that `count` of `allowed` rows come back; None: scan.

    The calibrated number was measured for 100 of all rows. More answers, or fewer rows that may be
    one, need proportionally more candidates, and time; a scan costs by the rows that it reads, of
    which `reduced_share` is read where there are components.
    """
    if info.exact_is_faster or not allowed:
        return None
    more = max(1.0, count / COUNT) * info.vectors / allowed
    if reduced_share < 1:
        more_than = FOREST_GAIN * info.search_ms * more
        return round(info.search_k * more) if more_than < info.exact_ms * reduced_share else None
    if info.search_ms * more >= info.exact_ms * allowed / info.vectors:
        return None
    return round(info.search_k * more)


def _is_wide(allowed: Mask | None, count: int) -> bool:
    return allowed is None or int(np.count_nonzero(allowed)) > NARROW * count


def _top_by_estimates(
    reduced: Reduced, parts: scan.Parts, query: Vector, count: int, allowed: Mask | None
) -> tuple[Rows, Vector]:
    """The best of the rows that have components.

    What the left-out components add is seen on the rows with the best estimates. Then every row is
    scored whose estimate is not too low for it to rise among the best so far.
    """
    estimates = reduced.estimates(query)
    if allowed is not None:
        estimates[~allowed[: len(estimates)]] = -np.inf
    first = scan.best(estimates, max(FIRST_CHECKED, 2 * count))
    first = first[estimates[first] > -np.inf]
    scores = scan.scores_of(parts, query, first)
    if len(first) > count:
        deviations = DEVIATIONS if allowed is None else DEVIATIONS_FILTERED
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        floor = least - deviations * float(np.std(scores - estimates[first]))
        rows = np.flatnonzero(estimates >= min(floor, estimates[first[-1]]))
        return scan.top(parts, query, count, rows)
    best = scan.best(scores, count)
    return first[best], scores[best]


def _proposed(
    forest: Forest, query: Vector, count: int, allowed: Mask | None, reduced: Reduced | None
) -> Rows | None:
    """Allowed rows to score exactly; None where another way is better or the forest falls short."""
    among = len(forest) if allowed is None else int(np.count_nonzero(allowed[: len(forest)]))
    share = reduced.share if reduced is not None else 1.0
    search_k = worthwhile_search_k(forest.info, count, among, share)
    if search_k is None:
        return None
    rows = forest.propose(query, round(count * len(forest) / among), search_k)
    if allowed is not None:
        rows = rows[allowed[rows]]
    return rows if len(rows) >= min(count, among) else None


def _top_of_tail(
    parts: scan.Parts, query: Vector, count: int, start: int, allowed: Mask | None
) -> tuple[Rows, Vector]:
    if allowed is not None:
        return scan.top(parts, query, count, start + np.flatnonzero(allowed[start:]))
    rows, found = scan.top((parts[0][start:], *parts[1:]), query, count)
    return rows + start, found


def _merged(
    one: tuple[Rows, Vector], other: tuple[Rows, Vector], count: int
) -> tuple[Rows, Vector]:
    rows, found = np.concatenate((one[0], other[0])), np.concatenate((one[1], other[1]))
    order = np.lexsort((rows, -found))[:count]
    return rows[order], found[order]


def _mask(rows: Rows, count: int) -> Mask:
    """Which rows may be found. It costs 3 ms where sorting a million rows apart costs 60."""
    allowed = np.zeros(count, np.bool_)
    allowed[rows[rows >= 0]] = True
    return allowed
