"""A larger thumbnail with its name, shown beside the mouse when it rests on a photo."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from imagefinder.gui.map.pictures import Pictures
from imagefinder.gui.map.prints import fitting
from imagefinder.gui.style import RADIUS_PX, SPACE_S, SPACE_XL, small_font, tones

SIDE_PX = 232
RESTS_MS = 350


class HoverPreview(QWidget):
    """Lies above the map; `name_of` gives a photo's name."""

    def __init__(self, pictures: Pictures, name_of: Callable[[int], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._name_of = name_of
        self._photo: int | None = None
        self._name = ""
        self._at = QPoint()
        self._resting = QTimer(self, singleShot=True, interval=RESTS_MS)
        self._resting.timeout.connect(self._appear)
        pictures.arrived.connect(self.update)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def photo_id(self) -> int | None:
        """The photo below the mouse."""
        return self._photo

    def point_at(self, photo_id: object, at: QPoint) -> None:
        """The mouse is on this photo, or on none."""
        if photo_id == self._photo:
            return
        self._photo = photo_id if isinstance(photo_id, int) else None
        self._at = at
        if self._photo is None:
            self._resting.stop()
            self.hide()
        elif self.isVisible():
            self._appear()
        else:
            self._resting.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture and name on a quiet card."""
        if self._photo is None:
            return
        colours, painter = tones(self.palette()), QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.raised))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        self._paint_picture(painter)
        painter.setFont(small_font(self.font()))
        painter.setPen(QColor(colours.text))
        name = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideMiddle, SIDE_PX)
        below = QRect(SPACE_S, SIDE_PX + SPACE_S, SIDE_PX, self.height() - SIDE_PX - SPACE_S)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, name)
        painter.end()

    def _paint_picture(self, painter: QPainter) -> None:
        ratio = self.devicePixelRatioF()
        pixmap = self._pictures.pixmap(self._photo or 0, round(SIDE_PX * ratio))
        if pixmap is None:
            return
        width, height = fitting(pixmap, SIDE_PX, ratio)
        if max(width, height) < SIDE_PX:  # a smaller one stands in for it
            factor = SIDE_PX / max(width, height)
            width, height = width * factor, height * factor
        room = QRectF(0, 0, width, height)
        room.moveCenter(QRectF(SPACE_S, SPACE_S, SIDE_PX, SIDE_PX).center())
        painter.drawPixmap(room, pixmap, QRectF(pixmap.rect()))

    def _appear(self) -> None:
        if self._photo is None:
            return
        self._name = self._name_of(self._photo)
        self._pictures.want([self._photo], round(SIDE_PX * self.devicePixelRatioF()))
        line = self.fontMetrics().height()
        self.resize(QSize(SIDE_PX + 2 * SPACE_S, SIDE_PX + line + 3 * SPACE_S))
        self.move(self._beside(self._at))
        self.raise_()
        self.show()
        self.update()

    def _beside(self, at: QPoint) -> QPoint:
        """Never below the mouse: to its right, or left where there is no room."""
        around = self.parentWidget()
        room = around.rect() if around else self.rect()
        x = at.x() + SPACE_XL
        if x + self.width() > room.right():
            x = at.x() - SPACE_XL - self.width()
        y = min(max(at.y() - self.height() // 2, 0), room.height() - self.height())
        return QPoint(max(0, x), max(0, y))
