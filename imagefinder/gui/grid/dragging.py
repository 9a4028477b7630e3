"""What leaves the grid when photos are dragged out of it: file URLs, the ids, and a small picture.

Always offered as a copy: a file manager must not move somebody's photographs by accident.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QByteArray, QLocale, QMimeData, QPoint, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDrag, QFont, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QWidget

from imagefinder.gui import style

# int64 photo ids, little-endian, for drops within the program.
PHOTOS_MIME = "application/x-imagefinder-photos"
_SIDE_PX = 96
_BADGE_HEIGHT_PX = 20


def mime_data(ids: npt.NDArray[np.int64], urls: Sequence[QUrl]) -> QMimeData:
    """What a drop of these photos offers."""
    data = QMimeData()
    if urls:
        data.setUrls(urls)
    data.setData(PHOTOS_MIME, QByteArray(ids.astype("<i8").tobytes()))
    return data


def photos_in(data: QMimeData) -> npt.NDArray[np.int64]:
    """The ids of the photos that were dragged out of a grid; empty for anything else."""
    return np.frombuffer(data.data(PHOTOS_MIME).data(), dtype="<i8").astype(np.int64)


def drag(source: QWidget, data: QMimeData, thumbnail: QPixmap | None, count: int) -> None:
    """Drag until the mouse is let go of."""
    dragged = QDrag(source)
    dragged.setMimeData(data)
    picture = _picture(source.palette(), source.font(), thumbnail, count)
    dragged.setPixmap(picture)
    dragged.setHotSpot(QPoint(-style.SPACE_S, -style.SPACE_S))
    dragged.exec(Qt.DropAction.CopyAction)


def _picture(palette: QPalette, font: QFont, thumbnail: QPixmap | None, count: int) -> QPixmap:
    picture = QPixmap(_SIDE_PX, _SIDE_PX)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    if thumbnail is not None:
        size = thumbnail.size().scaled(picture.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawPixmap(QRect(QPoint(0, 0), size), thumbnail)
    if count > 1 or thumbnail is None:
        _paint_count(painter, palette, font, QLocale().toString(count))
    painter.end()
    return picture


def _paint_count(painter: QPainter, palette: QPalette, font: QFont, count: str) -> None:
    painter.setFont(style.heading_font(font))
    width = painter.fontMetrics().horizontalAdvance(count) + 2 * style.SPACE_S
    badge = QRect(QPoint(style.SPACE_XS, style.SPACE_XS), QSize(width, _BADGE_HEIGHT_PX))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(style.tones(palette).accent))
    painter.drawRoundedRect(badge, _BADGE_HEIGHT_PX / 2, _BADGE_HEIGHT_PX / 2)
    painter.setPen(QColor(style.tones(palette).on_accent))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, count)
