"""A whole picture, read and made ready to paint in a loader thread; or a sentence why not.

What Qt can read is read by Qt; the rest (HEIC, AVIF, RAW …) by the function that the viewer was
handed. Pictures come upright, in sRGB, with halved copies: shrinking 50 megapixels at every paint
would be slow, and ugly besides.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageIOHandler, QImageReader

# An upright picture, or a sentence that says why there is none.
LoadPicture = Callable[[str], QImage | str]

# By this very name: lupdate gathers the texts of calls to it.
translate = QCoreApplication.translate

# Beyond this a picture is read smaller; the screen shows a few of these megapixels at a time.
LARGEST_PIXELS = 120_000_000
# What Qt may allocate for one: 16 bits a channel need twice the usual.
_ALLOCATION_LIMIT_MB = LARGEST_PIXELS * 8 // 2**20
# The largest halved copy need not be smaller than this.
_SMALLEST_LEVEL_PX = 1200

_READY = (QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied)


class Picture(NamedTuple):
    """`levels` are the picture and its halved copies; `size` is that of the whole, upright picture.

    The first level is smaller than `size` where the picture was too large to be kept whole.
    `animation` holds the file of a picture that moves.
    """

    levels: tuple[QImage, ...]
    size: QSize
    animation: bytes | None = None


class Unshown(NamedTuple):
    """Why a picture can't be shown: a sentence."""

    reason: str


class PictureWork:
    """Loads pictures by path in one loader thread."""

    def __init__(self, load: LoadPicture) -> None:
        self._load = load
        QImageReader.setAllocationLimit(_ALLOCATION_LIMIT_MB)

    def load(self, path: str) -> Picture | Unshown:
        """The picture in this file. Never raises for a fault of the file."""
        try:
            data = Path(path).read_bytes()
        except FileNotFoundError:
            return Unshown(translate("Viewer", "This file is not there any more."))
        except OSError as e:
            return Unshown(
                translate("Viewer", "This file can't be read: {reason}.").format(reason=e.strerror)
            )
        return _read_by_qt(data) or self._read_otherwise(path)

    def close(self) -> None:
        """Nothing is held between pictures."""

    def _read_otherwise(self, path: str) -> Picture | Unshown:
        loaded = self._load(path)
        if isinstance(loaded, str):
            return Unshown(loaded)
        if loaded.isNull():
            return Unshown(translate("Viewer", "This file is damaged, or no picture."))
        return Picture(levels_of(loaded), loaded.size())


def _read_by_qt(data: bytes) -> Picture | None:
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    if not reader.canRead():
        return None
    stored = reader.size()
    size = _upright(stored, reader)
    moves = reader.supportsAnimation() and reader.imageCount() > 1
    if stored.width() * stored.height() > LARGEST_PIXELS:
        shrink = (LARGEST_PIXELS / (stored.width() * stored.height())) ** 0.5
        reader.setScaledSize(stored * shrink)
    image = reader.read()
    if image.isNull():
        return None
    return Picture(
        levels_of(image), size if size.isValid() else image.size(), data if moves else None
    )


def _upright(stored: QSize, reader: QImageReader) -> QSize:
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    return stored.transposed() if turned else stored


def levels_of(image: QImage) -> tuple[QImage, ...]:
    """The picture in the screen's colours and format, then each half as wide as the one before."""
    levels = [_ready(image)]
    while max(levels[-1].width(), levels[-1].height()) > _SMALLEST_LEVEL_PX:
        half = levels[-1].size() / 2
        smooth = Qt.TransformationMode.SmoothTransformation
        levels.append(levels[-1].scaled(half, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
    return tuple(levels)


def _ready(image: QImage) -> QImage:
    srgb = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    if image.colorSpace().isValid() and image.colorSpace() != srgb:
        # Null where the profile is of a kind that Qt can't convert: then as it is.
        converted = image.convertedToColorSpace(srgb)
        image = image if converted.isNull() else converted
    if image.format() in _READY:
        return image
    return image.convertToFormat(_READY[image.hasAlphaChannel()])
