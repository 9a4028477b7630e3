"""Keeps a grid supplied with thumbnails: asks for what it lacks, tells it what came.

Asking and telling are put off by some milliseconds, so that a scroll or a row of arrivals costs one
list of wishes and one paint.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPixmap

from imagefinder.core.types import Digest
from imagefinder.gui.thumbnails import Thumbnails

_GATHERED_MS = 16


class Feed(QObject):
    """Between one grid and the thumbnails. `wanted` gives digests, the most urgent first."""

    # frozenset[Digest]: to be painted again.
    arrived = Signal(object)

    def __init__(
        self,
        thumbnails: Thumbnails,
        wanted: Callable[[], tuple[Iterable[Digest], int]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._wanted = wanted
        self._asker = f"grid {id(self)}"
        self._gathered: frozenset[Digest] = frozenset()
        self._asking = self._timer(0, self._ask)
        self._telling = self._timer(_GATHERED_MS, self._tell)
        thumbnails.loaded.connect(self._on_loaded)
        thumbnails.refreshed.connect(self.ask_soon)

    def look(self, digest: Digest | None, side_px: int) -> tuple[QPixmap | None, bool]:
        """The thumbnail, if it is there, and whether it is known that there is none."""
        if digest is None:
            return None, False
        return self._thumbnails.pixmap(digest, side_px), self._thumbnails.is_missing(digest)

    def ask_soon(self) -> None:
        """What is on the screen has changed."""
        if not self._asking.isActive():
            self._asking.start()

    def stop(self) -> None:
        """Nothing is wanted by a grid that nobody sees."""
        self._asking.stop()
        self._thumbnails.want([], 1, self._asker)

    def _ask(self) -> None:
        self._thumbnails.want(*self._wanted(), self._asker)

    def _on_loaded(self, digests: frozenset[Digest]) -> None:
        self._gathered |= digests
        if not self._telling.isActive():
            self._telling.start()

    def _tell(self) -> None:
        gathered, self._gathered = self._gathered, frozenset()
        self.arrived.emit(gathered)

    def _timer(self, delay_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=delay_ms)
        timer.timeout.connect(act)
        return timer
