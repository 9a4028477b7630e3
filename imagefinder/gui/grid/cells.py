"""Paints one cell of the grid: thumbnail, caption, badges, and how it is selected.

The grid makes a `CellPainter` for each palette, font, size and pixel ratio, and calls it for every
visible cell; so whatever can be worked out once is worked out at its making.
"""

from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QLocale, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QStaticText,
)

from imagefinder.gui import style
from imagefinder.gui.grid.layout import Spacing
from imagefinder.gui.grid.rows import RowInfo

PADDING_PX = 6
GAP_PX, MARGIN_PX = style.SPACE_XS, style.SPACE_M
_CAPTION_GAP_PX = 3
_SIGN_PX = 40
_BADGE_PX = 22
_CAPTIONS_KEPT = 600
_BADGE_ICON_PX = 14
_OFFLINE_OPACITY = 0.45


class Caption(Enum):
    """What is written below each thumbnail."""

    OFF = "off"
    NAME = "name"
    DATE = "date"
    SCORE = "score"

    def text(self, row: RowInfo | None, score: float | None) -> str:
        """What to write below this photo; nothing where it is not known."""
        match self:
            case Caption.NAME if row:
                return row.name
            case Caption.DATE if row:
                return row.taken
            case Caption.SCORE if score is not None:
                return QLocale().toString(float(score), "f", 3)
        return ""


class Look(NamedTuple):
    """How a cell is to be painted."""

    caption: str = ""
    selected: bool = False
    current: bool = False
    hovered: bool = False


class CaptionTexts:
    """Captions cut to a width and laid out, which takes longer than all else in a cell: kept."""

    def __init__(self, font: QFont) -> None:
        self.font = style.small_font(font)
        self._metrics = QFontMetrics(self.font)
        self._texts: dict[tuple[str, int], QStaticText] = {}

    @property
    def height(self) -> int:
        """Of a line."""
        return self._metrics.height()

    def fitting(self, caption: str, width: int) -> QStaticText:
        """The caption; cut in its middle where it is too long, since both ends of a name tell."""
        if (caption, width) not in self._texts:
            if len(self._texts) >= _CAPTIONS_KEPT:
                self._texts.clear()
            self._texts[caption, width] = self._laid_out(caption, width)
        return self._texts[caption, width]

    def _laid_out(self, caption: str, width: int) -> QStaticText:
        cut = self._metrics.elidedText(caption, Qt.TextElideMode.ElideMiddle, width)
        text = QStaticText(cut)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextWidth(self._metrics.horizontalAdvance(cut) + 1)
        text.prepare(font=self.font)
        return text


class CellPainter:
    """`side_px` is the side of the square, in logical pixels, that a thumbnail has for itself.

    Without `captions` nothing is written below.
    """

    def __init__(
        self, palette: QPalette, side_px: int, captions: CaptionTexts | None, ratio: float
    ) -> None:
        self._tones = style.tones(palette)
        self._side = side_px
        self._sign_px = min(_SIGN_PX, side_px // 3)
        self._captions = captions
        self._ratio = ratio
        self._colours = {name: QColor(tone) for name, tone in _named(self._tones).items()}
        self._icons: dict[tuple[str, int], QPixmap] = {}
        self._grounds: dict[str, QPixmap] = {}
        self._ring = QPen(self._colours["accent"], 2)
        self._focus = QPen(self._colours["text"], 1, Qt.PenStyle.DotLine)

    @property
    def side_px(self) -> int:
        """The side of a thumbnail's square in logical pixels."""
        return self._side

    @property
    def side_device_px(self) -> int:
        """What thumbnails should be loaded at: the side in pixels of the screen."""
        return round(self._side * self._ratio)

    def spacing(self, heading_height: int) -> Spacing:
        """The size of a cell, and what lies between cells."""
        caption = self._captions.height + _CAPTION_GAP_PX if self._captions else 0
        return Spacing(
            cell_width=self._side + 2 * PADDING_PX,
            cell_height=self._side + 2 * PADDING_PX + caption,
            gap=GAP_PX,
            margin=MARGIN_PX,
            heading_height=heading_height,
        )

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
        if look.caption and self._captions:
            text = self._captions.fitting(look.caption, self._side)
            left = room.left() + (self._side - text.textWidth()) / 2
            painter.setPen(self._colours["text" if look.selected else "muted"])
            painter.drawStaticText(QPointF(left, room.bottom() + 1 + _CAPTION_GAP_PX), text)

    def _paint_ground(self, painter: QPainter, cell: QRect, look: Look) -> None:
        if look.selected or look.hovered:
            name = "selected" if look.selected else "hover"
            painter.drawPixmap(cell.topLeft(), self._ground(name, cell.size()))
        if look.current:
            inner = QRectF(cell).adjusted(3.5, 3.5, -3.5, -3.5)
            painter.setPen(self._focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner, style.RADIUS_PX - 2, style.RADIUS_PX - 2)

    def _ground(self, name: str, size: QSize) -> QPixmap:
        """The rounded ground of a cell, drawn once: a stroke costs several times a copy."""
        if name not in self._grounds:
            ground = QPixmap(size * self._ratio)
            ground.setDevicePixelRatio(self._ratio)
            ground.fill(Qt.GlobalColor.transparent)
            painter = QPainter(ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._ring if name == "selected" else Qt.PenStyle.NoPen)
            painter.setBrush(self._colours[name])
            frame = QRectF(1, 1, size.width() - 2, size.height() - 2)
            painter.drawRoundedRect(frame, style.RADIUS_PX, style.RADIUS_PX)
            painter.end()
            self._grounds[name] = ground
        return self._grounds[name]

    def _paint_thumbnail(
        self, painter: QPainter, room: QRect, pixmap: QPixmap, opacity: float
    ) -> None:
        size = QSizeF(pixmap.size()) / self._ratio
        exact = max(pixmap.width(), pixmap.height()) == self.side_device_px
        if max(size.width(), size.height()) > self._side:
            size.scale(QSizeF(room.size()), Qt.AspectRatioMode.KeepAspectRatio)
            exact = False
        if opacity < 1.0:
            painter.setOpacity(opacity)
        # Smooth scaling costs ten times a plain copy, and an exact fit needs none.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact)
        painter.drawPixmap(self._centred(room, size), pixmap, QRectF(pixmap.rect()))
        if opacity < 1.0:
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
        painter.fillRect(room, self._colours["placeholder"])
        if row is not None and row.problem:
            self._paint_icon(painter, room, "problem", self._sign_px)
        elif missing or (row is not None and row.digest is None):
            self._paint_icon(painter, room, "picture", self._sign_px)

    def _paint_icon(self, painter: QPainter, room: QRect, name: str, side_px: int) -> None:
        if (name, side_px) not in self._icons:
            colour = {"problem": "warning", "picture": "faint", "offline": "text"}[name]
            pixmap = style.icon_pixmap(name, self._colours[colour], side_px, self._ratio)
            self._icons[name, side_px] = pixmap
        place = self._centred(room, QSizeF(side_px, side_px)).topLeft()
        painter.drawPixmap(place, self._icons[name, side_px])

    def _paint_badge(self, painter: QPainter, room: QRect, name: str) -> None:
        badge = QRect(room.bottomLeft(), QSize(_BADGE_PX, _BADGE_PX))
        badge.translate(style.SPACE_XS, -_BADGE_PX - style.SPACE_XS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours["raised"])
        painter.drawEllipse(badge)
        self._paint_icon(painter, badge, name, _BADGE_ICON_PX)


def _named(tones: style.Tones) -> dict[str, str]:
    return {field: getattr(tones, field) for field in tones.__struct_fields__}
