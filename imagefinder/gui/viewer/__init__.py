"""The viewer: `Viewer` shows whole pictures, `LoadPicture` is how it reads what Qt can't."""

from imagefinder.gui.viewer.picture import LoadPicture
from imagefinder.gui.viewer.viewer import Viewer

__all__ = ["LoadPicture", "Viewer"]
