"""What filters ask about, in columns: a million photos are filtered in milliseconds.

In come the photos that have a vector of one model, as the library holds them at one moment; out go
the embeddings that filters leave. It answers as the SQL of `store.filters` does, which walks
through indexes and takes a second or two for as much. All that is about a file's name or about
hidden pictures is left to it. Read in a thread by `search.left`, and forgotten at the next change.
"""

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from imagefinder.core.paths import below
from imagefinder.core.query import (
    ByCamera,
    BytesBetween,
    Filter,
    InFolder,
    NearPlace,
    OfType,
    PixelsBetween,
    Taken,
)
from imagefinder.store import filters as sql
from imagefinder.store.faults import faults_as_sentences
from imagefinder.store.reader import Reader

Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]
Code = npt.NDArray[np.int32]
Real = npt.NDArray[np.float64]
ANSWERED = (InFolder, Taken, ByCamera, OfType, PixelsBetween, BytesBetween, NearPlace)

# The beginning of a time, and perhaps ~ for everything that begins so.
_TIME = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d(?::\d\d(?::\d\d)?)?)?)?)?~?")
_TIME_DIGITS = 14
_UNKNOWN = -1
_QUESTION = (
    f"SELECT e.id, p.path, p.size, {sql.TAKEN}, m.width * m.height, m.latitude, m.longitude, "
    "m.camera, m.lens, m.format FROM photos p "
    "JOIN embeddings e ON e.model_id = ? AND e.digest = p.digest "
    "LEFT JOIN pictures m ON m.digest = p.digest WHERE p.missing = 0"
)
_ROWS = 20_000


class _Values(NamedTuple):
    """Times are numbers of their 14 digits; texts are codes; what is not known is -1 or NaN."""

    ids: Whole
    taken: Whole
    bytes: Whole
    pixels: Whole
    latitude: Real
    longitude: Real
    folder: Code
    camera: Code
    format: Code


class Columns:
    """One value for each photo, in ascending order of its embedding's id."""

    def __init__(self, rows: Iterable[tuple[object, ...]]) -> None:
        self._folders: dict[object, int] = {}
        self._cameras: dict[object, int] = {}
        self._formats: dict[object, int] = {}
        columns = [np.concatenate(parts) for parts in zip(*self._blocks(rows), strict=True)]
        order = np.argsort(columns[0], kind="stable")
        self._of = _Values(*(column[order] for column in columns))

    @classmethod
    def read(cls, reader: Reader, model_id: int) -> "Columns":
        """All photos with a vector of this model, as they are now."""
        with faults_as_sentences(reader.connection):
            return cls(reader.connection.execute(_QUESTION, (model_id,)))

    def __len__(self) -> int:
        return len(self._of.ids)

    def left_by(self, chosen: Iterable[Filter]) -> npt.NDArray[np.int64] | None:
        """Ascending ids of the embeddings with a photo that all filters leave.

        None where a filter is about something that is in no column.
        """
        chosen = list(chosen)
        masks = []
        for one in chosen:
            mask = self._met(one) if isinstance(one, ANSWERED) else None
            if mask is None:
                return None
            masks.append((one, mask))
        ids = self._of.ids[_combined(masks, len(self))]
        # A content with several photos comes several times, one after the other.
        return np.asarray(ids[np.flatnonzero(np.diff(ids, prepend=-1))])

    def _met(self, one: Filter) -> Mask | None:
        match one:
            case Taken(start=start, end=end):
                return self._met_time(start or "", end or "~")
            case BytesBetween(low=low, high=high):
                return _between(self._of.bytes, low, high)
            case PixelsBetween(low=low, high=high):
                return _between(self._of.pixels, max(low, 0), high)
            case InFolder(text=text):
                return _of_codes(self._folders, self._of.folder, _folder_test(text))
            case ByCamera(text=text):
                return _of_codes(self._cameras, self._of.camera, _camera_test(text))
            case OfType(format=name):
                return _of_codes(self._formats, self._of.format, lambda format_: format_ == name)
            case NearPlace():
                return self._met_place(one)
        return None

    def _met_time(self, start: str, end: str) -> Mask | None:
        low = _time_number(start) if start else 0
        high = _time_number(end) if end != "~" else 10**_TIME_DIGITS
        if low is None or high is None:
            return None
        return (self._of.taken >= low) & (self._of.taken < high)

    def _met_place(self, near: NearPlace) -> Mask:
        span = near.radius_km / sql.KM_PER_DEGREE + 1e-9
        here = near.place.latitude, near.place.longitude
        latitude, longitude = self._of.latitude, self._of.longitude
        # A comparison with NaN, which stands for no place, is false.
        mask = (latitude >= here[0] - span) & (latitude <= here[0] + span) & ~np.isnan(longitude)
        for index in np.flatnonzero(mask).tolist():
            there = float(latitude[index]), float(longitude[index])
            mask[index] = sql.distance_km(*there, *here) <= near.radius_km
        return mask

    def _blocks(
        self, rows: Iterable[tuple[object, ...]]
    ) -> Iterator[tuple[npt.NDArray[np.generic], ...]]:
        """Columns of a few thousand rows each: lists of a million would take gigabytes."""
        yield tuple(_arrays([]))
        block: list[tuple[object, ...]] = []
        for row in rows:
            block.append(self._coded(row))
            if len(block) == _ROWS:
                yield tuple(_arrays(block))
                block = []
        yield tuple(_arrays(block))

    def _coded(self, row: tuple[object, ...]) -> tuple[object, ...]:
        """A row with its texts as numbers: few folders and cameras come with many photos."""
        i, path, size, taken, pixels, latitude, longitude, camera, lens, format_ = row
        folder = path[: path.rfind(_separator(path)) + 1]  # type: ignore[index, attr-defined]
        return (
            *(i, int(re.sub(r"\D", "", str(taken))), size),
            *(_UNKNOWN if pixels is None else pixels, latitude, longitude),
            self._folders.setdefault(folder, len(self._folders)),
            self._cameras.setdefault((camera, lens), len(self._cameras)),
            _UNKNOWN if format_ is None else self._formats.setdefault(format_, len(self._formats)),
        )


