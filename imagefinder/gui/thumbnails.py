"""Thumbnails for whoever paints them: loaded in threads, kept in memory up to a bound.

A view asks `pixmap` while it paints, tells `want` what it still lacks, and paints again what
`loaded` names. Thumbnails are decoded at the size in which they are shown, so that painting one is
a plain copy; while another size is on its way, the one that is there is shown.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from itertools import islice
from typing import NamedTuple, Protocol

from PySide6.QtCore import QBuffer, QIODevice, QObject, QSize, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from imagefinder.core.errors import KnownError
from imagefinder.core.types import Digest
from imagefinder.gui.loading import Loaders

USUAL_MB = 256
LIMIT_BYTES = USUAL_MB * 2**20
# Larger than stored, a thumbnail only gets blurred; twice is what a screen at 200 % asks for.
LARGEST_SCALE = 2.0
_THREADS = 2
_PIXEL_BYTES = 4

logger = logging.getLogger(__name__)


class ThumbnailSource(Protocol):
    """Where encoded thumbnails come from, such as `store.thumbs.ThumbnailFile`."""

    def get(self, digest: Digest) -> bytes | None:
        """The encoded thumbnail of this content, None where there is none."""

    def close(self) -> None:
        """Let go of it."""


class Key(NamedTuple):
    """A thumbnail and the square, `side_px` device pixels wide, that it is to fit."""

    digest: Digest
    side_px: int


class Thumbnails(QObject):
    """Pixmaps by digest and size. All of it belongs to the thread of the window."""

    # frozenset[Digest]: those whose pixmap is there now, or known to be missing.
    loaded = Signal(object)
    # What was missing may be there now: views should want it again.
    refreshed = Signal()

    def __init__(
        self,
        open_source: Callable[[], ThumbnailSource],
        limit_bytes: int = LIMIT_BYTES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._limit_bytes = limit_bytes
        self._kept = _Kept(limit_bytes)
        # In which round a thumbnail was found missing.
        self._missing: dict[Digest, int] = {}
        self._round = Round()
        self._loaders = Loaders(lambda: _Decoding(open_source, self._round), _THREADS, self)
        self._loaders.loaded.connect(self._on_loaded)

    @property
    def bytes_kept(self) -> int:
        """How much memory the pixmaps take."""
        return self._kept.bytes

    def set_limit_mb(self, megabytes: int) -> None:
        """Keep no more than this from now on."""
        self._limit_bytes = megabytes * 2**20
        self._kept.set_limit(self._limit_bytes)

    def pixmap(self, digest: Digest, side_px: int) -> QPixmap | None:
        """The thumbnail that fits `side_px` device pixels, else the one of another size, if any."""
        return self._kept.get(Key(digest, side_px))

    def is_missing(self, digest: Digest) -> bool:
        """Whether there is no thumbnail of this content, as far as is known."""
        return digest in self._missing

    def want(self, digests: Iterable[Digest], side_px: int, asker: str = "grid") -> None:
        """Load these, most urgent first, and nothing else that this asker wanted before."""
        # No more than can be kept: else each would push out another that is then wanted again.
        most = max(1, self._limit_bytes // (side_px * side_px * _PIXEL_BYTES))
        first = islice(dict.fromkeys(digests), most)
        self._loaders.want(asker, [Key(d, side_px) for d in first if self.lacks(d, side_px)])

    def refresh(self) -> None:
        """More thumbnails were made: what was missing is looked for again when next wanted."""
        self._round.next()
        self.refreshed.emit()

    def close(self) -> None:
        """End the threads. What is kept can still be painted."""
        self._loaders.close()

    def lacks(self, digest: Digest, side_px: int) -> bool:
        """Whether this thumbnail would have to be loaded, and there may be one."""
        known_missing = self._missing.get(digest) == self._round.number
        return not known_missing and Key(digest, side_px) not in self._kept

    def _on_loaded(self, batch: list[tuple[Key, "_Found | None"]]) -> None:
        for key, found in batch:
            if found is None or found.image.isNull():
                self._missing[key.digest] = found.round_number if found else self._round.number
            else:
                self._missing.pop(key.digest, None)
                self._kept.put(key, QPixmap.fromImage(found.image))
        self.loaded.emit(frozenset(key.digest for key, _ in batch))


class Round:
    """Counts how often the thumbnails were said to have changed. Safe in every thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.number = 0

    def next(self) -> None:
        """A new round begins."""
        with self._lock:
            self.number += 1


