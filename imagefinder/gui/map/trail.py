"""Where one is: the library, then what was laid out of it; a click goes back."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from imagefinder.core.mapping import Layout, Scope
from imagefinder.gui.style import heading_font


class Place(msgspec.Struct, frozen=True):
    """What was laid out, as the trail names it."""

    scope: Scope
    name: str
    layout: Layout


class Trail(QWidget):
    """Names of places, the one at hand last."""

    # The number of a place, from 0.
    back_wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Where the map is"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._names: list[str] = []

    @property
    def names(self) -> Sequence[str]:
        """What is shown."""
        return tuple(self._names)

    def show_places(self, names: Sequence[str]) -> None:
        """Show these."""
        self._names = list(names)
        while (item := self._row.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for number, name in enumerate(names):
            if number:
                self._row.addWidget(QLabel("›", self))
            here = number == len(names) - 1
            self._row.addWidget(self._here(name) if here else self._button(name, number))

    def _here(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(name)
        label.setFont(heading_font(self.font()))
        label.setMargin(4)
        return label

    def _button(self, name: str, number: int) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setText(name.replace("&", "&&"))
        button.setAccessibleName(self.tr("Back to: {0}").format(name))
        button.setToolTip(self.tr("Back to: {0}").format(name))
        button.clicked.connect(lambda: self.back_wanted.emit(number))
        return button
