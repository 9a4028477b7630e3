"""The grid of thumbnails: `Grid`, what it shows of a photo, and its captions."""

from imagefinder.gui.grid.cells import Caption
from imagefinder.gui.grid.dragging import PHOTOS_MIME, photos_in
from imagefinder.gui.grid.grid import Grid
from imagefinder.gui.grid.rows import RowInfo, RowSource

__all__ = ["PHOTOS_MIME", "Caption", "Grid", "RowInfo", "RowSource", "photos_in"]
