"""Thumbnails for made-up photos: some thousand JPEGs behind as many digests as are asked for.

Called by `benchmarks.window` and `benchmarks.map_window`.
"""

import statistics
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from imagefinder.files.thumbs import to_jpeg
from imagefinder.store.thumbs import ThumbnailFile, open_thumbnails, read_thumbnails

PICTURES = 2000


class Repeating:
    """Answers for every digest with one of the few JPEGs that there are."""

    def __init__(self, file: ThumbnailFile) -> None:
        self._file = file

    def get(self, wanted: bytes) -> bytes | None:
        """Never None."""
        return self._file.get(digest(int.from_bytes(wanted) % PICTURES))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def digest(photo_id: int) -> bytes:
    """Every photo has its own."""
    return photo_id.to_bytes(16)


def draw_thumbnails(file: Path) -> None:
    """Blurred noise: as JPEG it is about as large, and as slow to decode, as a photograph."""
    rng = np.random.default_rng(1)
    noise = Image.fromarray(rng.integers(0, 256, (1024, 1364, 3), dtype=np.uint8))
    soft = noise.filter(ImageFilter.GaussianBlur(1.2))
    corners = rng.integers(0, [1364 - 341, 1024 - 256], (PICTURES, 2)).tolist()
    jpegs = [to_jpeg(soft.crop((x, y, x + 341, y + 256))) for x, y in corners]
    stored = open_thumbnails(file)
    stored.add((digest(number), jpeg) for number, jpeg in enumerate(jpegs))
    stored.close()
    print(f"{PICTURES} thumbnails of {statistics.mean(map(len, jpegs)) / 1024:.0f} kB")


def jpegs_of(file: Path, count: int) -> list[bytes]:
    """The first of those that were drawn, as they are stored."""
    stored = read_thumbnails(file)
    return [jpeg for n in range(count) if stored and (jpeg := stored.get(digest(n)))]
