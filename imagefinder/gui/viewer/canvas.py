"""Shows a picture in the viewer; zooms, pans and draws a region with the mouse.

It is given levels of a picture, frames of an animation, a preview, or a sentence; it says by
signals how large the picture is seen and which region was drawn.
"""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from imagefinder.gui import style
from imagefinder.gui.grid.banners import paint_empty
from imagefinder.gui.viewer.painting import paint_picture, paint_preview, paint_region
from imagefinder.gui.viewer.picture import Picture
from imagefinder.gui.viewer.zoom import Zoom

ZOOM_STEP = 1.25
# One notch of a wheel is 120 eighths of a degree.
_ZOOM_PER_WHEEL_UNIT = 1.0018
_SMALLEST_REGION_PX = 8


class Canvas(QWidget):
    """One picture at a time."""

    zoom_changed = Signal(float)  # screen pixels per picture pixel
    region_drawn = Signal(QRect)  # in pixels of the whole, upright picture
    step_requested = Signal(int)  # the mouse's back (-1) or forward (1) button

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels: tuple[QImage, ...] = ()
        self._preview: QPixmap | None = None
        self._message = ("", "")
        self._zoom: Zoom | None = None
        self._pressed: QPointF | None = None
        self._band: QRectF | None = None
        self._region_mode = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Picture"))
        self.grabGesture(Qt.GestureType.PinchGesture)

    def show_picture(self, picture: Picture) -> None:
        """Show a whole picture, fitted."""
        self._show(levels=picture.levels)
        self._set_zoom(Zoom.fit(_pair(picture.size), self._view(), self.devicePixelRatioF()))

    def show_frame(self, frame: QImage) -> None:
        """The next frame of the picture that is shown."""
        self._levels = (frame,)
        self.update()

    def show_preview(self, preview: QPixmap | None) -> None:
        """Something to look at until the picture is there."""
        self._show(preview=preview)

    def show_message(self, title: str, detail: str) -> None:
        """No picture, and why."""
        self._show(message=(title, detail))

    def zoom(self) -> Zoom | None:
        """What is seen; None while there is no picture."""
        return self._zoom

    def set_region_mode(self, on: bool) -> None:
        """Whether dragging draws a region (as Shift+drag always does) or moves the picture."""
        self._region_mode = on
        self._end_band()
        self._show_cursor()

    def fit(self) -> None:
        """The whole picture."""
        if self._zoom:
            self._set_zoom(self._zoom.refitted())

    def zoom_to(self, magnification: float, at: QPointF | None = None) -> None:
        """1.0 shows a pixel of the picture on each pixel of the screen."""
        if self._zoom:
            self._set_zoom(self._zoom.scaled_to(magnification, at.toTuple() if at else None))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Larger or smaller; what is at the point `at` stays there."""
        if self._zoom:
            self._set_zoom(self._zoom.scaled_by(factor, at.toTuple() if at else None))

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture."""
        if self._zoom:
            self._set_zoom(self._zoom.panned(dx, dy))

    def sizeHint(self) -> QSize:
        """Of a picture worth looking at."""
        return QSize(800, 600)

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen of the picture, and the region that is being drawn."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(style.tones(self.palette()).surround))
        if self._zoom and self._levels:
            paint_picture(painter, self.rect(), self.palette(), self._zoom, self._levels)
        elif self._preview is not None:
            paint_preview(painter, self.rect(), self._preview)
        elif self._message[0]:
            paint_empty(painter, self.rect(), self.palette(), self.font(), *self._message)
        if self._band is not None:
            paint_region(painter, self.rect(), self._band.toAlignedRect())
        painter.end()

    # --- mouse, wheel, pinch

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan or to draw a region; back and forward buttons step."""
        steps = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}
        if event.button() in steps:
            self.step_requested.emit(steps[event.button()])
        elif event.button() == Qt.MouseButton.LeftButton and self._zoom:
            self._pressed = event.position()
            if self._region_mode or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._band = QRectF(self._pressed, QSizeF())
            self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or stretch the region."""
        if self._pressed is None:
            return
        if self._band is not None:
            self._band = QRectF(self._pressed, event.position()).normalized()
            self.update()
        else:
            moved = event.position() - self._pressed
            self._pressed = event.position()
            self.pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Say which region was drawn, unless it is only a slip of the hand."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        band = self._band
        self._end_band()
        self._show_cursor()
        if band is not None and min(band.width(), band.height()) >= _SMALLEST_REGION_PX:
            region = self._region(band)
            if not region.isEmpty():
                self.region_drawn.emit(region)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Between the whole picture and its own pixels."""
        if self._zoom and self._zoom.fitting:
            self.zoom_to(1.0, event.position())
        else:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to where the mouse is."""
        self.zoom_by(_ZOOM_PER_WHEEL_UNIT ** event.angleDelta().y(), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinch, on a touch pad or a touch screen, and the screen's pixel ratio."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1.0 + event.value(), event.position())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                at = self.mapFromGlobal(pinch.centerPoint())
                self.zoom_by(pinch.scaleFactor(), QPointF(at))
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._resize_zoom()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See the picture fitted again, or the same part of it."""
        super().resizeEvent(event)
        self._resize_zoom()

    # --- inside

    def _show(
        self,
        levels: tuple[QImage, ...] = (),
        preview: QPixmap | None = None,
        message: tuple[str, str] = ("", ""),
    ) -> None:
        self._levels, self._preview, self._message = levels, preview, message
        self._zoom, self._pressed = None, None
        self._end_band()
        self._show_cursor()
        self.update()

    def _set_zoom(self, zoom: Zoom) -> None:
        self._zoom = zoom
        self._show_cursor()
        self.update()
        self.zoom_changed.emit(zoom.magnification)

    def _resize_zoom(self) -> None:
        if self._zoom and self.width() and self.height():
            self._set_zoom(self._zoom.resized(self._view(), self.devicePixelRatioF()))

    def _region(self, band: QRectF) -> QRect:
        if self._zoom is None:
            return QRect()
        corners = [
            self._zoom.to_picture(*c.toTuple()) for c in (band.topLeft(), band.bottomRight())
        ]
        (left, top), (right, bottom) = corners
        drawn = QRectF(left, top, right - left, bottom - top).toRect()
        return drawn.intersected(QRect(0, 0, *(round(side) for side in self._zoom.picture)))

    def _end_band(self) -> None:
        self._pressed, self._band = None, None
        self.update()

    def _show_cursor(self) -> None:
        zoom = self._zoom
        if zoom is None:
            self.setCursor(Qt.CursorShape.ArrowCursor)
        elif self._region_mode or self._band is not None:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif zoom.fitting:
            self.setCursor(Qt.CursorShape.ArrowCursor)
        else:
            held = self._pressed is not None
            self.setCursor(
                Qt.CursorShape.ClosedHandCursor if held else Qt.CursorShape.OpenHandCursor
            )

    def _view(self) -> tuple[float, float]:
        return float(max(1, self.width())), float(max(1, self.height()))


def _pair(size: QSize) -> tuple[float, float]:
    return float(size.width()), float(size.height())
