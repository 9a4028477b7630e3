"""What helps in asking: completion, recent queries, saved searches; one of each for a window.

What the library holds is asked in a thread of its own, since over a million photos that takes
seconds, and only once somebody types: at the start all the disk can do is needed for the photos.
What was found another time is offered meanwhile, or what a look at some of the photos shows.
"""

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from imagefinder.core.paths import LibraryPaths
from imagefinder.gui.completing import Completing
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.library_view import LibraryReads
from imagefinder.gui.news import News
from imagefinder.gui.query_bar import QueryBar
from imagefinder.gui.recents import Recents
from imagefinder.gui.remembered import Remembered
from imagefinder.gui.saved_list import SavedList
from imagefinder.gui.saved_searches import SavedSearches
from imagefinder.store.reader import Reader
from imagefinder.store.suggestions import (
    Counted,
    Suggestions,
    keep,
    kept,
    sketched,
    suggestions,
    taste_names,
)


class QueryAids(QObject):
    """Serves one query bar; `shelf` goes into the side bar."""

    def __init__(
        self,
        paths: LibraryPaths,
        engine: EngineClient,
        news: News,
        bar: QueryBar,
        remembered: Remembered,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._reads = LibraryReads(paths, self)
        self._kept_in = paths.suggestions
        self._closed = False
        self._found = Suggestions()
        # Whether the library may hold something else than was found; asked when it is needed.
        self._outdated = False
        self.shelf = SavedList(window)
        self.recents = Recents(remembered, bar, paths.derived / "dropped")
        self.completing = Completing(bar, self._values, self.recents)
        self.saved = SavedSearches(engine, self._reads, bar, self.shelf, window)
        engine.ready.connect(self._read)
        engine.done.connect(lambda _: self._read_tastes())
        news.library_changed.connect(lambda rows_too: self._read() if rows_too else None)

    def close(self) -> None:
        """Wait for the thread, which gives up what it is asking."""
        self._closed = True
        self._reads.close()

    def _read(self) -> None:
        self._read_tastes()
        self._outdated = True

    def _values(self) -> Suggestions:
        """What is known by now; `completing` is told when there is more."""
        if self._outdated:
            self._outdated = False
            self._reads.ask("first", self._first, self._show_first)
        return self._found

    def _first(self, reader: Reader) -> Suggestions:
        return kept(self._kept_in) or sketched(reader.connection)

    def _show_first(self, found: Suggestions) -> None:
        self._show(found)
        # Not before: the thread hands out several answers together.
        self._reads.ask("suggestions", self._asked, self._show)

    def _read_tastes(self) -> None:
        self._reads.ask("tastes", lambda reader: taste_names(reader.connection), self._show_tastes)

    def _asked(self, reader: Reader) -> Suggestions | None:
        found = suggestions(reader.connection, lambda: self._closed)
        if found is not None:
            keep(found, self._kept_in)
        return found

    def _show(self, found: Suggestions | None) -> None:
        if found is not None:
            self._found = msgspec.structs.replace(found, tastes=self._found.tastes)
            self.completing.renew()

    def _show_tastes(self, tastes: Counted) -> None:
        self._found = msgspec.structs.replace(self._found, tastes=tastes)
