"""What filters ask about, in columns: a million photos are filtered in milliseconds.

In come the photos that have a vector of one model, as the library holds them at one moment, and
later what changed; out go the embeddings that filters leave. It answers as the SQL of
`store.filters` does, which walks through indexes and takes a second or two for as much. What is
about hidden pictures is left to it. Read in a thread by `search.left`.
"""

import fnmatch
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterable

import numpy as np

from imagefinder.core.paths import below
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
from imagefinder.store import filters as sql
from imagefinder.store.faults import faults_as_sentences
from imagefinder.store.reader import Reader
from imagefinder.store.values import TIME_DIGITS, Code, Codes, Mask, Values, Whole

ANSWERED = (InFolder, Taken, ByCamera, OfType, Named, PixelsBetween, BytesBetween, NearPlace)

# The beginning of a time, and perhaps ~ for everything that begins so.
_TIME = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d(?::\d\d(?::\d\d)?)?)?)?)?~?")
_VALUES = (
    f"SELECT p.id, e.id, p.path, p.size, {sql.TAKEN}, m.width * m.height, m.latitude, "
    "m.longitude, m.camera, m.lens, m.format FROM {} "
    "JOIN embeddings e ON e.model_id = ? AND e.digest = p.digest "
    "LEFT JOIN pictures m ON m.digest = p.digest WHERE p.missing = 0"
)
_ALL = _VALUES.format("photos p")
_SOME = _VALUES.format("json_each(?) j CROSS JOIN photos p ON p.id = j.value")
# So many newer rows are taken in among the old ones, which copies all of them.
_LONGEST_NEW = 20_000


class Columns:
    """One value for each photo. Photos that changed are dead among the old and alive in the new."""

    def __init__(self, rows: Iterable[tuple[object, ...]], model_id: int = 0) -> None:
        self._model_id = model_id
        self._codes = Codes()
        self._old = self._codes.values_of(rows)
        self._new = self._codes.values_of([])
        self._alive = np.ones(len(self._old.photos), np.bool_)

    @classmethod
    def read(cls, reader: Reader, model_id: int) -> "Columns":
        """All photos with a vector of this model, as they are now."""
        with faults_as_sentences(reader.connection):
            return cls(reader.connection.execute(_ALL, (model_id,)), model_id)

    def __len__(self) -> int:
        return int(np.count_nonzero(self._alive)) + len(self._new.photos)

    def follow(self, reader: Reader, photos: Whole) -> None:
        """Read these photos again, ascending ids of all that changed."""
        if not len(photos):
            return
        with faults_as_sentences(reader.connection):
            question = reader.connection.execute(
                _SOME, (json.dumps(photos.tolist()), self._model_id)
            )
            changed = self._codes.values_of(question)
        self._alive &= ~_among(self._old.photos, photos)
        self._new = self._new.only(~_among(self._new.photos, photos)).with_more(changed)
        if len(self._new.photos) > _LONGEST_NEW:
            self._old = self._old.only(self._alive).with_more(self._new)
            self._new = self._codes.values_of([])
            self._alive = np.ones(len(self._old.photos), np.bool_)

    def left_by(self, chosen: Iterable[Filter]) -> Whole | None:
        """Ascending ids of the embeddings with a photo that all filters leave.

        None where a filter is about something that is in no column.
        """
        chosen = list(chosen)
        old, new = self._all_met(chosen, self._old), self._all_met(chosen, self._new)
        if old is None or new is None:
            return None
        found = (self._old.ids[old & self._alive], self._new.ids[new])
        # A content may have several photos. Ids are dense, and a mask quicker than sorting.
        left = np.zeros(max((int(ids.max()) for ids in found if len(ids)), default=0) + 1, np.bool_)
        for ids in found:
            left[ids] = True
        return np.flatnonzero(left)

    def _all_met(self, chosen: list[Filter], values: Values) -> Mask | None:
        masks = []
        for one in chosen:
            mask = self._met(one, values) if isinstance(one, ANSWERED) else None
            if mask is None:
                return None
            masks.append((one, mask))
        return _combined(masks, len(values.photos))

    def _met(self, one: Filter, values: Values) -> Mask | None:
        codes = self._codes
        match one:
            case Taken(start=start, end=end):
                return _met_time(values.taken, start or "", end or "~")
            case BytesBetween(low=low, high=high):
                return _between(values.bytes, low, high)
            case PixelsBetween(low=low, high=high):
                return _between(values.pixels, max(low, 0), high)
            case InFolder(text=text):
                return _of_codes(codes.folders, values.folder, _folder_test(text))
            case ByCamera(text=text):
                return _of_codes(codes.cameras, values.camera, _camera_test(text))
            case OfType(format=name):
                return _of_codes(codes.formats, values.format, lambda format_: format_ == name)
            case Named(text=text):
                test = _name_test(text)
                return np.fromiter(map(test, values.name), np.bool_, len(values.name))
            case NearPlace():
                return _met_place(values, one)
        return None


