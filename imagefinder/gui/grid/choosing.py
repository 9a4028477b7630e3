"""The choosing half of the grid: what is selected and where the keyboard is, and saying so.

`Grid` adds the mouse. Everything here can be done without one.
"""

from collections.abc import Callable

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QWidget

from imagefinder.gui.grid.keys import destination, key_gesture
from imagefinder.gui.grid.placed import Ids
from imagefinder.gui.grid.rows import RowSource
from imagefinder.gui.grid.selection import Gesture
from imagefinder.gui.grid.view import GridView, Scores
from imagefinder.gui.thumbnails import Thumbnails


class ChoosingGrid(GridView):
    """Photos of which some are selected and one is the current one."""

    # Enter; the current photo's id.
    activated = Signal(int)
    # Space or a double click; the current photo's id.
    view_requested = Signal(int)
    selection_changed = Signal()
    current_changed = Signal()
    # By the wheel, by keys or by `set_cell_size`; the new side in logical pixels.
    cell_size_changed = Signal(int)

    def __init__(
        self, row_info: RowSource, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(row_info, thumbnails, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Photos"))

    def selected_ids(self) -> Ids:
        """Ids of the photos selected, in the order shown."""
        return self._ids[self._selection.mask]

    def selected_count(self) -> int:
        """How many are selected."""
        return self._selection.count

    def current_id(self) -> int | None:
        """The photo that the keyboard is at."""
        current = self._selection.current
        return None if current is None else int(self._ids[current])

    def current_index(self) -> int | None:
        """Where in the list the current photo is."""
        return self._selection.current

    def set_current(self, index: int) -> None:
        """Select this photo alone and show it, as after going on in the viewer."""
        self._go_to(index, Gesture.REPLACE)

    def select_all(self) -> None:
        """Select every photo."""
        self._change(self._selection.select_all)

    def invert_selection(self) -> None:
        """Select every photo that is not selected, and those alone."""
        self._change(self._selection.invert)

    def clear_selection(self) -> None:
        """Select none."""
        self._change(self._selection.clear)

    def set_photos(
        self,
        ids: Ids,
        scores: Scores | None = None,
        bands: tuple[int, int] | None = None,
        keep: bool = False,
    ) -> None:
        """Show these instead; see `GridView`."""
        super().set_photos(ids, scores, bands, keep)
        self._tell_current()
        self.selection_changed.emit()
        self.current_changed.emit()

    def set_cell_size(self, side_px: int) -> None:
        """Show thumbnails larger or smaller, as near to this side as fills the width."""
        before = self._cell_px
        super().set_cell_size(side_px)
        if self._cell_px != before:
            self.cell_size_changed.emit(self._cell_px)

    # --- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End, pages; Space views, Enter opens, Ctrl+A selects all, Esc none."""
        key, modifiers, current = event.key(), event.modifiers(), self._selection.current
        height = self.viewport().height()
        wanted = destination(key, self._layout, current, height)
        if wanted is not None:
            self._go_to(wanted, key_gesture(modifiers))
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif event.matches(QKeySequence.StandardKey.ZoomIn):
            self.step_cell_size(1)
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.step_cell_size(-1)
        elif key == Qt.Key.Key_Escape and self._selection.count:
            self.clear_selection()
        elif current is None or not self._act(key, modifiers, current):
            event.ignore()

    def _act(self, key: int, modifiers: Qt.KeyboardModifier, current: int) -> bool:
        if key == Qt.Key.Key_Space and modifiers & Qt.KeyboardModifier.ControlModifier:
            self._go_to(current, Gesture.TOGGLE)
        elif key == Qt.Key.Key_Space:
            self.view_requested.emit(int(self._ids[current]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(int(self._ids[current]))
        else:
            return False
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the keyboard a place to be at, and show it."""
        super().focusInEvent(event)
        by_keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        if by_keyboard and self._selection.current is None and (visible := self.visible()):
            self._go_to(visible.start, Gesture.MOVE)
        self._update_current()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The mark of the current photo goes with the focus."""
        super().focusOutEvent(event)
        self._update_current()

    # --- what changes

    def _go_to(self, index: int, gesture: Gesture, scroll: bool = True) -> None:
        before = self._selection.current
        self._change(lambda: self._selection.go_to(index, gesture))
        if scroll:
            self.ensure_visible(index)
        self._tell_current()
        if before != index:
            self.current_changed.emit()

    def _change(self, change: Callable[[], None]) -> None:
        """Change the selection and paint again only the cells that look different now."""
        visible, before = self.visible(), self._selection.current
        shown = slice(visible.start, visible.stop)
        was = self._selection.mask[shown].copy()
        change()
        differing = (was != self._selection.mask[shown]).nonzero()[0] + visible.start
        current = {i for i in (before, self._selection.current) if i is not None}
        self._update_cells(current.union(differing.tolist()))
        self.selection_changed.emit()

    def _is_selected(self, index: int) -> bool:
        return bool(self._selection.mask[index])

    def _update_current(self) -> None:
        if self._selection.current is not None:
            self._update_cells([self._selection.current])

    def _tell_current(self) -> None:
        """Let a screen reader say where the keyboard is: cells are no widgets that it could see."""
        text = self._spoken()
        self.setAccessibleDescription(text)
        if text and QAccessible.isActive() and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _spoken(self) -> str:
        index = self._selection.current
        if index is None:
            return ""
        row, locale = self.row(int(self._ids[index])), QLocale()
        place = self.tr("{place} of {count}").format(
            place=locale.toString(index + 1), count=locale.toString(len(self._ids))
        )
        parts = [f"{place}: {row.name}" if row else place]
        if self._is_selected(index):
            parts.append(self.tr("selected"))
        if row and not row.online:
            parts.append(self.tr("offline"))
        return ", ".join(parts)
