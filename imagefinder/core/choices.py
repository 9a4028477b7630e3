"""What the person decides about the library in the window; the engine writes it down.

Each request is answered by `Done` or `Failed` (see `core.messages`).
"""

import msgspec

from imagefinder.core.query import Query
from imagefinder.core.settings import Settings


class ChangeSettings(msgspec.Struct, frozen=True, tag="change_settings"):
    """Use these settings from now on, and at the next start."""

    request: int
    settings: Settings


class SaveSearch(msgspec.Struct, frozen=True, tag="save_search"):
    """Keep a query under a name; one of that name is replaced."""

    request: int
    name: str
    query: Query


class ForgetSearch(msgspec.Struct, frozen=True, tag="forget_search"):
    """Keep a query no longer."""

    request: int
    name: str


class Hide(msgspec.Struct, frozen=True, tag="hide"):
    """Leave the content of these photos out of all answers, or (not `hidden`) no longer.

    `photo_ids` are int64, little-endian.
    """

    request: int
    photo_ids: bytes
    hidden: bool = True


class IgnoreProblems(msgspec.Struct, frozen=True, tag="ignore_problems"):
    """List these files as problems no more, until they change."""

    request: int
    paths: tuple[str, ...]


class LookAgain(msgspec.Struct, frozen=True, tag="look_again"):
    """Scan these folders soon, whether they are watched or not: something in them has changed."""

    request: int
    folders: tuple[str, ...]


Choice = ChangeSettings | SaveSearch | ForgetSearch | Hide | IgnoreProblems | LookAgain
