"""Camera RAW, on DNGs small enough to be written here: a sensor's pattern and a JPEG preview."""

import io
import struct

import numpy as np
import pytest
from PIL import Image

from imagefinder.core.errors import UnreadableImage
from imagefinder.core.types import CropSpec
from imagefinder.files import raw
from imagefinder.files.decode import Limits
from tests.files.reading import picture_from_bytes

SENSOR = (480, 320)
SPEC = CropSpec(32)
BYTE, ASCII, SHORT, LONG, SRATIONAL = 1, 2, 3, 4, 10
LETTERS = {BYTE: "B", SHORT: "H", LONG: "I", SRATIONAL: "i"}
IDENTITY = (1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1)

Entry = tuple[int, int, tuple[int, ...] | bytes]


def directory(entries: list[Entry], at: int) -> bytes:
    """A TIFF directory that starts `at` bytes into the file, its long values behind it."""
    body, values = struct.pack("<H", len(entries)), b""
    values_at = at + 2 + 12 * len(entries) + 4
    for tag, kind, value in sorted(entries):
        packed = value if kind == ASCII else struct.pack(f"<{len(value)}{LETTERS[kind]}", *value)
        count = len(value) // 2 if kind == SRATIONAL else len(value)
        if len(packed) <= 4:
            stored = packed.ljust(4, b"\0")
        else:
            stored = struct.pack("<I", values_at + len(values))
            values += packed + b"\0" * (len(packed) % 2)
        body += struct.pack("<HHI", tag, kind, count) + stored
    return body + bytes(4) + values


def camera(orientation: int) -> list[Entry]:
    return [
        (271, ASCII, b"Testmaker\0"),
        (272, ASCII, b"Testmaker X1\0"),
        (274, SHORT, (orientation,)),
        (306, ASCII, b"2021:02:03 04:05:06\0"),
        (50706, BYTE, (1, 4, 0, 0)),
        (50708, ASCII, b"Testmaker X1\0"),
        (50721, SRATIONAL, IDENTITY),
        (50778, SHORT, (21,)),
    ]


def sensor(data_at: int) -> list[Entry]:
    width, height = SENSOR
    return [
        (254, LONG, (0,)),
        (256, LONG, (width,)),
        (257, LONG, (height,)),
        (258, SHORT, (16,)),
        (259, SHORT, (1,)),
        (262, SHORT, (32803,)),
        (273, LONG, (data_at,)),
        (277, SHORT, (1,)),
        (278, LONG, (height,)),
        (279, LONG, (width * height * 2,)),
        (33421, SHORT, (2, 2)),
        (33422, BYTE, (0, 1, 1, 2)),
        (50717, LONG, (16383,)),
    ]


def preview_entries(
    jpeg: bytes, size: tuple[int, int], sensor_at: int, jpeg_at: int
) -> list[Entry]:
    return [
        (254, LONG, (1,)),
        (256, LONG, (size[0],)),
        (257, LONG, (size[1],)),
        (258, SHORT, (8, 8, 8)),
        (259, SHORT, (7,)),
        (262, SHORT, (6,)),
        (273, LONG, (jpeg_at,)),
        (277, SHORT, (3,)),
        (278, LONG, (size[1],)),
        (279, LONG, (len(jpeg),)),
        (330, LONG, (sensor_at,)),
    ]


def pattern() -> bytes:
    """What the sensor saw: dark on the left, bright on the right."""
    row = np.linspace(500, 15_000, SENSOR[0]).astype("<u2")
    return np.tile(row, (SENSOR[1], 1)).tobytes()


def plain_dng(orientation: int = 1) -> bytes:
    length = len(directory(camera(orientation) + sensor(0), 8))
    entries = camera(orientation) + sensor(8 + length)
    return b"II*\0\x08\0\0\0" + directory(entries, 8) + pattern()


