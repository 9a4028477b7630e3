"""Asks for an axis in words: one word, or a pair with one for each end."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from imagefinder.core.mapping import ByWords
from imagefinder.gui.style import SPACE_L, SPACE_M

_FIELD_PX = 240


class WordsDialog(QDialog):
    """`across` says whether the ends are left and right, or below and above."""

    chosen = Signal(object)  # ByWords

    def __init__(self, across: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("An axis in words"))
        low, high = (
            (self.tr("To the left:"), self.tr("To the right:"))
            if across
            else (self.tr("Below:"), self.tr("Above:"))
        )
        self.towards, self.away = self._field(high), self._field(low)
        self.away.setPlaceholderText(self.tr("may stay empty"))
        buttons = QDialogButtonBox(self)
        self._ok = buttons.addButton(QDialogButtonBox.StandardButton.Ok)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.towards.textChanged.connect(lambda _: self._show_possible())
        self._show_possible()
        self._lay_out(low, high, buttons)

    def accept(self) -> None:
        """Tell the words."""
        axis = ByWords(_tidy(self.towards), _tidy(self.away))
        if axis.towards:
            self.chosen.emit(axis)
            super().accept()

    def _lay_out(self, low: str, high: str, buttons: QDialogButtonBox) -> None:
        about = QLabel(
            self.tr("Photos are placed by how well they fit the words, such as snow, or beach."),
            self,
        )
        about.setWordWrap(True)
        form = QFormLayout(self)
        form.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        form.setVerticalSpacing(SPACE_M)
        form.addRow(about)
        form.addRow(high, self.towards)
        form.addRow(low, self.away)
        form.addRow(buttons)

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setMinimumWidth(_FIELD_PX)
        field.setAccessibleName(name.rstrip(":"))
        return field

    def _show_possible(self) -> None:
        self._ok.setEnabled(bool(_tidy(self.towards)))


def _tidy(field: QLineEdit) -> str:
    return " ".join(field.text().split())
