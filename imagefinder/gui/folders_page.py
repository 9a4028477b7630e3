"""The page of watched folders: what each holds, whether it can be read, add and remove."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from imagefinder.core.reports import FolderStatus
from imagefinder.gui.grid.rows import displayed
from imagefinder.gui.icons import put_icon
from imagefinder.gui.style import SPACE_L, SPACE_S, title_font


class FoldersPage(QWidget):
    """Lists the folders; what the person wants done with one comes out as a signal."""

    add_wanted = Signal(object)  # str: not every path survives as a Qt string
    remove_wanted = Signal(object)  # str
    give_up_wanted = Signal(object)  # str
    rescan_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folders: tuple[FolderStatus, ...] = ()
        title = QLabel(self.tr("Folders"), self)
        title.setFont(title_font(self.font()))
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self._table = self._make_table()
        self._add = self._button(self.tr("Add folder…"), "plus", self._on_add)
        self._rescan = self._button(self.tr("Look again"), "retry", self.rescan_wanted.emit)
        self._remove = self._button(self.tr("Remove…"), "minus", self._on_remove)
        self._give_up = self._button(self.tr("Pictures are gone…"), "trash", self._on_give_up)
        self._lay_out(title)
        self._on_selection()

    def show_folders(self, folders: tuple[FolderStatus, ...]) -> None:
        """List these."""
        chosen = self._chosen()
        self._folders = folders
        self._table.setRowCount(len(folders))
        for row, folder in enumerate(folders):
            for column, text in enumerate(self._cells(folder)):
                item = QTableWidgetItem(text)
                item.setToolTip(displayed(folder.path) if column == 0 else text)
                if 1 <= column <= 4:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                self._table.setItem(row, column, item)
            if chosen and folder.path == chosen.path:
                self._table.selectRow(row)
        self._hint.setText(self._hint_text())
        self._on_selection()

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 6, self)
        table.setAccessibleName(self.tr("Watched folders"))
        table.setHorizontalHeaderLabels(
            [
                self.tr("Folder"),
                self.tr("Photos"),
                self.tr("Indexed"),
                self.tr("Pending"),
                self.tr("Problems"),
                self.tr("State"),
            ]
        )
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.itemSelectionChanged.connect(self._on_selection)
        return table

    def _lay_out(self, title: QLabel) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        for button in (self._add, self._rescan, self._remove, self._give_up):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_S)
        column.addWidget(title)
        column.addWidget(self._hint)
        column.addWidget(self._table, stretch=1)
        column.addLayout(buttons)

    def _button(self, text: str, icon_name: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        put_icon(button, icon_name, self)
        button.clicked.connect(lambda: run())
        return button

    def _cells(self, folder: FolderStatus) -> tuple[str, ...]:
        indexed = folder.photos - folder.pending - folder.problems
        state = self.tr("online") if folder.offline is None else self.tr("offline")
        counts = (folder.photos, indexed, folder.pending, folder.problems)
        return (displayed(folder.path), *(f"{count:,}" for count in counts), state)

    def _hint_text(self) -> str:
        if not self._folders:
            return self.tr("No folder yet. Add one, or drop it on this window.")
        offline = [f for f in self._folders if f.offline]
        if offline:
            return self.tr("{0} can't be read: {1}. Its photos are kept.").format(
                displayed(offline[0].path), offline[0].offline
            )
        return self.tr("These folders and all below them are searched and kept up to date.")

    def _chosen(self) -> FolderStatus | None:
        row = self._table.currentRow()
        has_row = 0 <= row < len(self._folders) and bool(self._table.selectedItems())
        return self._folders[row] if has_row else None

    def _on_selection(self) -> None:
        chosen = self._chosen()
        self._remove.setEnabled(chosen is not None)
        self._give_up.setEnabled(chosen is not None and chosen.offline is not None)

    def _on_add(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Add a folder of photos"))
        if path:
            self.add_wanted.emit(path)

    def _on_remove(self) -> None:
        chosen = self._chosen()
        if chosen and self._sure(
            self.tr("Stop searching {0}?").format(displayed(chosen.path)),
            self.tr("Its {0} photos leave the library. The files stay as they are.").format(
                f"{chosen.photos:,}"
            ),
        ):
            self.remove_wanted.emit(chosen.path)

    def _on_give_up(self) -> None:
        chosen = self._chosen()
        if chosen and self._sure(
            self.tr("Are the pictures in {0} gone for good?").format(displayed(chosen.path)),
            self.tr(
                "Its {0} photos leave the library. If the disk is only unplugged, say no."
            ).format(f"{chosen.photos:,}"),
        ):
            self.give_up_wanted.emit(chosen.path)

    def _sure(self, question: str, what_goes: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Folders"), question, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(what_goes)
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        return box.exec() == QMessageBox.StandardButton.Yes
