"""Ranks rows by tastes, alone or together with words and pictures.

Tastes alone: by the mean of their decision values, by weight; a minus turns one round. With words
or pictures: by their cosine plus each taste's decision value, which is first brought to the spread
that the cosines have in this library, so that weights mean what they say and the relevance of the
sum can be told like that of any cosine. Called by the searcher, one ranking for one query.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.core.types import Vector, Vectors
from imagefinder.index import scan
from imagefinder.index.arrays import Rows
from imagefinder.index.nearest import Nearest
from imagefinder.learn.recommender import Recommender
from imagefinder.search.compose import EmbeddedTerm, compose
from imagefinder.search.relevance import bands

# The SVM's margin: a picture beyond it is liked more surely than those that decided the border.
SURE_DECISION = 1.0
# Multiplications that take about a quarter of a second; beyond them the index proposes what to
# score: at 512 dimensions, from 100 thousand rows and 100 support vectors on.
_MOST_PRODUCTS = 5 * 10**9
_CANDIDATES = 8_000
_EXAMPLES = 4
_BLOCK_ROWS = 4096


class WeighedTaste(NamedTuple):
    """What a taste has learned, and how much it counts; below 0 it pushes away."""

    recommender: Recommender
    weight: float


class TasteRanking:
    """One query's scores; `sample` are vectors that tell what is ordinary in this library."""

    def __init__(
        self,
        nearest: Nearest,
        tastes: Sequence[WeighedTaste],
        terms: Sequence[EmbeddedTerm],
        sample: Vectors,
    ) -> None:
        self._nearest = nearest
        self._vector = compose(terms) if terms else None
        self._tastes = _shared_out(tastes, terms)
        if self._vector is not None:
            spread = float((sample @ self._vector).std())
            self._tastes = [_spread(taste, sample, spread) for taste in self._tastes]
        self._sample = sample
        self._scored: tuple[Rows, Vector] | None = None
        self._good_for = 0

    def top(self, count: int, allowed: Rows | None) -> tuple[Rows, Vector]:
        """The best `count` of the `allowed` rows (all, if None) and their scores, best first."""
        if self._scored is None or count > self._good_for:
            rows, self._good_for = self._worth_scoring(count, allowed)
            self._scored = rows, self._scores_of(rows)
        rows, scores = self._scored
        chosen = scan.best(scores, count)
        return rows[chosen], scores[chosen]

    def bands(self, scores: Sequence[float]) -> tuple[int, int]:
        """How many of these scores (best first) are sure, and how many are sure or maybe."""
        if self._vector is not None:
            return bands(scores, self.score(self._sample), len(self._vector))
        falling = np.asarray(scores, np.float32)
        return int((falling >= SURE_DECISION).sum()), int((falling > 0).sum())

    def score(self, vectors: Vectors) -> Vector:
        """The score of each of `(n, dim)` float32 unit rows."""
        found = np.zeros(len(vectors), np.float32)
        if self._vector is not None:
            found += vectors @ self._vector
        for recommender, weight in self._tastes:
            found += np.float32(weight) * recommender.decide(vectors)
        return found

    def _scores_of(self, rows: Rows) -> Vector:
        """Block by block, since the rows of a whole library as float32 would fill the memory."""
        blocks = [rows[start : start + _BLOCK_ROWS] for start in range(0, len(rows), _BLOCK_ROWS)]
        scored = [self.score(self._nearest.matrix.unit(block)) for block in blocks]
        return np.concatenate(scored) if scored else np.empty(0, np.float32)

    def _worth_scoring(self, count: int, allowed: Rows | None) -> tuple[Rows, int]:
        """All rows that may be found where that is quick, else those that the index proposes.

        Also returns for how many answers they will do.
        """
        matrix = self._nearest.matrix
        every = np.arange(len(matrix)) if allowed is None else np.unique(allowed[allowed >= 0])
        supports = sum(len(taste.recommender.supports) for taste in self._tastes)
        if len(every) <= max(count, _MOST_PRODUCTS // (matrix.dim * max(supports, 1))):
            return every, len(matrix)
        wanted = max(_CANDIDATES, 4 * count)
        proposed = [self._nearest.top(probe, wanted, allowed)[0] for probe in self._probes()]
        return np.unique(np.concatenate(proposed)), wanted

    def _probes(self) -> list[Vector]:
        """Where the best may lie: towards all together, and near what each taste likes most."""
        towards = [taste.weight * taste.recommender.direction for taste in self._tastes]
        together = np.sum([*towards, *([] if self._vector is None else [self._vector])], axis=0)
        probes = [together, *(self._vector for _ in range(self._vector is not None))]
        for recommender, weight in self._tastes:
            strongest = np.argsort(-np.sign(weight) * recommender.shares)[:_EXAMPLES]
            probes += list(recommender.supports[strongest])
        return [
            np.asarray(one / max(float(np.linalg.norm(one)), 1e-12), np.float32) for one in probes
        ]


def _shared_out(
    tastes: Sequence[WeighedTaste], terms: Sequence[EmbeddedTerm]
) -> list[WeighedTaste]:
    """Tastes alone share a weight of 1; beside other terms the largest of those counts as 1."""
    weights = [abs(one.weight) for one in (terms or tastes)]
    unit = max(weights) if terms else sum(weights)
    if not unit:
        raise KnownError("The terms of this query cancel each other out. Change one or its weight.")
    return [WeighedTaste(taste.recommender, taste.weight / unit) for taste in tastes]


def _spread(taste: WeighedTaste, sample: Vectors, spread: float) -> WeighedTaste:
    """The taste with a weight by which its values have the `spread` over the sample."""
    own = float(taste.recommender.decide(sample).std())
    return WeighedTaste(taste.recommender, taste.weight * spread / max(own, 1e-6))