class _Kept:
    """Pixmaps, the one used longest ago dropped first; never more bytes than the limit."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._pixmaps: OrderedDict[Key, QPixmap] = OrderedDict()
        self._last_side: dict[Digest, int] = {}
        self.bytes = 0

    def set_limit(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._shrink()

    def __contains__(self, key: Key) -> bool:
        return key in self._pixmaps

    def get(self, key: Key) -> QPixmap | None:
        if key not in self._pixmaps:
            key = Key(key.digest, self._last_side.get(key.digest, 0))
        pixmap = self._pixmaps.get(key)
        if pixmap is not None:
            self._pixmaps.move_to_end(key)
        return pixmap

    def put(self, key: Key, pixmap: QPixmap) -> None:
        self._drop(key)
        self._pixmaps[key] = pixmap
        self._last_side[key.digest] = key.side_px
        self.bytes += _bytes(pixmap)
        self._shrink()

    def _shrink(self) -> None:
        while self.bytes > self._limit_bytes:
            self._drop(next(iter(self._pixmaps)))

    def _drop(self, key: Key) -> None:
        pixmap = self._pixmaps.pop(key, None)
        if pixmap is None:
            return
        self.bytes -= _bytes(pixmap)
        if self._last_side.get(key.digest) == key.side_px:
            del self._last_side[key.digest]


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * _PIXEL_BYTES


class _Found(NamedTuple):
    """A decoded thumbnail, null where there is none, and the round in which it was looked for."""

    image: QImage
    round_number: int


class _Decoding:
    """Reads and decodes in one loader thread. The source is opened late and again each round."""

    def __init__(self, open_source: Callable[[], ThumbnailSource], round_: Round) -> None:
        self._open_source = open_source
        self._round = round_
        self._opened_in = -1
        self._source: ThumbnailSource | None = None

    def load(self, key: Key) -> _Found:
        number = self._round.number
        if number != self._opened_in:
            self._reopen(number)
        data = self._source.get(key.digest) if self._source else None
        return _Found(decode(data, key.side_px) if data else QImage(), number)

    def close(self) -> None:
        if self._source:
            self._source.close()

    def _reopen(self, number: int) -> None:
        """The file may be there only now, or be another one than before."""
        self.close()
        self._opened_in, self._source = number, None
        try:
            self._source = self._open_source()
        except KnownError as e:
            logger.info("no thumbnails yet: %s", e)


def decode(data: bytes, side_px: int) -> QImage:
    """The picture scaled to fit a square, as RGB32; a null image where it is broken."""
    # QImageReader.read lets go of the GIL; QImage.fromData would hold it for the whole decode.
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setScaledSize(fitted(reader.size(), side_px))
    image = reader.read()
    # QPixmap.fromImage of RGB32 takes microseconds; of any other format it converts, in the window.
    if image.format() not in (QImage.Format.Format_RGB32, QImage.Format.Format_Invalid):
        image = image.convertToFormat(QImage.Format.Format_RGB32)
    return image


def fitted(size: QSize, side_px: int) -> QSize:
    """`size` scaled to fit a square of this side, enlarged no more than twice."""
    longest = max(size.width(), size.height(), 1)
    scale = min(side_px / longest, LARGEST_SCALE)
    return QSize(max(1, round(size.width() * scale)), max(1, round(size.height() * scale)))
