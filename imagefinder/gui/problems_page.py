"""The page of files that could not be read: which, why, try again, show in its folder, ignore.

Files that are no pictures are no problems: they are counted, and listed below the problems on
request. What it shows is read from the library by `read_problems`, away from the window's thread.
"""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from imagefinder.core.reports import Problem
from imagefinder.gui.grid.banners import paint_empty
from imagefinder.gui.grid.rows import displayed
from imagefinder.gui.icons import put_icon
from imagefinder.gui.muted import Muted
from imagefinder.gui.plain import plain_tip
from imagefinder.gui.sentences import told
from imagefinder.gui.style import SPACE_L, SPACE_S, title_font
from imagefinder.gui.tables import set_up_rows
from imagefinder.store.reader import Reader

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Listed(msgspec.Struct, frozen=True):
    """What the page shows: the problems, and so many other files, some of them listed too.

    `ignored_count` files can't be read either, but are listed no more.
    """

    problems: Sequence[Problem] = ()
    other_count: int = 0
    others: Sequence[Problem] = ()
    ignored_count: int = 0


def read_problems(reader: Reader, with_others: bool) -> Listed:
    """What there is to show now."""
    others = reader.others() if with_others else []
    return Listed(reader.problems(), reader.other_count(), others, reader.ignored_count())


class ProblemsModel(QAbstractTableModel):
    """Problems as rows of path and reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: Sequence[Problem] = ()

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show these. Where they are the same as before, what is selected stays so."""
        if list(problems) == list(self._problems):
            return
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
        text = displayed(problem.path) if index.column() == 0 else told(problem.reason)
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

    retry_wanted = Signal(object)  # list[str]: paths; none for all files
    ignore_wanted = Signal(object)  # list[str]: paths
    others_toggled = Signal(bool)  # whether files that are no pictures are to be listed too

    def __init__(
        self, show_in_folder: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._show_in_folder = show_in_folder
        self.model = ProblemsModel(self)
        title = QLabel(self.tr("Problems"), self)
        title.setFont(title_font(self.font()))
        self._summary = Muted(self)
        self._table = self._make_table()
        self._retry = self._button(self.tr("Try all again"), "retry", self._on_retry)
        self._show = self._button(self.tr("Show in folder"), "show-in-folder", self._on_show)
        self._ignore = self._button(self.tr("Ignore"), "", self._on_ignore)
        self._ignore.setToolTip(self.tr("List these files no more, until they change"))
        self._others = QCheckBox(self)
        self._others.toggled.connect(self.others_toggled)
        self._fine = EmptyPage(self)
        self._problem_count = 0
        self._lay_out(title)
        self.show_listed(Listed())

    def lists_others(self) -> bool:
        """Whether files that are no pictures are to be listed too."""
        return self._others.isChecked()

    def show_listed(self, listed: Listed) -> None:
        """List these, the problems first."""
        rows = [*listed.problems, *listed.others]
        self._problem_count = count = len(listed.problems)
        self.model.set_problems(rows)
        self._summary.setText(self._summary_text(count, listed.ignored_count))
        self._others.setText(
            self.tr("Also list %Ln other file(s), which are no pictures", "", listed.other_count)
        )
        self._summary.setVisible(count + listed.ignored_count > 0)
        self._others.setVisible(listed.other_count > 0)
        self._fine.setVisible(not rows)
        self._fine.say(
            self.tr("No problems"),
            self.tr("Every other picture could be read.")
            if listed.ignored_count
            else self.tr("Every picture could be read."),
        )
        for part in (self._table, self._retry, self._show, self._ignore):
            part.setVisible(bool(rows))
        self._on_selection()

    def _summary_text(self, problems: int, ignored: int) -> str:
        parts = []
        if problems:
            parts.append(
                self.tr(
                    "%Ln file(s) can't be read as a picture; all other pictures are searched.",
                    "",
                    problems,
                )
            )
        if ignored:
            parts.append(
                self.tr("%Ln file(s) that can't be read are ignored, so not listed.", "", ignored)
            )
        return " ".join(parts)

    def selected_paths(self) -> list[str]:
        """Files that are selected, from top to bottom."""
        return [self.model.problem(row).path for row in self._selected_rows()]

    def _selected_rows(self) -> list[int]:
        return sorted(index.row() for index in self._table.selectionModel().selectedRows())

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.model)
        set_up_rows(table, self.tr("Files with problems"))
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.selectionModel().selectionChanged.connect(lambda *_: self._on_selection())
        self.model.modelReset.connect(self._on_selection)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu)
        table.doubleClicked.connect(lambda _: self._on_show())
        return table

    def _button(self, text: str, icon: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        if icon:
            put_icon(button, icon, self)
        button.clicked.connect(lambda: run())
        return button

    def _lay_out(self, title: QLabel) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        for button in (self._retry, self._show, self._ignore):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._others)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_S)
        column.addWidget(title)
        column.addWidget(self._summary)
        column.addWidget(self._table, stretch=1)
        column.addWidget(self._fine, stretch=1)
        column.addLayout(buttons)

    def _on_selection(self) -> None:
        rows = self._selected_rows()
        chosen = len(rows)
        self._show.setEnabled(chosen == 1)
        # Other files come last; of them nothing has to be heard anyway.
        self._ignore.setEnabled(chosen > 0 and rows[0] < self._problem_count)
        self._retry.setEnabled(chosen > 0 or self._problem_count > 0)
        self._retry.setText(self.tr("Try again") if chosen else self.tr("Try all again"))

    def _on_retry(self) -> None:
        self.retry_wanted.emit(self.selected_paths())

    def _on_show(self) -> None:
        for path in self.selected_paths()[:1]:
            self._show_in_folder(path)

    def _on_ignore(self) -> None:
        self.ignore_wanted.emit(self.selected_paths())

    def _on_menu(self, at: QPoint) -> None:
        if not self.selected_paths():
            return
        menu = QMenu(self)
        for button in (self._retry, self._show, self._ignore):
            action = menu.addAction(button.icon(), button.text(), button.click)
            action.setEnabled(button.isEnabled())
        menu.exec(self._table.viewport().mapToGlobal(at))
        menu.deleteLater()


class EmptyPage(QWidget):
    """Says in the middle of a page that there is nothing, and why that is fine."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = "", ""

    def say(self, title: str, detail: str) -> None:
        """What there is to say now."""
        self._texts = title, detail
        self.setAccessibleName(f"{title}. {detail}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """As the grid says that it is empty."""
        painter = QPainter(self)
        paint_empty(painter, self.rect(), self.palette(), self.font(), *self._texts)
        painter.end()
