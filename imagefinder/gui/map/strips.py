"""Along an axis: its name, and at each end the photos that are most extreme on it.

So that one sees what an axis means. A click goes to such a photo, a double click views it.
"""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QHideEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from imagefinder.gui.map.pictures import Pictures
from imagefinder.gui.map.prints import fitting
from imagefinder.gui.style import SPACE_S, SPACE_XS, heading_font, small_font, tones

SIDE_PX = 46
THICK_PX = SIDE_PX + 2 * SPACE_XS
_GAP_PX = 3
# Where the axis has no room for both ends' pictures and its name, there are fewer pictures.
_NAME_PX = 150


class Ends(NamedTuple):
    """What lies at the ends of an axis: photos, the most extreme first, and words if there are."""

    low: list[int]
    high: list[int]
    low_name: str = ""
    high_name: str = ""


class AxisStrip(QWidget):
    """Below the map (to the right is high), or to its left (up is high)."""

    photo_chosen = Signal(int)
    view_wanted = Signal(int)

    def __init__(
        self, pictures: Pictures, orientation: Qt.Orientation, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._across = orientation is Qt.Orientation.Horizontal
        self._name = ""
        self._ends = Ends([], [])
        pictures.arrived.connect(self.update)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored
        self.setSizePolicy(free if self._across else fixed, fixed if self._across else free)
        self.setMouseTracking(True)

    def show_axis(self, name: str, ends: Ends) -> None:
        """What the axis is."""
        self._name, self._ends = name, ends
        self.setAccessibleName(self.tr("Axis: {0}").format(name))
        self.update()

    def photo_ids(self) -> list[int]:
        """Photos shown, those at the low end first."""
        return [photo_id for photo_id, _ in self._placed()]

    def sizeHint(self) -> QSize:
        """As thick as a picture."""
        return QSize(THICK_PX, THICK_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Pictures at both ends, the name between."""
        painter, colours = QPainter(self), tones(self.palette())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ratio = self.devicePixelRatioF()
        placed = self._placed()
        side = round(SIDE_PX * ratio)
        for photo_id, cell in placed:
            pixmap = self._pictures.pixmap(photo_id, side)
            if pixmap is None:
                painter.fillRect(cell, QColor(colours.placeholder))
                continue
            room = QRectF(0, 0, *fitting(pixmap, SIDE_PX, ratio))
            room.moveCenter(QRectF(cell).center())
            painter.drawPixmap(room, pixmap, QRectF(pixmap.rect()))
        self._pictures.want([photo_id for photo_id, _ in placed], side)
        self._paint_names(painter)
        painter.end()

    def hideEvent(self, event: QHideEvent) -> None:
        """Want no more pictures."""
        super().hideEvent(event)
        self._pictures.stop()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to this photo."""
        if (found := self._at(event.position().toPoint())) is not None:
            self.photo_chosen.emit(found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """View it."""
        if (found := self._at(event.position().toPoint())) is not None:
            self.view_wanted.emit(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand where a click does something."""
        over = self._at(event.position().toPoint()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        """What the pictures are."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            if self._at(event.pos()) is not None:
                text = self.tr("One of the photos furthest to this end of the axis")
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _placed(self) -> list[tuple[int, QRect]]:
        """Photos with their cells: the most extreme at the very end."""
        length = self.width() if self._across else self.height()
        step = SIDE_PX + _GAP_PX
        room = max(1, (length - _NAME_PX) // 2 // step)
        low, high = self._ends.low[:room], self._ends.high[:room]
        from_low = [(i, SPACE_XS + n * step) for n, i in enumerate(low)]
        from_high = [(i, length - SPACE_XS - SIDE_PX - n * step) for n, i in enumerate(high)]
        placed = [*from_low, *from_high]
        if self._across:
            return [(i, QRect(at, SPACE_XS, SIDE_PX, SIDE_PX)) for i, at in placed]
        # Up is high, and y counts downwards.
        return [(i, QRect(SPACE_XS, length - at - SIDE_PX, SIDE_PX, SIDE_PX)) for i, at in placed]

    def _at(self, point: QPoint) -> int | None:
        return next((i for i, cell in self._placed() if cell.contains(point)), None)

    def _paint_names(self, painter: QPainter) -> None:
        colours = tones(self.palette())
        length = self.width() if self._across else self.height()
        if not self._across:  # read upwards
            painter.translate(0, self.height())
            painter.rotate(-90)
        step = SIDE_PX + _GAP_PX
        counts = [min(len(e), max(1, (length - _NAME_PX) // 2 // step)) for e in self._ends[:2]]
        left = SPACE_XS + counts[0] * step + SPACE_S
        right = length - SPACE_XS - counts[1] * step - SPACE_S
        room = QRect(left, 0, max(0, right - left), THICK_PX)
        # Words at both ends say what the axis is.
        name = "" if self._ends.low_name else self._name
        middle = self._write(painter, room, name, colours.muted, centred=True)
        aside = (room.width() - middle) // 2 - SPACE_S
        texts = f"← {self._ends.low_name}", f"{self._ends.high_name} →"
        if aside > 0 and self._name:
            low = QRect(room.left(), 0, aside, THICK_PX)
            high = QRect(room.right() - aside, 0, aside, THICK_PX)
            self._write(painter, low, texts[0], colours.text, align=Qt.AlignmentFlag.AlignLeft)
            self._write(painter, high, texts[1], colours.text, align=Qt.AlignmentFlag.AlignRight)

    def _write(
        self,
        painter: QPainter,
        room: QRect,
        text: str,
        colour: str,
        centred: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    ) -> int:
        """Write within `room`, cut where it is too long; returns the width used."""
        painter.setFont(small_font(self.font()) if centred else heading_font(self.font()))
        painter.setPen(QColor(colour))
        metrics = painter.fontMetrics()
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, align | Qt.AlignmentFlag.AlignVCenter, cut)
        return metrics.horizontalAdvance(cut)
