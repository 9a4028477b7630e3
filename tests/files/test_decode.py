import io
import os
import socket
import struct
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps
from PIL.ExifTags import Base

from imagefinder.core.errors import NotAPicture, UnreadableImage
from imagefinder.core.settings import Settings
from imagefinder.core.types import CropSpec
from imagefinder.files.decode import Limits, Picture, read_content
from imagefinder.files.digest import digest
from tests.files.reading import picture_from_bytes, read_picture

SPEC = CropSpec(32)
# Each format with modes it can store; the name of the mode in Pillow.
STORED = [
    *(("JPEG", mode) for mode in ("L", "RGB", "CMYK")),
    *(("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")),
    *(("TIFF", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F")),
    *(("WEBP", mode) for mode in ("RGB", "RGBA")),
    *(("BMP", mode) for mode in ("1", "L", "P", "RGB")),
    *(("GIF", mode) for mode in ("L", "P")),
    *(("JPEG2000", mode) for mode in ("L", "LA", "RGB", "RGBA", "I;16")),
    *(("PPM", mode) for mode in ("1", "L", "RGB", "I", "F")),
    *(("HEIF", mode) for mode in ("L", "LA", "RGB", "RGBA")),
    *(("AVIF", mode) for mode in ("RGB", "RGBA")),
]


def test_limits_are_as_the_person_set_them() -> None:
    chosen = Settings(max_megapixels=20, max_file_megabytes=3)
    assert Limits.of(chosen) == Limits(max_pixels=20_000_000, max_file_bytes=3_000_000)


def saved(picture: Image.Image, format_name: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format_name, **options)
    return buffer.getvalue()


def in_mode(picture: Image.Image, mode: str) -> Image.Image:
    """`picture` in any mode, its values spread over the whole range that the mode has."""
    if mode == "I;16":
        return Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257)
    if mode == "I":
        return Image.fromarray(np.asarray(picture.convert("L")).astype(np.int32) * 257)
    if mode == "F":
        return Image.fromarray(np.asarray(picture.convert("L")).astype(np.float32) / 255)
    return picture.convert(mode)


def thumbnail_of(picture: Picture) -> Image.Image:
    thumbnail = Image.open(io.BytesIO(picture.thumbnail))
    assert thumbnail.format == "JPEG"
    assert thumbnail.size == picture.thumbnail_size
    return thumbnail


def difference(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, np.float32) - np.asarray(other, np.float32)).mean())


@pytest.mark.parametrize(("format_name", "mode"), STORED)
def test_every_format_and_mode(format_name: str, mode: str, scene, limits: Limits) -> None:
    drawn = scene()
    data = saved(in_mode(drawn, mode), format_name)
    picture = picture_from_bytes(data, "anything", SPEC, limits)
    assert picture.digest == digest(data)
    assert picture.metadata.format == format_name
    assert (picture.metadata.width, picture.metadata.height) == (96, 64)
    assert picture.crop.shape == (32, 32, 3)
    if mode != "1":
        grey = mode in ("L", "LA", "I;16", "I", "F")
        expected = (drawn.convert("L") if grey else drawn).convert("RGB")
        assert difference(thumbnail_of(picture), expected) < 12


@pytest.mark.parametrize("orientation", range(10))
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "TIFF", "WEBP", "HEIF", "AVIF"])
def test_orientation(format_name: str, orientation: int, scene, limits: Limits) -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    data = saved(scene(), format_name, exif=exif.tobytes())
    picture = picture_from_bytes(data, "", SPEC, limits)
    size = (64, 96) if orientation in (5, 6, 7, 8) else (96, 64)
    assert (picture.metadata.width, picture.metadata.height) == size
    upright = scene()
    upright.getexif()[Base.Orientation] = orientation
    assert difference(thumbnail_of(picture), ImageOps.exif_transpose(upright)) < 10


def test_orientation_of_a_drafted_picture_speaks_of_the_whole(scene, limits: Limits) -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    data = saved(scene((2400, 1600)), "JPEG", exif=exif)
    picture = picture_from_bytes(data, "", CropSpec(224), limits)
    assert (picture.metadata.width, picture.metadata.height) == (1600, 2400)
    assert picture.thumbnail_size == (256, 384)