def _among(photos: Whole, some: Whole) -> Mask:
    """Which of the ascending `photos` are among the ascending `some`."""
    mask = np.zeros(len(photos), np.bool_)
    if len(photos):
        places = np.minimum(np.searchsorted(photos, some), len(photos) - 1)
        mask[places[photos[places] == some]] = True
    return mask


def _met_time(taken: Whole, start: str, end: str) -> Mask | None:
    low = _time_number(start) if start else 0
    high = _time_number(end) if end != "~" else 10**TIME_DIGITS
    if low is None or high is None:
        return None
    return (taken >= low) & (taken < high)


def _met_place(values: Values, near: NearPlace) -> Mask:
    span = near.radius_km / sql.KM_PER_DEGREE + 1e-9
    here = near.place.latitude, near.place.longitude
    latitude, longitude = values.latitude, values.longitude
    # A comparison with NaN, which stands for no place, is false.
    mask = (latitude >= here[0] - span) & (latitude <= here[0] + span) & ~np.isnan(longitude)
    for index in np.flatnonzero(mask).tolist():
        there = float(latitude[index]), float(longitude[index])
        mask[index] = sql.distance_km(*there, *here) <= near.radius_km
    return mask


def _combined(masks: list[tuple[Filter, Mask]], count: int) -> Mask:
    """What all filters together leave."""
    left = np.ones(count, np.bool_)
    excluded, groups = sql.grouped(masks)
    for mask in excluded:
        left &= ~mask
    for group in groups:
        left &= np.logical_or.reduce(group)
    return left


def _between(column: Whole, low: int, high: int | None) -> Mask:
    # Python's numbers may be larger than what a column can hold; numpy compares them all the same.
    mask = column >= low
    return mask if high is None else mask & (column <= high)


def _of_codes(
    codes: dict[object, int],
    column: Code,
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


def _name_test(text: str) -> Callable[[str], object]:
    """Whether a folded name contains the text, or matches it where it has wildcards."""
    wanted = sql.fold(sql.shown_text(text))
    if set("*?") & set(text):
        return re.compile(fnmatch.translate(wanted.replace("[", "[[]"))).match
    return lambda name: wanted in name


def _camera_test(text: str) -> Callable[[object], bool]:
    """Whether a pair of camera and lens, either of which may be None, contains the text."""
    wanted = sql.fold(sql.shown_text(text))

    def meets(both: object) -> bool:
        return isinstance(both, tuple) and any(wanted in sql.fold(one) for one in both if one)

    return meets


def _time_number(bound: str) -> int | None:
    """The number that times from this bound on reach; None where it is the beginning of no time."""
    if not _TIME.fullmatch(bound):
        return None
    digits = re.sub(r"\D", "", bound)
    number = int(digits.ljust(TIME_DIGITS, "9" if bound.endswith("~") else "0"))
    return number + bound.endswith("~")