def dng_with_preview(picture: Image.Image, orientation: int = 1) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=95)
    jpeg = buffer.getvalue() + b"\0" * (len(buffer.getvalue()) % 2)

    def first(sensor_at: int, jpeg_at: int) -> bytes:
        entries = camera(orientation) + preview_entries(jpeg, picture.size, sensor_at, jpeg_at)
        return directory(entries, 8)

    sensor_at = 8 + len(first(0, 0))
    jpeg_at = sensor_at + len(directory(sensor(0), sensor_at))
    second = directory(sensor(jpeg_at + len(jpeg)), sensor_at)
    return b"II*\0\x08\0\0\0" + first(sensor_at, jpeg_at) + second + jpeg + pattern()


def turned(picture: Image.Image, orientation: int) -> Image.Image:
    methods = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_270}
    methods[8] = Image.Transpose.ROTATE_90
    return picture.transpose(methods[orientation]) if orientation in methods else picture


@pytest.fixture(autouse=True)
def _needs_the_extra() -> None:
    pytest.importorskip("rawpy", reason="needs the extra raw")


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("draft", [True, False])
def test_the_preview_is_shown_upright(orientation: int, draft: bool, scene, limits: Limits) -> None:
    drawn = scene((384, 256))
    data = dng_with_preview(drawn, orientation)
    picture = picture_from_bytes(data, "photo.dng", SPEC, limits, draft=draft)
    upright_sensor = SENSOR[::-1] if orientation in (6, 8) else SENSOR
    assert (picture.metadata.width, picture.metadata.height) == upright_sensor
    with Image.open(io.BytesIO(picture.thumbnail)) as thumbnail:
        expected = np.asarray(turned(drawn, orientation)).astype(int)
        assert np.abs(np.asarray(thumbnail) - expected).mean() < 8


def test_a_preview_stored_upright_is_not_turned_again(scene, limits: Limits) -> None:
    data = dng_with_preview(scene((256, 384)), orientation=6)
    picture = picture_from_bytes(data, "photo.dng", SPEC, limits)
    assert (picture.metadata.width, picture.metadata.height) == SENSOR[::-1]
    assert picture.thumbnail_size == (256, 384)


@pytest.mark.parametrize(("orientation", "bright"), [(1, "right"), (3, "left"), (6, "bottom")])
def test_without_a_preview_the_picture_is_developed(
    orientation: int, bright: str, limits: Limits
) -> None:
    picture = picture_from_bytes(plain_dng(orientation), "photo.dng", SPEC, limits)
    edges = {
        "left": picture.crop[:, 0],
        "right": picture.crop[:, -1],
        "top": picture.crop[0],
        "bottom": picture.crop[-1],
    }
    assert max(edges, key=lambda edge: edges[edge].mean()) == bright


def test_an_icon_is_no_preview(scene, limits: Limits) -> None:
    picture = picture_from_bytes(dng_with_preview(scene((120, 80))), "photo.dng", SPEC, limits)
    assert picture.thumbnail_size == (SENSOR[0] // 2, SENSOR[1] // 2)


def test_metadata_is_that_of_the_raw_file(scene, limits: Limits) -> None:
    data = dng_with_preview(scene((384, 256)))
    metadata = picture_from_bytes(data, "photo.dng", SPEC, limits).metadata
    assert metadata.format == "RAW"
    assert metadata.camera == "Testmaker X1"
    assert metadata.taken_at == "2021-02-03T04:05:06"


def test_damaged_raw_is_refused(limits: Limits) -> None:
    data = plain_dng()
    for kept in (200, len(data) // 2):
        with pytest.raises(UnreadableImage):
            picture_from_bytes(data[:kept], "photo.dng", SPEC, limits)


def test_large_raw_is_refused() -> None:
    limits = Limits(max_pixels=1000, max_file_bytes=1 << 30)
    with pytest.raises(UnreadableImage, match="max_megapixels"):
        picture_from_bytes(plain_dng(), "photo.dng", SPEC, limits)


def test_without_the_extra_the_reason_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, limits: Limits
) -> None:
    monkeypatch.setattr(raw, "has", lambda module: False)
    with pytest.raises(UnreadableImage, match=r'pip install "imagefinder\[raw\]"'):
        picture_from_bytes(plain_dng(), "photo.dng", SPEC, limits)
