"""Plays, on a library's own pictures, a person who likes what a query finds; writes nothing.

Called by `imagefinder taste simulate`. In a large library a sample is played on, with all pictures
that the person likes in it.
"""

from typing import NamedTuple

import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.core.types import Digest
from imagefinder.engine.answers import Answers
from imagefinder.index.arrays import Rows
from imagefinder.learn.rehearsal import Rehearsed, average_precision, rehearse
from imagefinder.store.tastes import Tastes

SAMPLE = 10_000
_MOST_HITS = 5_000


class RehearsedVote(NamedTuple):
    """One vote and how well the library was ranked after it; `by_chance` after as many others."""

    number: int
    digest: Digest
    kind: str
    expected: bool | None
    liked: bool
    yes: int
    right: int
    told: int
    precision: float
    by_chance: float

    def row(self) -> tuple[str, ...]:
        """As a line of a table."""
        right = f"{self.right} of {self.told}" if self.told else "-"
        figures = (f"{self.precision:.3f}", f"{self.by_chance:.3f}")
        return (str(self.number), str(self.yes), right, *figures)

    def told_json(self) -> dict[str, object]:
        """As JSON."""
        return {
            "vote": self.number,
            "why": self.kind,
            "expected": self.expected,
            "liked": self.liked,
            "average_precision": round(self.precision, 4),
            "by_chance": round(self.by_chance, 4),
        }


class Rehearsal:
    """One person: who likes the first `top` hits of a query, or those that surely answer it."""

    def __init__(self, answers: Answers, query: str, top: int | None, seed: int) -> None:
        model = answers.answering_model()
        tastes = Tastes(answers.reader.connection)
        matrix = answers.nearest(model).matrix
        liked = tastes.embedding_ids(model.id, tastes.digests_of(_liked(answers, query, top)))
        random = np.random.default_rng(seed)
        ids = np.union1d(liked, _sample(matrix.ids, random))
        shown = tastes.votable(ids.tolist())
        self._seed = seed
        self._digests = [one.digest for one in shown]
        ids = np.array([one.embedding_id for one in shown], np.int64)
        self._likes = np.isin(ids, liked)
        self._vectors = matrix.unit(matrix.rows_of(ids))

    @property
    def liked(self) -> int:
        """How many pictures the person likes."""
        return int(self._likes.sum())

    @property
    def pictures(self) -> int:
        """Of how many."""
        return len(self._likes)

    def play(self, count: int) -> list[RehearsedVote]:
        """At most `count` votes."""
        played, chance = (
            rehearse(self._vectors, self._likes, count, self._seed, chosen=chosen)
            for chosen in (True, False)
        )
        votes: list[RehearsedVote] = []
        for step, other in zip(played, chance, strict=True):
            votes.append(self._vote(step, other, votes[-1] if votes else None))
        return votes

    def _vote(self, step: Rehearsed, other: Rehearsed, last: RehearsedVote | None) -> RehearsedVote:
        told = step.expected_yes is not None
        return RehearsedVote(
            number=last.number + 1 if last else 1,
            digest=self._digests[step.row],
            kind=step.kind or "",
            expected=step.expected_yes,
            liked=step.liked,
            yes=(last.yes if last else 0) + step.liked,
            right=(last.right if last else 0) + (told and step.expected_yes == step.liked),
            told=(last.told if last else 0) + told,
            precision=average_precision(self._likes, step.learned.decide(self._vectors)),
            by_chance=average_precision(self._likes, other.learned.decide(self._vectors)),
        )


def _liked(answers: Answers, query: str, top: int | None) -> list[int]:
    found = answers.search(query, top=top or _MOST_HITS)
    hits = found.hits[: top or found.sure]
    if not hits:
        raise KnownError(
            f'Nothing surely answers "{query}". Say how many of its hits are liked: --top N'
        )
    return [hit.photo_id for hit in hits]


def _sample(ids: Rows, random: np.random.Generator) -> Rows:
    return ids if len(ids) <= SAMPLE else random.choice(ids, SAMPLE, replace=False)
