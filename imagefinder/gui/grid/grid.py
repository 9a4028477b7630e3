"""The grid of thumbnails: what the mouse does with it, on top of showing and choosing.

It is handed where rows, thumbnails and dragged URLs come from, and says by signals what it is asked
to do. Drops are left to the parent.
"""

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from PySide6.QtCore import QEvent, QLocale, QPoint, QRect, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from imagefinder.gui.grid import dragging
from imagefinder.gui.grid.banners import paint_band
from imagefinder.gui.grid.choosing import ChoosingGrid
from imagefinder.gui.grid.keys import click_gesture
from imagefinder.gui.grid.layout import Box
from imagefinder.gui.grid.placed import Ids
from imagefinder.gui.grid.rows import RowSource, displayed
from imagefinder.gui.grid.selection import Gesture
from imagefinder.gui.grid.view import Scores
from imagefinder.gui.plain import plain_tip
from imagefinder.gui.thumbnails import Thumbnails

_WHEEL_NOTCH = 120
_BAND_SCROLL_MS = 30


class _Press(NamedTuple):
    """Where the mouse went down, in the content's coordinates, and on what.

    `waits` where selecting has to wait: the press may begin a drag of all that is selected.
    """

    point: QPoint
    photo: int | None
    gesture: Gesture
    waits: bool


