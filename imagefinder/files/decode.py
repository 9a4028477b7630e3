"""One file in, everything the library wants of it out: digest, metadata, thumbnail, model's crop.

The engine's decode threads call `read_content` for each new or changed file, and `decode` where its
digest is not known; so does the search for a picture dropped on the window. A photo whose folder is
offline is embedded from its stored thumbnail by `crop_thumbnail`. A file is opened once and decoded
at most once. A file that can't be read raises `UnreadableImage`, never anything else.
"""

import os
from typing import BinaryIO

import msgspec
from PIL import Image

from imagefinder.core.errors import NotAPicture, UnreadableImage, Vanished
from imagefinder.core.plain_files import NotPlainFile, open_plain
from imagefinder.core.settings import Settings
from imagefinder.core.types import CropSpec, Digest, Metadata, Pixels
from imagefinder.files.crop import centre, cut, resized, resized_size
from imagefinder.files.digest import digest
from imagefinder.files.formats import SNIFF_BYTES, content_kind, named_like_picture, sniff
from imagefinder.files.metadata import read_metadata
from imagefinder.files.openers import decoder_faults, load
from imagefinder.files.pixels import shrunk, to_rgb, upright, upright_size
from imagefinder.files.thumbs import (
    SHORT_SIDE_PX,
    finished,
    make_thumbnail,
    thumbnail_size,
    to_jpeg,
)
from imagefinder.files.turns import TakeTurn, large_in_turn

# A draft keeps twice the pixels that are wanted: resampling hides what drafting did.
DRAFT_FACTOR = 2
# Averaging other formats down pays, and can't be seen, where they are at least this much larger.
SHRINK_FROM = 4


class Limits(msgspec.Struct, frozen=True):
    """What is refused rather than decoded; from the settings, in pixels and bytes."""

    max_pixels: int
    max_file_bytes: int

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """As the person set them."""
        return cls(settings.max_megapixels * 10**6, settings.max_file_megabytes * 10**6)


class Content(msgspec.Struct, frozen=True, eq=False):
    """A picture file's bytes, read once, with their digest and the format that they show."""

    data: bytes
    digest: Digest
    format: str


class Picture(msgspec.Struct, eq=False):
    """What one decode gives. `thumbnail` is a JPEG; `crop` is `(size, size, 3)` uint8."""

    digest: Digest
    metadata: Metadata
    thumbnail: bytes
    thumbnail_size: tuple[int, int]
    crop: Pixels | None


def read_content(path: str, limits: Limits) -> Content:
    """Read and digest the file at `path`: who knows the digest already need not decode it.

    Raises `NotAPicture` for a file whose content is of no picture format, having read `SNIFF_BYTES`
    of it, and `UnreadableImage` for any other fault.
    """
    name = os.path.basename(path)  # noqa: PTH119 - names may hold undecodable bytes
    with _open(path) as file:
        data, found_format = _read(file, name, limits)
    return Content(data, digest(data), found_format)


def decode(
    content: Content, crop: CropSpec | None, limits: Limits, *, draft: bool = True
) -> Picture:
    """Everything that is wanted of a content.

    `draft` decodes no more pixels than are needed; without it the crop is, to the bit, what
    open_clip makes of the whole picture.
    """
    with large_in_turn() as take_turn:
        return _decoded(content, crop, limits, drafted_side(crop) if draft else None, take_turn)


def _decoded(
    content: Content,
    crop: CropSpec | None,
    limits: Limits,
    draft_px: int | None,
    take_turn: TakeTurn,
) -> Picture:
    loaded = load(content.data, content.format, limits.max_pixels, draft_px, take_turn)
    size = upright_size(loaded.size, loaded.orientation)
    metadata = read_metadata(loaded.picture, format_name=content.format, size=size)
    icc_profile = loaded.picture.info.get("icc_profile")
    picture = upright(_rgb(loaded.picture, draft_px), loaded.orientation)
    thumbnail, cropped = _small_ones(picture, icc_profile, crop)
    return Picture(
        digest=content.digest,
        metadata=metadata,
        thumbnail=to_jpeg(thumbnail),
        thumbnail_size=thumbnail.size,
        crop=cropped,
    )


