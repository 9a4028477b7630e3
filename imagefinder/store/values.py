"""Photos as arrays: what `columns` compares, made of rows that it reads.

In come rows of the database; out go `Values`, in ascending order of their photos. Times are numbers
of their 14 digits; texts are codes, since few folders and cameras come with many photos; what is
not known is -1 or NaN. Names are nearly all different and stay texts, 70 MB for a million.
"""

import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from imagefinder.store.filters import folded_name

Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]
Code = npt.NDArray[np.int32]
Real = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]

TIME_DIGITS = 14
_UNKNOWN = -1
_ROWS = 20_000
_TYPES = (np.int64,) * 5 + (np.float64,) * 2 + (np.int32,) * 3 + (np.object_,)


class Values(NamedTuple):
    """Arrays of one length; `ids` are those of the photos' embeddings."""

    photos: Whole
    ids: Whole
    taken: Whole
    bytes: Whole
    pixels: Whole
    latitude: Real
    longitude: Real
    folder: Code
    camera: Code
    format: Code
    name: Texts

    def only(self, mask: Mask) -> "Values":
        """The photos of the mask."""
        return self if mask.all() else Values(*(column[mask] for column in self))  # type: ignore[arg-type]

    def with_more(self, more: "Values") -> "Values":
        """These and other photos, in order again."""
        return _in_order([self, more])


class Codes:
    """The numbers of texts, which only grow: arrays made at different times agree."""

    def __init__(self) -> None:
        self.folders: dict[object, int] = {}
        self.cameras: dict[object, int] = {}
        self.formats: dict[object, int] = {}

    def values_of(self, rows: Iterable[tuple[object, ...]]) -> Values:
        """The arrays of rows: photo, embedding, path, size, time, pixels, latitude, longitude,
        camera, lens, format."""
        return _in_order(list(self._blocks(rows)))

    def _blocks(self, rows: Iterable[tuple[object, ...]]) -> Iterator[Values]:
        """A few thousand rows each: lists of a million would take gigabytes."""
        block: list[tuple[object, ...]] = []
        for row in rows:
            block.append(self._coded(row))
            if len(block) == _ROWS:
                yield _arrays(block)
                block = []
        yield _arrays(block)

    def _coded(self, row: tuple[object, ...]) -> tuple[object, ...]:
        photo, i, path, size, taken, pixels, latitude, longitude, camera, lens, format_ = row
        folder = path[: path.rfind(_separator(path)) + 1]  # type: ignore[index, attr-defined]
        return (
            *(photo, i, int(re.sub(r"\D", "", str(taken))), size),
            *(_UNKNOWN if pixels is None else pixels, latitude, longitude),
            self.folders.setdefault(folder, len(self.folders)),
            self.cameras.setdefault((camera, lens), len(self.cameras)),
            _UNKNOWN if format_ is None else self.formats.setdefault(format_, len(self.formats)),
            folded_name(path),  # type: ignore[arg-type]
        )


def _in_order(parts: list[Values]) -> Values:
    columns = [np.concatenate(columns) for columns in zip(*parts, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    return Values(*(column[order] for column in columns))


def _arrays(block: list[tuple[object, ...]]) -> Values:
    columns = zip(*block, strict=True) if block else ((),) * len(_TYPES)
    return Values(*(np.array(values, kind) for values, kind in zip(columns, _TYPES, strict=True)))


def _separator(path: object) -> str | bytes:
    return os.sep if isinstance(path, str) else os.fsencode(os.sep)
