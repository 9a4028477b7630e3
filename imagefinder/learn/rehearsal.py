"""Plays a person who likes certain pictures, to see how fast a taste is learned.

Works on plain arrays: `(n, dim)` float32 unit rows and which of them the person likes; out come the
votes one by one, each with what was learned by then. Nothing is written. Called by `imagefinder
taste simulate` and by the benchmark.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imagefinder.core.types import Vector, Vectors
from imagefinder.learn import next_vote
from imagefinder.learn.next_vote import Kind, Votes
from imagefinder.learn.recommender import Recommender, fit

Likes = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Rehearsed:
    """One vote: on which row, why it was shown, what was expected before, what was said.

    `learned` is what is known after it.
    """

    row: int
    kind: Kind | None
    expected_yes: bool | None
    liked: bool
    learned: Recommender


def rehearse(
    vectors: Vectors,
    likes: Likes,
    count: int,
    seed: int = 0,
    seeds: Vectors | None = None,
    chosen: bool = True,
) -> Iterator[Rehearsed]:
    """At most `count` votes on pictures that are `chosen` by what is known, or drawn by chance.

    `seeds` are vectors to begin with, as in "start from: cosy interiors".
    """
    random = np.random.default_rng(seed)
    order = random.permutation(len(vectors))
    vectors, likes = vectors[order], likes[order]
    seeds = vectors[:0] if seeds is None else seeds
    rows: list[int] = []
    learned: Recommender | None = None
    for turn in range(min(count, len(vectors))):
        votes = Votes(vectors[rows], likes[rows])
        known = learned if votes.enough else None
        kind = next_vote.kind_of_next(votes, turn, bool(len(seeds))) if chosen else None
        left = _left(vectors, rows)
        place = next_vote.pick(kind, votes, known, vectors[left], seeds) if kind else 0
        row = int(left[place])
        expected = bool(known.decide(vectors[row : row + 1])[0] > 0) if known else None
        rows.append(row)
        learned = fit(vectors[rows], likes[rows])
        yield Rehearsed(int(order[row]), kind, expected, bool(likes[row]), learned)


def average_precision(relevant: Likes, scores: Vector) -> float:
    """Of the ranking by falling scores: the mean of the precision at each relevant row."""
    ranked = relevant[np.argsort(-scores, kind="stable")]
    hits = np.flatnonzero(ranked)
    return float(np.mean(np.arange(1, len(hits) + 1) / (hits + 1))) if len(hits) else 0.0


def _left(vectors: Vectors, rows: list[int]) -> npt.NDArray[np.int64]:
    """Rows not voted on, but for near-copies of the last one where there are others."""
    left = np.setdiff1d(np.arange(len(vectors)), rows)
    fresh = left[~next_vote.near_copies(vectors[left], vectors[rows[-1:]])]
    return fresh if len(fresh) else left
