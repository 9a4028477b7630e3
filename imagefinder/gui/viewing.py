"""Between grid and viewer: what the grid lists is viewed, and the grid follows the viewer."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from imagefinder.gui.listing import Ids
from imagefinder.gui.photo_actions import PhotoActions
from imagefinder.gui.regions import Regions
from imagefinder.gui.search_page import SearchPage
from imagefinder.gui.thumbnails import Thumbnails
from imagefinder.gui.viewer import LoadPicture, Viewer
from imagefinder.gui.viewer.viewer import Details


class Viewing(QObject):
    """Owns the viewer; says when it begins and ends."""

    begun = Signal()
    ended = Signal()
    full_screen_wanted = Signal(bool)

    def __init__(
        self,
        page: SearchPage,
        thumbnails: Thumbnails,
        load: LoadPicture,
        details: Details,
        regions: Regions,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._thumbnails = thumbnails
        self.viewer = Viewer(self._path_of, load, details, self._preview, parent)
        # Plus and minus zoom here.
        self.actions = PhotoActions(self._viewed, self.viewer, without_keys="+-")
        page.view_wanted.connect(lambda photo_id: self.begin(photo_id))
        self.viewer.leave_requested.connect(self.ended)
        self.viewer.current_changed.connect(self._on_current)
        self.viewer.region_chosen.connect(self._region_taker(regions))
        self.viewer.full_screen_requested.connect(self.full_screen_wanted)
        self.viewer.context_menu_requested.connect(self._on_menu)

    def begin(self, photo_id: int, among: Ids | None = None) -> None:
        """View this photo of those that the grid lists, or of those that are given."""
        ids = self._page.grid.photos() if among is None else among
        found = np.flatnonzero(ids == photo_id)
        if len(found):
            self.begun.emit()
            self.viewer.show_photos(ids, int(found[0]))
            self.viewer.setFocus()

    def close(self) -> None:
        """End the viewer's threads."""
        self.viewer.stop()

    def _viewed(self) -> Ids:
        photo_id = self.viewer.current_id()
        return np.array([] if photo_id is None else [photo_id], np.int64)

    def _path_of(self, photo_id: int) -> str | None:
        row = self._page.grid.row(photo_id)
        return row.path if row else None

    def _preview(self, photo_id: int) -> QPixmap | None:
        row, side_px = self._page.grid.row(photo_id), self._page.grid.cell_size()
        return self._thumbnails.pixmap(row.digest, side_px) if row and row.digest else None

    def _on_current(self, _index: int) -> None:
        """The grid may list other photos by now: it is gone to by the photo, not by its place."""
        ids = self._page.grid.photos()
        found = np.flatnonzero(ids == (self.viewer.current_id() or -1))
        if len(found):
            self._page.grid.set_current(int(found[0]))

    def _region_taker(self, regions: Regions) -> Callable[[object, QRect], None]:
        return lambda path, region: regions.want(str(path), region)

    def _on_menu(self, at: QPoint) -> None:
        menu = self.actions.menu(self.viewer)
        menu.exec(at)
        menu.deleteLater()
