"""What the panel on the right says about the chosen photo, as names and values."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QLocale

from imagefinder.core.types import Metadata
from imagefinder.gui.grid.rows import RowInfo, displayed
from imagefinder.store.rows import PhotoRow


def rows(photo: PhotoRow, metadata: Metadata | None) -> list[tuple[str, str]]:
    """Name and value pairs, only those that there is something to say about."""
    return [
        (_tr("Name"), RowInfo(photo.path).name),
        (_tr("Folder"), displayed(photo.path.rpartition("/")[0])),
        *(_of_content(metadata) if metadata else ()),
        (_tr("File"), QLocale().formattedDataSize(photo.stamp.size)),
        *(() if photo.online else ((_tr("State"), _tr("in an offline folder")),)),
    ]


def _of_content(m: Metadata) -> Iterator[tuple[str, str]]:
    megapixels = m.width * m.height / 1e6
    yield _tr("Size"), f"{m.width:,} × {m.height:,} ({megapixels:.1f} MP, {m.format})"
    if m.taken_at:
        yield _tr("Taken"), m.taken_at.replace("T", " ") + _offset(m.taken_offset_min)
    if m.camera:
        yield _tr("Camera"), m.camera
    if m.lens:
        yield _tr("Lens"), m.lens
    if exposure := _exposure(m):
        yield _tr("Exposure"), exposure
    if m.place:
        yield _tr("Place"), f"{m.place.latitude:.5f}, {m.place.longitude:.5f}"


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


def _tr(text: str) -> str:
    return QCoreApplication.translate("Details", text)
