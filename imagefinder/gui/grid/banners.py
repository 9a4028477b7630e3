"""Paints what the grid shows besides photos: the heading of a band, and why there is nothing."""

from PySide6.QtCore import QLocale, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPen

from imagefinder.gui import style
from imagefinder.gui.grid.cells import PADDING_PX


def heading_height(line_height: int) -> int:
    """The height of a heading, given that of a line of text."""
    return line_height + 2 * style.SPACE_S


def paint_heading(
    painter: QPainter, rect: QRect, palette: QPalette, font: QFont, title: str, count: int
) -> None:
    """A title, how many photos follow, and a line to the right edge."""
    tones, rect = style.tones(palette), rect.adjusted(PADDING_PX, 0, -PADDING_PX, 0)
    used = _write(painter, rect, style.heading_font(font), tones.text, title) + style.SPACE_S
    rest = rect.adjusted(used, 0, 0, 0)
    number = QLocale().toString(count)
    used = _write(painter, rest, style.small_font(font), tones.muted, number) + style.SPACE_M
    line = QRect(rest.left() + used, rest.center().y(), rest.width() - used, 1)
    painter.fillRect(line, QColor(tones.line))


def _write(painter: QPainter, rect: QRect, font: QFont, colour: str, text: str) -> int:
    """Write to the left of `rect`; returns the width used."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    return painter.fontMetrics().horizontalAdvance(text)


def paint_empty(
    painter: QPainter, area: QRect, palette: QPalette, font: QFont, title: str, detail: str
) -> None:
    """A title and a remark below it, in the middle of `area`, wrapped where it is narrow."""
    tones = style.tones(palette)
    area = area.adjusted(style.SPACE_XL, 0, -style.SPACE_XL, 0)
    middle = area.center().y()
    wrapped = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
    painter.setFont(style.title_font(font))
    painter.setPen(QColor(tones.text))
    above = QRect(area.left(), area.top(), area.width(), middle - area.top() - style.SPACE_XS)
    painter.drawText(above, wrapped | Qt.AlignmentFlag.AlignBottom, title)
    painter.setFont(font)
    painter.setPen(QColor(tones.muted))
    below = QRect(
        area.left(), middle + style.SPACE_XS, area.width(), area.bottom() - middle - style.SPACE_XS
    )
    painter.drawText(below, wrapped | Qt.AlignmentFlag.AlignTop, detail)


def paint_band(painter: QPainter, band: QRect, palette: QPalette) -> None:
    """The rubber band."""
    colour = QColor(style.tones(palette).accent)
    painter.setPen(QPen(colour, 1))
    colour.setAlphaF(0.18)
    painter.setBrush(colour)
    painter.drawRect(band.adjusted(0, 0, -1, -1))
