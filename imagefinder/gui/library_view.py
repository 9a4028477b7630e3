"""What the window reads of the library by itself, read-only: rows for the grid, details, ids.

The engine writes; this reads beside it through its own connection, on the window's thread, a few
rows at a time. Long lists of ids are read by `IdsLoader` in a thread of its own.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QThread, Signal

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import Problem
from imagefinder.core.types import Metadata
from imagefinder.store.connect import open_for_reading
from imagefinder.store.reader import Reader
from imagefinder.store.rows import PhotoRow

Ids = npt.NDArray[np.int64]


class LibraryView:
    """Reads one library for the window; what is not there yet is simply empty."""

    def __init__(self, paths: LibraryPaths) -> None:
        self._paths = paths
        self._reader: Reader | None = None

    def open(self) -> bool:
        """Open the library, if the engine has made it; True once it is open."""
        if self._reader is None and self._paths.database.exists():
            try:
                self._reader = Reader(open_for_reading(self._paths))
            except KnownError:
                return False
        return self._reader is not None

    def close(self) -> None:
        """Let go of the library."""
        if self._reader:
            self._reader.close()
            self._reader = None

    def photos(self, ids: Sequence[int]) -> dict[int, PhotoRow]:
        """Photos by id; what has left the library is absent."""
        return self._reader.photos(ids) if self._reader else {}

    def metadata(self, photo: PhotoRow) -> Metadata | None:
        """What a photo says about itself."""
        if self._reader is None or photo.digest is None:
            return None
        return self._reader.metadata(photo.digest)

    def problems(self) -> list[Problem]:
        """Files and folders that could not be read."""
        return self._reader.problems() if self._reader else []

    def newest(self) -> Ids:
        """Ids of all readable photos, newest first. Slow at a million: see `IdsLoader`."""
        return self._reader.newest_ids() if self._reader else np.empty(0, np.int64)


class IdsLoader(QObject):
    """Loads the ids of the whole library, newest first, without holding up the window."""

    loaded = Signal(object)  # Ids

    def __init__(self, paths: LibraryPaths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths = paths
        self._thread: QThread | None = None
        self._again = False

    def load(self) -> None:
        """Load now, or once more after the loading that runs."""
        if self._thread is not None:
            self._again = True
            return
        self._thread = _Loading(lambda: _newest_ids(self._paths), self)
        self._thread.finished.connect(self._on_finished)
        self._thread.start()

    def close(self) -> None:
        """Wait for what runs."""
        self._again = False
        if self._thread:
            self._thread.wait()

    def _on_finished(self) -> None:
        thread, self._thread = self._thread, None
        if isinstance(thread, _Loading):
            self.loaded.emit(thread.ids)
            thread.deleteLater()
        if self._again:
            self._again = False
            self.load()


class _Loading(QThread):
    def __init__(self, work: Callable[[], Ids], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.ids: Ids = np.empty(0, np.int64)

    def run(self) -> None:
        """On the thread itself."""
        self.ids = self._work()


def _newest_ids(paths: LibraryPaths) -> Ids:
    view = LibraryView(paths)
    try:
        return view.newest() if view.open() else np.empty(0, np.int64)
    finally:
        view.close()
