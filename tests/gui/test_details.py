"""What the panel says of a photo."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from imagefinder.core.types import FileStamp, Metadata, Place
from imagefinder.gui import details
from imagefinder.gui.details_panel import DetailsPanel
from imagefinder.store.rows import PhotoRow


def photo(path: str = "/photos/Norway/a.jpg", online: bool = True) -> PhotoRow:
    return PhotoRow(1, 1, path, FileStamp(2_000_000, 0), b"d" * 16, online)


FULL = Metadata(
    format="JPEG",
    width=4000,
    height=3000,
    taken_at="2019-06-01T12:30:00",
    taken_offset_min=-150,
    camera="Canon EOS <b>5D</b>",
    lens="50mm",
    exposure_s=1 / 250,
    aperture=2.8,
    iso=400,
    focal_length_mm=50,
    place=Place(59.91, 10.75),
)


def test_all_that_is_known_is_said() -> None:
    said = dict(details.rows(photo(), FULL))
    assert said["Name"] == "a.jpg"
    assert said["Folder"] == "/photos/Norway"
    assert "12.0 MP" in said["Size"]
    assert said["Taken"].endswith("(UTC-02:30)")
    assert said["Exposure"] == "1/250 s  f/2.8  ISO 400  50 mm"
    assert said["Place"] == "59.91000, 10.75000"
    assert "State" not in said


def test_nothing_is_invented() -> None:
    assert set(dict(details.rows(photo(online=False), None))) == {"Name", "Folder", "File", "State"}


def test_a_time_that_is_none_is_shown_as_it_is() -> None:
    assert details.taken(Metadata("JPEG", 1, 1, taken_at="0000-00-00T00:00:00")) == (
        "0000-00-00 00:00:00"
    )


def test_markup_in_names_and_exif_is_shown_as_text(qtbot: QtBot) -> None:
    panel = DetailsPanel()
    qtbot.addWidget(panel)
    panel.show_photo(None, details.rows(photo("/p/<img src=x>.jpg"), FULL))
    values = [label for label in panel.findChildren(QLabel) if "<" in label.text()]
    assert len(values) == 2
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in values)


def test_what_is_copied_holds_no_invisible_signs(qtbot: QtBot) -> None:
    from PySide6.QtGui import QGuiApplication

    panel = DetailsPanel()
    qtbot.addWidget(panel)
    panel.show_photo(None, [("Folder", "/a_b/c-d")])
    value = next(label for label in panel.findChildren(QLabel) if "c" in label.text()[-4:])
    value.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == "/a_b/c-d"


def test_a_file_is_as_large_as_size_is_asked_for() -> None:
    shown = dict(details.rows(photo(), None))
    assert shown["File"].endswith(("kB", "MB", "bytes"))
