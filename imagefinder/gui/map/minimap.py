"""The whole map, small, with a frame around what is on the screen; a click goes there."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from imagefinder.gui.map.camera import Camera
from imagefinder.gui.style import RADIUS_PX, tones

HEIGHT_PX = 104
_INSET_PX = 6
_HIDDEN_BELOW_ZOOM = 1.15


class Minimap(QWidget):
    """Shown once the map is zoomed."""

    # A place in the world.
    wanted = Signal(float, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._camera: Camera | None = None
        self._image: QImage | None = None
        self._small: QPixmap | None = None
        # All that it does the keys of the map do too.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("The whole map"))
        self.setToolTip(self.tr("Click to go there"))
        self.hide()

    def show_image(self, image: QImage | None) -> None:
        """The density of the whole world."""
        self._image, self._small = image, None
        self.update()

    def show_camera(self, camera: Camera) -> None:
        """What is on the screen."""
        self._camera = camera
        width = round((HEIGHT_PX - 2 * _INSET_PX) * camera.aspect) + 2 * _INSET_PX
        if self.size() != QSize(width, HEIGHT_PX):
            self.resize(width, HEIGHT_PX)
        self.setVisible(self._image is not None and camera.zoom > _HIDDEN_BELOW_ZOOM)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Density and frame."""
        if self._camera is None or self._image is None:
            return
        colours, inside = tones(self.palette()), self._inside()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.raised))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_PX, RADIUS_PX)
        painter.drawPixmap(inside.topLeft(), self._shrunk(inside))
        painter.setClipRect(inside)
        box, scale = self._camera.box, inside.height()
        seen = QRectF(
            inside.left() + box.left * scale,
            inside.top() + box.top * scale,
            (box.right - box.left) * scale,
            (box.bottom - box.top) * scale,
        )
        accent = QColor(colours.accent)
        painter.setPen(QPen(accent, 1.5))
        accent.setAlphaF(0.15)
        painter.setBrush(accent)
        painter.drawRect(seen)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._go(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while it is held."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position().toPoint())

    def _go(self, point: QPoint) -> None:
        inside = self._inside()
        scale = inside.height()
        self.wanted.emit((point.x() - inside.left()) / scale, (point.y() - inside.top()) / scale)

    def _inside(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_INSET_PX, _INSET_PX, -_INSET_PX, -_INSET_PX)

    def _shrunk(self, inside: QRectF) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = (inside.size() * ratio).toSize()
        if self._image is not None and (self._small is None or self._small.size() != size):
            small = self._image.scaled(
                size,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._small = QPixmap.fromImage(small)
            self._small.setDevicePixelRatio(ratio)
        return self._small or QPixmap()
