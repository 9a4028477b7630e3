"""The page that people live on: the answer as a grid, newest photos before anything is asked."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSlider, QVBoxLayout, QWidget

from imagefinder.core.reports import SearchResult
from imagefinder.gui.details_panel import DetailsPanel
from imagefinder.gui.grid import Caption, Grid, RowInfo
from imagefinder.gui.grid.view import LARGEST_CELL_PX, SMALLEST_CELL_PX
from imagefinder.gui.style import SPACE_L, SPACE_M, SPACE_S, icon
from imagefinder.gui.thumbnails import Thumbnails

SLIDER_WIDTH_PX = 120


class SearchPage(QWidget):
    """Grid, a line above it that says what is shown, and the details of the chosen photo.

    `details` gives names and values of a photo; actions come out as signals with paths.
    """

    similar_wanted = Signal(str, float)  # path, weight: > 0 more, < 0 less like it
    only_similar_wanted = Signal(str)
    view_wanted = Signal(int)
    open_wanted = Signal(str)
    show_in_folder_wanted = Signal(str)
    copy_files_wanted = Signal(object)  # list[str]
    copy_paths_wanted = Signal(object)  # list[str]
    export_wanted = Signal(object)  # list[str]

    def __init__(
        self,
        row_info: Callable[[Sequence[int]], Mapping[int, RowInfo]],
        thumbnails: Thumbnails,
        details: Callable[[int], Sequence[tuple[str, str]]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._details = details
        self._answered = False
        self.grid = Grid(row_info, thumbnails, self._urls, self)
        self.grid.setAccessibleName(self.tr("Photos"))
        self._panel = DetailsPanel(self)
        self._summary = QLabel(self)
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setAccessibleName(self.tr("What is shown"))
        self._size = self._make_slider()
        self._actions = self._make_actions()
        self._lay_out()
        self.grid.selection_changed.connect(self._on_selection)
        self.grid.view_requested.connect(self.view_wanted)
        self.grid.activated.connect(self.view_wanted)
        self.grid.context_menu_requested.connect(self._on_menu)
        self._thumbnails.loaded.connect(lambda _: self._on_selection())

    def show_library(self, ids: npt.NDArray[np.int64], keep: bool) -> None:
        """No query: the whole library, newest first."""
        self._answered = False
        self.grid.set_caption(Caption.NAME)
        self.grid.set_photos(ids, keep=keep)
        self._summary.setText(
            self.tr("%n photo(s), newest first", "", len(ids)) if len(ids) else ""
        )

    def show_answer(self, result: SearchResult, keep: bool) -> None:
        """The hits of a search, in three bands of relevance."""
        self._answered = True
        ids = np.array([hit.photo_id for hit in result.hits], np.int64)
        scores = np.array([hit.score for hit in result.hits], np.float32)
        self.grid.set_caption(Caption.SCORE if scores.any() else Caption.NAME)
        self.grid.set_photos(ids, scores, (result.sure, result.maybe), keep=keep)
        self._summary.setText(self._answer_text(result))

    def show_message(self, text: str) -> None:
        """A sentence above the grid, such as why a query is not understood."""
        self._summary.setText(text)

    def selected_paths(self) -> list[str]:
        """Paths of the selected photos."""
        rows = (self.grid.row(photo_id) for photo_id in self.grid.selected_ids())
        return [row.path for row in rows if row is not None]

    def _answer_text(self, result: SearchResult) -> str:
        if not result.hits:
            return self.tr("Nothing in the library fits.")
        if result.sure:
            return self.tr("%n photo(s) surely fit", "", result.sure)
        if result.maybe:
            return self.tr("%n photo(s) may fit", "", result.maybe)
        return self.tr("Nothing stands out: these are merely the nearest.")

    def _make_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(SMALLEST_CELL_PX, LARGEST_CELL_PX)
        slider.setValue(self.grid.cell_size())
        slider.setFixedWidth(SLIDER_WIDTH_PX)
        slider.setAccessibleName(self.tr("Size of thumbnails"))
        slider.setToolTip(self.tr("Size of thumbnails (Ctrl+wheel)"))
        slider.valueChanged.connect(self.grid.set_cell_size)
        return slider

    def _make_actions(self) -> list[QAction | None]:
        make = self._action
        return [
            make(self.tr("View"), "eye", "Space", lambda p: self.view_wanted.emit(self._current())),
            make(self.tr("Find similar"), "similar", "Ctrl+L", self._on_only_similar),
            make(self.tr("More like this"), "plus", "+", lambda p: self._on_similar(p, 1.0)),
            make(self.tr("Less like this"), "minus", "-", lambda p: self._on_similar(p, -1.0)),
            None,
            make(self.tr("Open"), "open-external", "Ctrl+O", lambda p: self.open_wanted.emit(p[0])),
            make(
                self.tr("Show in folder"),
                "show-in-folder",
                "Ctrl+Shift+O",
                lambda p: self.show_in_folder_wanted.emit(p[0]),
            ),
            None,
            make(self.tr("Copy files"), "copy", "Ctrl+C", self.copy_files_wanted.emit),
            make(self.tr("Copy paths"), "", "Ctrl+Shift+C", self.copy_paths_wanted.emit),
            make(self.tr("Export copies…"), "export", "Ctrl+E", self.export_wanted.emit),
        ]

    def _action(
        self, text: str, icon_name: str, key: str, run: Callable[[list[str]], object]
    ) -> QAction:
        action = QAction(text, self)
        if icon_name:
            action.setIcon(icon(icon_name, self.palette()))
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self._run(run))
        self.grid.addAction(action)
        return action

    def _run(self, run: Callable[[list[str]], object]) -> None:
        if paths := self.selected_paths():
            run(paths)

    def _on_only_similar(self, paths: list[str]) -> None:
        self.only_similar_wanted.emit(paths[0])

    def _on_similar(self, paths: list[str], weight: float) -> None:
        for path in paths:
            self.similar_wanted.emit(path, weight)

    def _current(self) -> int:
        current = self.grid.current_id()
        return -1 if current is None else current

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        above.setSpacing(SPACE_M)
        above.addWidget(self._summary, stretch=1)
        above.addWidget(self._size)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(above)
        left.addWidget(self.grid, stretch=1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, stretch=1)
        row.addWidget(self._panel)

    def _on_selection(self) -> None:
        photo_id = self.grid.current_id()
        row = self.grid.row(photo_id) if photo_id is not None else None
        if photo_id is None or row is None:
            self._panel.show_nothing()
            return
        side_px = round(self.grid.cell_size() * self.devicePixelRatioF())
        pixmap = self._thumbnails.pixmap(row.digest, side_px) if row.digest else None
        self._panel.show_photo(pixmap, self._details(photo_id))

    def _on_menu(self, at: QPoint) -> None:
        if not self.selected_paths():
            return
        menu = QMenu(self)
        for action in self._actions:
            menu.addSeparator() if action is None else menu.addAction(action)
        menu.exec(at)

    def _urls(self, ids: Sequence[int]) -> list[QUrl]:
        rows = (self.grid.row(photo_id) for photo_id in ids)
        return [QUrl.fromLocalFile(row.path) for row in rows if row is not None]
