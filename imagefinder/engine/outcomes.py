"""What reading one file can come to. Made by `engine.read`, written down by `engine.settling`."""

import msgspec

from imagefinder.core.types import Digest
from imagefinder.files.decode import Picture


class Known(msgspec.Struct, frozen=True):
    """The content is one that the library has already; `problem` where it is a bad one."""

    digest: Digest
    problem: str | None = None


class Decoded(msgspec.Struct, frozen=True):
    """A content new to the library (or to the model)."""

    picture: Picture


class Unreadable(msgspec.Struct, frozen=True):
    """No readable picture; the digest where the file could be read at all."""

    reason: str
    digest: Digest | None = None


class Other(msgspec.Struct, frozen=True):
    """No picture, and not named like one either: nothing is wrong with it."""

    reason: str


class Gone(msgspec.Struct, frozen=True):
    """The file vanished since it was seen."""


Outcome = Known | Decoded | Unreadable | Other | Gone
