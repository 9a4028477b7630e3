"""The crop against open_clip's own transform, which is what its models were trained with."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps
from PIL.ExifTags import Base

from imagefinder.core.types import CropSpec, Pixels
from imagefinder.files.crop import cut, resized_size
from imagefinder.files.decode import Limits, crop_thumbnail
from tests.files.reading import picture_from_bytes, read_picture

MODES = ("shortest", "longest", "squash")
SPECS = [CropSpec(32, mode, "bicubic") for mode in MODES] + [
    CropSpec(33, "shortest", "bilinear"),
    CropSpec(30, "longest", "bilinear", fill=128),
]
SIZES = [(96, 64), (64, 96), (33, 97), (97, 32), (32, 32), (20, 15), (15, 200), (31, 34)]


def open_clip_crop(picture: Image.Image, spec: CropSpec) -> Pixels:
    from open_clip.transform import image_transform

    transform = image_transform(
        spec.size,
        is_train=False,
        mean=(0.0, 0.0, 0.0),
        std=(1.0, 1.0, 1.0),
        resize_mode=spec.mode,
        interpolation=spec.interpolation,
        fill_color=spec.fill,
    )
    tensor = transform(picture)
    return np.rint(tensor.numpy().transpose(1, 2, 0) * 255).astype(np.uint8)


@pytest.mark.parametrize("spec", SPECS, ids=str)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_equals_open_clip_to_the_bit(spec: CropSpec, size: tuple[int, int], scene) -> None:
    picture = scene(size)
    ours = cut(picture, spec)
    assert ours.shape == (spec.size, spec.size, 3)
    assert ours.dtype == np.uint8
    np.testing.assert_array_equal(ours, open_clip_crop(picture, spec))


@pytest.mark.parametrize("spec", SPECS[:3], ids=str)
@pytest.mark.parametrize("orientation", range(10))
def test_a_turned_picture_is_cut_as_if_stored_upright(
    spec: CropSpec, orientation: int, scene, limits: Limits
) -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    buffer = io.BytesIO()
    scene((101, 64)).save(buffer, "PNG", exif=exif)
    ours = picture_from_bytes(buffer.getvalue(), "", spec, limits, draft=False).crop
    with Image.open(buffer) as picture:
        upright = ImageOps.exif_transpose(picture)
    np.testing.assert_array_equal(ours, open_clip_crop(upright, spec))


def test_the_long_side_of_a_strip_is_never_rounded_to_nothing() -> None:
    assert resized_size((10_000, 3), CropSpec(32, "longest")) == (32, 1)
    assert resized_size((3, 10_000), CropSpec(32, "longest")) == (1, 32)


def configured_spec(model: str, tag: str) -> CropSpec:
    """The crop of a published model, from open_clip's own tables."""
    import open_clip

    size = open_clip.get_model_config(model)["vision_cfg"]["image_size"]
    config = open_clip.get_pretrained_cfg(model, tag)
    return CropSpec(
        size, config.get("resize_mode") or "shortest", config.get("interpolation") or "bicubic"
    )


@pytest.mark.parametrize(
    ("model", "tag", "mode"),
    [
        ("ViT-B-32-256", "datacomp_s34b_b86k", "shortest"),
        ("ViT-B-16-SigLIP2", "webli", "squash"),
    ],
)
def test_real_photos_come_out_as_open_clip_makes_them(
    model: str, tag: str, mode: str, photos: Path, limits: Limits
) -> None:
    spec = configured_spec(model, tag)
    assert spec.mode == mode
    for file in sorted((photos / "coco-ccby" / "images").glob("*.jpg"))[:8]:
        ours = read_picture(str(file), spec, limits, draft=False).crop
        with Image.open(file) as picture:
            np.testing.assert_array_equal(ours, open_clip_crop(picture, spec), str(file))


def test_drafting_hardly_changes_the_crop(photos: Path, limits: Limits) -> None:
    spec = CropSpec(224)
    for file in sorted((photos / "exif-orientation").glob("*_1.jpg")):
        drafted = read_picture(str(file), spec, limits).crop
        exact = read_picture(str(file), spec, limits, draft=False).crop
        assert np.abs(drafted.astype(int) - exact).mean() < 2


def test_a_stored_thumbnail_stands_in_for_the_picture(scene, limits: Limits) -> None:
    spec = CropSpec(64)
    buffer = io.BytesIO()
    scene((900, 600)).save(buffer, "PNG")
    whole = picture_from_bytes(buffer.getvalue(), "", spec, limits)
    stand_in = crop_thumbnail(whole.thumbnail, spec)
    assert stand_in.shape == (64, 64, 3)
    assert np.abs(stand_in.astype(int) - whole.crop).mean() < 3


@pytest.mark.parametrize("size", [(2, 9_000), (9_000, 3), (30, 20_000)])
def test_what_is_as_thin_as_a_thread_is_cut_without_being_resized_whole(size, monkeypatch):
    spec = CropSpec(32, "shortest", "bicubic", 0)
    noise = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    picture = Image.fromarray(noise)
    whole = cut(picture, spec).astype(int)
    monkeypatch.setattr("imagefinder.files.crop._MOST_PIXELS", 1)
    middle = cut(picture, spec)
    assert middle.shape == (32, 32, 3)
    assert np.abs(whole - middle).max() <= 1


@pytest.mark.parametrize("size", [(1, 65_535), (65_535, 1)])
def test_the_thinnest_pictures_take_no_memory(size, monkeypatch):
    asked = []
    real = Image.Image.resize

    def resize(picture, new_size, *arguments, **options):
        asked.append(new_size[0] * new_size[1])
        return real(picture, new_size, *arguments, **options)

    monkeypatch.setattr(Image.Image, "resize", resize)
    assert cut(Image.new("RGB", size, "red"), CropSpec(256)).tolist()[0][0] == [255, 0, 0]
    assert max(asked) <= 256 * 65_535
