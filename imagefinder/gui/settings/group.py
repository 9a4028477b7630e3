"""A group of settings: a heading, and below it rows of a name, a control and perhaps a remark."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLayout, QSpinBox, QWidget

from imagefinder.gui.muted import Muted
from imagefinder.gui.style import SPACE_L, SPACE_S, heading_font

NAME_WIDTH_PX = 140


class Group(QWidget):
    """Rows are added top to bottom. What is shown is set by `show_…`, which tells nobody."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(0, 0, 0, SPACE_L)
        self._rows.setHorizontalSpacing(SPACE_L)
        self._rows.setVerticalSpacing(SPACE_S)
        self._rows.setColumnMinimumWidth(0, NAME_WIDTH_PX)
        self._rows.setColumnStretch(1, 1)

    def add_heading(self, title: str) -> None:
        """What the group is about."""
        heading = QLabel(title, self)
        heading.setFont(heading_font(self.font()))
        self.add_wide(heading)

    def add_wide(self, widget: QWidget) -> None:
        """A row without a name."""
        self._rows.addWidget(widget, self._rows.rowCount(), 0, 1, 2)

    def add_across(self, layout: QLayout) -> None:
        """Several things in a row without a name."""
        self._rows.addLayout(layout, self._rows.rowCount(), 0, 1, 2)

    def add_row(self, name: str, control: QWidget, remark: str = "") -> Muted | None:
        """A named control; returns the label with the remark below it."""
        row = self._rows.rowCount()
        label = QLabel(name, self)
        label.setWordWrap(True)
        label.setBuddy(control)
        control.setAccessibleName(name)
        if isinstance(control, QComboBox):
            control.view().setAccessibleName(name)
        narrow = isinstance(control, QComboBox | QSpinBox)
        align = Qt.AlignmentFlag
        left = align.AlignLeft if narrow else align(0)
        self._rows.addWidget(label, row, 0, align.AlignVCenter if narrow else align.AlignTop)
        self._rows.addWidget(control, row, 1, left)
        if not remark:
            return None
        below = Muted(self, remark)
        self._rows.addWidget(below, row + 1, 1)
        return below

    def make_combo(self, choices: Sequence[tuple[object, str]]) -> QComboBox:
        """Values with their names."""
        combo = QComboBox(self)
        for value, name in choices:
            combo.addItem(name, value)
        return combo

    def make_spin(self, lowest: int, highest: int, step: int, unit: str) -> QSpinBox:
        """A number that is told when it is typed in full."""
        spin = QSpinBox(self)
        spin.setRange(lowest, highest)
        spin.setSingleStep(step)
        spin.setSuffix(f" {unit}")
        spin.setGroupSeparatorShown(True)
        spin.setKeyboardTracking(False)
        return spin


def show_choice(combo: QComboBox, value: object) -> None:
    """Mark a value as chosen, without telling anybody; one that is not offered is added."""
    combo.blockSignals(True)
    if combo.findData(value) < 0:
        combo.addItem(str(value), value)
    combo.setCurrentIndex(combo.findData(value))
    combo.blockSignals(False)


def show_number(spin: QSpinBox, number: int) -> None:
    """Show a number, without telling anybody."""
    spin.blockSignals(True)
    spin.setValue(number)
    spin.blockSignals(False)
