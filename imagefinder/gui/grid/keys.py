"""Where the keyboard leads in the grid, and what a click or key with Ctrl or Shift does."""

from PySide6.QtCore import Qt

from imagefinder.gui.grid.layout import Layout
from imagefinder.gui.grid.selection import Gesture

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def destination(key: int, layout: Layout, current: int | None, height: int) -> int | None:
    """The photo that the key leads to, None for a key that leads nowhere.

    `height` is that of the viewport, for a page. Without a current photo the first one is reached.
    """
    last = layout.count - 1
    if last < 0 or key not in _MOVES:
        return None
    if key == Qt.Key.Key_Home:
        return 0
    if key == Qt.Key.Key_End:
        return last
    if current is None:
        return 0
    across, down = _MOVES[key]
    if across:
        return min(max(0, current + across), last)
    if abs(down) > 1:
        down = layout.rows_in(height) * (1 if down > 0 else -1)
    return layout.below(current, down)


_PAGE = 2
# Key → photos to the right, rows down.
_MOVES: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_PageUp: (0, -_PAGE),
    Qt.Key.Key_PageDown: (0, _PAGE),
    Qt.Key.Key_Home: (0, 0),
    Qt.Key.Key_End: (0, 0),
}


def click_gesture(modifiers: Qt.KeyboardModifier) -> Gesture:
    """What a click does to the selection."""
    return _gesture(modifiers, ctrl=Gesture.TOGGLE)


def key_gesture(modifiers: Qt.KeyboardModifier) -> Gesture:
    """What a key that leads somewhere does to the selection."""
    return _gesture(modifiers, ctrl=Gesture.MOVE)


def _gesture(modifiers: Qt.KeyboardModifier, ctrl: Gesture) -> Gesture:
    if modifiers & _SHIFT:
        return Gesture.ADD_RANGE if modifiers & _CTRL else Gesture.EXTEND
    return ctrl if modifiers & _CTRL else Gesture.REPLACE
