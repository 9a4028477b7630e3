"""How the viewer's picture, its preview and a region that is being drawn come onto the canvas."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPalette, QPixmap, QRegion

from imagefinder.gui import style
from imagefinder.gui.viewer.zoom import Zoom

# Beyond this magnification pixels are shown as such.
_SMOOTH_UP_TO = 3.0
_CHECK_PX = 8
_DARKENED = QColor(0, 0, 0, 120)


def paint_picture(
    painter: QPainter, view: QRect, palette: QPalette, zoom: Zoom, levels: Sequence[QImage]
) -> None:
    """What is seen in `view` of a picture, out of the level that fits best."""
    whole = QRectF(QPointF(*zoom.to_view(0, 0)), QSizeF(*zoom.picture) * zoom.scale)
    seen = whole.intersected(QRectF(view))
    image = _level_for(levels, whole.width() * zoom.ratio)
    across, down = image.width() / whole.width(), image.height() / whole.height()
    part = QRectF(
        (seen.left() - whole.left()) * across,
        (seen.top() - whole.top()) * down,
        seen.width() * across,
        seen.height() * down,
    )
    if image.hasAlphaChannel():
        painter.fillRect(seen, _checks(palette))
    smooth = zoom.magnification < _SMOOTH_UP_TO
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.drawImage(seen, image, part)


def paint_preview(painter: QPainter, view: QRect, preview: QPixmap) -> None:
    """A small picture as large as the whole one will be."""
    size = QSizeF(preview.size()).scaled(QSizeF(view.size()), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRectF(QPointF(0, 0), size)
    target.moveCenter(QRectF(view).center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(target, preview, QRectF(preview.rect()))


def paint_region(painter: QPainter, view: QRect, region: QRect) -> None:
    """What is left out is darkened: an outline alone is lost in a busy picture."""
    painter.save()
    painter.setClipRegion(QRegion(view) - QRegion(region))
    painter.fillRect(view, _DARKENED)
    painter.restore()
    painter.setPen(QColor("white"))
    painter.drawRect(region.adjusted(0, 0, -1, -1))


def _level_for(levels: Sequence[QImage], width_px: float) -> QImage:
    """The smallest level that has at least as many pixels as the screen shows."""
    large_enough = [level for level in levels if level.width() >= width_px - 0.5]
    return large_enough[-1] if large_enough else levels[0]


def _checks(palette: QPalette) -> QBrush:
    tones, side = style.tones(palette), _CHECK_PX
    tile = QPixmap(2 * side, 2 * side)
    tile.fill(QColor(tones.placeholder))
    painter = QPainter(tile)
    painter.fillRect(0, 0, side, side, QColor(tones.line))
    painter.fillRect(side, side, side, side, QColor(tones.line))
    painter.end()
    return QBrush(tile)
