"""The window: what happens in it. Questions go to the engine by `Asking`, its news come by `News`.

What the window is made of is `WindowFrame`.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from imagefinder.core.messages import Failed, Pause, Resume, Watch
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.query import Query
from imagefinder.core.reports import LibraryStatus
from imagefinder.gui import drops
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.listing import Listing
from imagefinder.gui.menu_bar import Commands, MenuBar, Shown
from imagefinder.gui.pages import Page
from imagefinder.gui.problems_page import read_problems
from imagefinder.gui.remembered import Remembered
from imagefinder.gui.window_frame import WindowFrame


class MainWindow(WindowFrame):
    """One library in one window. `start_demo` opens the demo in a window of its own."""

    def __init__(
        self,
        paths: LibraryPaths,
        engine: EngineClient,
        remembered: Remembered,
        start_demo: Callable[[], object],
        set_theme: Callable[[str], object],
    ) -> None:
        super().__init__(paths, engine, remembered)
        self._viewed_from = Page.SEARCH
        self._connect_engine()
        self._connect_pages()
        self._connect_frame(start_demo, set_theme)
        self._make_menus()
        self._restore()
        self.show_page(remembered.page)

    # --- for whoever opens it

    def start_engine(self) -> None:
        """Show what is there, and start the engine behind the window."""
        self._bar.focus()
        if self._view.open():
            self._asking.ask_again()
        self._engine.start()

    def show_page(self, page: Page) -> None:
        """Turn to a page."""
        self._leave_viewer()
        self._navigation.choose(page)
        self._pages.setCurrentWidget(self._page_widgets[page])
        if page is Page.PROBLEMS:
            self._read_problems()

    def follow_system(self) -> None:
        """The system has turned light or dark."""
        if self._remembered.theme == "system":
            self._set_theme("system")

    # --- drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what may hold a picture or a folder; where, is decided while it moves."""
        if drops.offers_picture(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """What comes out of the grid is asked for by dropping it on the query bar only."""
        event.setAccepted(event.source() is None or self._is_over_bar(event))

    def dropEvent(self, event: QDropEvent) -> None:
        """On the query bar a picture is added to what is asked, elsewhere it is all that is."""
        # Never a move, whatever is offered: the files are the person's.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._taking_in.take(event.mimeData(), add=self._is_over_bar(event))

    def _is_over_bar(self, event: QDropEvent) -> bool:
        point = self._bar.mapFrom(self, event.position().toPoint())
        return self._bar.isVisible() and self._bar.rect().contains(point)

    # --- connecting

    def _connect_engine(self) -> None:
        self._engine.ready.connect(self._on_ready)
        self._engine.failed.connect(self._on_failed)
        self._engine.given_up.connect(self._search.show_trouble)
        self._asking.listed.connect(self._on_listed)
        self._asking.waiting.connect(self._search.show_waiting)
        self._asking.refused.connect(self._on_refused)
        self._news.status_changed.connect(self._on_status)
        self._news.status_changed.connect(self._settings_page.show_status)
        self._news.library_changed.connect(self._on_library_changed)
        self._news.indexing_failed.connect(self._on_indexing_failed)

    def _connect_pages(self) -> None:
        self._bar.query_changed.connect(self._on_query)
        self._bar.complained.connect(self._search.show_message)
        self._bar.entered.connect(self._asking.show_refusal)
        self._bar.paste_wanted.connect(self._taking_in.paste)
        self._search.order_chosen.connect(self._asking.sort)
        self._folders.add_wanted.connect(self._changes.add)
        self._folders.remove_wanted.connect(self._changes.remove)
        self._folders.give_up_wanted.connect(self._changes.give_up)
        self._folders.rescan_wanted.connect(self._changes.rescan)
        self._folders.rescan_one_wanted.connect(self._changes.rescan_one)
        self._folders.problems_wanted.connect(partial(self.show_page, Page.PROBLEMS))
        self._folders.exclusions_wanted.connect(self._show_exclusions)
        self._problems.retry_wanted.connect(self._changes.retry_problems)
        self._problems.ignore_wanted.connect(self._changes.ignore_problems)
        self._problems.others_toggled.connect(lambda _: self._read_problems())
        self._first_run.begin_wanted.connect(self._changes.begin)
        self._settings_page.model.model_chosen.connect(self._changes.use_model)
        self._trouble.follow(self._engine, self._news, self._changes)
        self._trouble.others_wanted.connect(partial(self.show_page, Page.SETTINGS))
        self._viewing.begun.connect(self._enter_viewer)
        self._viewing.ended.connect(self._on_viewer_left)
        self._viewing.full_screen_wanted.connect(self._on_full_screen)
        self._regions.cut.connect(self._bar.ask_for_picture)

    def _connect_frame(
        self, start_demo: Callable[[], object], set_theme: Callable[[str], object]
    ) -> None:
        line = self._line
        for remarking in (
            *(self._taking_in.remarked, self._deeds.remarked, self._regions.refused),
            *(self._map.mapping.remarked, self._taste.remarked, self._search.remarked),
        ):
            remarking.connect(line.show_remark)
        line.pause_toggled.connect(lambda hold: self._engine.send(Pause() if hold else Resume()))
        line.page_wanted.connect(self.show_page)
        self._first_run.demo_wanted.connect(start_demo)
        self._taking_in.asked.connect(lambda: self.show_page(Page.SEARCH))
        self._navigation.chosen.connect(self.show_page)
        self._map.page_wanted.connect(self.show_page)
        self._taste.ranked.connect(lambda: self.show_page(Page.SEARCH))
        self._set_theme = set_theme
        self._choosing.connect_window(self._remembered, self._thumbnails, self._on_theme)
        self._trouble.demo_wanted.connect(start_demo)

    def _make_menus(self) -> None:
        aids = self._aids
        commands = Commands(
            add_folder=self._changes.add,
            rescan=self._changes.rescan,
            show_settings=partial(self.show_page, Page.SETTINGS),
            close=self.close,
            paste=self._taking_in.paste,
            find=self._on_find,
            clear=self._bar.clear,
            show_recents=aids.completing.show_recents,
            forget_recents=aids.recents.forget,
            fill_screen=self._on_fill_screen,
            model=lambda: self._news.model,
        )
        pages, listing = self._navigation.page_actions, self._search.view_menu.menu()
        MenuBar(self, commands, Shown(pages, listing, aids.saved.action, aids.shelf.fill))

    # --- what happens

    def _on_ready(self) -> None:
        self._view.open()
        self._thumbnails.refresh()
        self._news.ask_status()
        self._engine.send(Watch())
        self._asking.ask_again()

    def _on_query(self, query: Query) -> None:
        # On the map what is found lights up.
        if self._page is not Page.MAP:
            self.show_page(Page.SEARCH)
        self._asking.ask(query)

    def _on_listed(self, listing: Listing, keep: bool) -> None:
        self._search.show_listing(listing, keep)
        self._line.show_coverage(listing.result)

    def _on_refused(self, text: str) -> None:
        """While one types, the last answer stays: chips alone are a question that is done."""
        self._search.show_message(text)
        if not self._bar.line.text().strip():
            self._asking.show_refusal()

    def _on_library_changed(self, rows_too: bool) -> None:
        self._thumbnails.refresh()
        if rows_too:
            self._search.refresh_rows()
        self._asking.ask_again()

    def _on_status(self, status: LibraryStatus) -> None:
        self._folders.show_folders(status.folders)
        if self._page is Page.PROBLEMS:
            self._read_problems()
        self._show_first_run(not status.folders)

    def _on_failed(self, failed: Failed) -> None:
        if self._pages.currentWidget() is self._first_run:
            self._first_run.show_note(failed.text)
        elif failed.request and not any(
            a.is_mine(failed) for a in (self._asking, self._map.mapping)
        ):
            self._line.show_remark(failed.text)

    def _on_indexing_failed(self, text: str) -> None:
        """Why, where it is seen: in place of the photos that did not come, else in the line."""
        self._search.show_trouble(text)
        self._line.show_note(text)

    def _read_problems(self) -> None:
        read = partial(read_problems, with_others=self._problems.lists_others())
        self._reads.ask("problems", read, self._problems.show_listed)

    def _show_first_run(self, first: bool) -> None:
        self._bar_frame.setVisible(not first and not self._is_viewing())
        self._navigation.set_pages_enabled(not first)
        if first:
            self._pages.setCurrentWidget(self._first_run)
        elif self._pages.currentWidget() is self._first_run:
            self.show_page(Page.SEARCH)

    def _on_theme(self, theme: str) -> None:
        self._remembered.keep(theme=theme)
        self._set_theme(theme)

    def _show_exclusions(self) -> None:
        self.show_page(Page.SETTINGS)
        self._settings_page.focus_exclusions()

    def _on_find(self) -> None:
        self.show_page(self._page or Page.SEARCH)
        self._bar.focus()

    # --- the viewer

    def _is_viewing(self) -> bool:
        return self._pages.currentWidget() is self._viewing.viewer

    def _enter_viewer(self) -> None:
        self._viewed_from = self._page or Page.SEARCH
        self._bar_frame.hide()
        self._pages.setCurrentWidget(self._viewing.viewer)

    def _leave_viewer(self) -> None:
        if self._is_viewing():
            self._bar_frame.show()
            if self.isFullScreen():
                self._viewing.viewer.set_full_screen(False)
                self._on_full_screen(False)

    def _on_viewer_left(self) -> None:
        self.show_page(self._viewed_from)
        on_map = self._viewed_from is Page.MAP
        (self._map.page.map if on_map else self._search.grid).setFocus()

    def _on_full_screen(self, on: bool) -> None:
        if on == self.isFullScreen():
            return
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        self._navigation.setVisible(not on)
        self.menuBar().setVisible(not on)
        self._line.setVisible(not on)
        self._viewing.viewer.set_full_screen(on)

    def _on_fill_screen(self) -> None:
        if self._is_viewing():
            self._on_full_screen(not self.isFullScreen())
        else:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
