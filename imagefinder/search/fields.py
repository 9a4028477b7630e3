"""The filters of the typed language: each field's name and how its value becomes a filter.

A maker raises ValueError with a sentence that says what the value should look like.
"""

import calendar
import math
import re
from collections.abc import Callable

from imagefinder.core.paths import absolute
from imagefinder.core.query import (
    ByCamera,
    BytesBetween,
    Filter,
    InFolder,
    IsHidden,
    Named,
    NearPlace,
    OfType,
    PixelsBetween,
    Taken,
)
from imagefinder.core.types import Place

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_SIZE = re.compile(r"([<>]?)(\d+(?:\.\d+)?)(mp|kb|mb|gb)$", re.IGNORECASE)
_BYTES = {"kb": 10**3, "mb": 10**6, "gb": 10**9}
_LARGEST = 1e9  # of any unit; what is larger is no size of a picture, and overflows
_FORMATS = {
    "jpg": "JPEG",
    "tif": "TIFF",
    "heic": "HEIF",
    "jp2": "JPEG2000",
    "j2k": "JPEG2000",
    "pnm": "PPM",
    "pbm": "PPM",
    "pgm": "PPM",
}


def _after(text: str) -> Filter:
    return Taken(start=_day(text))


def _before(text: str) -> Filter:
    return Taken(end=_day(text))


def _during(text: str) -> Filter:
    first, between, last = text.partition("..")
    if not first and not last:
        raise ValueError("write a date as 2019, 2019-06-30 or 2019..2021.")
    end = last if between else first
    # "~" sorts behind every digit, "-" and "T": everything that begins with the prefix.
    return Taken(start=_day(first) if first else None, end=_day(end) + "~" if end else None)


def _day(text: str) -> str:
    match = _DATE.match(text)
    if match is None:
        raise ValueError("write a date as 2019, 2019-06 or 2019-06-30.")
    year, month, day = (int(part) if part else None for part in match.groups())
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}.")
    if day is not None and not 1 <= day <= calendar.monthrange(year or 1, month or 1)[1]:
        raise ValueError(f"there is no day {day} in that month.")
    rest = (f"{part:02}" for part in (month, day) if part is not None)
    return "-".join((f"{year or 0:04}", *rest))


def _of_type(text: str) -> Filter:
    name = text.lower().lstrip(".")
    return OfType(_FORMATS.get(name, name.upper()))


def _size(text: str) -> Filter:
    match = _SIZE.match(text)
    if match is None:
        raise ValueError("write a size as >12mp, <2mb or 500kb.")
    sign, number, unit = match[1], min(float(match[2]), _LARGEST), match[3].lower()
    low, high = _bounds(sign, int(number * (10**6 if unit == "mp" else _BYTES[unit])))
    return PixelsBetween(low, high) if unit == "mp" else BytesBetween(low, high)


def _bounds(sign: str, amount: int) -> tuple[int, int | None]:
    """`<` and `>` say which side; a bare amount means about that much (within a tenth)."""
    if sign == "<":
        return 0, amount
    if sign == ">":
        return amount, None
    return int(amount * 0.9), int(amount * 1.1)


def _folder(text: str) -> Filter:
    # As a shell means them. What begins otherwise is part of a folder's name, wherever that lies.
    is_path = text.startswith("~") or text.split("/")[0] in (".", "..")
    return InFolder(absolute(text) if is_path else text)


def _is(text: str) -> Filter:
    if text.lower() != "hidden":
        raise ValueError("write is:hidden.")
    return IsHidden()


def _near(text: str) -> Filter:
    parts = text.lower().removesuffix("km").split(",")
    try:
        latitude, longitude, *radius = (float(part) for part in parts)
    except ValueError:
        raise ValueError("write a place as 59.91,10.75 or 59.91,10.75,5km.") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or len(radius) > 1:
        raise ValueError("latitude is -90 to 90, longitude -180 to 180, then a radius in km.")
    if not all(0 < km < math.inf for km in radius):
        raise ValueError("the radius is a number of km above 0.")
    place = Place(latitude, longitude)
    return NearPlace(place, radius_km=radius[0]) if radius else NearPlace(place)


FIELDS: dict[str, Callable[[str], Filter]] = {
    "folder": _folder,
    "after": _after,
    "before": _before,
    "date": _during,
    "camera": ByCamera,
    "type": _of_type,
    "name": Named,
    "size": _size,
    "place": _near,
    "is": _is,
}
