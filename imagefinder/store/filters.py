"""Filters of a query become a WHERE clause over `photos p LEFT JOIN pictures m`.

`where` is called by `store.reader`; the functions that its SQL needs are registered by `register`.
"""

import math
import os
import sqlite3
import unicodedata
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from imagefinder.core.paths import path_from_column
from imagefinder.core.query import (
    ByCamera,
    BytesBetween,
    Filter,
    InFolder,
    Named,
    NearPlace,
    OfType,
    PixelsBetween,
    Taken,
)

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
KM_PER_DEGREE = EARTH_RADIUS_KM * math.pi / 180

Clause = tuple[str, list[object]]

# When it was taken, else when its file was last written, as local ISO time.
TAKEN = (
    "coalesce(m.taken_at, strftime('%Y-%m-%dT%H:%M:%S', p.mtime_ns / 1000000000, "
    "'unixepoch', 'localtime'))"
)
_WIDENING = (InFolder, ByCamera, OfType, Named)


def register(connection: sqlite3.Connection) -> None:
    """Give `connection` the functions that the clauses call."""
    connection.create_function("folded_dir", 1, _folded_dir, deterministic=True)
    connection.create_function("folded_name", 1, _folded_name, deterministic=True)
    connection.create_function("folded", 1, fold, deterministic=True)
    connection.create_function("distance_km", 4, distance_km, deterministic=True)


def where(filters: Iterable[Filter]) -> Clause:
    """One SQL condition for all filters, with its parameters; `1` where there are none."""
    narrowing: list[Clause] = []
    widening: list[tuple[str, Clause]] = []
    for one in filters:
        clause = _clause(one)
        if one.negated:
            narrowing.append((f"NOT coalesce({clause[0]}, 0)", clause[1]))
        elif isinstance(one, _WIDENING):
            widening.append((type(one).__name__, clause))
        else:
            narrowing.append(clause)
    widening.sort(key=lambda pair: pair[0])
    for _, same_kind in groupby(widening, key=lambda pair: pair[0]):
        narrowing.append(_joined(" OR ", [clause for _, clause in same_kind]))
    return _joined(" AND ", narrowing) if narrowing else ("1", [])


def fold(text: str | None) -> str:
    """Text as it is compared: composed Unicode, without case."""
    return unicodedata.normalize("NFC", text or "").casefold()


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance by the haversine formula."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    h = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


def _joined(word: str, clauses: list[Clause]) -> Clause:
    sql = word.join(f"({sql})" for sql, _ in clauses)
    return sql, [value for _, values in clauses for value in values]


def _clause(one: Filter) -> Clause:
    match one:
        case InFolder(text=text):
            return _in_folder(text)
        case Taken(start=start, end=end):
            return f"{TAKEN} >= ? AND {TAKEN} < ?", [start or "", end or "~"]
        case ByCamera(text=text):
            like = _like(fold(text))
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


def _in_folder(text: str) -> Clause:
    if Path(text).is_absolute():
        folder = text.rstrip(os.sep) + os.sep
        return "substr(CAST(p.path AS TEXT), 1, ?) = ?", [len(folder), folder]
    return "folded_dir(p.path) LIKE ? ESCAPE '\\'", [_like(fold(text))]


def _named(text: str) -> Clause:
    if set("*?") & set(text):
        return "folded_name(p.path) GLOB ?", [fold(text).replace("[", "[[]")]
    return "folded_name(p.path) LIKE ? ESCAPE '\\'", [_like(fold(text))]


def _like(text: str) -> str:
    for special in ("\\", "%", "_"):
        text = text.replace(special, "\\" + special)
    return f"%{text}%"


def _between(column: str, low: int, high: int | None) -> Clause:
    if high is None:
        return f"{column} >= ?", [low]
    return f"{column} BETWEEN ? AND ?", [low, high]


def _near(near: NearPlace) -> Clause:
    lat, lon = near.place.latitude, near.place.longitude
    span = near.radius_km / KM_PER_DEGREE
    # The band of latitudes is cheap and prunes first; longitude would need care at the date line.
    sql = "m.latitude BETWEEN ? AND ? AND distance_km(m.latitude, m.longitude, ?, ?) <= ?"
    return sql, [lat - span, lat + span, lat, lon, near.radius_km]


def _folded_dir(path: str | bytes) -> str:
    return fold(_shown(path).rpartition(os.sep)[0] + os.sep)


def _folded_name(path: str | bytes) -> str:
    return fold(_shown(path).rpartition(os.sep)[2])


def _shown(path: str | bytes) -> str:
    # SQLite takes no lone surrogates: undecodable bytes are compared as "?".
    return path_from_column(path).encode("utf-8", "replace").decode()
