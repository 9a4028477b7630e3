"""Cutting a model's square input from a picture, to the pixel as open_clip's own transform does.

An upright RGB picture and a `CropSpec` come in, `(size, size, 3)` uint8 go out; `decode` calls.

The rules for whole numbers are those of torchvision (`Resize`, `CenterCrop`) and of open_clip's
`ResizeKeepRatio`: a pixel more or less here moves every vector of a library.
"""

import numpy as np
from PIL import Image, ImageOps

from imagefinder.core.types import CropSpec, Pixels

_FILTERS = {
    "bicubic": Image.Resampling.BICUBIC,
    "bilinear": Image.Resampling.BILINEAR,
}

# A picture as thin as a thread, one pixel by 65,535, would be resized to a gigabyte first.
_MOST_PIXELS = 1 << 24


def cut(picture: Image.Image, spec: CropSpec) -> Pixels:
    """The `(size, size, 3)` that a model sees of `picture`."""
    size = resized_size(picture.size, spec)
    if size[0] * size[1] > _MOST_PIXELS:
        return np.asarray(_middle(picture, spec, size, _FILTERS[spec.interpolation]))
    return centre(resized(picture, spec), spec)


def resized(picture: Image.Image, spec: CropSpec) -> Image.Image:
    """`picture` at the size from which the model's input is cut."""
    # No reducing gap, as open_clip has none.
    return picture.resize(resized_size(picture.size, spec), _FILTERS[spec.interpolation])


def centre(small: Image.Image, spec: CropSpec) -> Pixels:
    """The `(size, size, 3)` in the middle of a picture that was `resized`."""
    padded = _padded(small, spec)
    left, top = (int(round((extent - spec.size) / 2.0)) for extent in padded.size)  # noqa: RUF046
    return np.asarray(padded.crop((left, top, left + spec.size, top + spec.size)))


def resized_size(size: tuple[int, int], spec: CropSpec) -> tuple[int, int]:
    """The width and height to which a picture of `size` is resized before cutting."""
    width, height = size
    if spec.mode == "squash":
        return spec.size, spec.size
    if spec.mode == "longest":
        ratio = max(width, height) / spec.size
        return max(1, round(width / ratio)), max(1, round(height / ratio))
    long = int(spec.size * max(size) / min(size))
    return (spec.size, long) if width <= height else (long, spec.size)


def _middle(
    picture: Image.Image, spec: CropSpec, size: tuple[int, int], resample: Image.Resampling
) -> Image.Image:
    """What is cut from the middle, resized alone: the same but for the last bit of a value."""
    box = []
    for extent, resized in zip(picture.size, size, strict=True):
        scale, start = extent / resized, round((resized - spec.size) / 2.0)
        box.append((start * scale, min(float(extent), (start + spec.size) * scale)))
    (left, right), (top, bottom) = box
    # Pillow's own order: across, then down. Both at once with a box, it rounds otherwise.
    across = picture.resize(
        (spec.size, picture.height), resample, box=(left, 0, right, picture.height)
    )
    return across.resize((spec.size, spec.size), resample, box=(0, top, spec.size, bottom))


def _padded(picture: Image.Image, spec: CropSpec) -> Image.Image:
    missing_x, missing_y = (max(0, spec.size - extent) for extent in picture.size)
    if not missing_x and not missing_y:
        return picture
    border = (missing_x // 2, missing_y // 2, (missing_x + 1) // 2, (missing_y + 1) // 2)
    return ImageOps.expand(picture, border, fill=(spec.fill,) * 3)
