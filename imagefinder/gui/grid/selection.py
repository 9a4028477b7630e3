"""Which photos of the grid are selected: a numpy mask, the current one and the anchor. No Qt.

The grid changes it by mouse and keyboard. At a million photos each change takes about a
millisecond, since none walks over them in Python.
"""

from enum import Enum

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Indexes = npt.NDArray[np.int64]


class Gesture(Enum):
    """What a click or a key does to the selection."""

    REPLACE = "replace"  # plain: this one only
    TOGGLE = "toggle"  # Ctrl: this one too, or no longer
    EXTEND = "extend"  # Shift: all from the anchor to this one
    ADD_RANGE = "add range"  # Ctrl+Shift: all from the anchor to this one, and what was before
    MOVE = "move"  # Ctrl+arrow: the current one changes, the selection does not


class Selection:
    """Of `count` photos. `current` is the one the keyboard is at, None where there is none."""

    def __init__(self, count: int) -> None:
        self.mask: Mask = np.zeros(count, dtype=np.bool_)
        self.current: int | None = None
        self._anchor: int | None = None
        self._base: Mask | None = None

    @property
    def count(self) -> int:
        """How many are selected."""
        return int(np.count_nonzero(self.mask))

    def indexes(self) -> Indexes:
        """Of those selected, ascending."""
        return np.flatnonzero(self.mask)

    def go_to(self, index: int, gesture: Gesture) -> None:
        """Make `index` the current one and select as the gesture says."""
        match gesture:
            case Gesture.REPLACE:
                self.mask[:] = False
                self.mask[index] = True
            case Gesture.TOGGLE:
                self.mask[index] = not self.mask[index]
            case Gesture.EXTEND | Gesture.ADD_RANGE:
                self._select_range(index, keep=gesture is Gesture.ADD_RANGE)
        if gesture not in (Gesture.EXTEND, Gesture.ADD_RANGE) or self._anchor is None:
            self._anchor = index
        self.current = index

    def select_all(self) -> None:
        """Every photo; the current one stays."""
        self.mask[:] = True

    def invert(self) -> None:
        """Every photo that is not selected; the current one stays."""
        self.mask[:] = ~self.mask

    def clear(self) -> None:
        """None; the current one stays."""
        self.mask[:] = False

    def begin_band(self, gesture: Gesture) -> None:
        """A rubber band is being drawn from here on."""
        keeps = gesture in (Gesture.TOGGLE, Gesture.EXTEND, Gesture.ADD_RANGE)
        self._base = self.mask.copy() if keeps else np.zeros_like(self.mask)

    def band(self, inside: Indexes, gesture: Gesture) -> None:
        """Select what the rubber band covers now, on top of what was there when it began."""
        base = self._base if self._base is not None else np.zeros_like(self.mask)
        self.mask[:] = base
        self.mask[inside] = ~base[inside] if gesture is Gesture.TOGGLE else True
        if len(inside):
            self.current = self._anchor = int(inside[-1])

    def end_band(self) -> None:
        """The rubber band was let go of."""
        self._base = None

    def carried_over(self, old_ids: Indexes, new_ids: Indexes) -> "Selection":
        """The same photos selected and current in another list; those gone from it are not."""
        new = Selection(len(new_ids))
        chosen = old_ids[self.mask]
        if len(chosen):
            new.mask = np.isin(new_ids, chosen)
        if self.current is not None:
            found = np.flatnonzero(new_ids == old_ids[self.current])
            new.current = new._anchor = int(found[0]) if len(found) else None
        return new

    def _select_range(self, index: int, keep: bool) -> None:
        anchor = index if self._anchor is None else self._anchor
        if not keep:
            self.mask[:] = False
        self.mask[min(anchor, index) : max(anchor, index) + 1] = True
