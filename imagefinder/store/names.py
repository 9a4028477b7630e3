"""All photos by the name of their file, as `gui.listing` sorts them.

Names are compared folded (`filters.fold`), those that are alike by path. A million paths are read
as long texts and ordered in numpy: to sort strings of Python would keep the window from painting.
"""

import os
import sqlite3
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from imagefinder.core.paths import path_to_column
from imagefinder.store.faults import faults_as_sentences
from imagefinder.store.filters import fold

Whole = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

# Blobs sort behind all texts, so nothing comes before the empty text and all comes behind it.
_PAGE = (
    "SELECT group_concat(id), CAST(group_concat(path, char(0)) AS BLOB) "
    "FROM (SELECT id, path FROM photos WHERE path > ? ORDER BY path LIMIT ?)"
)
_PAGE_ROWS = 20_000
# What is alike for so long is ordered by path.
_COMPARED = 96
_LOWER = np.frombuffer(bytes(range(256)).lower(), np.uint8)
_ASCII = 128


def name_key(path: str) -> tuple[bytes, bool, bytes]:
    """What two paths are compared by; what is no text comes last, as in the library."""
    whole = os.fsencode(path)
    name = _folded(whole.rpartition(os.fsencode(os.sep))[2])
    return name, isinstance(path_to_column(path), bytes), whole


def ids_by_name(connection: sqlite3.Connection) -> Whole:
    """Ids of all files, also of those that can't be read."""
    pages = list(_pages(connection))
    if not pages:
        return np.empty(0, np.int64)
    ids = np.concatenate([page for page, _ in pages])
    longest = max(names.shape[1] for _, names in pages)
    whole = np.zeros((len(ids), longest), np.uint8)
    start = 0
    for _, names in pages:
        whole[start : start + len(names), : names.shape[1]] = names
        start += len(names)
    # As whole numbers, most significant first, they compare as their bytes do and much faster.
    words = whole.view(">u8").astype(np.uint64)
    return ids[np.lexsort(words.T[::-1])]


def _pages(connection: sqlite3.Connection) -> Iterator[tuple[Whole, Bytes]]:
    """Ids in the order of their paths, with a row for each one's folded name, padded with 0."""
    last: str | bytes = ""
    while True:
        with faults_as_sentences(connection):
            ids, paths = connection.execute(_PAGE, (last, _PAGE_ROWS)).fetchone()
        if ids is None:
            return
        yield np.fromstring(ids, np.int64, sep=","), _names(paths)
        last = path_to_column(os.fsdecode(paths[paths.rfind(b"\0") + 1 :]))


def _names(paths: bytes) -> Bytes:
    letters = np.frombuffer(paths, np.uint8)
    ends = np.append(np.flatnonzero(letters == 0), len(letters))
    separators = np.append(-1, np.flatnonzero(letters == ord(os.sep)))
    starts = separators[np.searchsorted(separators, ends) - 1] + 1
    foreign = np.unique(np.searchsorted(ends, np.flatnonzero(letters >= _ASCII)))
    folded = {row: _folded(paths[starts[row] : ends[row]]) for row in foreign.tolist()}
    lengths = np.minimum(ends - starts, _COMPARED)
    longest = max(int(lengths.max()), *map(len, folded.values()), 1)
    width = -(-longest // 8) * 8
    at = starts[:, None] + np.arange(width)
    names = _LOWER[letters[np.minimum(at, len(letters) - 1)]]
    names[np.arange(width) >= lengths[:, None]] = 0
    for row, name in folded.items():
        names[row] = np.frombuffer(name.ljust(width, b"\0"), np.uint8)
    return np.asarray(names)


def _folded(name: bytes) -> bytes:
    return fold(name.decode("utf-8", "replace")).encode()[:_COMPARED]
