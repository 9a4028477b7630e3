"""Filters of a query become a WHERE clause over `photos p LEFT JOIN pictures m`.

`where` is called by `store.reader`; the functions that its SQL needs are registered by `register`.
"""

import datetime
import math
import os
import re
import sqlite3
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import below, path_from_column
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

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
KM_PER_DEGREE = EARTH_RADIUS_KM * math.pi / 180

Clause = tuple[str, list[object]]
T = TypeVar("T")

# When its file was last written, and when it was taken or else that, as local ISO time.
FILE_TIME = "strftime('%Y-%m-%dT%H:%M:%S', p.mtime_ns / 1000000000, 'unixepoch', 'localtime')"
TAKEN = f"coalesce(m.taken_at, {FILE_TIME})"
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_FOREVER = 2**63 - 1
HIDDEN = "p.digest IN (SELECT digest FROM hidden)"
# A local time and UTC differ by less than a day; a bound may also say a time of its day.
_SLACK_S = 2 * 86400
# SQLite's own comparison, several times faster than a call into Python, first rules out paths that
# are plain ASCII and can't match. What it lets through is folded and compared exactly.
_PLAIN_MISS = (
    "(p.path NOT LIKE ? ESCAPE '\\' AND typeof(p.path) = 'text' "
    "AND length(p.path) = length(CAST(p.path AS BLOB)))"
)
# SQLite's planning takes seconds from here on, and grows with the square.
MOST_FILTERS = 1000
# So many conditions stand side by side, as a plan of few is made best.
_ROW = 32
WIDENING = (InFolder, ByCamera, OfType, Named)


def register(connection: sqlite3.Connection) -> None:
    """Give `connection` the functions that the clauses call."""
    connection.create_function("folded_dir", 1, _folded_dir, deterministic=True)
    connection.create_function("folded_name", 1, folded_name, deterministic=True)
    connection.create_function("folded", 1, fold, deterministic=True)
    connection.create_function("distance_km", 4, _distance_or_null, deterministic=True)


def where(filters: Iterable[Filter]) -> Clause:
    """One SQL condition for all filters, with its parameters; `1` where there are none.

    Raises `KnownError` for more than `MOST_FILTERS`.
    """
    filters = tuple(filters)
    if len(filters) > MOST_FILTERS:
        raise KnownError(
            f"A query has {MOST_FILTERS} filters at most; this one has {len(filters)}."
        )
    # No name holds a NUL, which SQLite would take for the end of a pattern.
    excluded, groups = grouped(
        (one, ("0", []) if "\0" in getattr(one, "text", "") else _clause(one)) for one in filters
    )
    narrowing: list[Clause] = [(f"NOT coalesce({sql}, 0)", values) for sql, values in excluded]
    narrowing += [group[0] if len(group) == 1 else _joined(" OR ", group) for group in groups]
    return _joined(" AND ", narrowing) if narrowing else ("1", [])


def grouped(parts: Iterable[tuple[Filter, T]]) -> tuple[list[T], list[list[T]]]:
    """What belongs to filters, sorted by how they go together (see `core.query.Query`).

    First the parts of those that exclude; then groups of which one each must be met: the widening
    ones of a kind together, any other by itself.
    """
    excluded: list[T] = []
    groups: list[list[T]] = []
    widening: dict[type, list[T]] = {}
    for one, part in parts:
        if one.negated:
            excluded.append(part)
        elif isinstance(one, WIDENING):
            widening.setdefault(type(one), []).append(part)
        else:
            groups.append([part])
    return excluded, [*groups, *widening.values()]


@lru_cache(maxsize=10_000)
def fold(text: str | None) -> str:
    """Text as it is compared: composed Unicode, without case."""
    return unicodedata.normalize("NFC", text or "").casefold()


def folded_name(path: str | bytes) -> str:
    """The file's name as it is compared."""
    shown = shown_text(path)
    return _folded_text(shown[shown.rfind(os.sep) + 1 :])


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance by the haversine formula."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    h = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


def _distance_or_null(
    lat1: float | None, lon1: float | None, lat2: float, lon2: float
) -> float | None:
    # SQLite goes on behind an AND whose first part is NULL.
    return None if lat1 is None or lon1 is None else distance_km(lat1, lon1, lat2, lon2)


def _joined(word: str, clauses: list[Clause]) -> Clause:
    values = [value for _, values in clauses for value in values]
    return _balanced(word, [f"({sql})" for sql, _ in clauses]), values


def _balanced(word: str, parts: list[str]) -> str:
    """The parts in pairs of pairs: SQLite refuses a row of a thousand as too deep a tree."""
    if len(parts) <= _ROW:
        return word.join(parts)
    half = len(parts) // 2
    return f"({_balanced(word, parts[:half])}){word}({_balanced(word, parts[half:])})"


