"""What the window is made of and where it lies: bar, pages, status line, and who feeds them.

`MainWindow` adds what happens. Everything that lives in threads or processes is made here and ended
in `closeEvent`.
"""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.settings import Settings
from imagefinder.gui import drops
from imagefinder.gui.asking import Asking
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.first_run import FirstRun
from imagefinder.gui.folder_changes import FolderChanges
from imagefinder.gui.folders_page import FoldersPage
from imagefinder.gui.icons import renew_icons
from imagefinder.gui.library_rows import LibraryRows
from imagefinder.gui.library_view import LibraryReads, LibraryView
from imagefinder.gui.map.in_window import MapInWindow
from imagefinder.gui.model_trouble import ModelTrouble
from imagefinder.gui.navigation import Navigation
from imagefinder.gui.news import News
from imagefinder.gui.pages import Page
from imagefinder.gui.photo_deeds import PhotoDeeds
from imagefinder.gui.problems_page import ProblemsPage
from imagefinder.gui.query_aids import QueryAids
from imagefinder.gui.query_bar import QueryBar
from imagefinder.gui.regions import Regions
from imagefinder.gui.remembered import Remembered
from imagefinder.gui.search_page import SearchPage
from imagefinder.gui.settings import Choosing, SettingsPage
from imagefinder.gui.status_line import StatusLine
from imagefinder.gui.style import SPACE_L, SPACE_S
from imagefinder.gui.taking_in import TakingIn
from imagefinder.gui.taste.in_window import TasteInWindow
from imagefinder.gui.thumbnails import Thumbnails
from imagefinder.gui.viewing import Viewing
from imagefinder.gui.whole_pictures import reader_of_pictures
from imagefinder.search.parse import parse
from imagefinder.store.thumbs import read_thumbnails

USUAL_SIZE_PX = (1280, 820)
SMALLEST_SIZE_PX = (720, 480)
# From here on there is room for a side bar with names.
WIDE_FROM_PX = 1080


