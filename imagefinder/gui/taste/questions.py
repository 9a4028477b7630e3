"""What is asked before something is done to a taste: a name, whether one is sure, which taste.

Dialogs are opened, never executed: nothing waits for them but the person. What is asked for a
second time comes with the answer.
"""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from imagefinder.gui.muted import Muted
from imagefinder.gui.style import SPACE_L, SPACE_M

# As `store.tastes` has it; there it is refused, here it can't be typed.
LONGEST_NAME = 60
_WIDTH_PX = 360


class NameQuestion(QDialog):
    """Asks for a name that no other taste has."""

    def __init__(
        self,
        title: str,
        name: str,
        taken: Collection[str],
        then: Callable[[str], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._taken = set(taken)
        self._field = QLineEdit(name, self)
        self._field.setMaxLength(LONGEST_NAME)
        self._field.setAccessibleName(self.tr("Name of the taste"))
        self._field.selectAll()
        self._hint = Muted(self)
        self._buttons = _buttons(self)
        self._field.textChanged.connect(lambda _: self._check())
        self.accepted.connect(lambda: then(self._name()))
        _lay_out(self, self.tr("Name"), self._field, self._hint, self._buttons)
        self._check()

    def _name(self) -> str:
        return self._field.text().strip()

    def _check(self) -> None:
        name = self._name()
        taken, quoted = name in self._taken, '"' in name
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(bool(name) and not taken and not quoted)
        hint = self.tr("There is a taste of this name already.") if taken else ""
        self._hint.setText(self.tr("A name has no quotation mark.") if quoted else hint)


class WhichTaste(QDialog):
    """Asks in which taste to vote; another name than those listed makes a new one."""

    def __init__(
        self, title: str, names: Sequence[str], then: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._names = QComboBox(self)
        self._names.setEditable(True)
        self._names.addItems(list(names))
        self._names.setAccessibleName(self.tr("Name of the taste"))
        self._names.view().setAccessibleName(self.tr("Tastes"))
        hint = Muted(self, self.tr("A new name makes a new taste."))
        self._buttons = _buttons(self)
        self._names.editTextChanged.connect(lambda _: self._check())
        self.accepted.connect(lambda: then(self._name()))
        _lay_out(self, self.tr("Taste"), self._names, hint, self._buttons)
        self._check()

    def _name(self) -> str:
        return self._names.currentText().strip()

    def _check(self) -> None:
        name = self._name()
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(0 < len(name) <= LONGEST_NAME and '"' not in name)


def ask_whether_sure(
    question: str, what_goes: str, does: str, then: Callable[[], object], parent: QWidget
) -> None:
    """`does` is written on the button that does it; the other one is what Enter presses."""
    box = QMessageBox(QMessageBox.Icon.Question, parent.windowTitle(), question, parent=parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(what_goes)
    do = box.addButton(does, QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    do.clicked.connect(lambda: then())
    box.open()


def _buttons(dialog: QDialog) -> QDialogButtonBox:
    kinds = QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
    buttons = QDialogButtonBox(kinds, dialog)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons


def _lay_out(dialog: QDialog, label: str, *widgets: QWidget) -> None:
    column = QVBoxLayout(dialog)
    column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
    column.setSpacing(SPACE_M)
    name = QLabel(label, dialog)
    name.setBuddy(widgets[0])
    column.addWidget(name)
    for widget in widgets:
        column.addWidget(widget)
    dialog.setMinimumWidth(_WIDTH_PX)