_TYPES = (np.int64,) * 4 + (np.float64,) * 2 + (np.int32,) * 3


def _arrays(block: list[tuple[object, ...]]) -> Iterator[npt.NDArray[np.generic]]:
    columns = zip(*block, strict=True) if block else ((),) * len(_TYPES)
    return (np.array(values, kind) for values, kind in zip(columns, _TYPES, strict=True))


def _combined(masks: list[tuple[Filter, Mask]], count: int) -> Mask:
    """What all filters together leave."""
    left = np.ones(count, np.bool_)
    excluded, groups = sql.grouped(masks)
    for mask in excluded:
        left &= ~mask
    for group in groups:
        left &= np.logical_or.reduce(group)
    return left


def _between(column: npt.NDArray[np.int64], low: int, high: int | None) -> Mask:
    # Python's numbers may be larger than what a column can hold; numpy compares them all the same.
    mask = column >= low
    return mask if high is None else mask & (column <= high)


def _of_codes(
    codes: dict[object, int],
    column: npt.NDArray[np.int32],
    test: Callable[[object], bool],
) -> Mask:
    """Which photos have a code whose text passes the test; each text is looked at once."""
    # The last place is for what has no code.
    passed = np.zeros(len(codes) + 1, np.bool_)
    for value, code in codes.items():
        passed[code] = test(value)
    return passed[column]


def _folder_test(text: str) -> Callable[[object], bool]:
    """Whether a folder, as the column has it with its separator, is meant by the filter's text."""
    if os.path.isabs(text):  # noqa: PTH117 - as text: a Path would lose what is not UTF-8
        forms = (text, *(unicodedata.normalize(form, text) for form in ("NFC", "NFD")))
        starts = tuple(os.fsencode(start) for form in forms for start, _ in below(form))
        return lambda folder: os.fsencode(folder).startswith(starts)  # type: ignore[arg-type]
    wanted = sql.fold(sql.shown_text(text))
    return lambda folder: wanted in sql.fold(sql.shown_text(folder))  # type: ignore[arg-type]


def _camera_test(text: str) -> Callable[[object], bool]:
    """Whether a pair of camera and lens, either of which may be None, contains the text."""
    wanted = sql.fold(sql.shown_text(text))

    def meets(both: object) -> bool:
        return isinstance(both, tuple) and any(wanted in sql.fold(one) for one in both if one)

    return meets


def _separator(path: object) -> str | bytes:
    return os.sep if isinstance(path, str) else os.fsencode(os.sep)


def _time_number(bound: str) -> int | None:
    """The number that times from this bound on reach; None where it is the beginning of no time."""
    if not _TIME.fullmatch(bound):
        return None
    digits = re.sub(r"\D", "", bound)
    number = int(digits.ljust(_TIME_DIGITS, "9" if bound.endswith("~") else "0"))
    return number + bound.endswith("~")
