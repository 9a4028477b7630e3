"""What was dropped or pasted becomes picture files that can be asked for.

Browsers offer a remote address first and never a file, so the order is: local files; bytes with the
magic of a picture; decoded pixels; a data: address. What only has an address in the web is left to
`fetching`. Bytes are copied inside the drop event and written below the library's derived folder,
where the engine reads them.
"""

import base64
import binascii
import html
import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage

from imagefinder.core.errors import KnownError
from imagefinder.core.private import make_private_folder
from imagefinder.files.digest import digest
from imagefinder.files.formats import SNIFF_BYTES, sniff

_DATA_ADDRESS = re.compile(r"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)")
_RAW_TYPES = ("application/octet-stream",)
_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_IMAGE_SOURCE = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*[\"']([^\"']+)", re.IGNORECASE)


def offers_picture(data: QMimeData) -> bool:
    """Whether a drop may hold a picture: asked while it hovers, so nothing is decoded."""
    return data.hasUrls() or data.hasImage() or data.hasHtml() or bool(_byte_types(data))


def holds_picture(data: QMimeData) -> bool:
    """Whether what lies on the clipboard is a picture, a file or an address rather than words."""
    held = bool(local_paths(data)) or data.hasImage() or bool(_byte_types(data))
    return held or bool(_WEB_ADDRESS.fullmatch(data.text().strip()))


def web_address(data: QMimeData) -> str | None:
    """The http(s) address of the picture; where a link was dropped, rather its picture's.

    A text counts only if it is nothing but an address.
    """
    in_html = _IMAGE_SOURCE.search(data.html())
    texts = [html.unescape(in_html[1])] if in_html else []
    texts += [url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in data.urls()]
    texts.append(data.text().strip())
    return next((text for text in texts if _WEB_ADDRESS.fullmatch(text)), None)


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
