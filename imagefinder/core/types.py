"""The words that everything else speaks: plain immutable values, no behaviour beyond their own.

Vectors are numpy arrays: an embedding is a `(dim,)` float32 unit vector; several are `(n, dim)`
float32 with unit rows. A digest is the 16 bytes of xxh3-128 over a file's content.
"""

from typing import Annotated, Literal

import msgspec
import numpy as np
import numpy.typing as npt

Digest = bytes
Vector = npt.NDArray[np.float32]
Vectors = Annotated[npt.NDArray[np.float32], "(n, dim), unit rows"]
Pixels = npt.NDArray[np.uint8]


class FileStamp(msgspec.Struct, frozen=True):
    """What tells cheaply that a file changed: its size in bytes and modification time."""

    size: int
    mtime_ns: int


class FoundFile(msgspec.Struct, frozen=True):
    """A file met by the crawler; `path` is absolute and may hold surrogate-escaped bytes."""

    path: str
    stamp: FileStamp


class CropSpec(msgspec.Struct, frozen=True):
    """How a model wants its square input cut from an upright RGB picture.

    `shortest` resizes the short side to `size` and cuts the centre; `longest` resizes the long side
    and pads; `squash` ignores the aspect ratio. Named after open_clip's resize modes.
    """

    size: int
    mode: Literal["shortest", "longest", "squash"] = "shortest"
    interpolation: Literal["bicubic", "bilinear"] = "bicubic"
    fill: int = 0


class Place(msgspec.Struct, frozen=True):
    """A point on the Earth in WGS 84 degrees, north and east positive."""

    latitude: float
    longitude: float


class Metadata(msgspec.Struct, frozen=True):
    """What a picture file says about itself. Width and height are upright pixels.

    `taken_at` is local time as `YYYY-MM-DDTHH:MM:SS`, as the camera's clock showed it;
    `taken_offset_min` is that clock's distance from UTC in minutes where the file gives it.
    `exposure_s` is in seconds, `focal_length_mm` as engraved on the lens (not 35 mm equivalent).
    """

    format: str
    width: int
    height: int
    taken_at: str | None = None
    taken_offset_min: int | None = None
    camera: str | None = None
    lens: str | None = None
    exposure_s: float | None = None
    aperture: float | None = None
    iso: int | None = None
    focal_length_mm: float | None = None
    place: Place | None = None


class Hit(msgspec.Struct, frozen=True):
    """A photo with its score: the cosine of its embedding and the query vector."""

    photo_id: int
    path: str
    score: float
    online: bool = True


class Coverage(msgspec.Struct, frozen=True):
    """How much of the library a search could see.

    `photos = searched + pending + failed + ignored`: the last failed too, but the person does not
    want to hear of them. `offline` counts those of `photos` that lie in a folder which cannot be
    read at present (they are searched all the same where they are embedded).
    """

    photos: int
    searched: int
    pending: int
    failed: int
    offline: int
    ignored: int = 0