@pytest.mark.parametrize("mode", ["LA", "RGBA", "PA"])
def test_what_is_transparent_is_seen_over_white(mode: str, limits: Limits) -> None:
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    data = saved(clear.convert(mode), "TIFF" if mode == "PA" else "PNG")
    assert picture_from_bytes(data, "", SPEC, limits).crop.min() == 255


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P"])
def test_a_transparent_colour_is_seen_over_white(mode: str, limits: Limits) -> None:
    black = Image.new(mode, (64, 64), 0)
    transparency = (0, 0, 0) if mode == "RGB" else 0
    data = saved(black, "PNG", transparency=transparency)
    assert picture_from_bytes(data, "", SPEC, limits).crop.min() == 255


def test_half_transparent_is_half_white(limits: Limits) -> None:
    data = saved(Image.new("RGBA", (2400, 2400), (0, 0, 0, 128)), "PNG")
    for draft in (True, False):
        crop = picture_from_bytes(data, "", SPEC, limits, draft=draft).crop
        assert np.abs(crop.astype(int) - 127).max() <= 1


@pytest.mark.parametrize("byteorder", ["<", ">"])
def test_deep_greys_keep_their_shades(byteorder: str, tmp_path: Path, limits: Limits) -> None:
    ramp = np.tile(np.linspace(0, 65535, 256).astype(f"{byteorder}u2"), (64, 1))
    data = saved(Image.fromarray(ramp), "TIFF")
    row = np.asarray(thumbnail_of(picture_from_bytes(data, "", None, limits)))[32, :, 0]
    assert np.abs(row.astype(int) - np.arange(256)).max() <= 3


def test_deep_colours_keep_their_shades(limits: Limits) -> None:
    """A 16-bit RGB PNG, written by hand since Pillow writes none."""
    ramp = np.repeat(np.tile(np.linspace(0, 65535, 256), (64, 1))[:, :, None], 3, axis=2)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in ramp)
    data = png_of(struct.pack(">IIBBBBB", 256, 64, 16, 2, 0, 0, 0), rows)
    row = np.asarray(thumbnail_of(picture_from_bytes(data, "", None, limits)))[32, :, 1]
    assert np.abs(row.astype(int) - np.arange(256)).max() <= 3


@pytest.mark.parametrize("peak", [1.0, 200.0, 30_000.0, 1e7])
def test_floating_point_pictures_find_their_white(peak: float, limits: Limits) -> None:
    ramp = np.tile(np.linspace(0, peak, 256, dtype=np.float32), (64, 1))
    ramp[0, :3] = np.nan, np.inf, -np.inf
    crop = picture_from_bytes(saved(Image.fromarray(ramp), "TIFF"), "", SPEC, limits).crop
    assert crop[:, -1].max() > crop[:, 0].max() + 20


def test_inverted_cmyk_of_adobe(scene, limits: Limits) -> None:
    data = saved(scene().convert("CMYK"), "JPEG", quality=95)
    assert b"Adobe" in data
    assert difference(thumbnail_of(picture_from_bytes(data, "", None, limits)), scene()) < 8


def test_lab(scene, limits: Limits) -> None:
    lab = ImageCms.profileToProfile(
        scene(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    thumbnail = thumbnail_of(picture_from_bytes(saved(lab, "TIFF"), "", None, limits))
    assert difference(thumbnail, scene()) < 10


@pytest.mark.parametrize("format_name", ["GIF", "WEBP", "PNG", "TIFF", "AVIF"])
def test_of_an_animation_the_first_frame_is_seen(format_name: str, scene, limits: Limits) -> None:
    black = Image.new("RGB", (96, 64))
    data = saved(scene(), format_name, save_all=True, append_images=[black, black])
    thumbnail = thumbnail_of(picture_from_bytes(data, "", None, limits))
    assert difference(thumbnail, scene()) < 12


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "BMP"])
@pytest.mark.parametrize("size", [(1, 1), (1, 700), (700, 1), (3, 2), (5000, 20)])
def test_odd_shapes(format_name: str, size: tuple[int, int], scene, limits: Limits) -> None:
    data = saved(scene(size), format_name)
    for mode in ("shortest", "longest", "squash"):
        picture = picture_from_bytes(data, "", CropSpec(32, mode), limits)
        assert picture.crop.shape == (32, 32, 3)
        assert (picture.metadata.width, picture.metadata.height) == size


