"""Whatever a decoder does with a damaged file, one reason comes out, and nothing is printed."""

import io
import struct
import warnings
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError

import PIL
import pillow_heif
import pytest
from PIL import Image, ImageCms, UnidentifiedImageError

from imagefinder.core.errors import BugError, NotAPicture, UnreadableImage
from imagefinder.files import openers
from imagefinder.files.decode import Limits
from imagefinder.files.openers import decoder_faults, decoders, load
from tests.files.reading import picture_from_bytes

# What Pillow and what it calls have been seen to raise for damaged files.
RAISED = [
    *(SyntaxError("broken"), ValueError("bad"), OSError("no"), EOFError(), KeyError(7)),
    *(IndexError("x"), TypeError("x"), struct.error("x"), OverflowError("x"), AssertionError()),
    *(ZeroDivisionError("x"), RuntimeError("x"), AttributeError("x"), NotImplementedError()),
    *(RecursionError("x"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"), MemoryError()),
    *(Image.DecompressionBombError("x"), UnidentifiedImageError("x")),
]


@pytest.mark.parametrize("error", RAISED, ids=lambda e: type(e).__name__)
def test_everything_becomes_unreadable(error: Exception) -> None:
    with pytest.raises(UnreadableImage) as caught, decoder_faults():
        raise error
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("error", [NotAPicture("x"), BugError("x"), KeyboardInterrupt()])
def test_what_is_no_fault_of_a_decoder_stays_itself(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught, decoder_faults():
        raise error
    assert caught.value is error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError("image file is truncated (3 bytes not processed)"), "is cut off"),
        (EOFError(), "is cut off"),
        (MemoryError(), "needs more memory"),
        (OSError("broken data stream."), "damaged (broken data stream)"),
        (OSError(b"not a RAW file"), "damaged (not a RAW file)"),
        (ValueError("a\n\x1b[31mb\0c"), "damaged (a [31mb c)"),
        (AssertionError(), "damaged (AssertionError)"),
    ],
)
def test_reasons_are_fit_to_show(error: Exception, reason: str) -> None:
    with pytest.raises(UnreadableImage) as caught, decoder_faults():
        raise error
    assert reason in str(caught.value)


def test_a_reason_is_short() -> None:
    with pytest.raises(UnreadableImage) as caught, decoder_faults():
        raise ValueError("x" * 10_000)
    assert len(str(caught.value)) < 250


def test_an_unknown_format_is_a_bug() -> None:
    with pytest.raises(BugError):
        load(b"", "PCX", 1, None)


def test_decoders_print_and_warn_nothing(
    scene, limits: Limits, capfd: pytest.CaptureFixture[str]
) -> None:
    buffer = io.BytesIO()
    scene().convert("1").save(buffer, "TIFF", compression="group4")
    fax = bytearray(buffer.getvalue())
    fax[60:90] = b"\xff" * 30
    buffer = io.BytesIO()
    # A claim of several pictures in one file, without the pictures: Pillow warns.
    scene().save(buffer, "MPO", save_all=True, append_images=[scene()])
    several = buffer.getvalue().replace(b"MPF\0II*\0", b"MPF\0II*\xff")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        for data in (bytes(fax), several, b"II*\0\x08\0\0\0\x01\0" + b"\x00\x01" * 12):
            try:
                picture_from_bytes(data, "", None, limits)
            except UnreadableImage:
                continue
    out, err = capfd.readouterr()
    assert (out, err, warned) == ("", "", [])


def test_threads_share_colour_transforms(scene, limits: Limits) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = []
    for i in range(8):
        buffer = io.BytesIO()
        scene((300 + i, 200)).save(buffer, "JPEG", icc_profile=profile)
        data.append(buffer.getvalue())

    def thumbnail(each: bytes) -> bytes:
        return picture_from_bytes(each, "", None, limits).thumbnail

    alone = [thumbnail(each) for each in data]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(thumbnail, data * 5)) == alone * 5


@pytest.fixture
def _asked_anew():
    decoders.cache_clear()
    yield
    decoders.cache_clear()


@pytest.mark.usefixtures("_asked_anew")
def test_decoders_are_told_by_name_and_version(monkeypatch):
    there = {"pillow": "12.0.0", "rawpy": "0.25"}

    def version(package):
        if package not in there:
            raise PackageNotFoundError(package)
        return there[package]

    monkeypatch.setattr(openers, "version", version)
    before = decoders()
    assert before == "pillow=12.0.0 pillow-heif= pillow-jxl-plugin= rawpy=0.25"
    there["pillow-jxl-plugin"] = "1.3"
    assert decoders() == before, "nothing is installed into a running program"
    decoders.cache_clear()
    assert decoders() != before


@pytest.mark.usefixtures("_asked_anew")
def test_the_decoders_that_are_installed_here_are_found():
    assert f"pillow={PIL.__version__} " in decoders()
    assert f"pillow-heif={pillow_heif.__version__} " in decoders()
