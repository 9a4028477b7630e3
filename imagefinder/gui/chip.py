"""One chip of the query bar: a term or a filter, with its sign, its weight, and a way out.

Clicking the sign turns it; the wheel or + and - change a term's weight; Delete removes the chip.
"""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from imagefinder.core.query import (
    ByCamera,
    BytesBetween,
    Filter,
    InFolder,
    Named,
    NearPlace,
    OfType,
    PictureFile,
    PixelsBetween,
    Taken,
    Words,
)
from imagefinder.gui.grid.rows import RowInfo
from imagefinder.gui.style import SPACE_XS, icon

Part = Words | PictureFile | Filter

WEIGHT_STEP = 0.25
LARGEST_WEIGHT = 9.0
LONGEST_LABEL = 32


class Chip(QFrame):
    """Shows and edits one `part` of a query."""

    changed = Signal()
    removed = Signal()

    def __init__(self, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self.setObjectName("Chip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._sign = self._button(self.tr("Turn between wanted and unwanted"))
        self._label = QLabel(self)
        self._remove = self._button(self.tr("Remove"))
        self._remove.setIcon(icon("close", self.palette()))
        self._sign.clicked.connect(self._turn)
        self._remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_XS, 0, SPACE_XS, 0)
        row.setSpacing(SPACE_XS)
        for widget in (self._sign, self._label, self._remove):
            row.addWidget(widget)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus weigh, space turns, delete removes."""
        match event.key():
            case Qt.Key.Key_Plus:
                self._weigh(WEIGHT_STEP)
            case Qt.Key.Key_Minus:
                self._weigh(-WEIGHT_STEP)
            case Qt.Key.Key_Space:
                self._turn()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.removed.emit()
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel weighs."""
        self._weigh(WEIGHT_STEP if event.angleDelta().y() > 0 else -WEIGHT_STEP)
        event.accept()

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _turn(self) -> None:
        if isinstance(self.part, Words | PictureFile):
            self.part = msgspec.structs.replace(self.part, weight=-self.part.weight)
        else:
            self.part = msgspec.structs.replace(self.part, negated=not self.part.negated)
        self._show()
        self.changed.emit()

    def _weigh(self, step: float) -> None:
        if not isinstance(self.part, Words | PictureFile):
            return
        weight = max(-LARGEST_WEIGHT, min(LARGEST_WEIGHT, self.part.weight + step)) or step
        self.part = msgspec.structs.replace(self.part, weight=weight)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        minus = self._is_minus()
        self._sign.setIcon(icon("minus" if minus else "plus", self.palette()))
        text = label(self.part)
        self._label.setText(text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("minus", minus)
        self.setAccessibleName(f"{'-' if minus else '+'} {text}")
        self.setToolTip(text)
        self.style().polish(self)

    def _is_minus(self) -> bool:
        if isinstance(self.part, Words | PictureFile):
            return self.part.weight < 0
        return self.part.negated


def label(part: Part) -> str:
    """What a chip says, without its sign."""
    match part:
        case Words(text=text, weight=weight):
            return _times(weight) + text
        case PictureFile(path=path, weight=weight):
            return _times(weight) + RowInfo(path).name
        case _:
            return _filter_label(part)


def _times(weight: float) -> str:
    return "" if abs(weight) == 1 else f"{abs(weight):g} × "


def _filter_label(part: Filter) -> str:
    match part:
        case InFolder(text=text):
            return f"folder: {text}"
        case Taken(start=start, end=end):
            return f"taken: {start or '…'} – {(end or '…').rstrip('~')}"
        case ByCamera(text=text):
            return f"camera: {text}"
        case OfType(format=name):
            return f"type: {name}"
        case Named(text=text):
            return f"name: {text}"
        case PixelsBetween(low=low, high=high):
            return f"size: {_range(low, high, 1e6)} MP"
        case BytesBetween(low=low, high=high):
            return f"size: {_range(low, high, 1e6)} MB"
        case NearPlace(place=place, radius_km=radius):
            return f"place: {place.latitude:g}, {place.longitude:g} ± {radius:g} km"


def _range(low: int, high: int | None, unit: float) -> str:
    if high is None:
        return f"≥ {low / unit:g}"
    return f"{low / unit:g} – {high / unit:g}" if low else f"≤ {high / unit:g}"