@pytest.mark.parametrize("format_name", ["PNG", "TIFF", "WEBP"])
def test_shrinking_before_hardly_changes_the_crop(format_name: str, scene, limits: Limits) -> None:
    data = saved(scene((2300, 2100)), format_name)
    drafted = picture_from_bytes(data, "", SPEC, limits).crop
    exact = picture_from_bytes(data, "", SPEC, limits, draft=False).crop
    assert np.abs(drafted.astype(int) - exact).mean() < 1


class TestReading:
    def test_the_extension_says_nothing(self, tmp_path: Path, scene, limits: Limits) -> None:
        for name in ("photo.txt", "photo", "photo.png", "photo.cr2"):
            file = tmp_path / name
            file.write_bytes(saved(scene(), "JPEG"))
            picture = read_picture(str(file), SPEC, limits)
            assert picture.metadata.format == "JPEG"

    def test_content_is_read_and_digested_undecoded(
        self, tmp_path: Path, scene, limits: Limits
    ) -> None:
        file = tmp_path / "photo.jpg"
        cut_short = saved(scene(), "JPEG")[:300]
        file.write_bytes(cut_short)
        content = read_content(str(file), limits)
        assert (content.data, content.digest) == (cut_short, digest(cut_short))
        assert content.format == "JPEG"

    def test_without_a_crop_none_is_made(self, tmp_path: Path, scene, limits: Limits) -> None:
        file = tmp_path / "photo.jpg"
        scene().save(file)
        assert read_picture(str(file), None, limits).crop is None

    def test_a_name_that_is_no_text(self, tmp_path: Path, scene, limits: Limits) -> None:
        path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg")
        Path(path).write_bytes(saved(scene(), "JPEG"))
        assert read_picture(path, SPEC, limits).metadata.format == "JPEG"

    def test_other_files_are_no_pictures(self, tmp_path: Path, limits: Limits) -> None:
        file = tmp_path / "notes.txt"
        file.write_text("P1 is what we called the first plan\n")
        with pytest.raises(NotAPicture, match=r"^is no picture: .* \(text\)$"):
            read_picture(str(file), SPEC, limits)

    def test_only_the_first_bytes_of_other_files_are_read(
        self, tmp_path: Path, limits: Limits
    ) -> None:
        file = tmp_path / "system.iso"
        with file.open("wb") as image:
            image.truncate(50 << 30)
        with pytest.raises(NotAPicture):
            read_picture(str(file), SPEC, limits)

    @pytest.mark.parametrize("content", [b"", bytes(5000), b"<html>404</html>"])
    def test_a_picture_by_name_alone_is_damaged(
        self, content: bytes, tmp_path: Path, limits: Limits
    ) -> None:
        file = tmp_path / "photo.jpg"
        file.write_bytes(content)
        with pytest.raises(UnreadableImage, match="is damaged") as caught:
            read_picture(str(file), SPEC, limits)
        assert not isinstance(caught.value, NotAPicture)

    def test_large_files_name_the_setting(self, tmp_path: Path, scene) -> None:
        file = tmp_path / "photo.bmp"
        scene((600, 600)).save(file)
        limits = Limits(max_pixels=10**9, max_file_bytes=1_000_000)
        with pytest.raises(UnreadableImage, match=r"1 MB .*max_file_megabytes"):
            read_picture(str(file), SPEC, limits)

    def test_a_vanished_file(self, tmp_path: Path, limits: Limits) -> None:
        with pytest.raises(UnreadableImage, match="vanished"):
            read_picture(str(tmp_path / "gone.jpg"), SPEC, limits)

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
    def test_a_forbidden_file(self, tmp_path: Path, scene, limits: Limits) -> None:
        file = tmp_path / "photo.jpg"
        scene().save(file)
        file.chmod(0)
        with pytest.raises(UnreadableImage, match="permission denied"):
            read_picture(str(file), SPEC, limits)

    def test_a_name_no_system_takes(self, limits: Limits) -> None:
        with pytest.raises(UnreadableImage, match="can't be opened"):
            read_picture("a\0b.jpg", SPEC, limits)

    def test_pipes_sockets_devices_and_folders_are_never_waited_for(
        self, tmp_path: Path, limits: Limits, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)  # a socket's path may have some 100 bytes only
        os.mkfifo(tmp_path / "pipe.jpg")
        (tmp_path / "folder.jpg").mkdir()
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("socket.jpg")
            for name in ("pipe.jpg", "folder.jpg", "socket.jpg", "/dev/zero"):
                with pytest.raises(NotAPicture, match="regular file"):
                    read_picture(str(tmp_path / name), SPEC, limits)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(header: bytes, rows: bytes) -> bytes:
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def bombs() -> dict[str, bytes]:
    """Small files that claim to be 60,000 pixels wide and high."""
    side = 60_000
    gif = b"GIF89a" + struct.pack("<HH", side, side) + b"\x80\0\0" + bytes(6)
    gif += b"," + struct.pack("<HHHH", 0, 0, side, side) + b"\0\x02\x02\x4c\x01\0;"
    bmp = struct.pack("<IiiHHIIiiII", 40, side, side, 1, 24, 0, 0, 0, 0, 0, 0)
    tags = [(256, 4, side), (257, 4, side), (258, 3, 8), (259, 3, 1), (262, 3, 1)]
    tags += [(273, 4, 8), (277, 3, 1), (278, 4, side), (279, 4, 100)]
    tiff = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return {
        "PNG": png_of(struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0), bytes(1000)),
        "GIF": gif,
        "BMP": b"BM" + struct.pack("<IHHI", 100, 0, 0, 54) + bmp + bytes(100),
        "TIFF": b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + tiff + bytes(104),
        "PPM": b"P6 60000 60000 255\n" + bytes(100),
        "JXL": b"\xff\x0a" + ((0b10 << 1) | ((side - 1) << 3) | (1 << 21)).to_bytes(10, "little"),
    }


