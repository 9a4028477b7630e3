"""The page of tastes with all that it needs, as one part of the window."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from imagefinder.core.query import Query, TasteTerm
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.library_rows import LibraryRows
from imagefinder.gui.photo_deeds import PhotoDeeds
from imagefinder.gui.query_bar import QueryBar
from imagefinder.gui.remembered import Remembered
from imagefinder.gui.search_page import SearchPage
from imagefinder.gui.taste.page import TastePage
from imagefinder.gui.taste.sources import Sources
from imagefinder.gui.taste.tasting import Tasting
from imagefinder.gui.thumbnails import Thumbnails
from imagefinder.gui.viewer import LoadPicture


class TasteInWindow(QObject):
    """Makes page and controller; `serve` lets votes come from the grid, the viewer and the map."""

    remarked = Signal(str)
    # A taste ranks the library: the answer is on the page of the search.
    ranked = Signal()

    def __init__(
        self,
        engine: EngineClient,
        rows: LibraryRows,
        thumbnails: Thumbnails,
        load: LoadPicture,
        search: SearchPage,
        remembered: Remembered,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        sources = Sources(rows.row_info, rows.size_px, thumbnails, load)
        self.page = TastePage(sources, search.grid.selected_count, window)
        self.tasting = Tasting(engine, self.page, remembered, search.grid.selected_ids)
        self.tasting.remarked.connect(self.remarked)

    def serve(self, deeds: PhotoDeeds, bar: QueryBar) -> None:
        """Take votes on photos from everywhere; rank in this bar."""
        deeds.for_each(lambda actions: actions.votes_wanted.connect(self.tasting.vote_on))
        self.tasting.rank_wanted.connect(lambda name: self._rank(bar, name))

    def close(self) -> None:
        """End the thread that reads pictures."""
        self.page.stop()

    def _rank(self, bar: QueryBar, name: str) -> None:
        self.ranked.emit()
        # Also where it was ranked before: there may be votes since.
        bar.show_query(Query((TasteTerm(name),)), anew=True)
