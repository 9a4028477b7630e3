"""Paints the thumbnails of the map: a rectangle and a plain copy each, some hundred in every frame.

What is known of each is kept from paint to paint, so that little is left to do but those two calls.
Framed pictures made once and copied in one call were no gain: making them cost more.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from imagefinder.gui.map.camera import Points
from imagefinder.gui.map.pictures import Ids, Pictures

# How much of its square a photo takes whose thumbnail is not there yet.
_EMPTY = 0.7
_MOST_KEPT = 3000


class Edge(NamedTuple):
    """A frame around a thumbnail; the colour as `#rrggbb`."""

    width_px: int
    colour: str


class Style(NamedTuple):
    """What all thumbnails of a paint share. `edges` are the frames that there are."""

    side_px: int
    ratio: float
    edges: tuple[Edge, ...]
    placeholder: str


class Thumbs(NamedTuple):
    """Thumbnails of one paint: photos, their middles in pixels, and the number of each's edge."""

    ids: Ids
    places: Points
    edges: npt.NDArray[np.int64]


class _Print(NamedTuple):
    """A thumbnail of the right size, and how far its corner is from its middle."""

    pixmap: QPixmap
    left_px: float
    up_px: float
    width_px: int
    height_px: int


class Prints:
    """Thumbnails of the size that is painted, kept by photo."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._side_px = 1
        self._kept: dict[int, _Print] = {}

    def forget(self) -> None:
        """Other photos are shown from now on, or these may have changed."""
        self._kept.clear()

    def paint(
        self, painter: QPainter, style: Style, thumbs: Thumbs, which: npt.NDArray[np.int64]
    ) -> None:
        """Paint `which` of them, the last first, so that the first lie above."""
        self._use(round(style.side_px * style.ratio))
        drawn = which[::-1]
        ids, edges = thumbs.ids[drawn].tolist(), thumbs.edges[drawn].tolist()
        middles = (thumbs.places[drawn] * np.float32(style.ratio)).tolist()
        frames = [(round(e.width_px * style.ratio), QColor(e.colour)) for e in style.edges]
        painter.save()
        # Now one unit is one pixel of the device, and a pixmap is copied as it is.
        painter.scale(1 / style.ratio, 1 / style.ratio)
        kept, fill, copy = self._kept, painter.fillRect, painter.drawPixmap
        for photo_id, (x, y), edge in zip(ids, middles, edges, strict=True):
            found = kept.get(photo_id) or self._found(photo_id)
            wide, colour = frames[edge]
            if found is None:
                self._paint_other(painter, photo_id, (x, y), (wide, colour), style)
                continue
            pixmap, across, up, width, height = found
            left, top = int(x - across), int(y - up)
            fill(left - wide, top - wide, width + 2 * wide, height + 2 * wide, colour)
            copy(left, top, pixmap)
        painter.restore()

    def _use(self, side_px: int) -> None:
        if side_px != self._side_px or len(self._kept) > _MOST_KEPT:
            self._side_px = side_px
            self._kept.clear()

    def _found(self, photo_id: int) -> _Print | None:
        pixmap = self._pictures.pixmap(photo_id, self._side_px)
        if pixmap is None or max(pixmap.width(), pixmap.height()) != self._side_px:
            return None
        width, height = pixmap.width(), pixmap.height()
        made = self._kept[photo_id] = _Print(pixmap, width / 2, height / 2, width, height)
        return made

    def _paint_other(
        self,
        painter: QPainter,
        photo_id: int,
        middle: tuple[float, float],
        edge: tuple[int, QColor],
        style: Style,
    ) -> None:
        """What there is while the thumbnail is on its way: one of another size, or nothing."""
        pixmap = self._pictures.pixmap(photo_id, self._side_px)
        if pixmap is not None:
            _paint_other_size(painter, pixmap, middle, self._side_px, edge)
            return
        side = self._side_px * _EMPTY
        room = QRectF(middle[0] - side / 2, middle[1] - side / 2, side, side)
        painter.fillRect(room, QColor(style.placeholder))


def _paint_other_size(
    painter: QPainter,
    pixmap: QPixmap,
    middle: tuple[float, float],
    side_px: int,
    edge: tuple[int, QColor],
) -> None:
    """As it is where it is smaller than it should be, else made smaller."""
    wide, colour = edge
    width, height = (round(length) for length in fitting(pixmap, side_px, 1.0))
    left, top = int(middle[0] - width / 2), int(middle[1] - height / 2)
    painter.fillRect(left - wide, top - wide, width + 2 * wide, height + 2 * wide, colour)
    if width == pixmap.width():
        painter.drawPixmap(left, top, pixmap)
    else:
        painter.drawPixmap(left, top, width, height, pixmap)


def fitting(pixmap: QPixmap, side_px: int, ratio: float) -> tuple[float, float]:
    """Width and height of a thumbnail in logical pixels, within a square of this side."""
    width, height = pixmap.width() / ratio, pixmap.height() / ratio
    longest = max(width, height)
    if longest > side_px:
        width, height = width * side_px / longest, height * side_px / longest
    return width, height
