"""JPEG XL, which Pillow reads through an optional plugin.

The plugin decodes everything as soon as a file is opened, so the size must be known before: it
stands in the first bits of the codestream (ISO/IEC 18181-1, SizeHeader), read here.
"""

import io
import struct

from PIL import Image

from imagefinder.core.errors import UnreadableImage
from imagefinder.files.formats import has

# What the plugin says of many damaged files is meant for its developers.
_ADVICE = "build `libjxl` from source"
_CODESTREAM = b"\xff\x0a"
# Bits of a side length by its 2-bit selector, and the width as a fraction of the height by 3 bits.
_SIDE_BITS = (9, 13, 18, 30)
_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}


def open_jxl(data: bytes) -> Image.Image:
    """The picture in `data`, decoded; check `jxl_size` first."""
    if not has("pillow_jxl"):
        raise UnreadableImage(
            'is JPEG XL, which this installation can\'t read: pip install "imagefinder[jxl]"'
        )
    from pillow_jxl import JpegXLImagePlugin

    # The pictures are decoded side by side already; a constant, so threads can't disagree about it.
    JpegXLImagePlugin.DECODE_THREADS = 1
    try:
        return Image.open(io.BytesIO(data), formats=("JXL",))
    except BaseException as e:
        # A panic of the plugin's Rust code is no Exception, so that nobody catches it by accident.
        if type(e).__name__ == "PanicException":
            raise OSError(str(e)) from e
        if _ADVICE in str(e):
            raise OSError("the JPEG XL decoder gave up") from e
        raise


def keeps_exif_orientation(picture: Image.Image) -> bool:
    """Whether the EXIF orientation is still to be applied.

    The decoder turns pictures upright, but for those that are a repacked JPEG.
    """
    return bool(getattr(picture, "jpeg", False))


def jxl_size(data: bytes) -> tuple[int, int]:
    """Width and height, as stored, of a JPEG XL file; raises `ValueError` where there is none."""
    # The header's fields are little-endian bit by bit; two sides take 67 bits at most.
    bits = int.from_bytes(_codestream(data)[2:12], "little")
    is_small, bits = bits & 1, bits >> 1
    height, bits = _side(bits, is_small)
    ratio, bits = bits & 7, bits >> 3
    if ratio:
        numerator, denominator = _RATIOS[ratio]
        return height * numerator // denominator, height
    return _side(bits, is_small)[0], height


def _side(bits: int, is_small: int) -> tuple[int, int]:
    """One side length in pixels, and the bits that follow it."""
    if is_small:
        return 8 * ((bits & 31) + 1), bits >> 5
    width = _SIDE_BITS[bits & 3]
    return ((bits >> 2) & ((1 << width) - 1)) + 1, bits >> (2 + width)


def _codestream(data: bytes) -> bytes:
    """The start of the codestream: the file itself, or in the first box that holds a part."""
    if data.startswith(_CODESTREAM):
        return data[:12]
    at = 0
    while len(data) >= at + 16:
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind in (b"jxlc", b"jxlp"):
            start = at + (16 if length == 1 else 8) + (4 if kind == b"jxlp" else 0)
            return data[start : start + 12]
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, at + 8)
        if length < 8:
            break
        at += length
    raise ValueError("no codestream")
