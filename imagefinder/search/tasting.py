"""A taste's recommender, fitted to its votes as they stand in the library, for one model.

Called by the searcher (a taste as a term of a query), by the engine's taste thread, and by whoever
colours a map. Votes on contents without a vector of the model are left out.
"""

import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.learn.next_vote import ENOUGH, Votes
from imagefinder.learn.recommender import Recommender, fit
from imagefinder.store.tastes import Tastes, VoteRow


def usable(
    tastes: Tastes, model_id: int, dim: int, rows: list[VoteRow]
) -> tuple[list[VoteRow], Votes]:
    """Those of the votes whose contents have a vector of this model, in their order."""
    known = tastes.vectors(model_id, [row.digest for row in rows])
    used = [row for row in rows if row.digest in known]
    return used, Votes(
        np.array([known[row.digest] for row in used], np.float32).reshape(len(used), dim),
        np.array([row.liked for row in used], np.bool_),
    )


def recommender_of(tastes: Tastes, model_id: int, dim: int, name: str) -> Recommender:
    """What a taste has learned; KnownError where it is unknown or its votes are too few."""
    _, votes = usable(tastes, model_id, dim, tastes.votes(name))
    if not votes.enough:
        raise KnownError(
            f'The taste "{name}" has {votes.yes} yes and {votes.no} no so far. It takes {ENOUGH} '
            "of each before it can rank anything: vote on more pictures."
        )
    return fit(votes.vectors, votes.likes)
