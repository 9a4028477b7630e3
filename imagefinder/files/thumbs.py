"""The thumbnail kept for every picture: a small sRGB JPEG, enough to embed from later.

`decode` hands over the decoded picture, already shrunk as far as drafting goes; the JPEG goes into
the store. A short side of 256 pixels is what models cut their input from.
"""

import io
from functools import lru_cache

from PIL import Image, ImageCms

SHORT_SIDE_PX = 256
# A panorama may be long, but not so long that a row of the grid is all it fills.
LONG_SIDE_PX = 2048
QUALITY = 85


def make_thumbnail(picture: Image.Image, icc_profile: bytes | None) -> Image.Image:
    """An sRGB copy of the upright RGB `picture`, never larger than it, free of metadata."""
    size = thumbnail_size(picture.size)
    # The gap lets it be averaged first where it is much larger: half the time, hardly softer.
    small = picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=1.2)
    return finished(small, icc_profile)


def finished(small: Image.Image, icc_profile: bytes | None) -> Image.Image:
    """A picture that has a thumbnail's size already, in sRGB and free of metadata."""
    # A comment or profile left here would go into the JPEG.
    small.info.clear()
    return to_srgb(small, icc_profile)


def thumbnail_size(size: tuple[int, int]) -> tuple[int, int]:
    """What remains of `size` when its short side has at most 256 and its long at most 2048 px."""
    scale = min(1.0, SHORT_SIDE_PX / min(size), LONG_SIDE_PX / max(size))
    width, height = (max(1, round(extent * scale)) for extent in size)
    return width, height


def to_jpeg(picture: Image.Image) -> bytes:
    """The bytes that the store keeps."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def to_srgb(picture: Image.Image, icc_profile: bytes | None) -> Image.Image:
    """`picture` seen through its ICC profile; unchanged where that is absent, broken or not RGB."""
    if not icc_profile:
        return picture
    try:
        converted = ImageCms.applyTransform(picture, _transform_to_srgb(icc_profile))
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return picture
    return converted or picture


# A library holds the profiles of a few cameras, and building a transform takes longer than using
# it. Transforms may be used by several threads at once.
@lru_cache(maxsize=16)
def _transform_to_srgb(icc_profile: bytes) -> ImageCms.ImageCmsTransform:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc_profile))
    return ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), "RGB", "RGB")
