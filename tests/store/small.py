"""Libraries of a few photos, made through the store's own door and closed again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.types import FileStamp, FoundFile
from imagefinder.store.connect import open_for_reading, open_for_writing
from imagefinder.store.library import Library
from imagefinder.store.reader import Reader
from imagefinder.store.rows import Folder, PhotoRow
from imagefinder.store.scan import ScanDifference, ScanNotes

DIM = 4


@contextmanager
def writing(folder: Path) -> Iterator[Library]:
    library = Library(open_for_writing(LibraryPaths(folder)))
    try:
        yield library
    finally:
        library.close()


@contextmanager
def reading(folder: Path) -> Iterator[Reader]:
    reader = Reader(open_for_reading(LibraryPaths(folder)))
    try:
        yield reader
    finally:
        reader.close()


def scanned(
    library: Library, folder: Folder, tree: dict[str, int], below=(), unreadable=()
) -> ScanDifference:
    """A scan that meets `tree`: path to modification time."""
    notes = ScanNotes(library, folder, below)
    for path, mtime_ns in tree.items():
        notes.saw(FoundFile(path, FileStamp(10, mtime_ns)))
    for path in unreadable:
        notes.could_not_list(path, "permission denied")
    return notes.apply()


def photo_at(library: Reader, path: str) -> PhotoRow:
    photo = library.photo_at(path)
    assert photo is not None
    return photo


def paths_of(library: Reader) -> set[str]:
    """Paths of all photos that are not missing."""
    return {photo.path for photo in library.photos(sorted(library.photos_left_by([]))).values()}


def unit(seed: int, dim: int = DIM):
    vector = np.random.default_rng(seed).standard_normal(dim)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def digest(number: int) -> bytes:
    return number.to_bytes(16, "big")
