"""Rows of the library as plain values, and the SQL that a photo's row is made of."""

from collections.abc import Sequence

import msgspec

from imagefinder.core.paths import path_from_column
from imagefinder.core.types import Digest, FileStamp

PHOTO = "p.id, p.folder_id, p.path, p.size, p.mtime_ns, p.digest, f.offline IS NULL"
FROM_PHOTOS = (
    "FROM photos p JOIN folders f ON f.id = p.folder_id LEFT JOIN pictures m ON m.digest = p.digest"
)


# What `state` keeps: keys of the model that is to answer, and of the one that does until then.
WANTED_MODEL = "wanted_model"
ANSWERING_MODEL = "answering_model"


class Folder(msgspec.Struct, frozen=True):
    """A watched folder; `offline` is why it can't be read."""

    id: int
    path: str
    offline: str | None


class PhotoRow(msgspec.Struct, frozen=True):
    """One file of the library; `digest` is None until it was read."""

    id: int
    folder_id: int
    path: str
    stamp: FileStamp
    digest: Digest | None
    online: bool


class ModelRow(msgspec.Struct, frozen=True):
    """A model that this library has used; dim, device and precision once it was loaded."""

    id: int
    key: str
    name: str
    dim: int | None
    device: str | None
    precision: str | None


def photo_row(row: Sequence[object]) -> PhotoRow:
    """A photo from the columns of `PHOTO`."""
    photo_id, folder_id, path, size, mtime_ns, digest, online = row
    return PhotoRow(
        id=photo_id,  # type: ignore[arg-type]
        folder_id=folder_id,  # type: ignore[arg-type]
        path=path_from_column(path),  # type: ignore[arg-type]
        stamp=FileStamp(size, mtime_ns),  # type: ignore[arg-type]
        digest=digest,  # type: ignore[arg-type]
        online=bool(online),
    )
