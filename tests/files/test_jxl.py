import io
import warnings

import numpy as np
import pytest
from PIL import Image
from PIL.ExifTags import Base

from imagefinder.core.errors import UnreadableImage
from imagefinder.files import jxl
from imagefinder.files.decode import Limits
from imagefinder.files.jxl import jxl_size
from tests.files.reading import picture_from_bytes

SIZES = [(8, 8), (256, 256), (40, 30), (300, 200), (641, 479), (1920, 1080), (3000, 20), (9, 9000)]


def written(picture: Image.Image, **options: object) -> bytes:
    pytest.importorskip("pillow_jxl", reason="needs the extra jxl")
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # The plugin warns that it repacks a JPEG without loss, which is what a test wants.
        warnings.simplefilter("ignore")
        picture.save(buffer, "JXL", effort=1, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("use_container", [False, True])
def test_the_size_is_known_before_decoding(size: tuple[int, int], use_container: bool) -> None:
    picture = Image.effect_noise(size, 40)
    assert jxl_size(written(picture, use_container=use_container)) == size


@pytest.mark.parametrize(
    "data",
    [b"\0\0\0\x0cJXL \r\n\x87\n", b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(40), b"\0" * 16],
)
def test_a_container_without_a_picture(data: bytes) -> None:
    with pytest.raises(ValueError, match="no codestream"):
        jxl_size(data)


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "I;16"])
def test_modes(mode: str, scene, limits: Limits) -> None:
    grey = scene((96, 64), "L")
    picture = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257) if mode == "I;16" else grey
    picture = picture if mode == "I;16" else picture.convert(mode)
    data = written(picture, lossless=True)
    read = picture_from_bytes(data, "", None, limits)
    assert read.metadata.format == "JXL"
    with Image.open(io.BytesIO(read.thumbnail)) as thumbnail:
        assert np.abs(np.asarray(thumbnail.convert("L")).astype(int) - grey).mean() < 3


def test_a_decoded_picture_is_upright_already(scene, limits: Limits) -> None:
    """The standard lets the codestream's own orientation win over that of EXIF."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    data = written(scene(), exif=exif.tobytes(), use_container=True)
    metadata = picture_from_bytes(data, "", None, limits).metadata
    assert (metadata.width, metadata.height) == (96, 64)


def test_a_repacked_jpeg_is_turned_by_its_exif(tmp_path, scene, limits: Limits) -> None:
    exif = Image.Exif()
    exif.update({Base.Orientation: 6, Base.Model: "X100"})
    scene().save(tmp_path / "photo.jpg", exif=exif)
    with Image.open(tmp_path / "photo.jpg") as jpeg:
        data = written(jpeg)
    metadata = picture_from_bytes(data, "", None, limits).metadata
    assert (metadata.width, metadata.height, metadata.camera) == (64, 96, "X100")


def test_without_the_extra_the_reason_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, limits: Limits
) -> None:
    monkeypatch.setattr(jxl, "has", lambda module: False)
    with pytest.raises(UnreadableImage, match=r'pip install "imagefinder\[jxl\]"'):
        picture_from_bytes(b"\xff\x0a" + bytes(64), "", None, limits)


def test_a_panic_below_is_no_end_of_the_program(
    monkeypatch: pytest.MonkeyPatch, limits: Limits
) -> None:
    pytest.importorskip("pillow_jxl", reason="needs the extra jxl")

    class PanicException(BaseException):
        pass

    def panic(*_: object, **__: object) -> None:
        raise PanicException("index out of bounds")

    monkeypatch.setattr(jxl.Image, "open", panic)
    with pytest.raises(UnreadableImage, match="index out of bounds"):
        picture_from_bytes(b"\xff\x0a" + bytes(64), "", None, limits)


def test_what_the_decoder_tells_its_developers_is_told_to_nobody(limits: Limits) -> None:
    data = bytearray(written(Image.effect_noise((200, 150), 40)))
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    with pytest.raises(UnreadableImage) as caught:
        picture_from_bytes(bytes(data), "", None, limits)
    assert "source" not in str(caught.value)
    assert "damaged" in str(caught.value)
