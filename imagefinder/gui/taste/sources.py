"""Where the page of tastes gets its pictures from: rows, sizes, thumbnails, whole pictures."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QSize

from imagefinder.gui.grid.rows import RowSource
from imagefinder.gui.thumbnails import Thumbnails
from imagefinder.gui.viewer import LoadPicture


class Sources(NamedTuple):
    """`size_px` tells how large an upright picture is, as far as is known, before it is read."""

    rows: RowSource
    size_px: Callable[[int], QSize | None]
    thumbnails: Thumbnails
    load: LoadPicture
