"""What a chip says of its part of the query, to the eye, to a screen reader, and as typed text."""

from PySide6.QtCore import QCoreApplication

from imagefinder.core.query import (
    ByCamera,
    BytesBetween,
    Filter,
    InFolder,
    IsHidden,
    Named,
    NearPlace,
    OfType,
    PictureFile,
    PictureVector,
    PixelsBetween,
    Query,
    Taken,
    TasteTerm,
    Words,
)
from imagefinder.gui.grid.rows import RowInfo, displayed

Weighed = Words | PictureFile | PictureVector | TasteTerm
Part = Weighed | Filter

translate = QCoreApplication.translate


def is_minus(part: Part) -> bool:
    """Whether the part pushes away, or excludes."""
    return part.weight < 0 if isinstance(part, Weighed) else part.negated


def spoken(part: Part) -> str:
    """The part with its sign in words."""
    if is_minus(part):
        return translate("Chip", "without {0}").format(label(part))
    return translate("Chip", "with {0}").format(label(part))


def query_label(query: Query) -> str:
    """A whole query in one line; what is unwanted has a minus before it."""
    parts = (*query.terms, *query.filters)
    return ", ".join(("\N{MINUS SIGN}" if is_minus(part) else "") + label(part) for part in parts)


def typed(part: Words) -> str:
    """What would have to be typed for the same term."""
    weight = "" if abs(part.weight) == 1 else f"{abs(part.weight):g}:"
    # With a colon it might be taken for a filter.
    text = f'"{part.text}"' if weight or is_minus(part) or ":" in part.text else part.text
    return f"{'-' if is_minus(part) else ''}{weight}{text}"


def label(part: Part) -> str:
    """What a chip says, without its sign."""
    match part:
        case Words(text=text, weight=weight):
            return _times(weight) + displayed(text)
        case PictureFile(path=path, weight=weight):
            return _times(weight) + _picture_name(path)
        case PictureVector(label=text, weight=weight):
            return _times(weight) + displayed(text)
        case TasteTerm(name=name, weight=weight):
            return _times(weight) + displayed(translate("Chip", "taste: {0}").format(name))
        case _:
            return displayed(_filter_label(part))


def _picture_name(path: str) -> str:
    name = RowInfo(path).name
    # Such a file was named by us, after its content: see `drops`.
    return translate("Chip", "picture") if name.startswith("dropped-") else name


def _times(weight: float) -> str:
    return "" if abs(weight) == 1 else f"{abs(weight):g} × "


def _filter_label(part: Filter) -> str:
    match part:
        case InFolder(text=text):
            return translate("Chip", "folder: {0}").format(text)
        case Taken(start=start, end=end):
            # The tilde ends a range that takes the whole of its last month or day.
            span = f"{start or '…'} – {(end or '…').rstrip('~')}"
            return translate("Chip", "taken: {0}").format(span)
        case ByCamera(text=text):
            return translate("Chip", "camera: {0}").format(text)
        case OfType(format=name):
            return translate("Chip", "type: {0}").format(name)
        case Named(text=text):
            return translate("Chip", "name: {0}").format(text)
        case PixelsBetween(low=low, high=high):
            return translate("Chip", "size: {0}").format(f"{_range(low, high)} MP")
        case BytesBetween(low=low, high=high):
            return translate("Chip", "size: {0}").format(f"{_range(low, high)} MB")
        case IsHidden():
            return translate("Chip", "hidden")
        case NearPlace(place=place, radius_km=radius):
            where = f"{place.latitude:g}, {place.longitude:g} ± {radius:g} km"
            return translate("Chip", "place: {0}").format(where)


def _range(low: int, high: int | None, unit: float = 1e6) -> str:
    if high is None:
        return f"≥ {low / unit:g}"
    return f"{low / unit:g} – {high / unit:g}" if low else f"≤ {high / unit:g}"