class Grid(ChoosingGrid):
    """Thumbnails to select, view, open and drag out."""

    # Where to show the menu, in the screen's coordinates. The selection is what it is about.
    context_menu_requested = Signal(QPoint)

    def __init__(
        self,
        row_info: RowSource,
        thumbnails: Thumbnails,
        drag_urls: Callable[[Sequence[int]], list[QUrl]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(row_info, thumbnails, parent)
        self._drag_urls = drag_urls
        self._pressed: _Press | None = None
        self._band: QRect | None = None
        self._wheel_rest = 0
        self._band_scrolling = QTimer(self, interval=_BAND_SCROLL_MS)
        self._band_scrolling.timeout.connect(self._on_band_scroll)
        self.viewport().setMouseTracking(True)
        # Drops go to the parent, which takes them anywhere in the window.
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)

    def set_photos(
        self,
        ids: Ids,
        scores: Scores | None = None,
        bands: tuple[int, int] | None = None,
        keep: bool = False,
    ) -> None:
        """Show these instead; see `GridView`. What was being dragged or drawn ends."""
        self._end_press()
        super().set_photos(ids, scores, bands, keep)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select; what is selected already may be about to be dragged, so it waits for release."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point, gesture = event.position().toPoint(), click_gesture(event.modifiers())
        index = self._index_at(point)
        waits = gesture is Gesture.REPLACE and index is not None and self._is_selected(index)
        self._pressed = _Press(self._in_content(point), index, gesture, waits)
        if index is None and gesture is Gesture.REPLACE:
            self.clear_selection()
        elif index is not None and not waits:
            self._go_to(index, gesture, scroll=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the rubber band, begin a drag, or mark the cell below the mouse."""
        point, pressed = event.position().toPoint(), self._pressed
        if pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(self._index_at(point))
        elif self._band is not None:
            self._draw_band(point)
        elif (self._in_content(point) - pressed.point).manhattanLength() >= _drag_distance():
            self._begin_drag_or_band(pressed, point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the rubber band, or select what was only clicked."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pressed = self._pressed
        self._end_press()
        if pressed and pressed.waits and pressed.photo is not None:
            self._go_to(pressed.photo, Gesture.REPLACE, scroll=False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """View what was clicked."""
        index = self._index_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index is not None:
            self._end_press()
            self._go_to(index, Gesture.REPLACE, scroll=False)
            self.view_requested.emit(int(self._ids[index]))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, the size of thumbnails."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        notches, self._wheel_rest = divmod(self._wheel_rest + event.angleDelta().y(), _WHEEL_NOTCH)
        self.step_cell_size(notches)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Select what was clicked, unless it is among what is selected, and ask for the menu."""
        current = self._selection.current
        if event.reason() != QContextMenuEvent.Reason.Mouse:
            rect = self.viewport().rect() if current is None else self.cell_rect(current)
            position = self.viewport().mapToGlobal(rect.center())
        else:
            position = event.globalPos()
            index = self._index_at(self.viewport().mapFromGlobal(position))
            if index is None:
                self.clear_selection()
            elif not self._is_selected(index):
                self._go_to(index, Gesture.REPLACE, scroll=False)
        self.context_menu_requested.emit(position)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show what a photo is when the mouse rests on it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tooltip(event)
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """What is below the mouse changes with scrolling."""
        self._hover(None)
        super().scrollContentsBy(dx, dy)

    # --- rubber band and drag

    def _begin_drag_or_band(self, pressed: _Press, point: QPoint) -> None:
        if pressed.photo is None:
            self._selection.begin_band(pressed.gesture)
            self._band_scrolling.start()
            self._draw_band(point)
        elif self._is_selected(pressed.photo):
            self._end_press()
            self._drag_selection(pressed.photo)

    def _draw_band(self, point: QPoint) -> None:
        pressed, before = self._pressed, self._band
        if pressed is None:
            return
        band = QRect(pressed.point, self._in_content(point)).normalized()
        self._band = band
        inside = self._layout.inside(Box(band.x(), band.y(), band.width(), band.height()))
        self._change(lambda: self._selection.band(inside, pressed.gesture))
        for changed in filter(None, (before, band)):
            self.viewport().update(self._band_on_screen(changed))

    def _on_band_scroll(self) -> None:
        """Scroll on while the rubber band is held beyond an edge."""
        point = self.viewport().mapFromGlobal(self.cursor().pos())
        beyond = min(point.y(), 0) + max(point.y() - self.viewport().height(), 0)
        if beyond:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + beyond)
            self._draw_band(point)

    def _end_press(self) -> None:
        self._pressed = None
        if self._band is not None:
            self._band_scrolling.stop()
            self._selection.end_band()
            self.viewport().update(self._band_on_screen(self._band))
            self._band = None
            self.current_changed.emit()

    def _drag_selection(self, index: int) -> None:
        ids = self.selected_ids()
        row = self.row(int(self._ids[index]))
        thumbnail, _ = self._feed.look(row.digest if row else None, self._cells.side_device_px)
        data = dragging.mime_data(ids, self._drag_urls(ids.tolist()))
        dragging.drag(self, data, thumbnail, len(ids))

    def _paint_over(self, painter: QPainter) -> None:
        if self._band is not None:
            paint_band(painter, self._band_on_screen(self._band), self.palette())

    def _band_on_screen(self, band: QRect) -> QRect:
        return band.translated(0, -self.verticalScrollBar().value()).adjusted(0, 0, 1, 1)

    # --- what is below the mouse

    def _index_at(self, point: QPoint) -> int | None:
        content = self._in_content(point)
        return self._layout.at(content.x(), content.y())

    def _in_content(self, point: QPoint) -> QPoint:
        return point + QPoint(0, self.verticalScrollBar().value())

    def _hover(self, index: int | None) -> None:
        if index != self._hovered:
            changed = [i for i in (index, self._hovered) if i is not None]
            self._hovered = index
            self._update_cells(changed)

    def _show_tooltip(self, event: QHelpEvent) -> None:
        index = self._index_at(event.pos())
        if index is None:
            QToolTip.hideText()
        else:
            text, rect = plain_tip(self._tooltip(index)), self.cell_rect(index)
            QToolTip.showText(event.globalPos(), text, self.viewport(), rect)

    def _tooltip(self, index: int) -> str:
        row = self.row(int(self._ids[index]))
        if row is None:
            return self.tr("This photo is gone.")
        lines = [row.name, displayed(str(PurePath(row.path).parent)), row.taken]
        if self._scores is not None:
            score = QLocale().toString(float(self._scores[index]), "f", 3)
            lines.append(self.tr("Score {score}").format(score=score))
        if not row.online:
            lines.append(self.tr("Its folder is offline."))
        lines.append(row.problem or "")
        return "\n".join(filter(None, lines))


def _drag_distance() -> int:
    return QApplication.startDragDistance()
