"""The folders of the first run: some are suggested, others are added, any can be taken away."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from imagefinder.gui.grid.rows import displayed
from imagefinder.gui.icons import put_icon
from imagefinder.gui.style import SPACE_S

ROWS = 3


class FolderList(QWidget):
    """Paths are kept beside the list: not every one survives as a Qt string."""

    changed = Signal()

    def __init__(self, folders: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folders = list(folders)
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Folders to look through"))
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setFixedHeight((ROWS + 1) * self.fontMetrics().height())
        self._add = QPushButton(self.tr("Add folder…"), self)
        put_icon(self._add, "plus", self)
        self._remove = QPushButton(self.tr("Take away"), self)
        put_icon(self._remove, "minus", self)
        self._lay_out()
        self._add.clicked.connect(lambda: self._on_add())
        self._remove.clicked.connect(lambda: self._on_remove())
        self._list.currentRowChanged.connect(lambda _: self._show_buttons())
        self._show()

    def add(self, folder: str) -> None:
        """Look through this one too."""
        if folder not in self.folders:
            self.folders.append(folder)
            self._show()
            self.changed.emit()

    def _lay_out(self) -> None:
        buttons = QVBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self._add)
        buttons.addWidget(self._remove)
        buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._list, stretch=1)
        row.addLayout(buttons)

    def _show(self) -> None:
        self._list.clear()
        self._list.addItems([displayed(folder) for folder in self.folders])
        self._list.setCurrentRow(len(self.folders) - 1)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self._remove.setEnabled(self._list.currentRow() >= 0)

    def _on_add(self) -> None:
        start = self.folders[-1] if self.folders else ""
        path = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder of photos"), start)
        if path:
            self.add(path)

    def _on_remove(self) -> None:
        del self.folders[self._list.currentRow()]
        self._show()
        self.changed.emit()