class WindowFrame(QMainWindow):
    """One library in one window, nothing connected yet."""

    def __init__(self, paths: LibraryPaths, engine: EngineClient, remembered: Remembered) -> None:
        super().__init__()
        self._paths = paths
        self._engine = engine
        self._remembered = remembered
        self._view = LibraryView(paths)
        self._rows = LibraryRows(self._view)
        self._reads = LibraryReads(paths, self)
        self._thumbnails = Thumbnails(lambda: read_thumbnails(paths.thumbnails), parent=self)
        self._asking = Asking(engine, self._reads, self)
        self._changes = FolderChanges(engine, self)
        self.setWindowTitle("imagefinder")
        self.setAcceptDrops(True)
        self._make_pages()
        self._make_frame()
        self._make_viewer()
        self._lay_out()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window was; end threads and engine in order."""
        self._remember()
        parts = (
            self._news,
            self._aids,
            self._taking_in,
            self._reads,
            self._viewing,
            self._regions,
            self._map,
            self._taste,
            self._thumbnails,
        )
        for part in (*parts, self._deeds, self._engine, self._view):
            part.close()
        self._bar.close_previews()
        self._first_run.close_threads()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the side bar is narrow too."""
        super().resizeEvent(event)
        wide = event.size().width() >= WIDE_FROM_PX
        self._navigation.set_wide(wide)
        self._aids.shelf.set_wide(wide)

    def changeEvent(self, event: QEvent) -> None:
        """Icons follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            renew_icons(self)

    def _make_pages(self) -> None:
        self._bar = QueryBar(parse, _clipboard_holds_picture, self)
        rows = self._rows
        self._search = SearchPage(rows.row_info, self._thumbnails, rows.details, rows.paths, self)
        self._folders = FoldersPage(self)
        self._load = reader_of_pictures(Settings())
        self._deeds = PhotoDeeds(self._paths, self._engine, self._bar, self._load, self)
        self._deeds.serve(self._search.actions_on_photos)
        self._problems = ProblemsPage(self._deeds.show_in_folder, self)
        self._settings_page = SettingsPage(self)
        self._first_run = FirstRun(self)
        self._map = MapInWindow(
            *(self._paths, self._engine, self._rows, self._thumbnails, self._remembered, self)
        )
        self._taste = TasteInWindow(
            *(self._engine, self._rows, self._thumbnails, self._load, self._search),
            *(self._remembered, self),
        )
        self._taste.serve(self._deeds, self._bar)
        self._pages = QStackedWidget(self)
        self._page_widgets: dict[Page, QWidget] = {
            Page.SEARCH: self._search,
            Page.MAP: self._map.page,
            Page.TASTE: self._taste.page,
            Page.FOLDERS: self._folders,
            Page.PROBLEMS: self._problems,
            Page.SETTINGS: self._settings_page,
        }
        for widget in (*self._page_widgets.values(), self._first_run):
            self._pages.addWidget(widget)

    def _make_frame(self) -> None:
        self._line = StatusLine(self)
        self._news = News(self._engine, self._line, self)
        self._taking_in = TakingIn(self._paths, self._bar, self._changes, self)
        self._navigation = Navigation(
            [
                (Page.SEARCH, "search", self.tr("Search")),
                (Page.MAP, "map", self.tr("Map")),
                (Page.TASTE, "taste", self.tr("Taste")),
                (Page.FOLDERS, "folder", self.tr("Folders")),
                (Page.PROBLEMS, "problem", self.tr("Problems")),
                (Page.SETTINGS, "settings", self.tr("Settings")),
            ],
            self,
        )
        self._trouble = ModelTrouble(self)
        self._choosing = Choosing(
            self._paths, self._engine, self._settings_page, self._first_run, self
        )
        self._aids = QueryAids(
            self._paths, self._engine, self._news, self._bar, self._remembered, self
        )
        self._navigation.add_below(self._aids.shelf)

    def _make_viewer(self) -> None:
        self._regions = Regions(self._load, self._paths.derived / "dropped", self)
        self._viewing = Viewing(
            self._search, self._thumbnails, self._load, self._rows.details, self._regions, self
        )
        self._deeds.serve(self._viewing.actions)
        self._map.serve(self._deeds, self._viewing)
        self._map.follow(self._bar, self._asking, self._news, self._search)
        self._deeds.left.connect(self._search.leave_out)
        self._deeds.left.connect(self._viewing.viewer.leave_out)
        self._deeds.listing_changed.connect(self._asking.ask_again)
        self._pages.addWidget(self._viewing.viewer)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        self._bar_frame = QWidget(self)
        top = QVBoxLayout(self._bar_frame)
        top.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, 0)
        top.addWidget(self._bar)
        right.addWidget(self._bar_frame)
        right.addWidget(self._trouble)
        right.addWidget(self._pages, stretch=1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._navigation)
        middle.addLayout(right, stretch=1)
        centre = QWidget(self)
        whole = QVBoxLayout(centre)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle, stretch=1)
        whole.addWidget(self._line)
        self.setCentralWidget(centre)

    @property
    def _page(self) -> Page | None:
        """The page that is shown, None for the first run and the viewer."""
        shown = self._pages.currentWidget()
        return next((page for page, one in self._page_widgets.items() if one is shown), None)

    def _restore(self) -> None:
        kept = self._remembered
        self.setMinimumSize(*SMALLEST_SIZE_PX)
        if kept.geometry is None or not self.restoreGeometry(kept.geometry):
            self.resize(*USUAL_SIZE_PX)
        self._search.grid.set_cell_size(kept.cell_px)
        self._search.show_choices(kept.order, kept.caption, kept.details)
        self._asking.set_order(kept.order)

    def _remember(self) -> None:
        grid = self._search.grid
        self._remembered.keep(
            geometry=self.saveGeometry(),
            page=self._page or Page.SEARCH,
            cell_px=grid.cell_size(),
            caption=grid.caption(),
            order=self._asking.order,
            details=not self._search.panel.isHidden(),
        )


def _clipboard_holds_picture() -> bool:
    return drops.holds_picture(QGuiApplication.clipboard().mimeData())
