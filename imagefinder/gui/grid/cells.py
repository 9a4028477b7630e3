"""Paints one cell of the grid: thumbnail, caption, badges, and how it is selected.

The grid makes a `CellPainter` for each palette, font, size and pixel ratio, and calls it for every
visible cell; so whatever can be worked out once is worked out at its making.
"""

from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen, QPixmap

from imagefinder.gui import style
from imagefinder.gui.grid.layout import Spacing
from imagefinder.gui.grid.rows import RowInfo

PADDING_PX = 6
_CAPTION_GAP_PX = 3
_BADGE_PX = 22
_BADGE_ICON_PX = 14
_OFFLINE_OPACITY = 0.45


class Caption(Enum):
    """What is written below each thumbnail."""

    OFF = "off"
    NAME = "name"
    DATE = "date"
    SCORE = "score"


class Look(NamedTuple):
    """How a cell is to be painted."""

    caption: str = ""
    selected: bool = False
    current: bool = False
    hovered: bool = False


class CellPainter:
    """`side_px` is the side of the square, in logical pixels, that a thumbnail has for itself."""

    def __init__(
        self, palette: QPalette, font: QFont, side_px: int, captions: bool, ratio: float
    ) -> None:
        self.font = style.small_font(font)
        self._metrics = QFontMetrics(self.font)
        self._tones = style.tones(palette)
        self._side = side_px
        self._captions = captions
        self._ratio = ratio
        self._colours = {name: QColor(tone) for name, tone in _named(self._tones).items()}
        large, tones = min(40, side_px // 3), self._tones
        self._signs = {
            "picture": style.icon_pixmap("picture", tones.faint, large, ratio),
            "problem": style.icon_pixmap("problem", tones.warning, large, ratio),
        }
        self._badges = {
            "offline": style.icon_pixmap("offline", tones.text, _BADGE_ICON_PX, ratio),
            "problem": style.icon_pixmap("problem", tones.warning, _BADGE_ICON_PX, ratio),
        }
        self._ring = QPen(self._colours["accent"], 2)
        self._focus = QPen(self._colours["text"], 1, Qt.PenStyle.DotLine)

    @property
    def side_device_px(self) -> int:
        """What thumbnails should be loaded at: the side in pixels of the screen."""
        return round(self._side * self._ratio)

    def spacing(self, heading_height: int) -> Spacing:
        """The size of a cell, and what lies between cells."""
        caption = self._metrics.height() + _CAPTION_GAP_PX if self._captions else 0
        return Spacing(
            cell_width=self._side + 2 * PADDING_PX,
            cell_height=self._side + 2 * PADDING_PX + caption,
            gap=style.SPACE_XS,
            margin=style.SPACE_M,
            heading_height=heading_height,
        )

    def elided(self, text: str) -> str:
        """`text` cut to the width of a caption. A name is cut in its middle: both ends tell."""
        return self._metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, self._side)

    def paint(
        self,
        painter: QPainter,
        cell: QRect,
        row: RowInfo | None,
        pixmap: QPixmap | None,
        missing: bool,
        look: Look,
    ) -> None:
        """Paint one cell. `row` is None for a photo that is gone, `pixmap` while there is none."""
        self._paint_ground(painter, cell, look)
        room = QRect(cell.left() + PADDING_PX, cell.top() + PADDING_PX, self._side, self._side)
        online = row is None or row.online
        if pixmap is not None:
            self._paint_thumbnail(painter, room, pixmap, 1.0 if online else _OFFLINE_OPACITY)
        else:
            self._paint_placeholder(painter, room, row, missing)
        if not online:
            self._paint_badge(painter, room, "offline")
        elif row is not None and row.problem and pixmap is not None:
            self._paint_badge(painter, room, "problem")
        if look.caption:
            self._paint_caption(painter, room, look)

    def _paint_ground(self, painter: QPainter, cell: QRect, look: Look) -> None:
        if not (look.selected or look.hovered or look.current):
            return
        frame = QRectF(cell).adjusted(1, 1, -1, -1)
        if look.selected or look.hovered:
            painter.setPen(self._ring if look.selected else Qt.PenStyle.NoPen)
            painter.setBrush(self._colours["selected" if look.selected else "hover"])
            painter.drawRoundedRect(frame, style.RADIUS_PX, style.RADIUS_PX)
        if look.current:
            painter.setPen(self._focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = frame.adjusted(2.5, 2.5, -2.5, -2.5)
            painter.drawRoundedRect(inner, style.RADIUS_PX - 2, style.RADIUS_PX - 2)

    def _paint_thumbnail(
        self, painter: QPainter, room: QRect, pixmap: QPixmap, opacity: float
    ) -> None:
        size = QSizeF(pixmap.size()) / self._ratio
        exact = max(pixmap.width(), pixmap.height()) == self.side_device_px
        if max(size.width(), size.height()) > self._side:
            size.scale(QSizeF(room.size()), Qt.AspectRatioMode.KeepAspectRatio)
            exact = False
        # Smooth scaling costs ten times a plain copy, and an exact fit needs none.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact)
        painter.setOpacity(opacity)
        painter.drawPixmap(self._centred(room, size), pixmap, QRectF(pixmap.rect()))
        painter.setOpacity(1.0)

    def _centred(self, room: QRect, size: QSizeF) -> QRectF:
        """`size` in the middle of `room`, on whole pixels of the screen, so that it stays sharp."""
        left = room.left() + (room.width() - size.width()) / 2
        top = room.top() + (room.height() - size.height()) / 2
        ratio = self._ratio
        return QRectF(QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio), size)

    def _paint_placeholder(
        self, painter: QPainter, room: QRect, row: RowInfo | None, missing: bool
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours["placeholder"])
        painter.drawRoundedRect(QRectF(room), style.SPACE_XS, style.SPACE_XS)
        if row is not None and row.problem:
            self._paint_icon(painter, room, self._signs["problem"])
        elif missing or (row is not None and row.digest is None):
            self._paint_icon(painter, room, self._signs["picture"])

    def _paint_icon(self, painter: QPainter, room: QRect, pixmap: QPixmap) -> None:
        size = pixmap.deviceIndependentSize()
        painter.drawPixmap(self._centred(room, size).topLeft(), pixmap)

    def _paint_badge(self, painter: QPainter, room: QRect, name: str) -> None:
        badge = QRect(room.bottomLeft(), QSize(_BADGE_PX, _BADGE_PX))
        badge.translate(style.SPACE_XS, -_BADGE_PX - style.SPACE_XS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours["raised"])
        painter.drawEllipse(badge)
        self._paint_icon(painter, badge, self._badges[name])

    def _paint_caption(self, painter: QPainter, room: QRect, look: Look) -> None:
        line = QRect(
            room.left(), room.bottom() + 1 + _CAPTION_GAP_PX, room.width(), self._metrics.height()
        )
        painter.setPen(self._colours["text" if look.selected else "muted"])
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, look.caption)


def _named(tones: style.Tones) -> dict[str, str]:
    return {field: getattr(tones, field) for field in tones.__struct_fields__}
