"""Where each thumbnail of one paint lies, and how large thumbnails are at this zoom."""

import math

import msgspec
import numpy as np

from imagefinder.gui.map.camera import Box, Camera
from imagefinder.gui.map.cells import Indexes
from imagefinder.gui.map.pyramid import Pyramid

# Each half as large again in area: thumbnails are decoded at these sizes, hence few.
SIDES_PX = (54, 66, 82, 100, 124, 156, 196)
# The part of the screen that thumbnails should fill where there are enough of them.
_FILLED = 0.45
# Pictures are seldom square, so their squares may overlap a little.
_APART = 0.72


class Frame(msgspec.Struct, frozen=True):
    """Thumbnails on the screen, the most prominent first: where their middles are, in pixels."""

    indexes: Indexes
    places: list[tuple[float, float]]
    side_px: int

    @staticmethod
    def empty() -> "Frame":
        """Nothing is painted yet."""
        return Frame(np.empty(0, np.int32), [], SIDES_PX[0])

    def at(self, x: float, y: float) -> int | None:
        """The point whose thumbnail's square is below a pixel, the topmost of several."""
        if not self.places:
            return None
        gaps = np.abs(np.array(self.places) - (x, y)).max(axis=1)
        below = np.flatnonzero(gaps <= self.side_px / 2)
        return int(self.indexes[below[0]]) if len(below) else None


def side_px(camera: Camera, count: int) -> int:
    """The nearer, the fewer are on the screen, and the larger each can be."""
    on_screen = max(1.0, count / camera.zoom**2)
    room = math.sqrt(camera.width_px * camera.height_px * _FILLED / on_screen)
    return max((side for side in SIDES_PX if side <= room), default=SIDES_PX[0])


def laid_out(pyramid: Pyramid, camera: Camera) -> Frame:
    """What is to be painted now."""
    side = side_px(camera, len(pyramid.points))
    reach = side / camera.scale
    box = camera.box
    wide = Box(box.left - reach, box.top - reach, box.right + reach, box.bottom + reach)
    indexes = pyramid.shown(wide, side * _APART / camera.scale)
    places = camera.to_screen(pyramid.points[indexes])
    half = side / 2
    seen = np.flatnonzero(
        (places[:, 0] > -half)
        & (places[:, 0] < camera.width_px + half)
        & (places[:, 1] > -half)
        & (places[:, 1] < camera.height_px + half)
    )
    return Frame(indexes[seen], [tuple(place) for place in places[seen].tolist()], side)
