"""Where each thumbnail of one paint lies, and how large thumbnails are at this zoom."""

import math

import msgspec
import numpy as np

from imagefinder.gui.map.camera import Box, Camera, Points
from imagefinder.gui.map.cells import Indexes
from imagefinder.gui.map.pyramid import Pyramid

# Each half as large again in area: thumbnails are decoded at these sizes, hence few.
SIDES_PX = (54, 66, 82, 100, 124, 156, 196)
# The part of the screen that thumbnails should fill where there are enough of them.
_FILLED = 0.45
# Pictures are seldom square, so their squares may overlap a little.
_APART = 0.72
# While the map is only moved, this part of the screen's width is looked up on every side of it.
_AHEAD = 0.25


class Frame(msgspec.Struct, frozen=True):
    """Thumbnails on the screen, the most prominent first: where their middles are, in pixels."""

    indexes: Indexes
    places: Points
    side_px: int

    @staticmethod
    def empty() -> "Frame":
        """Nothing is painted yet."""
        return Frame(np.empty(0, np.int32), np.empty((0, 2), np.float32), SIDES_PX[0])

    def at(self, x: float, y: float) -> int | None:
        """The point whose thumbnail's square is below a pixel, the topmost of several."""
        gaps = np.abs(self.places - (x, y)).max(axis=1, initial=0)
        below = np.flatnonzero(gaps <= self.side_px / 2)
        return int(self.indexes[below[0]]) if len(below) else None


class _Found(msgspec.Struct, frozen=True):
    """What is shown in a box at one zoom."""

    pyramid: Pyramid
    scale: float
    side_px: int
    box: Box
    indexes: Indexes

    def serves(self, pyramid: Pyramid, scale: float, side_px: int, box: Box) -> bool:
        """Whether it holds what is shown in this box."""
        same = self.pyramid is pyramid and (self.scale, self.side_px) == (scale, side_px)
        return same and self.box.holds(box)


class Framing:
    """Lays out what is to be painted; while the map is only moved, it seldom looks anew."""

    def __init__(self) -> None:
        self._found: _Found | None = None

    def frame(self, pyramid: Pyramid, camera: Camera) -> Frame:
        """What is to be painted now."""
        side = side_px(camera, len(pyramid.points))
        box = camera.box.grown(side / camera.scale)
        found = self._found
        if found is None or not found.serves(pyramid, camera.scale, side, box):
            moved = found is not None and found.scale == camera.scale
            wide = box.grown(_AHEAD * camera.width_px / camera.scale) if moved else box
            indexes = pyramid.shown(wide, side * _APART / camera.scale)
            self._found = found = _Found(pyramid, camera.scale, side, wide, indexes)
        return _seen(pyramid, camera, found.indexes, side)


def side_px(camera: Camera, count: int) -> int:
    """The nearer, the fewer are on the screen, and the larger each can be."""
    on_screen = max(1.0, count / camera.zoom**2)
    room = math.sqrt(camera.width_px * camera.height_px * _FILLED / on_screen)
    return max((side for side in SIDES_PX if side <= room), default=SIDES_PX[0])


def _seen(pyramid: Pyramid, camera: Camera, indexes: Indexes, side: int) -> Frame:
    """Those of which any part is on the screen."""
    places = camera.to_screen(pyramid.points[indexes])
    half = side / 2
    x, y = places[:, 0], places[:, 1]
    seen = (x > -half) & (x < camera.width_px + half) & (y > -half) & (y < camera.height_px + half)
    return Frame(indexes[seen], places[seen], side)
