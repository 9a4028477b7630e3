"""Whole pictures out of formats that Qt can't read: HEIC, AVIF, RAW, JPEG XL. Called in threads.

The decoders are imported with the first picture: a window that shows thumbnails needs none.
"""

from PySide6.QtGui import QImage

from imagefinder.core.errors import UnreadableImage
from imagefinder.core.settings import Settings
from imagefinder.gui.sentences import told
from imagefinder.gui.viewer import LoadPicture


def reader_of_pictures(settings: Settings) -> LoadPicture:
    """What the viewer reads pictures with, within the limits that the engine has too."""

    def read(path: str) -> QImage | str:
        try:
            return _read(path, settings)
        except UnreadableImage as e:
            return told(str(e))

    return read


def _read(path: str, settings: Settings) -> QImage:
    from imagefinder.files.decode import Limits, read_content
    from imagefinder.files.openers import load
    from imagefinder.files.pixels import to_rgb, upright

    limits = Limits.of(settings)
    content = read_content(path, limits)
    loaded = load(content.data, content.format, limits.max_pixels, None)
    picture = upright(to_rgb(loaded.picture), loaded.orientation)
    width, height = picture.size
    data = picture.tobytes()
    image = QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888)
    # The bytes are Python's and go: what is returned must own its pixels.
    return image.convertToFormat(QImage.Format.Format_RGB32)
