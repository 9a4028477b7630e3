"""Rows of the library as plain values."""

import msgspec

from imagefinder.core.types import Digest, FileStamp


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
