"""Points that are no thumbnails: single dots where they are few, a density where they are many.

Both are made with numpy: a painter that is told of each point takes a hundred times as long.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage, QPainter

from imagefinder.gui.map.camera import Points
from imagefinder.gui.map.cells import Indexes
from imagefinder.gui.map.colours import Palette, Shades

# More single dots than this on the screen are a density.
MOST_DOTS = 24_000
DENSITY_HEIGHT_PX = 768
_FAINTEST, _STRONGEST = 0.28, 0.95
# From how many points a pixel of the density is at its strongest: all but the fullest few.
_FULL_PERCENT = 99

Pixels = npt.NDArray[np.uint32]


def radius_px(count: int) -> float:
    """How large a dot is among so many."""
    return 3.2 if count <= 2500 else 2.0 if count <= 6000 else 0.9


def paint_dots(
    pixels: Pixels,
    places: Points,
    shades: Shades,
    palette: Palette,
    radius: float,
    ground: str | None = None,
) -> None:
    """Put a dot on each of (n, 2) places, in pixels of the picture; later ones lie above.

    Without a `ground`, the colour that the picture is filled with, rims are transparent in part.
    """
    height, width = pixels.shape
    reach = int(np.ceil(radius)) + 1
    x, y = places[:, 0].astype(np.int32), places[:, 1].astype(np.int32)
    there = (x >= reach) & (x < width - reach) & (y >= reach) & (y < height - reach)
    first, shades = (y * np.int32(width) + x)[there], shades[there]
    flat = pixels.reshape(-1)
    # The faint rims first: where dots touch, the full middle of one covers the rim of the other.
    for down, right, coverage in _stamp(radius):
        colours = _thinned(palette, coverage, ground).take(shades)
        flat[first + np.int32(down * width + right)] = colours


def density(points: Points, aspect: float, shades: Shades, palette: Palette, height: int) -> QImage:
    """The whole world; each pixel in the mean colour of its points, the stronger the more."""
    width = round(height * aspect)
    places = np.minimum((points * np.float32(height)).astype(np.int32), (width - 1, height - 1))
    cells = places[:, 1] * width + places[:, 0]
    counts = np.bincount(cells, minlength=width * height)
    strength = _strength(counts)
    pixels = (strength * 255).astype(np.uint32) << 24
    colours = np.array(palette.colours, np.uint32)
    for shift in (16, 8, 0):
        part = ((colours >> shift) & 0xFF).astype(np.float64)[shades]
        total = np.bincount(cells, weights=part, minlength=width * height)
        mean = total / np.maximum(counts, 1)
        pixels |= (mean * strength).astype(np.uint32) << shift
    return as_image(pixels.astype(np.uint32).reshape(height, width)).copy()


def dotted(points: Points, aspect: float, shades: Shades, palette: Palette, height: int) -> QImage:
    """The whole world with a dot for each point."""
    pixels = np.zeros((height, round(height * aspect)), np.uint32)
    # A little inwards, so that no dot is cut off.
    places = points * np.float32(height - 8) + np.float32(4)
    paint_dots(pixels, places, shades, palette, 1.5)
    return as_image(pixels).copy()


def as_image(pixels: Pixels, opaque: bool = False) -> QImage:
    """The picture in these pixels, which must outlive it."""
    height, width = pixels.shape
    transparent = QImage.Format.Format_ARGB32_Premultiplied
    form = QImage.Format.Format_RGB32 if opaque else transparent
    return QImage(pixels.data, width, height, width * 4, form)


class Opaque:
    """Keeps a picture as it looks upon a ground: painting that takes half as long."""

    def __init__(self) -> None:
        self._made_of: tuple[int, str] | None = None
        self._image = QImage()

    def upon(self, image: QImage, ground: str) -> QImage:
        """The picture without transparency, in RGB32."""
        if self._made_of != (image.cacheKey(), ground):
            self._made_of = (image.cacheKey(), ground)
            self._image = QImage(image.size(), QImage.Format.Format_RGB32)
            self._image.fill(QColor(ground))
            painter = QPainter(self._image)
            painter.drawImage(0, 0, image)
            painter.end()
        return self._image


def _strength(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    filled = counts[counts > 0]
    most = max(float(np.percentile(filled, _FULL_PERCENT)), 1.0) if len(filled) else 1.0
    share = np.minimum(np.log1p(counts) / np.log1p(most), 1.0)
    return np.where(counts > 0, _FAINTEST + (_STRONGEST - _FAINTEST) * share, 0.0)


@lru_cache(maxsize=16)
def _stamp(radius: float) -> list[tuple[int, int, float]]:
    """Pixels of a disc with how much of each it covers, the least covered first."""
    reach = int(np.ceil(radius))
    stamp = []
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            coverage = min(1.0, max(0.0, radius + 0.5 - float(np.hypot(down, right))))
            if coverage > 0:
                stamp.append((down, right, round(coverage, 2)))
    return sorted(stamp, key=lambda part: part[2])


@lru_cache(maxsize=256)
def _thinned(palette: Palette, coverage: float, ground: str | None) -> Pixels:
    """The palette for a pixel that is covered in part: mixed with the ground, or premultiplied."""
    below = 0xFF000000 | int(ground[1:], 16) if ground else 0
    colours = np.array(palette.colours, np.uint32)
    thinned = np.zeros(len(colours), np.uint32)
    for shift in (24, 16, 8, 0):
        own, other = (colours >> shift) & 0xFF, (below >> shift) & 0xFF
        thinned |= np.round(own * coverage + other * (1 - coverage)).astype(np.uint32) << shift
    return thinned


def nearest(points: Points, among: Indexes, x: float, y: float) -> tuple[int, float] | None:
    """Of these points the one nearest to a place, and its distance."""
    if not len(among):
        return None
    gaps = points[among] - np.array([x, y], np.float32)
    distances = np.hypot(gaps[:, 0], gaps[:, 1])
    best = int(np.argmin(distances))
    return int(among[best]), float(distances[best])