@pytest.mark.parametrize("format_name", list(bombs()))
def test_bombs_are_refused_before_they_are_decoded(format_name: str, limits: Limits) -> None:
    with pytest.raises(UnreadableImage, match=r"60000 × 60000 .*250 megapixels.*max_megapixels"):
        picture_from_bytes(bombs()[format_name], "", SPEC, limits)


@pytest.mark.parametrize(
    "format_name", ["JPEG", "PNG", "WEBP", "BMP", "GIF", "PPM", "TIFF", "HEIF", "AVIF"]
)
def test_a_file_cut_short_has_a_reason(format_name: str, scene, limits: Limits) -> None:
    data = saved(scene((300, 200)), format_name)
    for kept in (len(data) * 2 // 3, len(data) // 2, 70):
        with pytest.raises(UnreadableImage) as caught:
            picture_from_bytes(data[:kept], "", SPEC, limits)
        assert len(str(caught.value)) < 200
        assert str(caught.value).split()[0] in ("is", "can't")


FUZZED = ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "JPEG2000", "PPM", "HEIF", "AVIF"]


@given(data=st.data())
@settings(
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_damage_is_never_worse_than_unreadable(data: st.DataObject, scene: Callable) -> None:
    intact = saved(scene((40, 30)), data.draw(st.sampled_from(FUZZED)))
    damaged = bytearray(intact)
    for at in data.draw(st.lists(st.integers(0, len(intact) - 1), min_size=1, max_size=8)):
        damaged[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(intact)))
    limits = Limits(max_pixels=10_000_000, max_file_bytes=1 << 20)
    for kept in (len(intact), end):
        try:
            picture = picture_from_bytes(bytes(damaged[:kept]), "x.jpg", SPEC, limits)
        except UnreadableImage:
            continue
        else:
            assert picture.crop.shape == (32, 32, 3)


@given(st.sampled_from([b"", b"\xff\xd8\xff", b"GIF89a", b"P6 9 9 255\n", b"II*\0"]), st.binary())
def test_random_bytes_are_never_worse_than_unreadable(prefix: bytes, body: bytes) -> None:
    limits = Limits(max_pixels=10_000_000, max_file_bytes=1 << 20)
    with suppress(UnreadableImage):
        picture_from_bytes(prefix + body, "x.nef" if len(body) % 2 else "x", SPEC, limits)


def test_many_threads_decode_at_once(scene, limits: Limits) -> None:
    data = [saved(scene((300, 200)), format_name) for format_name in FUZZED]
    expected = [picture_from_bytes(each, "", SPEC, limits).crop for each in data]
    wrong: list[int] = []

    def decode_all() -> None:
        for i, each in enumerate(data):
            if not np.array_equal(picture_from_bytes(each, "", SPEC, limits).crop, expected[i]):
                wrong.append(i)

    threads = [threading.Thread(target=decode_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