def _small_ones(
    picture: Image.Image, icc_profile: bytes | None, crop: CropSpec | None
) -> tuple[Image.Image, Pixels | None]:
    """The thumbnail and the model's crop, of one resampling where both have the same short side."""
    if crop is None:
        return make_thumbnail(picture, icc_profile), None
    if not _serves_as_thumbnail(crop, picture.size):
        return make_thumbnail(picture, icc_profile), cut(picture, crop)
    small = resized(picture, crop)
    return finished(small, icc_profile), centre(small, crop)


def _serves_as_thumbnail(crop: CropSpec, size: tuple[int, int]) -> bool:
    """Whether what the model's input is cut from is as large as a thumbnail, but for rounding."""
    if crop.mode != "shortest" or min(size) < crop.size:
        return False
    pairs = zip(thumbnail_size(size), resized_size(size, crop), strict=True)
    return all(abs(wanted - had) <= 1 for wanted, had in pairs)


def crop_thumbnail(jpeg: bytes, crop: CropSpec) -> Pixels:
    """The crop of a stored thumbnail, for a picture that can't be read at present."""
    loaded = load(jpeg, "JPEG", max_pixels=1 << 28, draft_px=None)
    return cut(loaded.picture.convert("RGB"), crop)


def _open(path: str) -> BinaryIO:
    """The file at `path` open for reading; whatever is no regular file is never waited for."""
    try:
        return open_plain(path)
    except NotPlainFile as e:
        raise NotAPicture("is no picture: it isn't a regular file") from e
    except FileNotFoundError as e:
        raise Vanished("has vanished") from e
    except (OSError, ValueError) as e:
        raise UnreadableImage(_why_unopened(e)) from e


def _read(file: BinaryIO, name: str, limits: Limits) -> tuple[bytes, str]:
    """The whole content and its format, once the first bytes show that it is a picture."""
    try:
        length = os.fstat(file.fileno()).st_size
        found_format = _recognised(file.read(SNIFF_BYTES), name)
        _check_length(length, limits)
        file.seek(0)
        return file.read(), found_format
    except OSError as e:
        raise UnreadableImage(f"can't be read ({e.strerror or e})") from e
    except MemoryError as e:
        raise UnreadableImage("needs more memory than there is to be read") from e


def _recognised(header: bytes, name: str) -> str:
    if found := sniff(header, name):
        return found
    kind = content_kind(header)
    if named_like_picture(name):
        # A photo overwritten with zeros is a loss to report, not a file of another kind.
        raise UnreadableImage(f"is damaged: its content is of no known picture format ({kind})")
    raise NotAPicture(f"is no picture: its content is of no known picture format ({kind})")


def drafted_side(crop: CropSpec | None) -> int:
    """How many pixels of the short side a draft must keep."""
    return DRAFT_FACTOR * max(SHORT_SIDE_PX, crop.size if crop else 0)


def _rgb(picture: Image.Image, draft_px: int | None) -> Image.Image:
    """`picture` as RGB, averaged down to `draft_px`: before converting where its mode allows."""
    with decoder_faults():
        if draft_px is None:
            return to_rgb(picture)
        return shrunk(to_rgb(shrunk(picture, draft_px, SHRINK_FROM)), draft_px, SHRINK_FROM)


def _check_length(length: int, limits: Limits) -> None:
    if length > limits.max_file_bytes:
        raise UnreadableImage(
            f"has {length / 1e6:.0f} MB, more than the {limits.max_file_bytes / 1e6:g} MB that are "
            "read; the setting max_file_megabytes raises that limit"
        )


def _why_unopened(error: OSError | ValueError) -> str:
    if isinstance(error, PermissionError):
        return "can't be opened: permission denied"
    return f"can't be opened ({getattr(error, 'strerror', None) or error})"
