"""Camera RAW by the preview that cameras embed: sharp, developed, and a hundred times faster.

Optional (`rawpy`). Where a file has no usable preview it is developed at half size. What comes out
is a Pillow picture, its EXIF that of the RAW file where that is a TIFF inside.
"""

import io
from typing import Any

from PIL import Image

from imagefinder.core.errors import UnreadableImage
from imagefinder.files.formats import has

# A smaller preview is a mere icon: developing the picture is worth the second it takes.
_ICON_PX = 256
# LibRaw's `flip` as EXIF orientation.
_ORIENTATIONS = {3: 3, 5: 8, 6: 6}


class RawPreview:
    """A RAW file's preview before it is decoded; `size` and `orientation` are the RAW's own."""

    def __init__(self, data: bytes) -> None:
        if not has("rawpy"):
            raise UnreadableImage(
                'is camera RAW, which this installation can\'t read: pip install "imagefinder[raw]"'
            )
        import rawpy

        self._data = data
        self._raw = rawpy.imread(io.BytesIO(data))
        sizes = self._raw.sizes
        self.size = (int(sizes.width), int(sizes.height))
        self.orientation = _ORIENTATIONS.get(int(sizes.flip), 1)

    def picture(self) -> Image.Image:
        """The preview, not yet loaded where it is a JPEG; the picture developed where it has none.

        `orientation` is corrected on the way: a preview may be upright already.
        """
        picture = self._embedded() or self._developed()
        if self._data.startswith((b"II*\0", b"MM\0*")):
            picture.info["exif"] = self._data
        return picture

    def _embedded(self) -> Image.Image | None:
        import rawpy

        try:
            preview = self._raw.extract_thumb()
        except (rawpy.LibRawNoThumbnailError, rawpy.LibRawUnsupportedThumbnailError):
            return None
        data: Any = preview.data
        is_jpeg = preview.format == rawpy.ThumbFormat.JPEG
        picture = _open_jpeg(data) if is_jpeg else Image.fromarray(data)
        if min(picture.size) < min(_ICON_PX, *self.size):
            return None
        if _is_upright_already(picture, self.size, self.orientation):
            self.orientation = 1
            self.size = self.size[::-1]
        return picture

    def _developed(self) -> Image.Image:
        # LibRaw turns what it develops upright by itself.
        pixels: Any = self._raw.postprocess(half_size=True, use_camera_wb=True)
        if self.orientation in (6, 8):
            self.size = self.size[::-1]
        self.orientation = 1
        return Image.fromarray(pixels)

    def close(self) -> None:
        """Free what LibRaw holds: the whole file."""
        self._raw.close()


def _open_jpeg(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=("JPEG",))


def _is_upright_already(preview: Image.Image, raw_size: tuple[int, int], orientation: int) -> bool:
    """Whether a preview of a picture taken sideways was stored turned: its shape gives it away."""
    is_wide, raw_is_wide = (width > height for width, height in (preview.size, raw_size))
    return orientation in (6, 8) and is_wide != raw_is_wide
