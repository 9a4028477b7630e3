"""What a picture file says about itself: when, where and with what it was taken.

`decode` comes here with every loaded picture. EXIF is written by thousands of programs, some of
them careless: each value is checked on its own and left out where it makes no sense, and nothing
in it can make a picture unreadable.
"""

import math
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from imagefinder.core.types import Metadata, Place

Tags = Mapping[int, Any]

_TEXT_LENGTH = 200
_LONGEST_OFFSET_MIN = 14 * 60
# Each time with the tag that holds the offset of its clock, the moment of the shutter first.
_TIMES = (
    (Base.DateTimeOriginal, Base.OffsetTimeOriginal),
    (Base.DateTimeDigitized, Base.OffsetTimeDigitized),
    (Base.DateTime, Base.OffsetTime),
)
_DATE = re.compile(
    r"(\d{4})[:\-/.](\d\d)[:\-/.](\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(\S+)?)?"
)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_XMP_DATE = re.compile(
    r"(?:exif:DateTimeOriginal|photoshop:DateCreated|xmp:CreateDate)(?:=[\"']|>)([^\"'<]{10,40})"
)
# The short ISO tag's way to say "more than fits here".
_ISO_OVERFLOW = 65535


def read_metadata(
    image: Image.Image,
    *,
    format_name: str | None = None,
    size: tuple[int, int] | None = None,
) -> Metadata:
    """The metadata of an opened or loaded `image`; never raises for what the file says.

    `size` is that of the whole picture upright, which a drafted `image` no longer knows; without
    it, `image`'s own, turned as its orientation says.
    """
    tags, gps = _tags(image)
    width, height = size or _upright_size(image)
    taken_at, offset_min = _taken(tags) or _taken_by_xmp(image) or (None, None)
    return Metadata(
        format=format_name or image.format or "",
        width=width,
        height=height,
        taken_at=taken_at,
        taken_offset_min=offset_min,
        camera=camera_name(_text(tags.get(Base.Make)), _text(tags.get(Base.Model))),
        lens=_text(tags.get(Base.LensModel)),
        exposure_s=_positive(tags.get(Base.ExposureTime)),
        aperture=_positive(tags.get(Base.FNumber)),
        iso=_iso(tags),
        focal_length_mm=_positive(tags.get(Base.FocalLength)),
        place=_place(gps),
    )


def orientation_of(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 where there is none or garbage."""
    try:
        orientation = image.getexif().get(Base.Orientation)
    except Exception:  # the parser of foreign bytes raises anything
        return 1
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1


def camera_name(make: str | None, model: str | None) -> str | None:
    """Make and model as people say them: "Canon EOS R5", not "Canon Canon EOS R5"."""
    if not make or not model:
        return model or make
    first_word, maker = model.split()[0].lower(), make.split()[0].lower()
    return model if first_word == maker else f"{make} {model}"


def _tags(image: Image.Image) -> tuple[Tags, Tags]:
    """The EXIF tags of the picture, main and sub-directory in one, and those of GPS."""
    tags: dict[int, Any] = {}
    gps: dict[int, Any] = {}
    try:
        exif = image.getexif()
        tags.update(exif)
        # A broken directory leaves what was read before it.
        tags.update(exif.get_ifd(IFD.Exif))
        gps.update(exif.get_ifd(IFD.GPSInfo))
    except Exception:  # noqa: S110 - the parser of foreign bytes raises anything
        pass
    return tags, gps


def _upright_size(image: Image.Image) -> tuple[int, int]:
    return image.size[::-1] if orientation_of(image) >= 5 else image.size


def _taken(tags: Tags) -> tuple[str, int | None] | None:
    for time_tag, offset_tag in _TIMES:
        if found := parse_time(_text(tags.get(time_tag))):
            taken_at, own_offset_min = found
            offset_min = parse_offset(_text(tags.get(offset_tag)))
            return taken_at, own_offset_min if offset_min is None else offset_min
    return None


def _taken_by_xmp(image: Image.Image) -> tuple[str, int | None] | None:
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if isinstance(xmp, bytes):
        xmp = xmp.decode("utf-8", "replace")
    match = _XMP_DATE.search(xmp) if isinstance(xmp, str) else None
    return parse_time(match[1]) if match else None


def parse_time(text: str | None) -> tuple[str, int | None] | None:
    """EXIF's "2024:05:06 07:08:09" or an ISO time as the types want it, and its UTC offset."""
    match = _DATE.match(text or "")
    if not match:
        return None
    try:
        moment = datetime(*(int(part or 0) for part in match.groups()[:6]))  # type: ignore[arg-type]
    except ValueError:
        return None
    return moment.isoformat(timespec="seconds"), parse_offset(match[7])


def parse_offset(text: str | None) -> int | None:
    """ "+02:00" in minutes; None for what is no offset that a clock on Earth has."""
    if text == "Z":
        return 0
    match = _OFFSET.fullmatch(text or "")
    if not match:
        return None
    minutes = int(match[2]) * 60 + int(match[3])
    if minutes > _LONGEST_OFFSET_MIN or int(match[3]) > 59:
        return None
    return -minutes if match[1] == "-" else minutes


def _text(value: object) -> str | None:
    """A string free of padding and control characters, or None."""
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if not isinstance(value, str):
        return None
    # Cameras write UTF-8 into fields that Pillow, true to the standard, reads as Latin-1.
    with suppress(UnicodeError):
        value = value.encode("latin-1").decode("utf-8")
    printable = "".join(c if c.isprintable() else " " for c in value.partition("\0")[0])
    return " ".join(printable.split())[:_TEXT_LENGTH] or None


def _number(value: object) -> float | None:
    """A finite number, of a rational, a number, or the first of several; or None."""
    if isinstance(value, tuple) and value:
        value = value[0]
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ArithmeticError):
        return None
    return number if math.isfinite(number) else None


def _positive(value: object) -> float | None:
    number = _number(value)
    return number if number and number > 0 else None


def _iso(tags: Tags) -> int | None:
    for tag in (Base.ISOSpeedRatings, Base.RecommendedExposureIndex, Base.ISOSpeed):
        number = _positive(tags.get(tag))
        if number and number != _ISO_OVERFLOW:
            return round(number)
    return None


def _place(gps: Tags) -> Place | None:
    latitude = _degrees(gps.get(GPS.GPSLatitude), _text(gps.get(GPS.GPSLatitudeRef)), "NS", 90)
    longitude = _degrees(gps.get(GPS.GPSLongitude), _text(gps.get(GPS.GPSLongitudeRef)), "EW", 180)
    if latitude is None or longitude is None:
        return None
    # Receivers write zeros until they know where they are; the sea there is empty.
    return Place(latitude, longitude) if latitude or longitude else None


def _degrees(value: object, reference: str | None, signs: str, limit: int) -> float | None:
    """Degrees, minutes and seconds as one number; `signs` names the positive hemisphere first."""
    if not isinstance(value, tuple) or not 1 <= len(value) <= 3 or not reference:
        return None
    parts = [_number(part) for part in value]
    hemisphere = reference[0].upper()
    if None in parts or hemisphere not in signs:
        return None
    degrees = sum(part / 60**i for i, part in enumerate(parts) if part is not None)
    signed = -degrees if hemisphere == signs[1] else degrees
    return signed if abs(signed) <= limit else None
