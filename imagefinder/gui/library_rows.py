"""What the grid and the panels show of a photo, read from the library as they ask."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize

from imagefinder.gui import details
from imagefinder.gui.grid import RowInfo
from imagefinder.gui.library_view import LibraryView
from imagefinder.store.rows import PhotoRow


class LibraryRows:
    """Rows and details of one library's photos."""

    def __init__(self, view: LibraryView) -> None:
        self._view = view

    def row_info(self, ids: Sequence[int]) -> Mapping[int, RowInfo]:
        """What the grid shows; a photo that is gone is absent."""
        return {photo_id: self._row(photo) for photo_id, photo in self._view.photos(ids).items()}

    def paths(self, ids: Sequence[int]) -> Sequence[str]:
        """Paths of any number of photos, in the order of `ids`, but for those that are gone."""
        return self._view.paths(ids)

    def details(self, photo_id: int) -> list[tuple[str, str]]:
        """Names and values for the panel on the right."""
        photo = self._view.photos([photo_id]).get(photo_id)
        return details.rows(photo, self._view.metadata(photo)) if photo else []

    def size_px(self, photo_id: int) -> QSize | None:
        """How large an upright picture is, as far as is known."""
        photo = self._view.photos([photo_id]).get(photo_id)
        metadata = self._view.metadata(photo) if photo else None
        return QSize(metadata.width, metadata.height) if metadata else None

    def _row(self, photo: PhotoRow) -> RowInfo:
        metadata = self._view.metadata(photo)
        taken = details.taken(metadata) if metadata else ""
        return RowInfo(photo.path, photo.digest, taken, online=photo.online)
