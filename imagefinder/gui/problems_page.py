"""The page of files that could not be read: which, why, try again, show in its folder."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from imagefinder.core.reports import Problem
from imagefinder.gui.grid.rows import displayed
from imagefinder.gui.icons import put_icon
from imagefinder.gui.plain import plain_tip
from imagefinder.gui.style import SPACE_L, SPACE_S, title_font
from imagefinder.gui.tables import set_up_rows

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ProblemsModel(QAbstractTableModel):
    """Problems as rows of path and reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: Sequence[Problem] = ()

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show these."""
        self.beginResetModel()
        self._problems = problems
        self.endResetModel()

    def problem(self, row: int) -> Problem:
        """The problem in a row."""
        return self._problems[row]

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """A row for each problem."""
        return 0 if parent.isValid() else len(self._problems)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """File and reason."""
        return 0 if parent.isValid() else 2

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """The text of a cell, also as its tooltip."""
        if not index.isValid() or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        problem = self._problems[index.row()]
        text = displayed(problem.path) if index.column() == 0 else problem.reason
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> str | None:
        """Names of the columns."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("File"), self.tr("Why it can't be read"))[section] if section < 2 else None


class ProblemsPage(QWidget):
    """Lists the problems."""

    retry_wanted = Signal()

    def __init__(
        self, show_in_folder: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._show_in_folder = show_in_folder
        self.model = ProblemsModel(self)
        title = QLabel(self.tr("Problems"), self)
        title.setFont(title_font(self.font()))
        self._summary = QLabel(self)
        self._summary.setWordWrap(True)
        self._table = self._make_table()
        self._retry = QPushButton(self.tr("Try all again"), self)
        put_icon(self._retry, "retry", self)
        self._retry.clicked.connect(self.retry_wanted)
        self._show = QPushButton(self.tr("Show in folder"), self)
        put_icon(self._show, "show-in-folder", self)
        self._show.clicked.connect(self._on_show)
        self._lay_out(title)
        self.show_problems([])

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """List these."""
        self.model.set_problems(problems)
        self._summary.setText(
            self.tr(
                "%Ln file(s) can't be read as a picture; all others are searched.",
                "",
                len(problems),
            )
            if problems
            else self.tr("Every file could be read.")
        )
        self._retry.setEnabled(bool(problems))
        for part in (self._table, self._retry, self._show):
            part.setVisible(bool(problems))
        self._on_selection()

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.model)
        set_up_rows(table, self.tr("Files with problems"))
        table.selectionModel().selectionChanged.connect(lambda *_: self._on_selection())
        return table

    def _lay_out(self, title: QLabel) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self._retry)
        buttons.addWidget(self._show)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_S)
        column.addWidget(title)
        column.addWidget(self._summary)
        column.addWidget(self._table, stretch=1)
        column.addLayout(buttons)
        # What is left when there is no table.
        column.addStretch(0)

    def _on_selection(self) -> None:
        self._show.setEnabled(self._table.selectionModel().hasSelection())

    def _on_show(self) -> None:
        self._show_in_folder(self.model.problem(self._table.currentIndex().row()).path)
