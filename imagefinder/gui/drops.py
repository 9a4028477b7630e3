"""What was dropped or pasted becomes picture files that can be asked for.

Browsers offer a remote address first and never a file, so the order is: local files; bytes with the
magic of a picture; decoded pixels; a data: address. A remote address alone is never fetched. Bytes
are copied inside the drop event and written below the library's derived folder, where the engine
reads them.
"""

import base64
import binascii
import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from imagefinder.core.errors import KnownError
from imagefinder.core.private import make_private_folder
from imagefinder.files.digest import digest
from imagefinder.files.formats import SNIFF_BYTES, sniff

_DATA_ADDRESS = re.compile(r"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)")
_RAW_TYPES = ("application/octet-stream",)
_REMOTE = ("http", "https", "ftp")


def offers_picture(data: QMimeData) -> bool:
    """Whether a drop may hold a picture: asked while it hovers, so nothing is decoded."""
    return data.hasUrls() or data.hasImage() or data.hasHtml() or bool(_byte_types(data))


def holds_picture(data: QMimeData) -> bool:
    """Whether what lies on the clipboard is rather a picture or a file than a text."""
    return bool(local_paths(data)) or data.hasImage() or bool(_byte_types(data))


def is_only_an_address(data: QMimeData) -> bool:
    """Whether there is nothing but the address of a picture somewhere else."""
    addresses = [url.scheme() for url in data.urls()] or [data.text().partition(":")[0]]
    return any(scheme in _REMOTE for scheme in addresses)


def local_paths(data: QMimeData) -> list[str]:
    """Local files and folders among what was dropped."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def dropped_pictures(data: QMimeData, keep_in: Path) -> list[str]:
    """Paths of the pictures in a drop; what has no file is written to `keep_in` first."""
    if paths := local_paths(data):
        return paths
    content = _bytes_in(data) or _pixels_in(data) or _data_address(data)
    return [str(kept(content, keep_in))] if content else []


def kept(content: bytes, folder: Path) -> Path:
    """The file in `folder` with this content, named after it. Raises KnownError."""
    make_private_folder(folder)
    file = folder / f"dropped-{digest(content).hex()}"
    try:
        file.write_bytes(content)
    except OSError as e:
        raise KnownError(f"The picture can't be kept in {folder} ({e.strerror}).") from e
    return file


def as_png(image: QImage) -> bytes:
    """The picture as a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())


def _bytes_in(data: QMimeData) -> bytes | None:
    for kind in _byte_types(data):
        content = bytes(data.data(kind).data())
        if sniff(content[:SNIFF_BYTES]):
            return content
    return None


def _byte_types(data: QMimeData) -> list[str]:
    formats = data.formats()
    return [f for f in formats if f in _RAW_TYPES or f.startswith("image/")]


def _pixels_in(data: QMimeData) -> bytes | None:
    image = data.imageData() if data.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    return as_png(image)


def _data_address(data: QMimeData) -> bytes | None:
    """The picture that an address holds within itself: in HTML, as a URL, as plain text."""
    texts = (data.html(), *(url.toString() for url in data.urls()), data.text())
    for match in map(_DATA_ADDRESS.search, texts):
        content = _decoded(match[1]) if match else None
        if content:
            return content
    return None


def _decoded(text: str) -> bytes | None:
    try:
        content = base64.b64decode(text, validate=False)
    except binascii.Error:
        return None
    return content if sniff(content[:SNIFF_BYTES]) else None
