"""Small pictures of files that may lie outside the library, for the chips of the query bar.

Decoded in a thread of their own. What Qt can't decode (RAW, HEIC) keeps its plain icon.
"""

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from imagefinder.gui.loading import Loaders

SIDE_PX = 64


class Previews(QObject):
    """Asked for by path; each comes back once, by `loaded`."""

    # The path is an object: a name that is not valid text does not survive as a Qt string.
    loaded = Signal(object, QPixmap)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[str] = []
        self._loaders: Loaders | None = None

    def want(self, path: str) -> None:
        """Load this one too."""
        # The thread is started by the first wish: most windows never ask with a picture.
        if self._loaders is None:
            self._loaders = Loaders(_Decoding, 1, self)
            self._loaders.loaded.connect(self._on_loaded)
        if path not in self._waiting:
            self._waiting.append(path)
            self._loaders.want("chips", self._waiting)

    def close(self) -> None:
        """End the thread."""
        if self._loaders:
            self._loaders.close()

    def _on_loaded(self, batch: list[tuple[str, QImage | None]]) -> None:
        for path, image in batch:
            if path in self._waiting:
                self._waiting.remove(path)
            if image is not None and not image.isNull():
                self.loaded.emit(path, QPixmap.fromImage(image))


class _Decoding:
    """What the thread does."""

    def load(self, path: str) -> QImage:
        """The picture, upright, its longer side at most `SIDE_PX`; null where Qt can't read it."""
        reader = QImageReader(path)
        reader.setAutoTransform(True)
        size = reader.size()
        if size.isValid():
            longest = max(size.width(), size.height(), SIDE_PX)
            reader.setScaledSize(
                QSize(
                    max(1, size.width() * SIDE_PX // longest),
                    max(1, size.height() * SIDE_PX // longest),
                )
            )
        return reader.read()

    def close(self) -> None:
        """Nothing is held."""
