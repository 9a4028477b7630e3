"""What was dropped or pasted becomes picture files that can be asked for.

Browsers offer a remote address first and never a file, so the order is: local files; bytes with the
magic of a picture; decoded pixels; a data: address in the HTML. Bytes are copied inside the drop
event and written below the library's derived folder, where the engine reads them.
"""

import base64
import binascii
import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from imagefinder.files.digest import digest
from imagefinder.files.formats import SNIFF_BYTES, sniff
from imagefinder.store.connect import make_private_folder

_DATA_ADDRESS = re.compile(r"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)")
_RAW_TYPES = ("application/octet-stream",)


def offers_picture(data: QMimeData) -> bool:
    """Whether a drop may hold a picture: asked while it hovers, so nothing is decoded."""
    return data.hasUrls() or data.hasImage() or data.hasHtml() or bool(_byte_types(data))


def local_paths(data: QMimeData) -> list[str]:
    """Local files and folders among what was dropped."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def dropped_pictures(data: QMimeData, keep_in: Path) -> list[str]:
    """Paths of the pictures in a drop; what has no file is written to `keep_in` first."""
    if paths := local_paths(data):
        return paths
    content = _bytes_in(data) or _pixels_in(data) or _html_picture(data)
    return [str(_kept(content, keep_in))] if content else []


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
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())


def _html_picture(data: QMimeData) -> bytes | None:
    match = _DATA_ADDRESS.search(data.html()) if data.hasHtml() else None
    if match is None:
        return None
    try:
        content = base64.b64decode(match[1], validate=False)
    except binascii.Error:
        return None
    return content if sniff(content[:SNIFF_BYTES]) else None


def _kept(content: bytes, folder: Path) -> Path:
    make_private_folder(folder)
    file = folder / f"dropped-{digest(content).hex()}"
    file.write_bytes(content)
    return file
