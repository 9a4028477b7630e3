"""Cuts a region out of a picture, to be asked for: a file below the library's derived folder."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QRect, Signal

from imagefinder.gui.drops import as_png, kept
from imagefinder.gui.loading import Loaders
from imagefinder.gui.viewer import LoadPicture
from imagefinder.gui.viewer.picture import PictureWork, Unshown


class Region(NamedTuple):
    """A rectangle in pixels of an upright picture."""

    path: str
    left: int
    top: int
    width: int
    height: int


class Regions(QObject):
    """Cuts in a thread of its own, which the first region starts."""

    cut = Signal(str)  # the path of the file
    refused = Signal(str)

    def __init__(self, load: LoadPicture, keep_in: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_work = lambda: _Cutting(PictureWork(load), keep_in)
        self._loaders: Loaders | None = None

    def want(self, path: str, rect: QRect) -> None:
        """Cut this region; `cut` or `refused` follows."""
        if self._loaders is None:
            self._loaders = Loaders(self._make_work, 1, self)
            self._loaders.loaded.connect(self._on_loaded)
        region = Region(path, rect.x(), rect.y(), rect.width(), rect.height())
        self._loaders.want("region", [region])

    def close(self) -> None:
        """End the thread."""
        if self._loaders:
            self._loaders.close()

    def _on_loaded(self, batch: list[tuple[Region, Path | Unshown | None]]) -> None:
        for _, result in batch:
            if isinstance(result, Path):
                self.cut.emit(str(result))
            else:
                reason = result.reason if result else ""
                self.refused.emit(self.tr("This region can't be cut out. {0}").format(reason))


class _Cutting:
    """What the thread does."""

    def __init__(self, pictures: PictureWork, keep_in: Path) -> None:
        self._pictures = pictures
        self._keep_in = keep_in

    def load(self, region: Region) -> Path | Unshown:
        """The region as a file, or why there is none."""
        picture = self._pictures.load(region.path)
        if isinstance(picture, Unshown):
            return picture
        whole = picture.levels[0]
        # The picture is smaller than it says where it was too large to be kept whole.
        scale = whole.width() / max(1, picture.size.width())
        corners = (region.left, region.top, region.width, region.height)
        left, top, width, height = (round(value * scale) for value in corners)
        return kept(as_png(whole.copy(left, top, max(1, width), max(1, height))), self._keep_in)

    def close(self) -> None:
        """End with the pictures."""
        self._pictures.close()
