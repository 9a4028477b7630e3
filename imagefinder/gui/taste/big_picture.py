"""The picture that is voted on, whole and upright, and the one after it read ahead.

The thumbnail stands in, exactly where the picture will be, until the picture is read; one that was
read ahead is there at once. A picture whose disk is away can be voted on by its thumbnail.
"""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imagefinder.core.tasting import Suggestion
from imagefinder.core.types import Digest
from imagefinder.gui.grid.rows import RowInfo
from imagefinder.gui.loading import Loaders
from imagefinder.gui.taste.sources import Sources
from imagefinder.gui.viewer.canvas import ZOOM_STEP, Canvas
from imagefinder.gui.viewer.picture import Picture, PictureWork, Unshown

# Of stored thumbnails the short side is 256.
PREVIEW_PX = 512
# A wait that is shorter goes unnoticed, and what stood there may go on standing.
NOTICED_AFTER_MS = 250
SMALLEST_PX = 160


class BigPicture(QWidget):
    """Shows one suggestion; has the keyboard, so that voting needs no click before."""

    waited = Signal()  # long enough to be noticed

    def __init__(self, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sources = sources
        self._wanted: list[Suggestion] = []
        self._read: dict[str, Picture | Unshown] = {}
        self._paths: dict[int, str] = {}
        self._canvas = Canvas(self)
        self._canvas.setMinimumSize(SMALLEST_PX, SMALLEST_PX)
        self._loaders = Loaders(lambda: PictureWork(sources.load), 1, self)
        self._loaders.loaded.connect(self._on_loaded)
        sources.thumbnails.loaded.connect(self._on_thumbnails)
        self._waiting = QTimer(self, singleShot=True, interval=NOTICED_AFTER_MS)
        self._waiting.timeout.connect(lambda: self.show_message(self.tr("One moment…")))
        self._waiting.timeout.connect(self.waited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._canvas)
        self.setFocusProxy(self._canvas)

    def show_suggestion(self, suggestion: Suggestion) -> None:
        """Show this picture."""
        self._waiting.stop()
        self._wanted = [suggestion]
        self._want()
        self._show()

    def read_ahead(self, suggestion: Suggestion) -> None:
        """This one is shown next, so far as is known."""
        self._wanted = [*self._wanted[:1], suggestion]
        self._want()

    def show_waiting(self) -> None:
        """The next picture is not known yet."""
        self._wanted = []
        self._waiting.start()

    def show_message(self, title: str, detail: str = "") -> None:
        """No picture, and why."""
        self._waiting.stop()
        self._wanted = []
        self._canvas.show_message(title, detail)
        self._canvas.setAccessibleName(title)

    def stop(self) -> None:
        """End the thread, once what it is reading is read."""
        self._waiting.stop()
        self._loaders.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ - 0 zoom, as in the viewer."""
        canvas = self._canvas
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                canvas.zoom_by(ZOOM_STEP)
            case Qt.Key.Key_Minus:
                canvas.zoom_by(1 / ZOOM_STEP)
            case Qt.Key.Key_0:
                canvas.fit()
            case _:
                super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was dropped when it was hidden."""
        super().showEvent(event)
        if self._wanted:
            self._want()
            self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is read and kept that nobody sees."""
        super().hideEvent(event)
        self._loaders.want("taste", [])
        self._read.clear()

    def changeEvent(self, event: QEvent) -> None:
        """The canvas paints in the theme's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._canvas.update()

    # --- inside

    def _want(self) -> None:
        if not self.isVisible():
            return
        rows = self._sources.rows([one.photo_id for one in self._wanted])
        self._paths = {photo_id: row.path for photo_id, row in rows.items()}
        paths = [path for one in self._wanted if (path := self._paths.get(one.photo_id))]
        self._read = {path: self._read[path] for path in paths if path in self._read}
        self._loaders.want("taste", [path for path in paths if path not in self._read])
        digests = [one.digest for one in self._wanted]
        self._sources.thumbnails.want(digests, PREVIEW_PX, asker="taste")

    def _show(self) -> None:
        shown = self._wanted[0]
        path = self._paths.get(shown.photo_id, "")
        read = self._read.get(path)
        self._canvas.setAccessibleName(self.tr("Picture {0}").format(RowInfo(path).name))
        if isinstance(read, Picture):
            self._canvas.show_picture(read)
        elif (preview := self._preview(shown)) is not None:
            self._canvas.show_picture(self._standing_in(shown, preview))
        elif read is not None:
            self._canvas.show_message(RowInfo(path).name, read.reason)
        else:
            self._canvas.show_preview(None)

    def _preview(self, shown: Suggestion) -> QPixmap | None:
        return self._sources.thumbnails.pixmap(shown.digest, PREVIEW_PX)

    def _standing_in(self, shown: Suggestion, preview: QPixmap) -> Picture:
        """The thumbnail as a picture of the whole one's size: it changes in sharpness only."""
        size: QSize = self._sources.size_px(shown.photo_id) or preview.size()
        return Picture((preview.toImage(),), size)

    def _on_loaded(self, batch: list[tuple[str, Picture | Unshown | None]]) -> None:
        wanted = [self._paths.get(one.photo_id) for one in self._wanted]
        for path, read in batch:
            # None is a bug of ours, logged in the thread; the person is told all the same.
            if path in wanted and self.isVisible():
                self._read[path] = read or Unshown(self.tr("This picture can't be shown."))
                if path == wanted[0]:
                    self._show()

    def _on_thumbnails(self, digests: frozenset[Digest]) -> None:
        if self._wanted and self._wanted[0].digest in digests:
            path = self._paths.get(self._wanted[0].photo_id, "")
            if not isinstance(self._read.get(path), Picture):
                self._show()
