"""From a file's bytes to a loaded picture: the one place where decoders run and may fail.

`decode` comes here with the format that `formats.sniff` found; only that format's decoder is let
near the bytes. Whatever a decoder raises leaves here as `UnreadableImage` with a reason.
"""

import ctypes
import io
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import msgspec
import pillow_heif
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    PpmImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
    _imaging,
)

from imagefinder.core.errors import BugError, UnreadableImage
from imagefinder.files.jxl import jxl_size, keeps_exif_orientation, open_jxl
from imagefinder.files.metadata import orientation_of
from imagefinder.files.raw import RawPreview
from imagefinder.files.turns import TakeTurn, at_once

# Pillow's guard knows one limit for the whole process and warns below it; `check_size` has ours.
Image.MAX_IMAGE_PIXELS = None
# Imported here once, so that no two threads load Pillow's plugins at the same time.
_PILLOW_FORMATS = {
    "JPEG": JpegImagePlugin.JpegImageFile.format,
    "PNG": PngImagePlugin.PngImageFile.format,
    "WEBP": WebPImagePlugin.WebPImageFile.format,
    "TIFF": TiffImagePlugin.TiffImageFile.format,
    "BMP": BmpImagePlugin.BmpImageFile.format,
    "GIF": GifImagePlugin.GifImageFile.format,
    "JPEG2000": Jpeg2KImagePlugin.Jpeg2KImageFile.format,
    "PPM": PpmImagePlugin.PpmImageFile.format,
    "AVIF": AvifImagePlugin.AvifImageFile.format,
    "HEIF": "HEIF",
}
# Pictures are decoded side by side already: more threads in each would only fight over the cores.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pillow_heif.register_heif_opener(decode_threads=1, depth_images=False, aux_images=False)
# What Pillow logs about broken files is told by the reasons given here; it would fill the log.
logging.getLogger("PIL").propagate = False
logging.getLogger("PIL").addHandler(logging.NullHandler())
# So does libtiff by itself; where it is linked so that it can't be reached, its words do no harm.
with suppress(AttributeError, OSError):
    ctypes.CDLL(_imaging.__file__).TIFFSetErrorHandler(None)

_DECODERS = ("pillow", "pillow-heif", "pillow-jxl-plugin", "rawpy")
_WORDS_LENGTH = 150
_QUIET_MODULES = re.compile(r"PIL\.|pillow_")


class Loaded(msgspec.Struct, eq=False):
    """A decoded picture, perhaps drafted; `size` is that of the whole picture, not yet upright."""

    picture: Image.Image
    size: tuple[int, int]
    orientation: int


def load(
    data: bytes,
    format_name: str,
    max_pixels: int,
    draft_px: int | None,
    take_turn: TakeTurn = at_once,
) -> Loaded:
    """Decode `data`, of the format sniffed; raises `UnreadableImage` for any fault of the file.

    `take_turn` is told how large the decoded picture will be, before it is decoded.

    With `draft_px` a JPEG is decoded at the smallest of its eighths whose short side has as many
    pixels: several times faster.
    """
    _silence_decoders()
    with decoder_faults():
        if format_name == "RAW":
            return _load_raw(data, max_pixels, draft_px, take_turn)
        if format_name == "JXL":
            return _load_jxl(data, max_pixels, take_turn)
        return _load_with_pillow(data, format_name, max_pixels, draft_px, take_turn)


@cache  # to look for what is installed takes some milliseconds
def decoders() -> str:
    """What decodes here: another text where a file that could not be read may be readable now."""
    return " ".join(f"{name}={_version(name)}" for name in _DECODERS)


@contextmanager
def decoder_faults() -> Iterator[None]:
    """Turn whatever decoders raise into `UnreadableImage`: given garbage, they raise anything."""
    try:
        yield
    except (UnreadableImage, BugError):
        raise
    except MemoryError as e:
        raise UnreadableImage("needs more memory than there is to be decoded") from e
    except Exception as e:
        raise UnreadableImage(_reason(e)) from e


def check_size(size: tuple[int, int], max_pixels: int) -> None:
    """Refuse a picture that would fill the memory, or that has no pixels at all."""
    width, height = size
    if width < 1 or height < 1:
        raise UnreadableImage("is damaged: it says that it has no pixels")
    if width * height > max_pixels:
        raise UnreadableImage(
            f"has {width} × {height} pixels, more than the {max_pixels / 1e6:g} megapixels that "
            "are decoded; the setting max_megapixels raises that limit"
        )


def _load_with_pillow(
    data: bytes,
    format_name: str,
    max_pixels: int,
    draft_px: int | None,
    take_turn: TakeTurn,
) -> Loaded:
    picture = Image.open(io.BytesIO(data), formats=(_pillow_format(format_name),))
    check_size(picture.size, max_pixels)
    if format_name == "JPEG":
        return _load_jpeg(picture, draft_px, take_turn)
    take_turn(picture.size)
    # A decoder may correct the size while loading; TIFF also turns the picture upright.
    picture.load()
    return Loaded(picture, picture.size, orientation_of(picture))


def _load_jpeg(picture: Image.Image, draft_px: int | None, take_turn: TakeTurn) -> Loaded:
    size = picture.size
    if draft_px:
        picture.draft(None, (draft_px, draft_px))
    take_turn(picture.size)
    picture.load()
    return Loaded(picture, size, orientation_of(picture))


def _load_jxl(data: bytes, max_pixels: int, take_turn: TakeTurn) -> Loaded:
    size = jxl_size(data)
    check_size(size, max_pixels)
    take_turn(size)
    picture = open_jxl(data)
    picture.load()
    orientation = orientation_of(picture) if keeps_exif_orientation(picture) else 1
    return Loaded(picture, picture.size, orientation)


def _load_raw(data: bytes, max_pixels: int, draft_px: int | None, take_turn: TakeTurn) -> Loaded:
    preview = RawPreview(data)
    try:
        check_size(preview.size, max_pixels)
        picture = preview.picture()
        check_size(picture.size, max_pixels)
        if draft_px:
            picture.draft(None, (draft_px, draft_px))
        take_turn(picture.size)
        picture.load()
        return Loaded(picture, preview.size, preview.orientation)
    finally:
        preview.close()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _pillow_format(format_name: str) -> str:
    try:
        return _PILLOW_FORMATS[format_name]
    except KeyError as e:
        raise BugError(f"No decoder for {format_name}") from e


def _reason(error: Exception) -> str:
    """Why a decoder gave up, for a person; its own words where there is nothing better to say."""
    if isinstance(error, UnidentifiedImageError):
        return "can't be decoded: it is damaged, or of a variant of its format that isn't supported"
    words = _words(error)
    if isinstance(error, EOFError) or "truncated" in words.lower():
        return "is cut off: the file ends before the picture does"
    return f"can't be decoded: it is damaged ({words or type(error).__name__})"


def _words(error: Exception) -> str:
    """What `error` says, fit to show: some decoders say it in bytes, or quote the damaged file."""
    said = error.args[0] if error.args and isinstance(error.args[0], bytes) else str(error)
    text = said.decode("latin-1") if isinstance(said, bytes) else said
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())[:_WORDS_LENGTH].rstrip(". ")


def _silence_decoders() -> None:
    """Keep decoders' warnings from the user, for good: broken files are reported by reason.

    Not `warnings.catch_warnings`: it swaps a list of the whole process, and two threads leaving it
    in the wrong order restore the wrong one.
    """
    quiet = ("ignore", None, Warning, _QUIET_MODULES, 0)
    if quiet not in warnings.filters:
        warnings.filterwarnings("ignore", module=_QUIET_MODULES.pattern)
