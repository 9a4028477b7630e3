"""What the tests of `files` share: drawn scenes and wide limits."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from imagefinder.files.decode import Limits

Scene = Callable[..., Image.Image]


@pytest.fixture
def limits() -> Limits:
    return Limits(max_pixels=250_000_000, max_file_bytes=1 << 30)


@pytest.fixture
def scene() -> Scene:
    """Draws a smooth picture of which no turn or mirror image looks like another."""

    def draw(size: tuple[int, int] = (96, 64), mode: str = "RGB") -> Image.Image:
        width, height = size
        y, x = np.mgrid[0:height, 0:width]
        red = 255 * x / max(1, width - 1)
        green = 255 * y / max(1, height - 1)
        blue = np.where((x < width / 3) & (y < height / 3), 255, 40)
        pixels = np.stack([red, green, blue], axis=-1).astype(np.uint8)
        return Image.fromarray(pixels).convert(mode)

    return draw
