"""The map as the mouse knows it: walk, zoom to the pointer, choose by click, rectangle and lasso.

What is below the mouse is told by `hovered`. Drops are left to the page.
"""

from enum import Enum

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from imagefinder.gui.map.camera import Box
from imagefinder.gui.map.cells import Indexes
from imagefinder.gui.map.choosing import ChoosingMap
from imagefinder.gui.map.dots import nearest
from imagefinder.gui.map.landing import Landing, paint_landing
from imagefinder.gui.map.lasso import inside_box, inside_polygon, paint_line
from imagefinder.gui.map.pictures import Pictures
from imagefinder.gui.style import Tones

_WHEEL_NOTCH = 120
_WHEEL_STEP = 1.25
# How near to a dot a click has to be, and how far apart corners of a lasso are.
_REACH_PX = 9
_CORNER_PX = 3


class Tool(Enum):
    """What dragging with the left button does."""

    MOVE = "move"
    RECTANGLE = "rectangle"
    LASSO = "lasso"


class PhotoMap(ChoosingMap):
    """The whole map widget."""

    # The photo below the mouse, None where there is none, and where the mouse is.
    hovered = Signal(object, QPoint)
    # Where to show the menu, in the screen's coordinates. It is about what is chosen.
    context_menu_requested = Signal(QPoint)

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(pictures, parent)
        self._tool = Tool.MOVE
        self._pressed: QPoint | None = None
        self._moved_from: QPoint | None = None
        self._line: list[QPoint] = []
        self._drawing: Tool | None = None
        self._space = False
        self._space_moved = False
        self._landing: Landing | None = None
        self.setMouseTracking(True)
        self._show_cursor()

    @property
    def tool(self) -> Tool:
        """What dragging does."""
        return self._tool

    def set_tool(self, tool: Tool) -> None:
        """Drag to do something else."""
        self._tool = tool
        self._show_cursor()

    @property
    def landing(self) -> Landing | None:
        """Where a picture from outside would lie."""
        return self._landing

    def set_landing(self, landing: Landing | None) -> None:
        """Mark where a picture from outside would lie, and what is near it."""
        self._landing = landing
        self.update()

    # --- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move, to draw or to click."""
        point = event.position().toPoint()
        self.hovered.emit(None, point)
        if event.button() == Qt.MouseButton.MiddleButton:
            self._begin_moving(point)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._pressed = point
            if self._space:
                self._begin_moving(point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map, draw the line, or tell what is below."""
        point = event.position().toPoint()
        if self._moved_from is not None:
            gone, self._moved_from = point - self._moved_from, point
            self._space_moved = True
            self.set_camera(self._camera.moved(gone.x(), gone.y()))
        elif self._drawing is not None:
            self._draw_on(point)
        elif self._pressed is not None:
            if (point - self._pressed).manhattanLength() >= QApplication.startDragDistance():
                self._begin_drag(self._pressed, event.modifiers())
                self.mouseMoveEvent(event)
        else:
            index = self.index_at(point)
            chart = self._chart
            found = None if index is None or chart is None else int(chart.ids[index])
            self.hovered.emit(found, point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked or drawn around."""
        pressed, drawing, moving = self._pressed, self._drawing, self._moved_from is not None
        modifiers = event.modifiers()
        if drawing is not None:
            self._choose_drawn(drawing, modifiers)
        elif pressed is not None and not moving and event.button() == Qt.MouseButton.LeftButton:
            self._click(pressed, modifiers)
        self._end_press()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """View what was clicked; where nothing is, go nearer."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position()
        index = self.index_at(point.toPoint())
        if index is None:
            self.set_camera(self._camera.zoomed(2.0, point.x(), point.y()))
        else:
            self._go_to(index, Qt.KeyboardModifier.NoModifier)
            self._view_current()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer."""
        notches = event.angleDelta().y() / _WHEEL_NOTCH
        at = event.position()
        if notches:
            self.hovered.emit(None, at.toPoint())
            self.set_camera(self._camera.zoomed(_WHEEL_STEP**notches, at.x(), at.y()))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Choose what was clicked, unless it is among what is chosen, and ask for the menu."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.index_at(event.pos())
            if index is not None and not self._chosen[index]:
                self._go_to(index, Qt.KeyboardModifier.NoModifier)
            position = event.globalPos()
        else:
            position = self.mapToGlobal(self.rect().center())
        self.hovered.emit(None, event.pos())
        self.context_menu_requested.emit(position)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is below the mouse any more."""
        self.hovered.emit(None, QPoint())
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        """Pinch to zoom."""
        zooms = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == zooms:
            at = event.position()
            self.set_camera(self._camera.zoomed(1 + event.value(), at.x(), at.y()))
            return True
        return super().event(event)

    # --- the space bar: held it moves, tapped it views

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space waits for its release: until then dragging moves the map."""
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space, self._space_moved = True, False
                self._show_cursor()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A tap on space views the current photo."""
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            super().keyReleaseEvent(event)
            return
        tapped = self._space and not self._space_moved
        self._space = False
        self._show_cursor()
        if tapped:
            self._view_current()

    # --- what is below

    def index_at(self, point: QPoint) -> int | None:
        """The photo at a pixel: its thumbnail, else its dot."""
        found = self._frame.at(point.x(), point.y())
        if found is not None or self._chart is None:
            return found
        x, y = self._camera.to_world(point.x(), point.y())
        reach = _REACH_PX / self._camera.scale
        pyramid = self._chart.pyramid
        near = pyramid.cells.within(Box(x - reach, y - reach, x + reach, y + reach))
        dot = nearest(pyramid.points, near, x, y)
        return dot[0] if dot and dot[1] <= reach else None

    def _begin_drag(self, pressed: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        wanted = Tool.RECTANGLE if modifiers & Qt.KeyboardModifier.ShiftModifier else Tool.MOVE
        tool = self._tool if self._tool is not Tool.MOVE else wanted
        if tool is Tool.MOVE:
            self._begin_moving(pressed)
        else:
            self._drawing, self._line = tool, [pressed]

    def _begin_moving(self, point: QPoint) -> None:
        self._moved_from = point
        self._show_cursor()

    def _draw_on(self, point: QPoint) -> None:
        if self._drawing is Tool.RECTANGLE:
            self._line = [self._line[0], point]
        elif (point - self._line[-1]).manhattanLength() >= _CORNER_PX:
            self._line.append(point)
        self.update()

    def _end_press(self) -> None:
        self._pressed = self._moved_from = self._drawing = None
        self._line = []
        self._show_cursor()
        self.update()

    def _click(self, point: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        index = self.index_at(point)
        keeps = modifiers & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if index is not None:
            self._go_to(index, modifiers)
        elif not keeps and len(self._chosen_indexes):
            self.clear_selection()

    def _choose_drawn(self, tool: Tool, modifiers: Qt.KeyboardModifier) -> None:
        if self._chart is None or len(self._line) < 2:
            return
        inside = self._inside(tool, [QPointF(point) for point in self._line])
        if len(inside):
            self._current = int(inside[0])
        self._choose(inside, modifiers)

    def _inside(self, tool: Tool, line: list[QPointF]) -> Indexes:
        if self._chart is None:
            return np.empty(0, np.int32)
        corners = [self._camera.to_world(point.x(), point.y()) for point in line]
        points, cells = self._chart.pyramid.points, self._chart.pyramid.cells
        if tool is Tool.LASSO:
            return inside_polygon(points, cells, np.array(corners, np.float32))
        (x1, y1), (x2, y2) = corners[0], corners[-1]
        box = Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        return inside_box(points, cells, box)

    # --- painting

    def _paint_over(self, painter: QPainter, colours: Tones) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_current(painter, colours)
        if self._landing is not None and self._chart is not None:
            paint_landing(painter, self._landing, self._chart, self._camera, colours)
        if self._drawing is not None and len(self._line) > 1:
            paint_line(painter, self._line, self._drawing is Tool.LASSO, colours)

    def _paint_current(self, painter: QPainter, colours: Tones) -> None:
        if self._chart is None or self._current is None or not self.hasFocus():
            return
        x, y = self._camera.to_screen(self._chart.pyramid.points[[self._current]])[0].tolist()
        half = self._frame.side_px / 2 + 3
        painter.setPen(QPen(QColor(colours.text), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(x - half, y - half, 2 * half, 2 * half), 4, 4)

    def _show_cursor(self) -> None:
        if self._moved_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._tool is Tool.MOVE:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.CrossCursor)
