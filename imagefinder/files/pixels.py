"""From any mode a decoder can leave a picture in to upright 8-bit RGB.

`decode` sends every loaded picture through `shrunk`, `to_rgb` and `upright`, in that order: to turn
a small picture is cheaper.
"""

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

# What a viewer would do to show a picture stored with each EXIF orientation.
_TRANSPOSITIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_TURNS_SIDEWAYS = (5, 6, 7, 8)
_WITH_ALPHA = ("LA", "La", "PA", "RGBA", "RGBa")
_DEEP = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
# The modes that `Image.reduce` averages soundly: no palette indices, no single bits.
_REDUCIBLE = ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr")
# Full scale of a picture whose mode is wider than its values, smallest first.
_FULL_SCALES = (1.0, 255.0, 65535.0)


def to_rgb(picture: Image.Image) -> Image.Image:
    """`picture` as 8-bit RGB: transparency over white, deep greys scaled to what they span."""
    if picture.mode == "RGB" and "transparency" not in picture.info:
        return picture
    if picture.mode in _WITH_ALPHA or "transparency" in picture.info:
        return _over_white(picture.convert("RGBA"))
    if picture.mode in _DEEP:
        return _eight_bit(picture).convert("RGB")
    return _from_lab(picture) if picture.mode == "LAB" else picture.convert("RGB")


def shrunk(picture: Image.Image, short_px: int, at_least: int) -> Image.Image:
    """`picture` averaged down by a whole factor to a short side of `short_px` or more.

    Left alone where the factor would be below `at_least`, or where its mode can't be averaged.
    """
    factor = min(picture.size) // short_px
    averages = picture.mode in _REDUCIBLE and "transparency" not in picture.info
    return picture.reduce(factor) if averages and factor >= at_least else picture


def upright(picture: Image.Image, orientation: int) -> Image.Image:
    """`picture` turned and mirrored as its EXIF `orientation` asks; as is for any other number."""
    method = _TRANSPOSITIONS.get(orientation)
    return picture if method is None else picture.transpose(method)


def upright_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """Width and height that `upright` leaves of `size`."""
    return size[::-1] if orientation in _TURNS_SIDEWAYS else size


def _over_white(picture: Image.Image) -> Image.Image:
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _eight_bit(picture: Image.Image) -> Image.Image:
    # Pillow's own conversion of these modes clips at 255: a 16-bit photo would come out white.
    values = np.asarray(picture)
    full = 65535.0 if picture.mode.startswith("I;16") else _full_scale(values, picture.mode)
    scaled = np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=full, neginf=0.0)
    scaled *= 255.0 / full
    return Image.fromarray(np.clip(np.rint(scaled), 0, 255).astype(np.uint8))


def _full_scale(values: npt.NDArray[np.generic], mode: str) -> float:
    """White in a mode that doesn't say: the usual scale that holds the peak, else the peak."""
    peak = float(np.max(values, initial=0, where=np.isfinite(values)))
    scales = _FULL_SCALES if mode == "F" else _FULL_SCALES[1:]
    return next((scale for scale in scales if peak <= scale), peak)


def _from_lab(picture: Image.Image) -> Image.Image:
    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(picture, lab, srgb, outputMode="RGB")
    assert converted is not None  # noqa: S101 - None is for inPlace only
    return converted
