"""What the panel on the right says about the chosen photo, as names and values."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from imagefinder.core.types import Metadata
from imagefinder.gui.grid.rows import RowInfo, displayed
from imagefinder.store.rows import PhotoRow

translate = QCoreApplication.translate


def rows(photo: PhotoRow, metadata: Metadata | None) -> list[tuple[str, str]]:
    """Name and value pairs, only those that there is something to say about."""
    return [
        (translate("Details", "Name"), RowInfo(photo.path).name),
        (translate("Details", "Folder"), displayed(photo.path.rpartition("/")[0])),
        *(_of_content(metadata) if metadata else ()),
        (translate("Details", "File"), _file_size(photo.stamp.size)),
        *(() if photo.online else (_offline(),)),
    ]


def _file_size(size_bytes: int) -> str:
    """In kB and MB, the units in which `size:` is asked for."""
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _offline() -> tuple[str, str]:
    return translate("Details", "State"), translate("Details", "in an offline folder")


def _of_content(m: Metadata) -> Iterator[tuple[str, str]]:
    locale = QLocale()
    pixels = f"{locale.toString(m.width)} × {locale.toString(m.height)}"
    megapixels = locale.toString(m.width * m.height / 1e6, "f", 1)
    yield translate("Details", "Size"), f"{pixels} ({megapixels} MP, {m.format})"
    if m.taken_at:
        yield translate("Details", "Taken"), taken(m)
    if m.camera:
        yield translate("Details", "Camera"), m.camera
    if m.lens:
        yield translate("Details", "Lens"), m.lens
    if exposure := _exposure(m):
        yield translate("Details", "Exposure"), exposure
    if m.place:
        yield translate("Details", "Place"), f"{m.place.latitude:.5f}, {m.place.longitude:.5f}"


def taken(m: Metadata) -> str:
    """When it was taken, in the person's way of writing dates; nothing where it does not say."""
    if not m.taken_at:
        return ""
    time = QDateTime.fromString(m.taken_at, Qt.DateFormat.ISODate)
    if not time.isValid():
        return m.taken_at.replace("T", " ") + _offset(m.taken_offset_min)
    written = QLocale().toString(time, QLocale.FormatType.ShortFormat)
    return written + _offset(m.taken_offset_min)


def _offset(minutes: int | None) -> str:
    if minutes is None:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return f" (UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02})"


def _exposure(m: Metadata) -> str:
    parts = [
        _shutter(m.exposure_s) if m.exposure_s else "",
        f"f/{m.aperture:g}" if m.aperture else "",
        f"ISO {m.iso}" if m.iso else "",
        f"{m.focal_length_mm:g} mm" if m.focal_length_mm else "",
    ]
    return "  ".join(part for part in parts if part)


def _shutter(seconds: float) -> str:
    return f"{seconds:g} s" if seconds >= 0.4 else f"1/{round(1 / seconds)} s"
