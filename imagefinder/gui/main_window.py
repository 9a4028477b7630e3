"""The window: query bar on top, pages on the left, the status line below. Composes; paints nothing.

Questions go to the engine; what rows show is read from the library directly. An answer that is no
longer the newest is dropped.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from imagefinder.core.messages import (
    AddFolder,
    Failed,
    Found,
    GetStatus,
    GiveUpPhotos,
    Index,
    Indexed,
    Pause,
    RemoveFolder,
    Request,
    Resume,
    RetryProblems,
    Said,
    Search,
    StatusIs,
    UseModel,
    Watch,
)
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.query import Query
from imagefinder.core.reports import LibraryStatus
from imagefinder.gui import actions, details, drops
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.first_run import FirstRun
from imagefinder.gui.folders_page import FoldersPage
from imagefinder.gui.grid import RowInfo
from imagefinder.gui.library_view import Ids, IdsLoader, LibraryView
from imagefinder.gui.navigation import Navigation
from imagefinder.gui.problems_page import ProblemsPage
from imagefinder.gui.query_bar import QueryBar
from imagefinder.gui.search_page import SearchPage
from imagefinder.gui.status_line import StatusLine
from imagefinder.gui.style import SPACE_L, SPACE_S
from imagefinder.gui.thumbnails import Thumbnails
from imagefinder.search.parse import parse
from imagefinder.store.thumbs import read_thumbnails

SEARCH, FOLDERS, PROBLEMS = range(3)
TOP = 2000
# While indexing runs, what is new shows up at this interval.
REFRESH_MS = 2000


class MainWindow(QMainWindow):
    """One library in one window. `start_demo` opens the demo in a window of its own."""

    def __init__(
        self,
        paths: LibraryPaths,
        engine: EngineClient,
        settings: QSettings,
        start_demo: Callable[[], None],
    ) -> None:
        super().__init__()
        self._paths = paths
        self._engine = engine
        self._settings = settings
        self._view = LibraryView(paths)
        self._ids = IdsLoader(paths, self)
        self._thumbnails = Thumbnails(lambda: read_thumbnails(paths.thumbnails), parent=self)
        self._query = Query()
        self._newest_request = 0
        self._keep = False
        self._status: LibraryStatus | None = None
        self.setWindowTitle("imagefinder")
        self.setAcceptDrops(True)
        self._make_widgets(start_demo)
        self._connect_widgets()
        self._connect_engine()
        self._make_shortcuts()
        self._refresh = QTimer(self)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._on_refresh)
        self._restore_geometry()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window was; end threads and engine in order."""
        self._settings.setValue("geometry", self.saveGeometry())
        self._refresh.stop()
        self._ids.close()
        self._thumbnails.close()
        self._engine.close()
        self._view.close()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what may hold a picture or a folder."""
        if event.source() is None and drops.offers_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A folder is added, pictures are asked for. Bytes are copied now, decoded elsewhere."""
        dropped = drops.dropped_pictures(event.mimeData(), self._paths.derived / "dropped")
        event.acceptProposedAction()
        self._take_in(dropped)

    def paste(self) -> None:
        """Ask for what lies on the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        self._take_in(drops.dropped_pictures(data, self._paths.derived / "dropped"))

    def start_engine(self) -> None:
        """Show what is there, and start the engine behind the window."""
        if self._view.open():
            self._ids.load()
        self._engine.start()

    def show_page(self, number: int) -> None:
        """Turn to a page."""
        self._navigation.choose(number)
        self._pages.setCurrentIndex(number)
        if number == PROBLEMS:
            self._problems.show_problems(self._view.problems())

    def _make_widgets(self, start_demo: Callable[[], None]) -> None:
        self._bar = QueryBar(parse, self)
        self._search = SearchPage(self._row_info, self._thumbnails, self._details, self)
        self._folders = FoldersPage(self)
        self._problems = ProblemsPage(self._show_in_folder, self)
        self._first_run = FirstRun(self)
        self._first_run.demo_wanted.connect(start_demo)
        self._line = StatusLine(self)
        self._pages = QStackedWidget(self)
        for page in (self._search, self._folders, self._problems, self._first_run):
            self._pages.addWidget(page)
        self._navigation = Navigation(
            [
                ("search", self.tr("Search")),
                ("folder", self.tr("Folders")),
                ("problem", self.tr("Problems")),
            ],
            self,
        )
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        top.addWidget(self._bar)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(top)
        right.addWidget(self._pages, stretch=1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._navigation)
        middle.addLayout(right, stretch=1)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle, stretch=1)
        whole.addWidget(self._line)
        centre = QWidget(self)
        centre.setLayout(whole)
        self.setCentralWidget(centre)

    def _connect_widgets(self) -> None:
        self._bar.query_changed.connect(self._on_query)
        self._bar.complained.connect(self._search.show_message)
        self._navigation.chosen.connect(self.show_page)
        self._line.pause_toggled.connect(lambda held: self._send(Pause() if held else Resume()))
        self._line.problems_wanted.connect(lambda: self.show_page(PROBLEMS))
        page = self._search
        page.only_similar_wanted.connect(self._bar.ask_for_picture)
        page.similar_wanted.connect(self._bar.add_picture)
        page.open_wanted.connect(lambda path: self._say(actions.open_with_system(path)))
        page.show_in_folder_wanted.connect(self._show_in_folder)
        page.copy_files_wanted.connect(actions.copy_files)
        page.copy_paths_wanted.connect(actions.copy_paths)
        page.export_wanted.connect(self._on_export)
        self._folders.add_wanted.connect(self._add_folder)
        self._folders.remove_wanted.connect(lambda p: self._change(RemoveFolder(self._number(), p)))
        self._folders.give_up_wanted.connect(
            lambda p: self._change(GiveUpPhotos(self._number(), p))
        )
        self._folders.rescan_wanted.connect(lambda: self._send(Index()))
        self._problems.retry_wanted.connect(lambda: self._change(RetryProblems(self._number())))
        self._first_run.begin_wanted.connect(self._on_begin)

    def _connect_engine(self) -> None:
        engine = self._engine
        engine.ready.connect(self._on_ready)
        self._ids.loaded.connect(self._on_ids)
        engine.restarted.connect(
            lambda _: self._line.show_note(self.tr("The engine was started again"))
        )
        engine.given_up.connect(self._line.show_note)
        engine.said.connect(self._on_said)
        engine.paused.connect(self._line.show_held)
        engine.indexed.connect(self._on_indexed)
        engine.found.connect(self._on_found)
        engine.status_received.connect(self._on_status)
        engine.failed.connect(self._on_failed)

    def _make_shortcuts(self) -> None:
        for keys, run in (
            ("Ctrl+F", self._bar.focus),
            ("Ctrl+V", self.paste),
            ("Ctrl+1", lambda: self.show_page(SEARCH)),
            ("Ctrl+2", lambda: self.show_page(FOLDERS)),
            ("Ctrl+3", lambda: self.show_page(PROBLEMS)),
            ("Ctrl+Q", self.close),
        ):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(run)
            self.addAction(action)

    def _restore_geometry(self) -> None:
        geometry = self._settings.value("geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(1280, 820)
        self.setMinimumSize(720, 480)

    def _row_info(self, ids: Sequence[int]) -> Mapping[int, RowInfo]:
        return {
            photo_id: RowInfo(photo.path, photo.digest, online=photo.online)
            for photo_id, photo in self._view.photos(ids).items()
        }

    def _details(self, photo_id: int) -> list[tuple[str, str]]:
        photo = self._view.photos([photo_id]).get(photo_id)
        return details.rows(photo, self._view.metadata(photo)) if photo else []

    def _number(self) -> int:
        return self._engine.next_request()

    def _send(self, request: Request) -> None:
        self._engine.send(request)

    def _change(self, request: Request) -> None:
        """Have something changed, look through the folders again, and ask how things stand."""
        self._send(request)
        self._send(Index())
        self._ask_status()

    def _ask_status(self) -> None:
        self._send(GetStatus(self._number()))

    def _say(self, text: str | None) -> None:
        if text:
            self._line.show_note(text)

    def _show_in_folder(self, path: str) -> None:
        self._say(actions.show_in_folder(path))

    def _take_in(self, paths: Sequence[str]) -> None:
        folders = [path for path in paths if Path(path).is_dir()]
        pictures = [path for path in paths if Path(path).is_file()]
        for folder in folders:
            self._add_folder(folder)
        if pictures:
            self.show_page(SEARCH)
            self._bar.ask_for_pictures(pictures)
        if not (folders or pictures):
            self._say(self.tr("There is no picture in what was dropped."))

    def _add_folder(self, path: str) -> None:
        self._change(AddFolder(self._number(), path))

    def _on_begin(self, folder: str, model: str) -> None:
        self._send(UseModel(self._number(), model))
        self._add_folder(folder)

    def _on_export(self, paths: list[str]) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Copy the files to"))
        if folder:
            self._say(actions.export_copies(paths, Path(folder)))

    def _on_query(self, query: Query) -> None:
        self._query = query
        self._keep = False
        self.show_page(SEARCH)
        self._ask()

    def _ask(self) -> None:
        """Ask the engine for the query, or show the whole library where nothing is asked."""
        if not (self._query.terms or self._query.filters):
            self._newest_request = 0
            self._line.show_coverage(None)
            self._ids.load()
            return
        self._newest_request = self._number()
        self._send(Search(self._newest_request, self._query, TOP))

    def _on_ready(self) -> None:
        self._view.open()
        self._thumbnails.refresh()
        self._ask_status()
        self._send(Watch())
        self._ask()

    def _on_said(self, said: Said) -> None:
        if said.progress is not None:
            self._line.show_progress(said.progress)
            if said.progress.phase == "index" and not self._refresh.isActive():
                self._refresh.start()
        elif said.notice is not None:
            self._line.show_note(said.notice.text)

    def _on_refresh(self) -> None:
        self._keep = True
        self._thumbnails.refresh()
        self._ask_status()
        self._ask()

    def _on_indexed(self, indexed: Indexed) -> None:
        self._refresh.stop()
        self._line.show_idle(self._status)
        if indexed.changed:
            self._search.grid.rows_changed()
            self._on_refresh()
        else:
            self._ask_status()

    def _on_found(self, found: Found) -> None:
        if found.request == self._newest_request:
            self._search.show_answer(found.result, keep=self._keep)
            self._line.show_coverage(found.result)
            self._keep = True

    def _on_ids(self, ids: Ids) -> None:
        if self._newest_request == 0:
            self._search.show_library(ids, keep=self._keep)
            self._keep = True

    def _on_status(self, answer: StatusIs) -> None:
        self._status = answer.status
        self._folders.show_folders(answer.status.folders)
        if self._pages.currentIndex() == PROBLEMS:
            self._problems.show_problems(self._view.problems())
        if not self._refresh.isActive():
            self._line.show_idle(answer.status)
        self._choose_first_page(answer.status)

    def _choose_first_page(self, status: LibraryStatus) -> None:
        new = not status.folders
        self._bar.setVisible(not new)
        self._navigation.setEnabled(not new)
        if new:
            self._pages.setCurrentWidget(self._first_run)
        elif self._pages.currentWidget() is self._first_run:
            self.show_page(SEARCH)

    def _on_failed(self, failed: Failed) -> None:
        self._refresh.stop()
        if failed.request == self._newest_request:
            self._search.show_message(failed.text)
        else:
            self._line.show_note(failed.text)
        if self._pages.currentWidget() is self._first_run:
            self._first_run.show_note(failed.text)