def _clause(one: Filter) -> Clause:
    match one:
        case InFolder(text=text):
            return _in_folder(text)
        case Taken(start=start, end=end):
            return _taken(start or "", end or "~")
        case ByCamera(text=text):
            like = _like(fold(shown_text(text)))
            sql = "folded(m.camera) LIKE ? ESCAPE '\\' OR folded(m.lens) LIKE ? ESCAPE '\\'"
            return sql, [like, like]
        case OfType(format=name):
            return "m.format = ?", [name]
        case Named(text=text):
            return _named(text)
        case PixelsBetween(low=low, high=high):
            return _between("m.width * m.height", low, high)
        case BytesBetween(low=low, high=high):
            return _between("p.size", low, high)
        case NearPlace():
            return _near(one)
        case IsHidden():
            return HIDDEN, []


def _in_folder(text: str) -> Clause:
    if Path(text).is_absolute():
        return _below(text)
    return _folded("folded_dir(p.path) LIKE ? ESCAPE '\\'", _like(fold(shown_text(text))))


def _below(folder: str) -> Clause:
    """Everything below an absolute path, whichever way its accents were composed."""
    forms = (folder, *(unicodedata.normalize(form, folder) for form in ("NFC", "NFD")))
    ranges = [one for form in dict.fromkeys(forms) for one in below(form)]
    return _joined(" OR ", [("p.path >= ? AND p.path < ?", [*bounds]) for bounds in ranges])


def _named(text: str) -> Clause:
    wanted = fold(shown_text(text))
    if not set("*?") & set(text):
        return _folded("folded_name(p.path) LIKE ? ESCAPE '\\'", _like(wanted))
    glob = wanted.replace("[", "[[]")
    like = _like(wanted, anything="*", any_one="?")
    return _folded("folded_name(p.path) GLOB ?", glob, like)


def _folded(sql: str, value: str, like: str | None = None) -> Clause:
    """The exact condition `sql` behind a cheap one that any plain path with it must meet."""
    return f"NOT {_PLAIN_MISS} AND {sql}", [like or value, value]


def _like(text: str, anything: str = "", any_one: str = "") -> str:
    """The LIKE pattern of `text` anywhere; the two wildcards, where given, keep their meaning."""
    for special in ("\\", "%", "_"):
        text = text.replace(special, "\\" + special)
    for wildcard, sign in ((anything, "%"), (any_one, "_")):
        text = text.replace(wildcard, sign) if wildcard else text
    return f"%{text}%"


def _between(column: str, low: int, high: int | None) -> Clause:
    upper = _FOREVER if high is None else high
    return f"{column} BETWEEN ? AND ?", [min(low, _FOREVER), min(upper, _FOREVER)]


def _taken(start: str, end: str) -> Clause:
    """Only near the bounds must a file's time become local text, which is slow."""
    after, surely_after = _around(start) if start else (-_FOREVER, -_FOREVER)
    surely_before, before = _around(end) if end != "~" else (_FOREVER, _FOREVER)
    sql = (
        # Two conditions, so that the first can be met before the file is looked up.
        "(m.taken_at IS NULL OR m.taken_at >= ? AND m.taken_at < ?) AND (m.taken_at IS NOT NULL "
        "OR p.mtime_ns >= ? AND p.mtime_ns < ? AND (p.mtime_ns >= ? AND p.mtime_ns < ? "
        f"OR {FILE_TIME} >= ? AND {FILE_TIME} < ?))"
    )
    return sql, [start, end, after, before, surely_after, surely_before, start, end]


def _around(bound: str) -> tuple[int, int]:
    """File times surely before and surely after `bound`: how a local time begins, maybe with ~."""
    match = _DATE.match(bound)
    if match is None:
        return -_FOREVER, _FOREVER
    year, month, day = match.groups()
    try:
        edge = datetime.datetime(int(year), int(month or 1), int(day or 1), tzinfo=datetime.UTC)
    except ValueError:
        return -_FOREVER, _FOREVER
    longest = (1 if day else 31 if month else 366) if bound.endswith("~") else 0
    return _ns(edge.timestamp() - _SLACK_S), _ns(edge.timestamp() + _SLACK_S + longest * 86400)


def _ns(seconds: float) -> int:
    return max(-_FOREVER, min(_FOREVER, int(seconds) * 10**9))


def _near(near: NearPlace) -> Clause:
    lat, lon = near.place.latitude, near.place.longitude
    span = near.radius_km / KM_PER_DEGREE + 1e-9
    # The band of latitudes is cheap and prunes first; longitude would need care at the date line.
    sql = "m.latitude BETWEEN ? AND ? AND distance_km(m.latitude, m.longitude, ?, ?) <= ?"
    return sql, [lat - span, lat + span, lat, lon, near.radius_km]


def _folded_dir(path: str | bytes) -> str:
    shown = shown_text(path)
    return _folded_text(shown[: shown.rfind(os.sep) + 1])


def _folded_text(text: str) -> str:
    """As `fold`, without its cache: few names come twice."""
    return text.lower() if text.isascii() else fold.__wrapped__(text)


def shown_text(path: str | bytes) -> str:
    """A path as it is compared: undecodable bytes as "?", since SQLite takes no surrogates."""
    if isinstance(path, str) and path.isascii():
        return path
    return path_from_column(path).encode("utf-8", "replace").decode()
