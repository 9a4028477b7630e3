"""Thumbnail and crop come of one resampling where they can; neither differs for it."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from imagefinder.core.types import CropSpec
from imagefinder.files import decode as module
from imagefinder.files.crop import cut
from imagefinder.files.decode import Content, Limits, decode
from imagefinder.files.thumbs import make_thumbnail, thumbnail_size

LIMITS = Limits(10**8, 10**8)


def content(picture: Image.Image) -> Content:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return Content(buffer.getvalue(), b"0" * 16, "PNG")


def ramp(width: int, height: int) -> Image.Image:
    across, down = np.linspace(0, 255, width), np.linspace(0, 255, height)[:, None]
    red, green = np.broadcast_arrays(across, down)
    return Image.fromarray(np.stack([red, green, 255 - red], axis=2).astype(np.uint8))


@pytest.mark.parametrize("size", [(700, 513), (513, 700), (256, 256), (5000, 300), (100, 90)])
@pytest.mark.parametrize("spec", [CropSpec(256), CropSpec(224), CropSpec(256, "squash")])
def test_each_is_what_it_would_be_alone(size: tuple[int, int], spec: CropSpec) -> None:
    picture = ramp(*size)
    found = decode(content(picture), spec, LIMITS)
    assert np.array_equal(found.crop, cut(picture, spec))
    alone = make_thumbnail(picture, None)
    shown = Image.open(io.BytesIO(found.thumbnail))
    assert shown.size == found.thumbnail_size
    difference = np.subtract(shown.resize(alone.size), alone, dtype=int)
    assert np.abs(difference).mean() < 2


def test_the_default_models_crop_is_resampled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("resampled twice")

    monkeypatch.setattr(module, "make_thumbnail", refuse)
    monkeypatch.setattr(module, "cut", refuse)
    assert decode(content(ramp(800, 600)), CropSpec(256), LIMITS).crop.shape == (256, 256, 3)


@given(st.integers(1, 70_000), st.integers(1, 70_000), st.sampled_from([224, 256, 384]))
def test_what_serves_as_a_thumbnail_has_its_size(width: int, height: int, side: int) -> None:
    spec = CropSpec(side)
    if module._serves_as_thumbnail(spec, (width, height)):
        assert side == min(thumbnail_size((width, height)))
