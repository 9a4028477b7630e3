"""The table of folders: what each holds, and whether it can be read."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

from imagefinder.core.reports import FolderStatus
from imagefinder.gui.grid.rows import displayed
from imagefinder.gui.plain import plain_tip
from imagefinder.gui.tables import set_up_rows

PATH, PHOTOS, INDEXED, PENDING, PROBLEMS, STATE = range(6)
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FoldersTable(QTableWidget):
    """A row for each folder; a click on a number of problems is a wish to see them."""

    chosen_changed = Signal()
    problems_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 6, parent)
        self._folders: Sequence[FolderStatus] = ()
        set_up_rows(self, self.tr("Folders that are searched"), PATH)
        self.setHorizontalHeaderLabels(
            [
                self.tr("Folder"),
                self.tr("Photos"),
                self.tr("Indexed"),
                self.tr("Pending"),
                self.tr("Problems"),
                self.tr("State"),
            ]
        )
        for column in range(PHOTOS, STATE):
            if header := self.horizontalHeaderItem(column):
                header.setTextAlignment(_NUMBER)
        self.itemSelectionChanged.connect(self.chosen_changed)
        self.cellClicked.connect(self._on_click)

    def show_folders(self, folders: Sequence[FolderStatus]) -> None:
        """List these; the one that was chosen stays so."""
        chosen = self.chosen()
        self._folders = folders
        self.setRowCount(len(folders))
        for row, folder in enumerate(folders):
            for column, text in enumerate(self._texts(folder)):
                self.setItem(row, column, self._item(folder, column, text))
            if chosen and folder.path == chosen.path:
                self.selectRow(row)

    def chosen(self) -> FolderStatus | None:
        """The folder whose row is chosen."""
        row = self.currentRow()
        has_row = 0 <= row < len(self._folders) and bool(self.selectedItems())
        return self._folders[row] if has_row else None

    def _texts(self, folder: FolderStatus) -> tuple[str, ...]:
        indexed = folder.photos - folder.pending - folder.problems - folder.ignored
        counts = (folder.photos, indexed, folder.pending, listed_problems(folder))
        state = self.tr("online") if folder.offline is None else self.tr("offline")
        return (displayed(folder.path), *(QLocale().toString(count) for count in counts), state)

    def _item(self, folder: FolderStatus, column: int, text: str) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setToolTip(plain_tip(folder.offline if column == STATE and folder.offline else text))
        if PHOTOS <= column <= PROBLEMS:
            item.setTextAlignment(_NUMBER)
        if column == PHOTOS and folder.others:
            item.setToolTip(
                self.tr("and %Ln other file(s), which are no pictures", "", folder.others)
            )
        if column == PROBLEMS and folder.ignored:
            item.setToolTip(self.tr("and %Ln ignored file(s)", "", folder.ignored))
        if column == PROBLEMS and listed_problems(folder):
            item.setForeground(self.palette().brush(QPalette.ColorRole.Link))
            if not folder.ignored:
                item.setToolTip(self.tr("Show the problems"))
        return item

    def _on_click(self, row: int, column: int) -> None:
        if column == PROBLEMS and listed_problems(self._folders[row]):
            self.problems_wanted.emit()


def listed_problems(folder: FolderStatus) -> int:
    """How many of a folder's files and folders the page of problems lists."""
    return folder.problems + folder.unreadable
