"""The viewer as a person uses it: pictures of all kinds, keys, zoom, regions, what is broken."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QColorSpace, QImage, QPixmap, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.gui.viewer import Viewer
from imagefinder.gui.viewer.picture import Picture, PictureWork, Unshown, levels_of

Key, Modifier, Button = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton
NONE, SHIFT = Modifier.NoModifier, Modifier.ShiftModifier

REFUSED = "This file is no picture."


def refuse(path: str) -> QImage | str:
    return REFUSED


def read(path: Path | str, load: Callable[[str], QImage | str] = refuse) -> Picture | Unshown:
    return PictureWork(load).load(str(path))


def pixels(picture: Picture | Unshown) -> QImage:
    assert isinstance(picture, Picture)
    return picture.levels[0]


# --- reading


def test_a_turned_picture_comes_upright(tmp_path: Path) -> None:
    turned = Image.new("RGB", (40, 20), "red")
    turned.paste("blue", (20, 0, 40, 20))
    exif = turned.getexif()
    exif[0x0112] = 6
    turned.save(tmp_path / "turned.jpg", exif=exif, quality=100)
    picture = read(tmp_path / "turned.jpg")
    assert isinstance(picture, Picture)
    assert picture.size == QSize(20, 40)
    assert pixels(picture).size() == QSize(20, 40)
    assert pixels(picture).pixelColor(10, 5).red() > 200
    assert pixels(picture).pixelColor(10, 35).blue() > 200


def test_large_pictures_come_with_halved_copies(draw: Callable[..., Path]) -> None:
    picture = read(draw("large.png", 3000, 900))
    assert isinstance(picture, Picture)
    assert [level.width() for level in picture.levels] == [3000, 1500, 750]


def test_a_picture_too_large_to_keep_is_read_smaller(
    draw: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imagefinder.gui.viewer.picture.LARGEST_PIXELS", 5000)
    picture = read(draw("huge.jpg", 200, 100))
    assert isinstance(picture, Picture)
    assert picture.size == QSize(200, 100)
    assert pixels(picture).width() * pixels(picture).height() <= 5000


def test_colours_of_another_space_become_the_screens() -> None:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor(0, 255, 0))
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3))
    image.setPixelColor(0, 0, QColor(200, 100, 100))
    shown = levels_of(image)[0].pixelColor(0, 0)
    assert shown.red() > 205
    assert shown.green() < 98


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixels_is_ready_to_paint(tmp_path: Path, mode: str) -> None:
    file = tmp_path / ("picture.jpg" if mode == "CMYK" else "picture.png")
    Image.new(mode, (30, 20)).save(file)
    ready = (QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied)
    assert pixels(read(file)).format() in ready


def test_what_qt_cannot_read_is_read_by_the_function_given(tmp_path: Path) -> None:
    file = tmp_path / "picture.heic"
    file.write_bytes(b"something else")
    known = QImage(10, 20, QImage.Format.Format_RGB888)
    asked: list[str] = []

    def load(path: str) -> QImage:
        asked.append(path)
        return known

    picture = read(file, load)
    assert asked == [str(file)]
    assert isinstance(picture, Picture)
    assert picture.size == QSize(10, 20)


def test_what_nobody_can_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("no picture")
    assert read(tmp_path / "note.txt") == Unshown(REFUSED)
    assert isinstance(read(tmp_path / "gone.jpg"), Unshown)
    assert isinstance(read(tmp_path), Unshown)
    null = read(tmp_path / "note.txt", lambda path: QImage())
    assert isinstance(null, Unshown)


# --- viewing


@pytest.fixture
def folder(tmp_path: Path, draw: Callable[..., Path]) -> list[Path]:
    """Large, small, no picture, moving."""
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "lime", "blue")]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:], duration=20)
    return [
        draw("large.png", 2400, 1200),
        draw("small.png", 100, 80, "lime"),
        tmp_path / "broken.jpg",
        tmp_path / "moving.gif",
    ]


@pytest.fixture
def viewer(show: Callable[[QWidget], None], folder: list[Path], qtbot: QtBot) -> Iterator[Viewer]:
    """Photos 10 to 13, the first one on the screen."""
    viewer = Viewer(
        lambda photo_id: str(folder[photo_id - 10]),
        refuse,
        lambda photo_id: [("Name", folder[photo_id - 10].name)],
        lambda photo_id: QPixmap(20, 10),
    )
    viewer.resize(700, 500)
    show(viewer)
    view(qtbot, viewer, lambda: viewer.show_photos(np.arange(10, 14), 0))
    yield viewer
    viewer.stop()


def view(qtbot: QtBot, viewer: Viewer, act: Callable[[], object]) -> None:
    """Do something that leads to a picture, and wait until that is fitted."""
    act()
    qtbot.waitUntil(lambda: viewer._canvas.zoom() is not None)


def press(viewer: Viewer, key: Qt.Key) -> None:
    assert QApplication.activeWindow() is not None
    QTest.keyClick(viewer._canvas, key)


def seen(viewer: Viewer, x: float = 0.5, y: float = 0.5) -> QColor:
    image = viewer._canvas.grab().toImage()
    return image.pixelColor(int(x * (image.width() - 1)), int(y * (image.height() - 1)))


def magnification(viewer: Viewer) -> float:
    zoom = viewer._canvas.zoom()
    assert zoom is not None
    return zoom.magnification


def test_the_whole_picture_is_seen(viewer: Viewer) -> None:
    assert seen(viewer, 0.05) == QColor("red")
    assert seen(viewer, 0.95) == QColor("blue")
    assert magnification(viewer) == pytest.approx(700 / 2400)


def test_keys_step_through_the_photos_and_stay_at_the_ends(viewer: Viewer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(viewer.current_changed) as changed:
        view(qtbot, viewer, lambda: press(viewer, Key.Key_Right))
    assert changed.args == [1]
    assert viewer.current_id() == 11
    press(viewer, Key.Key_End)
    assert viewer.current_id() == 13
    press(viewer, Key.Key_Right)
    assert viewer.current_id() == 13
    press(viewer, Key.Key_Home)
    assert viewer.current_id() == 10


def test_the_next_photo_is_there_before_it_is_asked_for(viewer: Viewer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(viewer._read) == 2)
    press(viewer, Key.Key_Right)
    assert viewer._canvas.zoom() is not None, "shown at once"
    assert seen(viewer, 0.45) == QColor("lime")


def test_until_it_is_there_a_preview_is_seen(viewer: Viewer, folder: list[Path]) -> None:
    viewer._preview = lambda photo_id: plain("yellow")
    viewer._read.clear()
    press(viewer, Key.Key_End)
    assert seen(viewer) == QColor("yellow")


def plain(colour: str) -> QPixmap:
    pixmap = QPixmap(20, 10)
    pixmap.fill(QColor(colour))
    return pixmap


def test_a_broken_file_says_so(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.show_photos(np.arange(10, 14), 2)
    qtbot.waitUntil(lambda: viewer._canvas._message[0] != "")
    assert viewer._canvas._message == ("broken.jpg", REFUSED)
    assert not viewer.grab().isNull()
    press(viewer, Key.Key_Plus)
    press(viewer, Key.Key_1)


def test_an_animation_plays(viewer: Viewer, qtbot: QtBot) -> None:
    view(qtbot, viewer, lambda: press(viewer, Key.Key_End))
    colours: set[str] = set()

    def all_frames_seen() -> bool:
        colours.add(seen(viewer).name())
        return len(colours) == 3

    qtbot.waitUntil(all_frames_seen)
    view(qtbot, viewer, lambda: press(viewer, Key.Key_Home))
    assert viewer._movie is None


def test_keys_zoom(viewer: Viewer) -> None:
    press(viewer, Key.Key_1)
    assert magnification(viewer) == 1.0
    press(viewer, Key.Key_Plus)
    assert magnification(viewer) == pytest.approx(1.25)
    press(viewer, Key.Key_Minus)
    press(viewer, Key.Key_0)
    assert magnification(viewer) == pytest.approx(700 / 2400)
    assert "29" in viewer._bar._zoom.text()


def test_the_wheel_zooms_to_the_mouse(viewer: Viewer) -> None:
    canvas = viewer._canvas
    at = QPointF(200, canvas.height() / 2)
    before = canvas.zoom()
    assert before is not None
    nothing = (QPoint(), QPoint(0, 600), Button.NoButton, NONE)
    event = QWheelEvent(at, canvas.mapToGlobal(at), *nothing, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(canvas, event)
    after = canvas.zoom()
    assert after is not None
    assert after.magnification > before.magnification * 2
    assert after.to_picture(200, at.y())[0] == pytest.approx(before.to_picture(200, at.y())[0])


def test_dragging_moves_the_picture(viewer: Viewer) -> None:
    press(viewer, Key.Key_1)
    assert seen(viewer, 0.4) == QColor("red")
    drag(viewer, QPoint(350, 200), QPoint(150, 200))
    assert seen(viewer, 0.4) == QColor("blue")


def test_a_double_click_goes_to_actual_size_and_back(viewer: Viewer) -> None:
    for expected in (1.0, 700 / 2400):
        QTest.mouseDClick(viewer._canvas, Button.LeftButton, NONE, QPoint(300, 200))
        assert magnification(viewer) == pytest.approx(expected)


def drag(viewer: Viewer, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    canvas = viewer._canvas
    QTest.mousePress(canvas, Button.LeftButton, modifiers, start)
    QTest.mouseMove(canvas, (start + end) / 2)
    QTest.mouseMove(canvas, end)
    viewer.grab()
    QTest.mouseRelease(canvas, Button.LeftButton, modifiers, end)


@pytest.mark.parametrize("by_button", [False, True])
def test_a_region_is_drawn_in_pixels_of_the_picture(
    viewer: Viewer, qtbot: QtBot, folder: list[Path], by_button: bool
) -> None:
    zoom = viewer._canvas.zoom()
    assert zoom is not None
    start, end = (QPoint(*map(round, zoom.to_view(*p))) for p in ((480, 240), (1200, 900)))
    if by_button:
        viewer._region.click()
    with qtbot.waitSignal(viewer.region_chosen) as chosen:
        drag(viewer, start, end, NONE if by_button else SHIFT)
    path, region = chosen.args
    assert path == str(folder[0])
    assert isinstance(region, QRect)
    for got, wanted in zip(region.getRect(), (480, 240, 720, 660), strict=True):
        assert abs(got - wanted) <= 5
    assert not viewer._region.isChecked()


def test_a_region_ends_where_the_picture_does(viewer: Viewer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(viewer.region_chosen) as chosen:
        drag(viewer, QPoint(600, 0), QPoint(699, 450), SHIFT)
    region = chosen.args[1]
    assert QRect(0, 0, 2400, 1200).contains(region)
    assert region.height() == 1200


def test_a_slip_of_the_hand_is_no_region(viewer: Viewer, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(viewer.region_chosen):
        drag(viewer, QPoint(300, 200), QPoint(303, 203), SHIFT)


def test_escape_leaves_step_by_step(viewer: Viewer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(viewer.full_screen_requested) as asked:
        press(viewer, Key.Key_F)
    assert asked.args == [True]
    viewer.set_full_screen(True)
    assert not viewer._bar.isVisible()
    press(viewer, Key.Key_R)
    with qtbot.assertNotEmitted(viewer.leave_requested):
        press(viewer, Key.Key_Escape)
    with qtbot.waitSignal(viewer.full_screen_requested) as asked:
        press(viewer, Key.Key_Escape)
    assert asked.args == [False]
    with qtbot.waitSignal(viewer.leave_requested):
        press(viewer, Key.Key_Escape)
    with qtbot.waitSignal(viewer.leave_requested):
        press(viewer, Key.Key_Space)


def test_details_are_shown_on_request_and_follow_the_photo(viewer: Viewer, qtbot: QtBot) -> None:
    press(viewer, Key.Key_I)
    assert viewer._panel.isVisible()
    press(viewer, Key.Key_Right)
    qtbot.waitUntil(lambda: "small" in " ".join(shown_texts(viewer._panel)))
    assert "large" not in " ".join(shown_texts(viewer._panel))


def shown_texts(root: QWidget) -> list[str]:
    return [label.text() for label in root.findChildren(QLabel) if label.isVisible()]


def test_the_bar_follows_the_palette_and_a_long_name_is_cut(viewer: Viewer) -> None:
    viewer._bar.show_name("a very long name " * 30, 4, 12_345)
    viewer.grab()
    assert viewer.minimumSizeHint().width() < 700
    assert viewer._bar._name.text() != viewer._bar._full_name
    viewer.setPalette(QApplication.palette())


def test_hidden_it_keeps_nothing(viewer: Viewer) -> None:
    viewer.hide()
    assert viewer._read == {}
