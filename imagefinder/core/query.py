"""A query: weighted terms and filters. Typed text and the window's chips both become this.

Made by `search.parse` and the window; terms become a vector in `search.compose`, filters become SQL
in `store.filters`.
"""

from collections.abc import Iterable

import msgspec

from imagefinder.core.types import Place


class Words(msgspec.Struct, frozen=True, tag="words"):
    """A term of words; a negative weight pushes away from them."""

    text: str
    weight: float = 1.0


class PictureFile(msgspec.Struct, frozen=True, tag="picture"):
    """A term that is a picture file, in the library or not; `path` is absolute."""

    path: str
    weight: float = 1.0


class PictureVector(msgspec.Struct, frozen=True, tag="vector"):
    """A term already embedded by the model that answers: a dropped picture, a region, a taste.

    `vector` holds the dim float32 values, little-endian; `label` is what to show.
    """

    label: str
    vector: bytes
    weight: float = 1.0


class TasteTerm(msgspec.Struct, frozen=True, tag="taste"):
    """A term that is a taste, by its name: what it is fitted to like, or away from it."""

    name: str
    weight: float = 1.0


Term = Words | PictureFile | PictureVector | TasteTerm


class InFolder(msgspec.Struct, frozen=True, tag="folder"):
    """Photos below a folder: an absolute path, or text met in the folder part of the path."""

    text: str
    negated: bool = False


class Taken(msgspec.Struct, frozen=True, tag="taken"):
    """Photos taken at or after `start` and before `end`: ISO local times or prefixes of them.

    A photo that does not say when it was taken counts by its file's modification time.
    """

    start: str | None = None
    end: str | None = None
    negated: bool = False


class ByCamera(msgspec.Struct, frozen=True, tag="camera"):
    """Photos whose camera or lens contains the text, in any case."""

    text: str
    negated: bool = False


class OfType(msgspec.Struct, frozen=True, tag="type"):
    """Photos of one file format, named as in `Metadata.format`."""

    format: str
    negated: bool = False


class Named(msgspec.Struct, frozen=True, tag="name"):
    """Photos whose file name contains the text, or matches it where it has `*` or `?`."""

    text: str
    negated: bool = False


class PixelsBetween(msgspec.Struct, frozen=True, tag="pixels"):
    """Photos with `low <= width * height <= high` pixels."""

    low: int = 0
    high: int | None = None
    negated: bool = False


class BytesBetween(msgspec.Struct, frozen=True, tag="bytes"):
    """Photos whose file has `low <= size <= high` bytes."""

    low: int = 0
    high: int | None = None
    negated: bool = False


class NearPlace(msgspec.Struct, frozen=True, tag="place"):
    """Photos taken within `radius_km` of a place, along the Earth's surface."""

    place: Place
    radius_km: float = 25.0
    negated: bool = False


class IsHidden(msgspec.Struct, frozen=True, tag="hidden"):
    """Photos that were hidden, which all other queries leave out."""

    negated: bool = False


Filter = (
    InFolder
    | Taken
    | ByCamera
    | OfType
    | Named
    | PixelsBetween
    | BytesBetween
    | NearPlace
    | IsHidden
)


def wants_hidden(filters: Iterable[Filter]) -> bool:
    """Whether it is hidden photos that are asked for."""
    return any(isinstance(one, IsHidden) and not one.negated for one in filters)


class Query(msgspec.Struct, frozen=True):
    """What to look for. Without terms the answer is what the filters leave, newest first.

    Several positive filters of one kind among folder, camera, type and name widen (either will do);
    all else narrows.
    """

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
