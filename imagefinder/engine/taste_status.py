"""How a taste stands, put together for the window from its votes and what was learned from them.

Called by the taste thread; touches neither database nor index.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from imagefinder.core.tasting import CastVote, Suggestion, TasteStatus
from imagefinder.core.types import Digest
from imagefinder.learn.accuracy import RECENT, accuracy, curve
from imagefinder.learn.next_vote import ENOUGH, Votes
from imagefinder.learn.recommender import Recommender
from imagefinder.store.tastes import VoteRow

MOST_RECENT = 60
EXEMPLARS = 12


def status(
    name: str,
    rows: Sequence[VoteRow],
    photos: Mapping[Digest, int],
    strongest: Sequence[Digest],
    note: str,
    following: Suggestion | None,
) -> TasteStatus:
    """The status; `strongest` are the voted contents, the most liked by what was learned first."""
    right = [row.expected_yes == row.liked for row in rows if row.expected_yes is not None]
    liked = {row.digest: row.liked for row in rows}
    shown = [digest for digest in strongest if digest in photos]
    return TasteStatus(
        name=name,
        yes=sum(row.liked for row in rows),
        no=sum(not row.liked for row in rows),
        overall=accuracy(right),
        last_20=accuracy(right[-RECENT:]),
        curve=curve(right),
        recent=tuple(_cast(row, photos) for row in rows[: -MOST_RECENT - 1 : -1]),
        liked=tuple([photos[d] for d in shown if liked[d]][:EXEMPLARS]),
        disliked=tuple([photos[d] for d in reversed(shown) if not liked[d]][:EXEMPLARS]),
        note=note,
        next=following,
    )


def strongest(rows: Sequence[VoteRow], votes: Votes, recommender: Recommender) -> list[Digest]:
    """The contents of `rows`, which are the votes' own, from the most liked to the least."""
    order = np.argsort(-recommender.decide(votes.vectors), kind="stable")
    return [rows[place].digest for place in order.tolist()]


def note(rows: Sequence[VoteRow], votes: Votes, model: str, following: Suggestion | None) -> str:
    """What is missing, in sentences; empty where nothing is."""
    said = []
    if lacking := len(rows) - len(votes.likes):
        said.append(
            f"{lacking} of the votes are on pictures that {model} has not read; they do not count."
        )
    if not votes.enough:
        said.append(_few(votes))
        said.append(f"{ENOUGH} of each are needed before it can tell what you like.")
    if following is None:
        said.append("No picture is left to vote on, but for copies of the last one.")
    return " ".join(said)


def _few(votes: Votes) -> str:
    if not len(votes.likes):
        return "No votes yet."
    if not votes.no:
        return f"All {votes.yes} votes are yes." if votes.yes > 1 else "One vote so far, a yes."
    if not votes.yes:
        return f"All {votes.no} votes are no." if votes.no > 1 else "One vote so far, a no."
    return f"{votes.yes} yes and {votes.no} no so far."


def _cast(row: VoteRow, photos: Mapping[Digest, int]) -> CastVote:
    return CastVote(row.digest, photos.get(row.digest), row.liked, row.expected_yes)
