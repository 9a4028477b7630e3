"""Finds the picture to vote on next, in libraries of any size.

Candidates are the neighbours of some votes, through the index, and a random share of the library;
`learn.next_vote` chooses among them. Neighbours are kept from vote to vote, so a vote costs one or
two searches. Called by the taste thread; the same votes lead to the same picture.
"""

import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from imagefinder.core.tasting import Suggestion, Why
from imagefinder.core.types import Digest, Vector, Vectors
from imagefinder.index.arrays import Rows
from imagefinder.index.nearest import Nearest
from imagefinder.learn import next_vote
from imagefinder.learn.next_vote import Kind, Votes
from imagefinder.learn.recommender import Recommender
from imagefinder.store.tastes import Tastes, Votable

# So many rows are looked at for one vote; in a library up to this size, all of them.
MOST_CANDIDATES = 1024
RANDOM_SHARE = 256
# Neighbours of each of so many examples of the kind that is wanted.
PROBES, NEIGHBOURS = 16, 48
# Searches for one vote: a scan of 100 thousand rows takes 16 ms.
_NEW_PROBES = 2


class Standing(NamedTuple):
    """All that the choice depends on, at one moment.

    `shown_last` are the vectors of the last vote and of the last skipped picture. `seeds` are
    vectors to begin with, `(0, dim)` without; `seeds_are` says what they come from, `seeds_since`
    how many pictures had been shown when they were given: one like them comes right after.
    """

    name: str
    model_id: int
    votes: Votes
    recommender: Recommender | None
    voted: frozenset[Digest]
    skipped: tuple[Digest, ...]
    shown_last: Vectors
    seeds: Vectors
    seeds_are: Why
    seeds_since: int = 0

    @property
    def turn(self) -> int:
        """How many pictures were shown before."""
        return len(self.voted) + len(self.skipped)

    @property
    def kind(self) -> Kind:
        """What to show now."""
        turn = self.turn - self.seeds_since
        return next_vote.kind_of_next(self.votes, turn, seeded=bool(len(self.seeds)))

    @property
    def why(self) -> Why:
        """The same, as the window tells it."""
        match self.kind:
            case "seeded":
                return self.seeds_are
            case "scarce":
                return "liked" if self.votes.yes <= self.votes.no else "disliked"
            case kind:
                return kind


class Suggesting:
    """Suggests pictures; belongs to one thread."""

    def __init__(self, tastes: Tastes) -> None:
        self._tastes = tastes
        self._neighbours: dict[bytes, Rows] = {}
        self._matrix: tuple[object, int] = ("", 0)

    def suggest(self, nearest: Nearest, at: Standing) -> Suggestion | None:
        """The picture to vote on next; None where none is left but near-copies of the last."""
        for candidates in self._candidates(nearest, at):
            votable, vectors = _left(nearest, at, candidates)
            if votable:
                place = next_vote.pick(at.kind, at.votes, at.recommender, vectors, at.seeds)
                return suggestion(votable[place], vectors[place], at)
        return None

    def _candidates(self, nearest: Nearest, at: Standing) -> Iterator[list[Votable]]:
        """First those that promise much; where none of them is left, whatever there is."""
        rows = self._promising(nearest, at)
        yield self._tastes.votable(nearest.matrix.ids[rows].tolist())
        yield from self._tastes.votable_pages(at.model_id)

    def _promising(self, nearest: Nearest, at: Standing) -> Rows:
        count = len(nearest.matrix)
        if count <= MOST_CANDIDATES:
            return np.arange(count)
        # The same at each call for the same votes, another one for each taste.
        random = np.random.default_rng([zlib.crc32(at.name.encode()), at.turn])
        examples = next_vote.examples(at.kind, at.votes, at.seeds)
        share = RANDOM_SHARE if len(examples) else MOST_CANDIDATES
        neighbours = self._neighbours_of(nearest, examples, random)
        drawn = random.choice(count, share, replace=False)
        # In the order of chance: where all are alike, none is preferred for its place.
        return random.permutation(np.unique(np.concatenate((*neighbours, drawn))))

    def _neighbours_of(
        self, nearest: Nearest, examples: Vectors, random: np.random.Generator
    ) -> list[Rows]:
        """Neighbours of the newest examples and of some older ones."""
        if self._matrix != (nearest.matrix.folder, len(nearest.matrix)):
            self._matrix = (nearest.matrix.folder, len(nearest.matrix))
            self._neighbours.clear()
        newest, older = examples[-PROBES // 2 :], examples[: -PROBES // 2]
        some = random.permutation(len(older))[: PROBES // 2]
        found, searches = [], 0
        for example in (*newest[::-1], *older[some]):
            key = example.tobytes()
            if key not in self._neighbours and searches < _NEW_PROBES:
                self._neighbours[key] = nearest.top(example, NEIGHBOURS)[0]
                searches += 1
            found.append(self._neighbours.get(key, np.empty(0, np.int64)))
        return found


def _left(
    nearest: Nearest, at: Standing, candidates: Sequence[Votable]
) -> tuple[list[Votable], Vectors]:
    """Those that may be shown now, with their vectors."""
    matrix, done = nearest.matrix, at.voted.union(at.skipped)
    new = [one for one in candidates if one.digest not in done]
    rows = matrix.rows_of([one.embedding_id for one in new])
    # What was indexed since the matrix was opened has no row yet.
    votable = [one for one, row in zip(new, rows, strict=True) if row >= 0]
    vectors = matrix.unit(rows[rows >= 0])
    fresh = ~next_vote.near_copies(vectors, at.shown_last)
    return [one for one, is_new in zip(votable, fresh, strict=True) if is_new], vectors[fresh]


def suggestion(votable: Votable, vector: Vector, at: Standing) -> Suggestion:
    """This picture with what is expected of it."""
    if at.recommender is None:
        return Suggestion(votable.photo_id, votable.digest, at.why)
    decision = float(at.recommender.decide(vector[None])[0])
    return Suggestion(votable.photo_id, votable.digest, at.why, decision > 0, decision)
