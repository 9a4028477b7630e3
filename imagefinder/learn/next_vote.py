"""Which picture to vote on next, so that few votes teach much.

Works on plain arrays: the votes so far and the candidates, `(n, dim)` float32 unit rows each; who
calls finds the candidates. Until there are three yes and three no, pictures that are unlike all
before take turns with pictures like a seed or, without one, like the rarer kind of vote, since most
tastes are for something rare. Then by turns: one that is expected to be liked, one that is not
(the nearest to being liked among those, which tells most), and one that could be either.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from imagefinder.core.types import Vectors
from imagefinder.learn.recommender import Recommender

ENOUGH = 3
# From this cosine on two pictures are copies or of one burst: the answer is known already. Small
# changes (scaled, compressed again, one of a burst) stay above it in every model that was tried.
NEAR_COPY = 0.95

# A picture is shown as one that is expected not to be liked from this decision value down.
DISLIKED = -0.25

Kind = Literal["varied", "seeded", "scarce", "liked", "disliked", "unsure"]
_TURNS: tuple[Kind, ...] = ("liked", "disliked", "unsure")


@dataclass(frozen=True)
class Votes:
    """Votes in the order in which they were given: vectors `(n, dim)`, likes `(n,)`."""

    vectors: Vectors
    likes: npt.NDArray[np.bool_]

    @property
    def enough(self) -> bool:
        """Whether there are votes of both kinds to expect anything from."""
        return min(self.yes, self.no) >= ENOUGH

    @property
    def yes(self) -> int:
        """How many were liked."""
        return int(np.count_nonzero(self.likes))

    @property
    def no(self) -> int:
        """How many were not."""
        return len(self.likes) - self.yes

    @property
    def scarce(self) -> Vectors:
        """The votes of the rarer kind."""
        rarer = self.likes == (self.yes <= self.no)
        return np.asarray(self.vectors[rarer])


def kind_of_next(votes: Votes, turn: int, seeded: bool = False) -> Kind:
    """What to show at this turn (the number of pictures shown before)."""
    if votes.enough:
        return _TURNS[turn % len(_TURNS)]
    if turn % 2:
        return "varied"
    if seeded and votes.yes < ENOUGH:
        return "seeded"
    return "scarce" if min(votes.yes, votes.no) else "varied"


def examples(kind: Kind, votes: Votes, seeds: Vectors) -> Vectors:
    """The vectors whose neighbours are candidates; none where any picture may be one."""
    match kind:
        case "varied":
            return seeds[:0]
        case "seeded":
            return seeds
        case "scarce":
            return votes.scarce
        case "unsure":
            return votes.vectors
    return np.asarray(votes.vectors[votes.likes == (kind == "liked")])


def pick(
    kind: Kind,
    votes: Votes,
    recommender: Recommender | None,
    candidates: Vectors,
    seeds: Vectors,
) -> int:
    """The place of the best of the candidates (at least one).

    `recommender` is fitted where there are votes enough.
    """
    if kind in ("seeded", "scarce"):
        return like(examples(kind, votes, seeds), candidates)
    if kind == "varied" or recommender is None:
        return _unlike(votes.vectors, candidates)
    decisions = recommender.decide(candidates)
    if kind == "unsure":
        return int(np.argmin(np.abs(decisions)))
    if kind == "disliked" and (decisions < DISLIKED).any():
        decisions = np.where(decisions < DISLIKED, decisions, -np.inf)
    return int(np.argmax(decisions))


def like(seeds: Vectors, candidates: Vectors) -> int:
    """The candidate that is most like the seeds together."""
    return int(np.argmax(candidates @ seeds.mean(axis=0)))


def near_copies(candidates: Vectors, shown: Vectors) -> npt.NDArray[np.bool_]:
    """Which candidates are near-copies of any of the pictures `shown`."""
    if not len(shown):
        return np.zeros(len(candidates), np.bool_)
    return np.asarray((candidates @ shown.T).max(axis=1) >= NEAR_COPY)


def _unlike(seen: Vectors, candidates: Vectors) -> int:
    """The candidate that is farthest from all seen before: the next point of a spread."""
    if not len(seen):
        return 0
    return int(np.argmin((candidates @ seen.T).max(axis=1)))
