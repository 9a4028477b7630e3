"""What search calls: the pictures nearest to a query, whatever the size of the library.

In come a query vector, a count and perhaps the rows that a filter left; out go rows of the matrix
with exact scores, best first. A small library, a narrow filter or a long answer is scanned; for the
rest the forest proposes rows, the matrix scores them exactly, and the tail (rows younger than the
forest) is scanned beside it, so that a new picture is found at once. Called by search and engine.
"""

import numpy as np
import numpy.typing as npt

from imagefinder.core.types import Vector
from imagefinder.index import scan
from imagefinder.index.arrays import Rows
from imagefinder.index.calibrate import COUNT
from imagefinder.index.forest import Forest, ForestInfo
from imagefinder.index.matrix import Matrix

Mask = npt.NDArray[np.bool_]


class Nearest:
    """Answers from `matrix` and `forest`; both may be replaced any time. Safe from any thread."""

    def __init__(self, matrix: Matrix, forest: Forest | None = None) -> None:
        self.matrix = matrix
        self.forest = forest

    def top(self, query: Vector, count: int, rows: Rows | None = None) -> tuple[Rows, Vector]:
        """The best `count` rows, or all where there are fewer, and their scores, best first.

        `rows` are those that may be found; they may repeat, and -1 (an id without a row, as
        `Matrix.rows_of` gives it) is passed over. Equal scores come in the order of their rows.
        """
        matrix, forest = self.matrix, self.forest
        parts = matrix.parts
        allowed = None if rows is None else _mask(rows, sum(map(len, parts)))
        if forest is not None and forest.fits(matrix):
            proposed = _proposed(forest, query, count, allowed)
            if proposed is not None:
                tail = _top_of_tail(parts, query, count, len(forest), allowed)
                return _merged(scan.top(parts, query, count, proposed), tail, count)
        return scan.top(parts, query, count, None if allowed is None else np.flatnonzero(allowed))

    def scores(self, query: Vector) -> Vector:
        """The score of every row, `(n,)` float32: the background that a score is seen against."""
        return scan.scores(self.matrix.parts, query)


def worthwhile_search_k(info: ForestInfo, count: int, allowed: int) -> int | None:
    """How many candidates to look at so that `count` of `allowed` rows come back; None: scan.

    The calibrated number was measured for 100 of all rows. More answers, or fewer rows that may be
    one, need proportionally more candidates, and time; a scan costs by the rows that it reads.
    """
    if info.exact_is_faster or not allowed:
        return None
    more = max(1.0, count / COUNT) * info.vectors / allowed
    if info.search_ms * more >= info.exact_ms * allowed / info.vectors:
        return None
    return round(info.search_k * more)


def _proposed(forest: Forest, query: Vector, count: int, allowed: Mask | None) -> Rows | None:
    """Allowed rows to score exactly; None where scanning is cheaper or the forest falls short."""
    among = len(forest) if allowed is None else int(np.count_nonzero(allowed[: len(forest)]))
    search_k = worthwhile_search_k(forest.info, count, among)
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
