"""Brings the pictures of a map's points: which content each has, and its thumbnail.

The map holds photo ids only. What is on the screen is asked of the library beside the window, a few
hundred at a time; a photo whose content is not known yet is a dot for a moment longer.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPixmap

from imagefinder.core.types import Digest
from imagefinder.gui.thumbnails import Thumbnails

Ids = npt.NDArray[np.int64]
Digests = Mapping[int, Digest | None]
# Asks for the contents of photos, by id, and hands them to the function given, later.
AskDigests = Callable[[Sequence[int], Callable[[Digests], object]], object]

_GATHERED_MS = 16
_MOST_KNOWN = 100_000


class Pictures(QObject):
    """Thumbnails of photos by id. Asked while painting; `arrived` when there is more to paint."""

    arrived = Signal()

    def __init__(
        self, ask_digests: AskDigests, thumbnails: Thumbnails, name: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ask_digests = ask_digests
        self._thumbnails = thumbnails
        self._asker = f"{name} {id(self)}"
        self._digests: dict[int, Digest | None] = {}
        self._wanted: Sequence[int] = ()
        self._side_px = 0
        self._asking = self._timer(0, self._ask)
        self._telling = self._timer(_GATHERED_MS, self.arrived.emit)
        thumbnails.loaded.connect(self._on_loaded)
        thumbnails.refreshed.connect(self._want_thumbnails)

    def pixmap(self, photo_id: int, side_px: int) -> QPixmap | None:
        """The thumbnail that fits `side_px` device pixels, or that of another size, if any."""
        digest = self._digests.get(photo_id)
        return self._thumbnails.pixmap(digest, side_px) if digest else None

    def lacking(self) -> bool:
        """Whether anything of what is wanted is still to come."""
        return any(
            photo_id not in self._digests
            or (
                (digest := self._digests[photo_id])
                and self._thumbnails.lacks(digest, self._side_px)
            )
            for photo_id in self._wanted
        )

    def want(self, photo_ids: Sequence[int], side_px: int) -> None:
        """These are on the screen at this size, and nothing else; the most urgent first."""
        self._wanted, self._side_px = photo_ids, side_px
        if not self._asking.isActive():
            self._asking.start()

    def forget(self) -> None:
        """Other photos are shown from now on, or these may have changed."""
        self._digests.clear()

    def stop(self) -> None:
        """Nothing is wanted by what nobody sees."""
        self._asking.stop()
        self._wanted = ()
        self._thumbnails.want([], 1, self._asker)

    def _ask(self) -> None:
        unknown = [photo_id for photo_id in self._wanted if photo_id not in self._digests]
        if unknown:
            self._ask_digests(unknown, lambda found: self._on_digests(unknown, found))
        self._want_thumbnails()

    def _on_digests(self, asked: Sequence[int], found: Digests) -> None:
        if len(self._digests) > _MOST_KNOWN:
            self._digests.clear()
        self._digests.update((photo_id, found.get(photo_id)) for photo_id in asked)
        self._want_thumbnails()
        self._tell_soon()

    def _want_thumbnails(self) -> None:
        if self._wanted:
            digests = [d for i in self._wanted if (d := self._digests.get(i)) is not None]
            self._thumbnails.want(digests, self._side_px, self._asker)

    def _on_loaded(self, _digests: frozenset[Digest]) -> None:
        if self._wanted:
            self._tell_soon()

    def _tell_soon(self) -> None:
        if not self._telling.isActive():
            self._telling.start()

    def _timer(self, delay_ms: int, act: Callable[[], object]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=delay_ms)
        timer.timeout.connect(act)
        return timer
