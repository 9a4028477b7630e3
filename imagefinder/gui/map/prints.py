"""Paints one thumbnail of the map: a plain copy with a narrow frame, some hundred times a frame."""

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from imagefinder.gui.map.pictures import Pictures
from imagefinder.gui.style import Tones

# How much of its square a photo takes whose thumbnail is not there yet.
_EMPTY = 0.7


class Edge(NamedTuple):
    """A frame around a thumbnail."""

    width_px: int
    colour: QColor


class Prints:
    """For thumbnails of one size, in one paint."""

    def __init__(self, pictures: Pictures, side_px: int, ratio: float, tones: Tones) -> None:
        self._pictures = pictures
        self._side_px = side_px
        self._ratio = ratio
        self._side_device_px = round(side_px * ratio)
        self._placeholder = QColor(tones.placeholder)
        self._empty_px = side_px * _EMPTY

    def paint(
        self, painter: QPainter, photo_id: int, middle: tuple[float, float], edge: Edge
    ) -> None:
        """Paint it around this point."""
        x, y = middle
        pixmap = self._pictures.pixmap(photo_id, self._side_device_px)
        if pixmap is None:
            side = self._empty_px
            painter.fillRect(QRectF(x - side / 2, y - side / 2, side, side), self._placeholder)
            return
        if self._ratio == 1.0:
            across, down = pixmap.width(), pixmap.height()
            if across <= self._side_px and down <= self._side_px:
                _copy(painter, pixmap, (int(x - across / 2), int(y - down / 2)), edge)
                return
        width, height = fitting(pixmap, self._side_px, self._ratio)
        left, top, wide = round(x - width / 2), round(y - height / 2), edge.width_px
        across, down = round(width) + 2 * wide, round(height) + 2 * wide
        painter.fillRect(left - wide, top - wide, across, down, edge.colour)
        painter.drawPixmap(QRectF(left, top, width, height), pixmap, QRectF(pixmap.rect()))


def _copy(painter: QPainter, pixmap: QPixmap, corner: tuple[int, int], edge: Edge) -> None:
    """As it is: a fraction of what the same costs with two rectangles."""
    (left, top), (wide, colour) = corner, edge
    across, down = pixmap.width() + 2 * wide, pixmap.height() + 2 * wide
    painter.fillRect(left - wide, top - wide, across, down, colour)
    painter.drawPixmap(left, top, pixmap)


def fitting(pixmap: QPixmap, side_px: int, ratio: float) -> tuple[float, float]:
    """Width and height of a thumbnail in logical pixels, within a square of this side."""
    width, height = pixmap.width() / ratio, pixmap.height() / ratio
    longest = max(width, height)
    if longest > side_px:
        width, height = width * side_px / longest, height * side_px / longest
    return width, height
