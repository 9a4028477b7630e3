"""What the window reads of the library by itself, read-only: rows for the grid, details, ids.

The engine writes; `LibraryView` reads beside it through a connection of its own, on the window's
thread, a few rows at a time. Whatever goes over the whole library is asked of `LibraryReads`, which
has a thread and a connection for it.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from PySide6.QtCore import QObject

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.types import Metadata
from imagefinder.gui.loading import Loaders
from imagefinder.store.connect import open_for_reading
from imagefinder.store.reader import Reader
from imagefinder.store.rows import PhotoRow

T = TypeVar("T")


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

    def paths(self, ids: Sequence[int]) -> list[str]:
        """Paths in the order of `ids`; what has left the library is absent."""
        if self._reader is None:
            return []
        return list(self._reader.paths(np.array(ids, np.int64)).values())

    def metadata(self, photo: PhotoRow) -> Metadata | None:
        """What a photo says about itself."""
        if self._reader is None or photo.digest is None:
            return None
        return self._reader.metadata(photo.digest)


class LibraryReads(QObject):
    """Long questions to the library, answered beside the window in a thread."""

    def __init__(self, paths: LibraryPaths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loaders = Loaders(lambda: _Reading(paths), 1, self)
        self._loaders.loaded.connect(self._on_loaded)

    def ask(self, kind: str, read: Callable[[Reader], T], then: Callable[[T], object]) -> None:
        """Call `read` in the thread, then `then` with its answer in the window's.

        A question of the same kind that has not begun yet is forgotten.
        """
        self._loaders.want(kind, [_Question(read, then)])

    def close(self) -> None:
        """Wait for what runs."""
        self._loaders.close()

    def _on_loaded(self, batch: "list[tuple[_Question[Any], _Answer | None]]") -> None:
        for question, answer in batch:
            if answer is not None:
                question.then(answer.value)


class _Question(Generic[T]):
    """A key for `Loaders`: each is itself only."""

    def __init__(self, read: Callable[[Reader], T], then: Callable[[T], object]) -> None:
        self.read = read
        self.then = then


class _Answer:
    def __init__(self, value: Any) -> None:
        self.value = value


class _Reading:
    """What the thread does; the library is opened as soon as there is one."""

    def __init__(self, paths: LibraryPaths) -> None:
        self._paths = paths
        self._reader: Reader | None = None

    def load(self, question: _Question[Any]) -> _Answer | None:
        """The answer; None where there is no library yet, or it can't be read."""
        try:
            if self._reader is None:
                self._reader = Reader(open_for_reading(self._paths))
            return _Answer(question.read(self._reader))
        except KnownError:
            return None

    def close(self) -> None:
        """Let go of the library."""
        if self._reader:
            self._reader.close()
