"""Counts the pictures in folders before anything is indexed, in a thread and for a few seconds.

The first run's page says with it how long the indexing will take.
"""

import os
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from imagefinder.core.errors import FolderOffline
from imagefinder.core.types import FoundFile
from imagefinder.files.crawl import crawl
from imagefinder.files.formats import named_like_picture
from imagefinder.gui.loading import Loaders

LONGEST_S = 4.0


class Count(NamedTuple):
    """How many there are, at least; `whole` when all folders were looked through."""

    pictures: int
    whole: bool


class Counting(QObject):
    """One thread; a new question gives up the one before."""

    counted = Signal(object)  # Count

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: tuple[str, ...] = ()
        self._loaders = Loaders(lambda: _Crawling(lambda folders: folders != self._wanted), 1, self)
        self._loaders.loaded.connect(self._on_loaded)

    def count(self, folders: Iterable[str]) -> None:
        """Answered by `counted`."""
        self._wanted = tuple(folders)
        self._loaders.want("folders", [self._wanted])

    def close(self) -> None:
        """Give up."""
        self._wanted = ()
        self._loaders.close()

    def _on_loaded(self, batch: list[tuple[tuple[str, ...], Count]]) -> None:
        for folders, count in batch:
            if folders == self._wanted:
                self.counted.emit(count)


class _Crawling:
    """What the thread does."""

    def __init__(self, is_given_up: Callable[[tuple[str, ...]], bool]) -> None:
        self._is_given_up = is_given_up

    def load(self, folders: tuple[str, ...]) -> Count:
        return counted(folders, lambda: self._is_given_up(folders))

    def close(self) -> None:
        pass


def counted(
    folders: Iterable[str],
    is_given_up: Callable[[], bool] = lambda: False,
    longest_s: float = LONGEST_S,
) -> Count:
    """Files named like pictures, as far as they can be counted in that time."""
    until, pictures = time.monotonic() + longest_s, 0
    for folder in folders:
        try:
            for found in crawl(folder):
                is_file = isinstance(found, FoundFile)
                pictures += is_file and named_like_picture(os.path.basename(found.path))  # noqa: PTH119
                if time.monotonic() > until or is_given_up():
                    return Count(pictures, whole=False)
        except FolderOffline:
            continue
    return Count(pictures, whole=True)
