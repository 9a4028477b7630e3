import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from imagefinder.files.thumbs import make_thumbnail, thumbnail_size, to_jpeg, to_srgb


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((4000, 3000), (341, 256)),
        ((3000, 4000), (256, 341)),
        ((256, 256), (256, 256)),
        ((300, 100), (300, 100)),
        ((1, 1), (1, 1)),
        ((20_000, 500), (2048, 51)),
        ((60_000, 1), (2048, 1)),
    ],
)
def test_sizes(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert thumbnail_size(size) == expected


@given(st.integers(1, 100_000), st.integers(1, 100_000))
def test_a_thumbnail_is_never_larger(width: int, height: int) -> None:
    small_width, small_height = thumbnail_size((width, height))
    assert 1 <= small_width <= width
    assert 1 <= small_height <= height
    assert min(small_width, small_height) <= 256
    assert max(small_width, small_height) <= 2048


def test_nothing_of_the_original_but_its_looks_remains(scene) -> None:
    picture = scene((600, 400))
    picture.info.update(comment=b"private", icc_profile=b"x" * 500, exif=b"Exif\0\0private")
    jpeg = to_jpeg(make_thumbnail(picture, None))
    assert b"private" not in jpeg
    assert len(jpeg) < 10_000
    with Image.open(io.BytesIO(jpeg)) as thumbnail:
        assert thumbnail.size == (384, 256)
        assert thumbnail.mode == "RGB"


def test_colours_are_seen_through_the_profile(scene) -> None:
    """Through a profile of linear light, values look brighter."""
    picture = Image.new("RGB", (16, 16), (64, 64, 64))
    assert np.asarray(to_srgb(picture, linear_profile())).mean() > 120


def test_the_common_profile_changes_nothing(scene) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    changed = np.asarray(to_srgb(scene(), profile)).astype(int) - np.asarray(scene())
    assert np.abs(changed).max() <= 1


@pytest.mark.parametrize("profile", [None, b"", b"garbage", bytes(200)])
def test_a_broken_profile_is_left_out(profile: bytes | None, scene) -> None:
    assert np.array_equal(to_srgb(scene(), profile), scene())


def test_a_profile_of_other_colours_is_left_out(scene) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert np.array_equal(to_srgb(scene(), lab), scene())


def linear_profile() -> bytes:
    """The sRGB profile with its curves replaced by straight lines."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(data[128:132], "big")
    for i in range(count):
        tag = data[132 + 12 * i : 144 + 12 * i]
        if tag[:4] in (b"rTRC", b"gTRC", b"bTRC"):
            at = int.from_bytes(tag[4:8], "big")
            # A parametric curve of type 0: gamma alone, here 1.0 in 16.16 bits.
            data[at : at + 16] = b"para" + bytes(4) + bytes(4) + (1 << 16).to_bytes(4, "big")
    return bytes(data)
