"""What search calls: the pictures nearest to a query, whatever the size of the library.

In come a query vector, a count and perhaps the rows that a filter left; out go rows of the matrix
with exact scores, best first. Without a forest every row is scanned.
"""

import numpy as np

from imagefinder.core.types import Vector
from imagefinder.index import scan
from imagefinder.index.arrays import Rows
from imagefinder.index.matrix import Matrix


class Nearest:
    """Answers from `matrix`. Safe from any thread."""

    def __init__(self, matrix: Matrix, forest: None = None) -> None:
        self.matrix = matrix
        self.forest = forest

    def top(self, query: Vector, count: int, rows: Rows | None = None) -> tuple[Rows, Vector]:
        """The best `count` rows, or all where there are fewer, and their scores, best first.

        `rows` are those that may be found; they may repeat, and -1 (an id without a row, as
        `Matrix.rows_of` gives it) is passed over. Equal scores come in the order of their rows.
        """
        parts = self.matrix.parts
        if rows is not None:
            rows = _distinct(rows, sum(map(len, parts)))
        return scan.top(parts, query, count, rows)

    def scores(self, query: Vector) -> Vector:
        """The score of every row, `(n,)` float32: the background that a score is seen against."""
        return scan.scores(self.matrix.parts, query)


def _distinct(rows: Rows, count: int) -> Rows:
    """`rows` ascending, once each. A mask does in 3 ms what sorting a million takes 60 for."""
    allowed = np.zeros(count, np.bool_)
    allowed[rows[rows >= 0]] = True
    return np.flatnonzero(allowed)
