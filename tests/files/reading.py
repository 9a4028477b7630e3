"""Reading a picture as the engine does, from a file or from content that is made one for it."""

import tempfile
from pathlib import Path

from imagefinder.core.types import CropSpec
from imagefinder.files.decode import Limits, Picture, decode, read_content


def read_picture(
    path: str, crop: CropSpec | None, limits: Limits, *, draft: bool = True
) -> Picture:
    """What the file at `path` gives."""
    return decode(read_content(path, limits), crop, limits, draft=draft)


def picture_from_bytes(
    data: bytes, name: str, crop: CropSpec | None, limits: Limits, *, draft: bool = True
) -> Picture:
    """What a file of that content gives; `name` may be empty where it doesn't matter."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name or "picture")
        file.write_bytes(data)
        return read_picture(str(file), crop, limits, draft=draft)
