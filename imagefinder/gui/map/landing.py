"""Where a picture from outside would lie on the map: a pin with it, lines to what is near."""

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from imagefinder.gui.map.camera import Camera, Points, place_on
from imagefinder.gui.map.chart import Chart, Ids
from imagefinder.gui.style import RADIUS_PX, Tones

PIN_PX = 64
_STEM_PX = 14
_EDGE_PX = 4
_LINE_ALPHA = 0.7


class Landing(msgspec.Struct, frozen=True):
    """`x` and `y` are on the axes of the chart; `neighbours` come nearest first."""

    name: str
    x: float
    y: float
    neighbours: Ids
    pixmap: QPixmap | None = None

    def place(self, chart: Chart) -> tuple[float, float]:
        """Where in the world; beyond the last photo it stays at the edge."""
        across = min(max(place_on(chart.x, self.x), 0.0), 1.0)
        up = min(max(place_on(chart.y, self.y), 0.0), 1.0)
        return across * chart.pyramid.aspect, 1 - up


def paint_landing(
    painter: QPainter, landing: Landing, chart: Chart, camera: Camera, tones: Tones
) -> None:
    """Lines to the neighbours first, so that the pin lies above them."""
    x, y = landing.place(chart)
    here = QPointF(
        (x - camera.x) * camera.scale + camera.width_px / 2,
        (y - camera.y) * camera.scale + camera.height_px / 2,
    )
    near = camera.to_screen(chart.pyramid.points[chart.indexes_of(landing.neighbours)])
    _paint_lines(painter, here, near, tones)
    _paint_pin(painter, here, landing.pixmap, tones)


def _paint_lines(painter: QPainter, here: QPointF, near: Points, tones: Tones) -> None:
    colour = QColor(tones.accent)
    colour.setAlphaF(_LINE_ALPHA)
    painter.setPen(QPen(colour, 1.2))
    for x, y in near.tolist():
        painter.drawLine(here, QPointF(x, y))


def _paint_pin(painter: QPainter, here: QPointF, pixmap: QPixmap | None, tones: Tones) -> None:
    side = PIN_PX + 2 * _EDGE_PX
    frame = QRectF(here.x() - side / 2, here.y() - _STEM_PX - side, side, side)
    painter.setPen(QPen(QColor(tones.accent), 2))
    painter.drawLine(here, QPointF(here.x(), frame.bottom()))
    painter.setBrush(QColor(tones.accent))
    painter.drawEllipse(here, 4, 4)
    painter.setBrush(QColor(tones.base))
    painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
    if pixmap is not None and not pixmap.isNull():
        size = pixmap.size().scaled(PIN_PX, PIN_PX, Qt.AspectRatioMode.KeepAspectRatio)
        room = QRectF(0, 0, size.width(), size.height())
        room.moveCenter(frame.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(room, pixmap, QRectF(pixmap.rect()))
