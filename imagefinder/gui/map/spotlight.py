"""What stands out on the map: what the query finds, or what is near a picture that was dropped."""

from pathlib import Path

import msgspec
import numpy as np
from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QPixmap

from imagefinder.core.errors import KnownError
from imagefinder.core.mapping import Locate, Located
from imagefinder.gui import drops
from imagefinder.gui.grid.rows import displayed
from imagefinder.gui.listing import Listing
from imagefinder.gui.map.chart import Ids
from imagefinder.gui.map.landing import Landing
from imagefinder.gui.map.page import MapPage
from imagefinder.gui.map.requests import Requests
from imagefinder.gui.map.scenery import Scenery
from imagefinder.gui.previews import Previews
from imagefinder.gui.sentences import told

# Where nothing stands out among what a query finds, so many of the nearest are lit, or a tenth.
_NEAREST_LIT = 24
_NOTHING: Ids = np.empty(0, np.int64)


class Spotlight(QObject):
    """Lights a page's photos through its scenery."""

    changed = Signal()
    remarked = Signal(str)

    def __init__(
        self, requests: Requests, scenery: Scenery, page: MapPage, keep_in: Path, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._requests = requests
        self._scenery = scenery
        self._page = page
        self._keep_in = keep_in
        self._hits: Ids = _NOTHING
        self._picture = ""
        self._pixmap: QPixmap | None = None
        self._landing: Landing | None = None
        self._previews = Previews(self)
        self._previews.loaded.connect(self._on_preview)
        page.dropped.connect(self._on_dropped)
        page.map.escaped.connect(self.forget_picture)

    @property
    def landing(self) -> Landing | None:
        """Where the dropped picture would lie, if there is one."""
        return self._landing

    def show_hits(self, listing: Listing | None) -> None:
        """What the query finds stands out; None where nothing is asked."""
        self._hits = _lit_of(listing) if listing is not None else _NOTHING
        self._show()

    def locate(self, path: str) -> None:
        """Show where this picture would lie."""
        layout, axes = self._scenery.layout, self._scenery.axes
        if layout is None:
            return
        if path != self._picture:
            self._picture, self._pixmap = path, None
            self._previews.want(path)
        self._page.show_progress(self.tr("Placing the picture…"), 0, 0)
        self._requests.ask("place", lambda n: Locate(n, layout, path, axes), self._on_located)

    def locate_again(self) -> None:
        """The axes are others now."""
        if self._landing is not None:
            self.locate(self._picture)

    def forget_picture(self) -> None:
        """The dropped picture has been seen."""
        self._landing = None
        self._page.map.set_landing(None)
        self._show()

    def close(self) -> None:
        """End the thread of the previews."""
        self._previews.close()

    def _show(self) -> None:
        self._scenery.set_light(self._landing.neighbours if self._landing else self._hits)
        self.changed.emit()

    def _on_located(self, event: Located) -> None:
        self._page.show_progress("", 0, 0)
        x, y = event.coordinates[:2]
        name, near = displayed(Path(self._picture).name), np.array(event.photo_ids, np.int64)
        self._landing = Landing(name, x, y, near, self._pixmap)
        self._page.map.set_landing(self._landing)
        self._show()

    def _on_preview(self, path: str, pixmap: QPixmap) -> None:
        if path == self._picture:
            self._pixmap = pixmap
            if self._landing is not None:
                self._landing = msgspec.structs.replace(self._landing, pixmap=pixmap)
                self._page.map.set_landing(self._landing)

    def _on_dropped(self, data: QMimeData) -> None:
        try:
            paths = drops.dropped_pictures(data, self._keep_in)
        except KnownError as e:
            self.remarked.emit(told(str(e)))
            return
        pictures = [path for path in paths if Path(path).is_file()]
        if pictures:
            self.locate(pictures[0])
        else:
            self.remarked.emit(self.tr("Drop a picture on the map to see where it belongs."))


def _lit_of(listing: Listing) -> Ids:
    """What fits surely or maybe, where that is known."""
    if listing.bands:
        return listing.ids[: listing.bands[1]]
    if listing.scores is None:
        return listing.ids
    return listing.ids[: min(_NEAREST_LIT, 1 + len(listing.ids) // 10)]
