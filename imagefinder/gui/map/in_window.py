"""Puts the map into the window: its page, and what the window's other parts have to do with it."""

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.query import Query
from imagefinder.core.reports import LibraryStatus
from imagefinder.core.tasting import ListTastes, TastesAre
from imagefinder.gui.asking import Asking
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.icons import put_icon
from imagefinder.gui.library_rows import LibraryRows
from imagefinder.gui.library_view import LibraryReads
from imagefinder.gui.map.chart import Ids
from imagefinder.gui.map.mapping import Mapping
from imagefinder.gui.map.page import MapPage
from imagefinder.gui.map.stage import Stage, digests_from
from imagefinder.gui.news import News
from imagefinder.gui.pages import Page
from imagefinder.gui.photo_actions import PhotoActions
from imagefinder.gui.photo_deeds import PhotoDeeds
from imagefinder.gui.query_bar import QueryBar
from imagefinder.gui.remembered import Remembered
from imagefinder.gui.search_page import SearchPage
from imagefinder.gui.thumbnails import Thumbnails
from imagefinder.gui.viewing import Viewing

# In the viewer one goes on from a photo to those around it on the map, so many of them.
_AROUND = 500


class MapInWindow(QObject):
    """Owns the page and what answers it."""

    page_wanted = Signal(object)  # Page

    def __init__(
        self,
        paths: LibraryPaths,
        engine: EngineClient,
        rows: LibraryRows,
        thumbnails: Thumbnails,
        remembered: Remembered,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._rows = rows
        self._reads = LibraryReads(paths, self)
        stage = Stage(partial(digests_from, self._reads), thumbnails, self._name_of)
        self.page = MapPage(stage)
        self.mapping = Mapping(engine, self.page, remembered, paths.derived / "dropped", self)
        self.page.map.context_menu_requested.connect(self._on_menu)
        self.page.opened.connect(self._on_opened)
        engine.tastes_received.connect(self._on_tastes)

    def follow(self, bar: QueryBar, asking: Asking, news: News, search: SearchPage) -> None:
        """Light up what is found, and keep up with the library."""
        bar.query_changed.connect(self.mapping.show_query)
        asking.listed.connect(lambda listing, _: self.mapping.show_hits(listing))
        news.library_changed.connect(self._on_library_changed)
        news.status_changed.connect(self._on_status)
        self._add_action(self.tr("Show as results"), "search", "Ctrl+Return", self._show_results)
        self._add_action(
            self.tr("Lay the map out from these"),
            *("map", "Ctrl+Shift+Return"),
            self.page.lay_out.chosen_wanted.emit,
        )
        self._bar, self._asking = bar, asking
        search.all_wanted.connect(lambda: asking.ask(Query()))

    def serve(self, deeds: PhotoDeeds, viewing: Viewing) -> None:
        """Do with photos of the map what is done with photos elsewhere, and show others on it."""
        actions = self.page.actions_on_photos
        actions.only_similar_wanted.connect(lambda _: self.page_wanted.emit(Page.SEARCH))
        actions.view_wanted.connect(lambda ids: self._view(viewing, int(ids[0])))
        deeds.serve(actions)
        deeds.for_each(self._offer_map)
        self.page.map.view_wanted.connect(lambda photo_id: self._view(viewing, photo_id))
        viewing.viewer.current_changed.connect(lambda _: self._follow_viewer(viewing))

    def close(self) -> None:
        """End its threads."""
        self.mapping.close()
        self._reads.close()

    def _on_opened(self) -> None:
        self._engine.send(ListTastes(self._engine.next_request()))

    def _on_tastes(self, event: TastesAre) -> None:
        self.mapping.show_tastes([taste.name for taste in event.tastes])

    def _on_status(self, status: LibraryStatus) -> None:
        self.mapping.show_folders([folder.path for folder in status.folders])

    def _on_library_changed(self, all_indexed: bool) -> None:
        # Not every two seconds while indexing runs: the map would never rest.
        if all_indexed:
            self.mapping.library_changed()

    def _offer_map(self, actions: PhotoActions) -> None:
        if actions is not self.page.actions_on_photos:
            actions.map_wanted.connect(self._show_on_map)

    def _show_on_map(self, ids: Ids) -> None:
        self.page_wanted.emit(Page.MAP)
        self.mapping.show_photos(ids)

    def _show_results(self) -> None:
        ids = self.page.map.selected_ids()
        if len(ids):
            self._bar.clear()
            self._asking.show_photos(ids)
            self.page_wanted.emit(Page.SEARCH)

    def _view(self, viewing: Viewing, photo_id: int) -> None:
        """Among what is chosen with it, else among what lies around it, the nearest first."""
        chart, chosen = self.page.map.chart, self.page.map.selected_ids()
        if chart is None:
            return
        if len(chosen) > 1 and photo_id in chosen:
            viewing.begin(photo_id, among=chosen)
            return
        here = chart.indexes_of(np.array([photo_id]))[0]
        gaps = np.square(chart.pyramid.points - chart.pyramid.points[here]).sum(axis=1)
        count = min(_AROUND, len(gaps))
        near = np.argpartition(gaps, count - 1)[:count]
        near = near[np.argsort(gaps[near], kind="stable")]
        around = np.concatenate([[here], near[near != here]])
        viewing.begin(photo_id, among=chart.ids[around])

    def _follow_viewer(self, viewing: Viewing) -> None:
        """Where the viewer has gone to is what is current on the map, too."""
        current = viewing.viewer.current_id()
        if current is not None:
            self.page.map.set_current(current)

    def _on_menu(self, at: QPoint) -> None:
        if self.page.map.selected_count():
            menu = self.page.actions_on_photos.menu(self.page)
            menu.insertActions(menu.actions()[0], self._own_actions)
            menu.insertSeparator(menu.actions()[len(self._own_actions)])
            menu.exec(at)
            menu.deleteLater()

    @property
    def _own_actions(self) -> list[QAction]:
        return [a for a in self.page.map.actions() if a.property("of_map")]

    def _add_action(self, text: str, icon: str, keys: str, act: Callable[[], object]) -> None:
        action = QAction(text, self.page.map)
        put_icon(action, icon, self.page)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setProperty("of_map", True)
        action.triggered.connect(lambda: act())
        self.page.map.addAction(action)

    def _name_of(self, photo_id: int) -> str:
        row = self._rows.row_info([photo_id]).get(photo_id)
        return row.name if row else self.tr("This photo is gone.")
