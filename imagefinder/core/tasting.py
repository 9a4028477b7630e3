"""Tastes: what the window and the engine say to each other about votes, and what a taste shows.

A taste is a named set of votes on contents (digests) and the yes/no recommender fitted to them.
The engine answers each request with `TastesAre`, `TasteIs`, `Done` or `Failed`.
"""

from typing import Literal

import msgspec

from imagefinder.core.types import Digest

Why = Literal["varied", "words", "selection", "liked", "disliked", "unsure"]
Change = Literal["new", "rename", "duplicate", "reset", "delete"]


class TasteSummary(msgspec.Struct, frozen=True):
    """One line of the list of tastes."""

    name: str
    yes: int
    no: int


class Suggestion(msgspec.Struct, frozen=True):
    """The picture to vote on next.

    `expected_yes` is None while there are too few votes to expect anything; `decision` is the
    recommender's signed decision value then 0. `why` tells how the picture was chosen; `liked` and
    `disliked` with nothing expected: like the few votes of that kind so far.
    """

    photo_id: int
    digest: Digest
    why: Why
    expected_yes: bool | None = None
    decision: float = 0.0


class CastVote(msgspec.Struct, frozen=True):
    """A vote as it stands. `photo_id` is None where no file with this content is there now.

    `expected_yes` is what was expected before the vote, None where nothing was.
    """

    digest: Digest
    photo_id: int | None
    liked: bool
    expected_yes: bool | None


class Accuracy(msgspec.Struct, frozen=True):
    """`right` of `told` expectations were right; `low` to `high` is the 95 % Wilson interval."""

    right: int
    told: int
    low: float
    high: float


class TasteStatus(msgspec.Struct, frozen=True):
    """A taste at a glance.

    `recent` are the last votes, newest first; `curve` the share of right expectations after each
    told one (over at most the last 20 up to there). `liked` and `disliked` are photo ids of
    exemplars, strongest first. `note` is a sentence where something is missing (too few votes, all
    alike), else empty. `next` is None where every picture has been voted on, or `note` says why.
    """

    name: str
    yes: int
    no: int
    overall: Accuracy
    last_20: Accuracy
    curve: tuple[float, ...] = ()
    recent: tuple[CastVote, ...] = ()
    liked: tuple[int, ...] = ()
    disliked: tuple[int, ...] = ()
    note: str = ""
    next: Suggestion | None = None


class ListTastes(msgspec.Struct, frozen=True, tag="list_tastes"):
    """Ask for all tastes; answered by `TastesAre`."""

    request: int


class ChangeTaste(msgspec.Struct, frozen=True, tag="change_taste"):
    """Make, rename, duplicate, reset (forget the votes) or delete a taste; `TastesAre` answers.

    `to` is the new name of a rename or a duplicate.
    """

    request: int
    change: Change
    name: str
    to: str = ""


class OpenTaste(msgspec.Struct, frozen=True, tag="open_taste"):
    """Ask how a taste stands and what to vote on next; answered by `TasteIs`.

    `words` or `photo_ids` seed the first pictures, until there are three yes; they hold until
    others are named, the taste is changed or the engine ends. `skipped` contents (in the order of
    skipping) are not suggested.
    """

    request: int
    name: str
    words: str = ""
    photo_ids: tuple[int, ...] = ()
    skipped: tuple[Digest, ...] = ()


class Vote(msgspec.Struct, frozen=True, tag="vote"):
    """Vote on contents (`liked` None takes votes back); answered by `TasteIs` with the next one.

    `expected_yes` is what the window showed as expected, where it showed one picture with it. A
    taste of this name is made where there is none. Files of a selection are named by `photo_ids`.
    """

    request: int
    name: str
    liked: bool | None
    digests: tuple[Digest, ...] = ()
    photo_ids: tuple[int, ...] = ()
    expected_yes: bool | None = None
    skipped: tuple[Digest, ...] = ()


class UndoVote(msgspec.Struct, frozen=True, tag="undo_vote"):
    """Take the last vote back, any number of times; `TasteIs` suggests that picture again."""

    request: int
    name: str
    skipped: tuple[Digest, ...] = ()


class ExportTaste(msgspec.Struct, frozen=True, tag="export_taste"):
    """Write a taste to a file: vectors, votes, model name and hash; answered by `Done`."""

    request: int
    name: str
    file: str


class ImportTaste(msgspec.Struct, frozen=True, tag="import_taste"):
    """Read a taste from a file; answered by `TastesAre`, or `Failed` (another model, damaged).

    Where there is a taste of its name it is called `name 2`.
    """

    request: int
    file: str


TasteRequest = ListTastes | ChangeTaste | OpenTaste | Vote | UndoVote | ExportTaste | ImportTaste


class TastesAre(msgspec.Struct, frozen=True, tag="tastes_are"):
    """All tastes, by name."""

    request: int
    tastes: tuple[TasteSummary, ...]


class TasteIs(msgspec.Struct, frozen=True, tag="taste_is"):
    """How a taste stands."""

    request: int
    status: TasteStatus


TasteEvent = TastesAre | TasteIs
