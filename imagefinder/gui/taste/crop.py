"""Paints a pixmap into a square: the middle of it, so that no edge is empty."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap


def paint_cropped(painter: QPainter, square: QRect, pixmap: QPixmap | None) -> None:
    """The largest square from the middle; nothing where there is no pixmap."""
    if pixmap is None or pixmap.isNull():
        return
    side = min(pixmap.width(), pixmap.height())
    part = QRect((pixmap.width() - side) // 2, (pixmap.height() - side) // 2, side, side)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(square, pixmap, part)
