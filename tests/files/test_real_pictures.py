"""The pictures of the real world: what cameras, other programs and fuzzers have written."""

import io
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imagefinder.core.errors import NotAPicture, UnreadableImage
from imagefinder.core.types import CropSpec
from imagefinder.files.crawl import crawl
from imagefinder.files.decode import Limits, Picture
from tests.files.reading import read_picture

SPEC = CropSpec(224)
TWO_HUNDRED_MEGAPIXELS = "200MP.heic"
# Of this process: on a machine that is busy with other things it takes longer, and is no hang.
HANGS_AFTER_S = 20.0


def pictures_below(folder: Path) -> list[str]:
    return [found.path for found in crawl(str(folder))]


def looks(picture: Picture) -> np.ndarray:
    with Image.open(io.BytesIO(picture.thumbnail)) as thumbnail:
        return np.asarray(thumbnail).astype(float)


def test_broken_files_are_refused_or_read_in_time(photos: Path, limits: Limits) -> None:
    files = pictures_below(photos / "broken")
    assert len(files) > 100
    refused = []
    for file in files:
        started_s = time.process_time()
        try:
            picture = read_picture(file, SPEC, limits)
        except UnreadableImage as e:
            refused.append(str(e))
        else:
            assert picture.crop.shape == (224, 224, 3)
        assert time.process_time() - started_s < HANGS_AFTER_S, file
    assert 50 < len(refused) <= len(files)
    assert all(len(reason) < 300 for reason in refused)


@pytest.mark.parametrize("motif", ["Landscape", "Portrait"])
@pytest.mark.parametrize("draft", [True, False])
def test_all_orientations_of_a_photo_look_alike(
    motif: str, draft: bool, photos: Path, limits: Limits
) -> None:
    files = [photos / "exif-orientation" / f"{motif}_{i}.jpg" for i in range(9)]
    pictures = [read_picture(str(file), SPEC, limits, draft=draft) for file in files]
    first = pictures[1]
    is_wide = first.metadata.width > first.metadata.height
    assert is_wide == (motif == "Landscape")
    for picture in pictures:
        assert picture.thumbnail_size == first.thumbnail_size
        # What differs is the JPEG, and the number painted into each of them.
        assert np.abs(looks(picture) - looks(first)).mean() < 8
        assert np.abs(picture.crop.astype(float) - first.crop).mean() < 8


def test_all_of_heif_is_read(photos: Path, limits: Limits) -> None:
    files = [f for f in pictures_below(photos / "heif") if f.endswith((".heic", ".heif", ".hif"))]
    files = [file for file in files if not file.endswith(TWO_HUNDRED_MEGAPIXELS)]
    assert len(files) > 30
    for file in files:
        picture = read_picture(file, SPEC, limits)
        assert picture.metadata.format == "HEIF"
        assert picture.crop.shape == (224, 224, 3), file


@pytest.mark.slow
def test_two_hundred_megapixels(photos: Path, limits: Limits) -> None:
    file = photos / "heif" / "heif_special" / TWO_HUNDRED_MEGAPIXELS
    picture = read_picture(str(file), SPEC, limits)
    assert (picture.metadata.width, picture.metadata.height) == (12240, 16320)
    assert picture.thumbnail_size == (256, 341)
    narrow = Limits(max_pixels=100_000_000, max_file_bytes=limits.max_file_bytes)
    with pytest.raises(UnreadableImage, match="max_megapixels"):
        read_picture(str(file), SPEC, narrow)


@pytest.mark.parametrize(
    ("mode", "depths"), [("L", (8, 10)), ("RGB", (10, 12)), ("RGBA", (10, 12))]
)
def test_depths_of_heif_look_alike(
    mode: str, depths: tuple[int, int], photos: Path, limits: Limits
) -> None:
    files = [photos / "heif" / "heif" / f"{mode}_{depth}__128x128.heif" for depth in depths]
    one, other = (looks(read_picture(str(file), SPEC, limits)) for file in files)
    assert one.std() > 30
    assert np.abs(one - other).mean() < 3


def test_many_formats(photos: Path, limits: Limits) -> None:
    formats = {}
    for file in pictures_below(photos / "golden-rclip"):
        try:
            picture = read_picture(file, SPEC, limits)
        except NotAPicture:
            assert file.endswith((".txt", ".tsv", ".md", "LICENSE")), file
        else:
            formats[picture.metadata.format] = picture
            assert picture.crop.std() > 5
    # The one called .jp2 holds a JPEG.
    assert set(formats) == {"JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "PPM", "HEIF"}


def test_what_cameras_say(photos: Path, limits: Limits) -> None:
    def metadata(*parts: str):
        return read_picture(str(photos.joinpath("heif", *parts)), None, limits).metadata

    phone = metadata("heif_other", "arrow.heic")
    assert phone.camera == "Apple iPhone 8 Plus"
    assert phone.taken_at == "2018-07-31T14:52:07"
    assert (phone.width, phone.height) == (3024, 4032)
    camera = metadata("heif_other", "cat.hif")
    assert (camera.camera, camera.taken_offset_min) == ("SONY ILCE-7SM3", -300)
    assert (camera.aperture, camera.exposure_s) == (3.2, 0.005)


def test_kodak_without_draft_is_what_the_png_holds(photos: Path, limits: Limits) -> None:
    for file in sorted((photos / "kodak24").glob("*.png"))[:4]:
        picture = read_picture(str(file), SPEC, limits, draft=False)
        with Image.open(file) as original:
            small = original.convert("RGB").resize(picture.thumbnail_size, Image.Resampling.LANCZOS)
        # What the JPEG of the thumbnail loses, at its quality.
        assert np.abs(looks(picture) - np.asarray(small)).mean() < 6
