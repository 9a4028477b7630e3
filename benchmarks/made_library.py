"""A library of made-up photos, as large as asked for: rows and vectors are real, files are not.

Vectors lie as CLIP's do (see `clip_like`); paths, cameras and dates are spread as people's are.
"""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.clip_like import ClipLike, Singles
from imagefinder.core.paths import LibraryPaths
from imagefinder.engine.answers import ANSWERING_MODEL, WANTED_MODEL
from imagefinder.store.connect import lock_library, open_for_writing
from imagefinder.store.library import Library

CAMERAS = ("Canon EOS R6", "Nikon Z 6", "Pixel 8", "iPhone 15", "FUJIFILM X-T5")
FIRST_DAY = datetime.date(2005, 1, 1)
DAYS = 20 * 365
FORMATS = ("JPEG",) * 9 + ("HEIF",)
_BYTES_PER_PHOTO = 4_000_000
_MODEL = "made-up:vectors"


def make_library(
    folder: Path,
    photos: int,
    dim: int,
    world: ClipLike,
    model: tuple[str, str] = (_MODEL, _MODEL),
) -> LibraryPaths:
    """A library whose `photos` all have vectors of one model; its derived files are not made.

    `model` is its key and its name.
    """
    paths = LibraryPaths(folder)
    lock = lock_library(paths)
    library = Library(open_for_writing(paths))
    try:
        _fill(library, photos, dim, world, model)
    finally:
        library.close()
        lock.release()
    return paths


def _fill(library: Library, photos: int, dim: int, world: ClipLike, named: tuple[str, str]) -> None:
    watched = library.add_folder("/photos")
    model = library.use_model(*named)
    library.note_model_loaded(model.id, dim, "cpu", "float32")
    library.remember(WANTED_MODEL, model.key)
    library.remember(ANSWERING_MODEL, model.key)
    connection = library.connection
    first = 0
    for batch in world.batches(photos):
        ids = range(first, first + len(batch))
        with library.transaction():
            connection.executemany(
                "INSERT INTO embeddings (model_id, digest, vector) VALUES (?, ?, ?)",
                _vectors(model.id, ids, batch),
            )
            connection.executemany(
                "INSERT INTO pictures (digest, format, width, height, taken_at, camera) "
                "VALUES (?, ?, 4000, 3000, ?, ?)",
                map(_picture, ids),
            )
            connection.executemany(
                "INSERT INTO photos (folder_id, path, size, mtime_ns, digest, dirty) "
                "VALUES (?, ?, ?, ?, ?, 0)",
                (_photo(watched.id, number) for number in ids),
            )
        first += len(batch)


def _vectors(model_id: int, ids: Sequence[int], batch: Singles) -> Iterator[tuple[object, ...]]:
    for number, vector in zip(ids, batch.astype("<f2"), strict=True):
        yield model_id, _digest(number), vector.tobytes()


def _picture(number: int) -> tuple[object, ...]:
    taken = FIRST_DAY + datetime.timedelta(days=number * 7919 % DAYS)
    camera = CAMERAS[number % len(CAMERAS)]
    return _digest(number), FORMATS[number % len(FORMATS)], f"{taken}T12:00:00", camera


def _photo(folder_id: int, number: int) -> tuple[object, ...]:
    path = f"/photos/{2005 + number % 20}/{number // 500:05}/IMG_{number:07}.jpg"
    return folder_id, path, _BYTES_PER_PHOTO, 10**18 + number * 10**9, _digest(number)


def _digest(number: int) -> bytes:
    # Spread as a hash's are: what follows each other in a folder doesn't in an index.
    return (number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128).to_bytes(16, "big")
