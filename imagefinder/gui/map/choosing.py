"""The choosing half of the map: which photos are chosen and where the keyboard is, and saying so.

`PhotoMap` adds the mouse. Everything here can be done without one.
"""

import numpy as np
from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from imagefinder.gui.map.camera import Box
from imagefinder.gui.map.cells import Indexes
from imagefinder.gui.map.chart import Ids
from imagefinder.gui.map.pictures import Pictures
from imagefinder.gui.map.view import MapView

_STEP = 1.3
# A step of the keyboard moves the map by this part of the screen.
_PART = 8
# What the keyboard goes to lies rather ahead than aside: to the side counts so many times.
_ASIDE = 2.0

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_AHEAD: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ZOOMS: dict[int, float] = {
    Qt.Key.Key_Plus: _STEP,
    Qt.Key.Key_Equal: _STEP,
    Qt.Key.Key_Minus: 1 / _STEP,
}
# Keys of the map that would else mean something to the window or to the actions on photos.
_OWN_KEYS = {*_ZOOMS, *_AHEAD, Qt.Key.Key_0, Qt.Key.Key_Space, Qt.Key.Key_Home, Qt.Key.Key_End}


class ChoosingMap(MapView):
    """Photos of which some are chosen and one is the current one."""

    # Space, Enter or a double click; the photo's id.
    view_wanted = Signal(int)
    selection_changed = Signal()
    # Escape with nothing chosen: what is lit or marked may go.
    escaped = Signal()

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(pictures, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Map of photos"))

    def selected_ids(self) -> Ids:
        """Ids of the photos chosen, ascending."""
        chart = self._chart
        return chart.ids[self._chosen] if chart is not None else np.empty(0, np.int64)

    def selected_count(self) -> int:
        """How many are chosen."""
        return len(self._chosen_indexes)

    def current_id(self) -> int | None:
        """The photo that the keyboard is at."""
        if self._chart is None or self._current is None:
            return None
        return int(self._chart.ids[self._current])

    def select(self, photo_ids: Ids, show: bool = False) -> None:
        """Choose these and no others; `show` goes where they all are on the screen."""
        if self._chart is None:
            return
        indexes = self._chart.indexes_of(photo_ids)
        self._choose(indexes, Qt.KeyboardModifier.NoModifier)
        if show and len(indexes):
            self.show_points(indexes)

    def set_current(self, photo_id: int) -> None:
        """The keyboard is at this photo, if it is on the map."""
        if self._chart is not None and len(found := self._chart.indexes_of(np.array([photo_id]))):
            self._current = int(found[0])
            self.update()

    def show_points(self, indexes: Indexes) -> None:
        """Go where these are on the screen together."""
        if self._chart is not None and len(indexes):
            points = self._chart.pyramid.points[indexes]
            low, high = points.min(axis=0), points.max(axis=0)
            box = Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
            self.set_camera(self._camera.showing(box))

    def select_all(self) -> None:
        """Choose every photo."""
        everything = np.arange(len(self._chosen), dtype=np.int32)
        self._choose(everything, Qt.KeyboardModifier.NoModifier)

    def clear_selection(self) -> None:
        """Choose none."""
        self._choose(np.empty(0, np.int32), Qt.KeyboardModifier.NoModifier)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that zoom and walk from actions of the same key."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & (_CTRL | Qt.KeyboardModifier.AltModifier)
            if plain and event.key() in _OWN_KEYS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, move, walk from photo to photo, choose, view."""
        if not self._took(event):
            super().keyPressEvent(event)

    def _took(self, event: QKeyEvent) -> bool:
        key, control = event.key(), bool(event.modifiers() & _CTRL)
        if key in _ZOOMS:
            self.zoom_by(_ZOOMS[key])
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home) and not control:
            self.fit()
        elif key in _AHEAD and control:
            self._move(*_AHEAD[key])
        elif key in _AHEAD:
            self._walk(*_AHEAD[key], event.modifiers())
        elif key == Qt.Key.Key_A and control:
            self.select_all()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._view_current()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        else:
            return False
        return True

    def _choose(self, indexes: Indexes, modifiers: Qt.KeyboardModifier) -> None:
        """These instead; with Ctrl those of them that were not, and not those that were; or too."""
        chosen = self._chosen
        if modifiers & _CTRL:
            chosen[indexes] = ~chosen[indexes]
        else:
            if not modifiers & _SHIFT:
                chosen[:] = False
            chosen[indexes] = True
        self._chosen_indexes = np.flatnonzero(chosen).astype(np.int32)
        self.selection_changed.emit()
        self.update()

    def _go_to(self, index: int, modifiers: Qt.KeyboardModifier) -> None:
        self._current = index
        self._choose(np.array([index], np.int32), modifiers)

    def _walk(self, right: int, down: int, modifiers: Qt.KeyboardModifier) -> None:
        """To the nearest photo in this direction among those that are shown as thumbnails."""
        found = self._ahead(right, down)
        if found is None:
            self._move(right, down)
            return
        self._go_to(found, modifiers & _SHIFT)
        self._keep_on_screen(found)
        self._announce()

    def _ahead(self, right: int, down: int) -> int | None:
        shown = self._frame.indexes
        if self._chart is None or not len(shown):
            return None
        places = np.array(self._frame.places)
        if self._current is None:
            return int(shown[0])
        here = self._camera.to_screen(self._chart.pyramid.points[[self._current]])[0]
        gaps = places - here
        ahead = gaps[:, 0] * right + gaps[:, 1] * down
        aside = np.abs(gaps[:, 0] * down) + np.abs(gaps[:, 1] * right)
        possible = (ahead > 1) & (aside <= 2 * ahead) & (shown != self._current)
        if not possible.any():
            return None
        cost = np.where(possible, ahead + _ASIDE * aside, np.inf)
        return int(shown[np.argmin(cost)])

    def _keep_on_screen(self, index: int) -> None:
        if self._chart is None:
            return
        x, y = self._camera.to_screen(self._chart.pyramid.points[[index]])[0].tolist()
        margin = self._frame.side_px
        right = max(0.0, margin - x) - max(0.0, x - (self.width() - margin))
        down = max(0.0, margin - y) - max(0.0, y - (self.height() - margin))
        if right or down:
            self.set_camera(self._camera.moved(right, down))

    def _move(self, right: int, down: int) -> None:
        step = -self.width() / _PART * right, -self.height() / _PART * down
        self.set_camera(self._camera.moved(*step))

    def _view_current(self) -> None:
        current = self.current_id()
        if current is not None:
            self.view_wanted.emit(current)

    def _escape(self) -> None:
        if len(self._chosen_indexes):
            self.clear_selection()
        else:
            self.escaped.emit()

    def _announce(self) -> None:
        """Say to a screen reader where the keyboard went."""
        if QAccessible.isActive():
            count = QLocale().toString(self.selected_count())
            text = self.tr("{0} chosen").format(count)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
