"""The page of folders: what each holds, whether it can be read; add, remove, look again."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from imagefinder.core.reports import FolderStatus
from imagefinder.gui.folders_table import FoldersTable, listed_problems
from imagefinder.gui.grid.rows import displayed
from imagefinder.gui.icons import put_icon
from imagefinder.gui.style import SPACE_L, SPACE_S, title_font


class FoldersPage(QWidget):
    """Lists the folders; what the person wants done comes out as a signal."""

    add_wanted = Signal(object)  # str: not every path survives as a Qt string
    remove_wanted = Signal(object)  # str
    give_up_wanted = Signal(object)  # str
    rescan_one_wanted = Signal(object)  # str
    rescan_wanted = Signal()
    problems_wanted = Signal()
    exclusions_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folders: tuple[FolderStatus, ...] = ()
        self._title = QLabel(self.tr("Folders"), self)
        self._title.setFont(title_font(self.font()))
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._table = FoldersTable(self)
        self._make_buttons()
        self._lay_out()
        self._table.chosen_changed.connect(self._on_selection)
        self._table.problems_wanted.connect(self.problems_wanted)
        self._on_selection()

    def show_folders(self, folders: tuple[FolderStatus, ...]) -> None:
        """List these."""
        self._folders = folders
        self._table.show_folders(folders)
        self._on_selection()

    def _make_buttons(self) -> None:
        make = self._button
        self._add = make(self.tr("Add folder…"), "plus", self._on_add)
        self._rescan = make(self.tr("Look through all again"), "retry", self.rescan_wanted.emit)
        self._leave_out = make(self.tr("Leave out…"), "filter", self.exclusions_wanted.emit)
        self._rescan_one = make(self.tr("Look again"), "retry", self._on_rescan_one)
        self._problems = make(self.tr("Problems"), "problem", self.problems_wanted.emit)
        self._give_up = make(self.tr("Pictures are gone…"), "trash", self._on_give_up)
        self._remove = make(self.tr("Remove…"), "minus", self._on_remove)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_S)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addLayout(_row(self._add, self._rescan, self._leave_out))
        column.addWidget(self._table, stretch=1)
        column.addLayout(_row(self._rescan_one, self._problems, self._give_up, self._remove))

    def _button(self, text: str, icon_name: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        put_icon(button, icon_name, self)
        button.clicked.connect(lambda: run())
        return button

    def _hint_text(self) -> str:
        if not self._folders:
            return self.tr("No folder yet. Add one, or drop it on this window.")
        chosen = self._table.chosen()
        offline = [f for f in (chosen, *self._folders) if f and f.offline]
        if offline and (chosen is None or chosen.offline):
            return self.tr("{0} can't be read: {1}. Its photos are kept.").format(
                displayed(offline[0].path), offline[0].offline
            )
        return self.tr(
            "These folders and all below them are searched. Add one, or drop it on this window."
        )

    def _on_selection(self) -> None:
        chosen = self._table.chosen()
        self._rescan.setEnabled(bool(self._folders))
        for button in (self._remove, self._rescan_one):
            button.setEnabled(chosen is not None)
        self._problems.setEnabled(chosen is not None and listed_problems(chosen) > 0)
        self._give_up.setEnabled(chosen is not None and chosen.offline is not None)
        self._hint.setText(self._hint_text())

    def _on_add(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Add a folder of photos"))
        if path:
            self.add_wanted.emit(path)

    def _on_rescan_one(self) -> None:
        if chosen := self._table.chosen():
            self.rescan_one_wanted.emit(chosen.path)

    def _on_remove(self) -> None:
        chosen = self._table.chosen()
        if chosen and self._sure(
            self.tr("Stop searching {0}?").format(displayed(chosen.path)),
            self.tr(
                "%Ln photo(s) leave the library. The files stay as they are.", "", chosen.photos
            ),
        ):
            self.remove_wanted.emit(chosen.path)

    def _on_give_up(self) -> None:
        chosen = self._table.chosen()
        if chosen and self._sure(
            self.tr("Are the pictures in {0} gone for good?").format(displayed(chosen.path)),
            self.tr(
                "%Ln photo(s) leave the library. If the disk is only unplugged, say no.",
                "",
                chosen.photos,
            ),
        ):
            self.give_up_wanted.emit(chosen.path)

    def _sure(self, question: str, what_goes: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Folders"), question, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(what_goes)
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        return box.exec() == QMessageBox.StandardButton.Yes


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE_S)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
