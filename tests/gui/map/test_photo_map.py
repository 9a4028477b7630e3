"""The map widget as a person uses it: choosing, walking and zooming by mouse and by keyboard."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imagefinder.gui.map.chart import make_light
from imagefinder.gui.map.photo_map import PhotoMap, Tool

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
# Four in the corners, one in the middle; far enough apart to be thumbnails all.
CORNERS = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.5, 0.5)]
LOW_LEFT, LOW_RIGHT, HIGH_LEFT, HIGH_RIGHT, CENTRE = range(1, 6)


class Person:
    """Does with the map what a person does."""

    def __init__(self, photo_map: PhotoMap) -> None:
        self.map = photo_map

    def where(self, photo_id: int) -> QPoint:
        chart = self.map.chart
        assert chart is not None
        index = chart.indexes_of(np.array([photo_id]))
        x, y = self.map.camera.to_screen(chart.pyramid.points[index])[0].tolist()
        return QPoint(round(x), round(y))

    def click(self, photo_id: int, keys: Qt.KeyboardModifier = NONE) -> list[int]:
        QTest.mouseClick(self.map, LEFT, keys, self.where(photo_id))
        return self.chosen()

    def drag(
        self,
        line: Sequence[QPoint],
        keys: Qt.KeyboardModifier = NONE,
        button: Qt.MouseButton = LEFT,
    ) -> list[int]:
        QTest.mousePress(self.map, button, keys, line[0])
        for point in line[1:]:
            self.map.mouseMoveEvent(_move(point, button, keys))
        QTest.mouseRelease(self.map, button, keys, line[-1])
        return self.chosen()

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> list[int]:
        QTest.keyClick(self.map, key, keys)
        QApplication.processEvents()
        return self.chosen()

    def chosen(self) -> list[int]:
        return [int(photo_id) for photo_id in self.map.selected_ids()]


def _move(point: QPoint, button: Qt.MouseButton, keys: Qt.KeyboardModifier) -> QMouseEvent:
    at = QPointF(point)
    return QMouseEvent(QEvent.Type.MouseMove, at, at, Qt.MouseButton.NoButton, button, keys)


@pytest.fixture
def person(photo_map: PhotoMap, chart_of: Callable[..., tuple]) -> Person:  # type: ignore[type-arg]
    photo_map.set_chart(*chart_of(CORNERS))
    photo_map.repaint()
    return Person(photo_map)


def test_clicks_choose_as_in_the_grid(person: Person, qtbot: QtBot) -> None:
    with qtbot.waitSignal(person.map.selection_changed):
        assert person.click(CENTRE) == [CENTRE]
    assert person.click(LOW_LEFT) == [LOW_LEFT]
    assert person.click(HIGH_RIGHT, CTRL) == [LOW_LEFT, HIGH_RIGHT]
    assert person.click(LOW_LEFT, CTRL) == [HIGH_RIGHT]
    assert person.click(CENTRE, SHIFT) == [HIGH_RIGHT, CENTRE]
    QTest.mouseClick(person.map, LEFT, NONE, QPoint(300, 20))
    assert person.chosen() == []


def test_a_double_click_views(person: Person, qtbot: QtBot) -> None:
    with qtbot.waitSignal(person.map.view_wanted) as wanted:
        QTest.mouseDClick(person.map, LEFT, NONE, person.where(HIGH_LEFT))
    assert wanted.args == [HIGH_LEFT]


def test_a_rectangle_chooses_what_is_in_it(person: Person) -> None:
    person.map.set_tool(Tool.RECTANGLE)
    width, height = person.map.width(), person.map.height()
    left = [QPoint(1, 1), QPoint(100, 100), QPoint(width // 4, height - 1)]
    assert person.drag(left) == [LOW_LEFT, HIGH_LEFT]
    right = [QPoint(width - 1, height - 1), QPoint(width * 3 // 4, 1)]
    assert person.drag(right, SHIFT) == [LOW_LEFT, LOW_RIGHT, HIGH_LEFT, HIGH_RIGHT]
    assert person.drag(left, CTRL) == [LOW_RIGHT, HIGH_RIGHT]


def test_a_lasso_goes_around_what_it_leaves_out(person: Person) -> None:
    person.map.set_tool(Tool.LASSO)
    width, height = person.map.width(), person.map.height()
    # Along all edges, and in at the bottom as far as above the middle.
    corners = [(1, 1), (width - 1, 1), (width - 1, height - 1), (width // 2 + 60, height - 1)]
    corners += [(width // 2, height // 2 - 60), (width // 2 - 60, height - 1), (1, height - 1)]
    line = [QPoint(*corner) for corner in corners]
    assert person.drag(line) == [LOW_LEFT, LOW_RIGHT, HIGH_LEFT, HIGH_RIGHT]


def test_dragging_moves_and_chooses_nothing(person: Person) -> None:
    person.map.zoom_by(4)
    before = person.map.camera
    assert person.drag([QPoint(300, 200), QPoint(320, 210), QPoint(340, 230)]) == []
    moved = person.map.camera
    assert (before.x - moved.x) * moved.scale == pytest.approx(40)
    assert (before.y - moved.y) * moved.scale == pytest.approx(30)


@pytest.mark.parametrize("tool", list(Tool))
def test_the_middle_button_always_moves(person: Person, tool: Tool) -> None:
    person.map.set_tool(tool)
    person.map.zoom_by(4)
    before = person.map.camera
    person.drag([QPoint(300, 200), QPoint(330, 200)], button=MIDDLE)
    assert person.map.camera.x < before.x
    assert person.chosen() == []


def test_the_wheel_zooms_to_the_pointer(person: Person) -> None:
    person.map.zoom_by(3)
    at = QPointF(350, 180)
    before = person.map.camera.to_world(at.x(), at.y())
    turned = QWheelEvent(
        *(at, person.map.mapToGlobal(at), QPoint(), QPoint(0, 240)),
        *(Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(person.map, turned)
    assert person.map.camera.zoom == pytest.approx(3 * 1.25**2)
    assert person.map.camera.to_world(at.x(), at.y()) == pytest.approx(before)


def test_a_pinch_zooms_between_the_fingers(person: Person) -> None:
    person.map.zoom_by(3)
    at = QPointF(350, 180)
    before = person.map.camera.to_world(at.x(), at.y())
    zooms, touchpad = (
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
    )
    for grown in (0.25, -0.2, 0.1):
        pinched = QNativeGestureEvent(
            *(zooms, touchpad, 2, at, at, QPointF(person.map.mapToGlobal(at))),
            *(grown, QPointF()),
        )
        assert QApplication.sendEvent(person.map, pinched)
    assert person.map.camera.zoom == pytest.approx(3 * 1.25 * 0.8 * 1.1)
    assert person.map.camera.to_world(at.x(), at.y()) == pytest.approx(before)


def test_keys_zoom_and_fit(person: Person) -> None:
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus):
        person.press(key)
    assert person.map.camera.zoom == pytest.approx(1.3)
    person.press(Qt.Key.Key_0)
    assert person.map.camera.zoom == pytest.approx(1)


def test_arrows_walk_from_photo_to_photo(person: Person, qtbot: QtBot) -> None:
    person.click(LOW_LEFT)
    assert person.press(Qt.Key.Key_Up) == [HIGH_LEFT]
    assert person.press(Qt.Key.Key_Right) == [HIGH_RIGHT]
    assert person.press(Qt.Key.Key_Down, SHIFT) == [LOW_RIGHT, HIGH_RIGHT]
    assert person.map.current_id() == LOW_RIGHT
    with qtbot.waitSignal(person.map.view_wanted) as wanted:
        person.press(Qt.Key.Key_Return)
    assert wanted.args == [LOW_RIGHT]


def test_space_tapped_views_and_held_moves(person: Person, qtbot: QtBot) -> None:
    person.click(CENTRE)
    with qtbot.waitSignal(person.map.view_wanted) as wanted:
        person.press(Qt.Key.Key_Space)
    assert wanted.args == [CENTRE]
    person.map.zoom_by(4)
    person.map.set_tool(Tool.LASSO)
    before = person.map.camera
    with qtbot.assertNotEmitted(person.map.view_wanted):
        QTest.keyPress(person.map, Qt.Key.Key_Space)
        person.drag([QPoint(300, 200), QPoint(340, 200)])
        QTest.keyRelease(person.map, Qt.Key.Key_Space)
    assert person.map.camera.x < before.x
    assert person.chosen() == [CENTRE]


def test_all_and_none_by_keys(person: Person, qtbot: QtBot) -> None:
    assert len(person.press(Qt.Key.Key_A, CTRL)) == len(CORNERS)
    assert person.press(Qt.Key.Key_Escape) == []
    with qtbot.waitSignal(person.map.escaped):
        person.press(Qt.Key.Key_Escape)


def test_what_is_chosen_stays_so_on_another_chart(
    person: Person,
    chart_of: Callable[..., tuple],  # type: ignore[type-arg]
) -> None:
    person.click(HIGH_RIGHT)
    person.click(LOW_LEFT, CTRL)
    person.map.set_chart(*chart_of([(0, 1), (0.4, 0), (1, 0.2)], ids=[LOW_LEFT, 9, 12]))
    assert person.chosen() == [LOW_LEFT]
    assert person.map.current_id() == LOW_LEFT


def test_others_are_dimmed_beside_what_is_lit(person: Person) -> None:
    def strength(photo_id: int) -> float:
        image: QImage = person.map.grab().toImage()
        # Beside the middle, where no dot is.
        return image.pixelColor(person.where(photo_id) + QPoint(12, 12)).lightnessF()

    before = strength(CENTRE), strength(LOW_LEFT)
    chart = person.map.chart
    assert chart is not None
    person.map.set_light(make_light(chart, np.array([CENTRE])))
    assert strength(CENTRE) == pytest.approx(before[0], abs=0.01)
    ground = person.map.palette().base().color().lightnessF()
    assert abs(strength(LOW_LEFT) - ground) < abs(before[1] - ground) / 2


def test_the_map_is_named(photo_map: PhotoMap, unnamed_controls: Callable[..., list[str]]) -> None:
    assert unnamed_controls(photo_map) == []
