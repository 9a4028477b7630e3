"""The grid as a person uses it: shown, walked by keyboard, clicked, dragged, resized."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.gui import style
from imagefinder.gui.grid import Caption, Grid, RowInfo, dragging, photos_in
from imagefinder.gui.grid.placed import LARGEST_CELL_PX, SMALLEST_CELL_PX
from imagefinder.gui.thumbnails import Thumbnails

Key, Modifier, Button = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton
CTRL, SHIFT, NONE = Modifier.ControlModifier, Modifier.ShiftModifier, Modifier.NoModifier


class Library:
    """Rows by id, and who asked for which."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.changed: dict[int, RowInfo] = {}
        self.gone: set[int] = set()

    def rows(self, ids: Sequence[int]) -> Mapping[int, RowInfo]:
        self.asked += ids
        plain = {i: RowInfo(f"/photos/IMG_{i}.jpg", taken="12 June 2019") for i in ids}
        return {i: row for i, row in (plain | self.changed).items() if i not in self.gone}


class NoThumbnails:
    def get(self, digest: bytes) -> bytes | None:
        return None

    def close(self) -> None:
        pass


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def thumbnails() -> Iterator[Thumbnails]:
    made = Thumbnails(NoThumbnails)
    yield made
    made.close()


@pytest.fixture
def grid(show: Callable[[QWidget], None], library: Library, thumbnails: Thumbnails) -> Grid:
    """A hundred photos, ids 1000 to 1099, four to a row."""
    grid = Grid(library.rows, thumbnails, lambda ids: [QUrl.fromLocalFile(f"/{i}") for i in ids])
    grid.set_cell_size(112)
    grid.resize(560, 400)
    grid.set_photos(np.arange(1000, 1100))
    show(grid)
    assert grid._layout.columns == 4
    return grid


def press(grid: Grid, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    assert QApplication.activeWindow() is not None
    QTest.keyClick(grid, key, modifiers)


def middle(grid: Grid, index: int) -> QPoint:
    return grid.cell_rect(index).center()


def click(grid: Grid, index: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(grid.viewport(), Button.LeftButton, modifiers, middle(grid, index))


def selected(grid: Grid) -> list[int]:
    return grid.selected_ids().tolist()


# --- what is shown


def test_only_rows_near_the_screen_are_asked_for(
    show: Callable[[QWidget], None], library: Library, thumbnails: Thumbnails, qtbot: QtBot
) -> None:
    grid = Grid(library.rows, thumbnails, lambda ids: [])
    grid.resize(800, 600)
    grid.set_photos(np.arange(100_000))
    show(grid)
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 2)
    grid.viewport().repaint()
    assert set(grid.visible()) <= set(library.asked)
    assert len(library.asked) < 500
    assert len(library.asked) == len(set(library.asked)), "each row is asked for once"


def test_changed_rows_are_asked_for_again(grid: Grid, library: Library) -> None:
    grid.viewport().repaint()
    library.asked.clear()
    library.changed[1001] = RowInfo("/photos/new name.jpg")
    grid.rows_changed([1001])
    grid.viewport().repaint()
    assert library.asked == [1001]
    row = grid.row(1001)
    assert row is not None
    assert row.name == "new name.jpg"


def test_every_state_of_a_photo_can_be_painted(grid: Grid, library: Library) -> None:
    library.changed = {
        1000: RowInfo("/a/broken.jpg", problem="is damaged"),
        1001: RowInfo("/a/offline.jpg", digest=b"1" * 16, online=False),
        1002: RowInfo("/a/\udcff not text.jpg", digest=b"2" * 16),
    }
    library.gone = {1003}
    grid.rows_changed()
    for caption in Caption:
        grid.set_caption(caption)
        assert not grid.grab().isNull()


def test_without_photos_the_reason_is_written(grid: Grid, qtbot: QtBot) -> None:
    grid.set_photos(np.empty(0, np.int64))
    before = grid.grab().toImage()
    grid.set_empty_text("Nothing here", "Add a folder.")
    assert grid.grab().toImage() != before
    qtbot.waitUntil(lambda: not grid.verticalScrollBar().isVisible())


def test_selecting_all_of_a_million_paints_and_counts_them(grid: Grid) -> None:
    grid.set_photos(np.arange(1_000_000), np.zeros(1_000_000, np.float32), (10, 100))
    press(grid, Key.Key_A, CTRL)
    assert grid.selected_count() == 1_000_000
    shown = grid.viewport().grab().toImage()
    inner = grid.cell_rect(0).topLeft() + QPoint(4, 20)
    assert shown.pixelColor(inner) == QColor(style.tones(grid.palette()).selected)


def test_the_same_search_again_keeps_what_was_selected_and_seen(grid: Grid) -> None:
    click(grid, 5)
    bar = grid.verticalScrollBar()
    bar.setValue(400)
    top_id = int(grid.photos()[grid.visible().start])
    was_at = grid.cell_rect(grid.visible().start).top()
    newer = np.concatenate([np.arange(2000, 2010), np.arange(1000, 1100)])
    grid.set_photos(newer, keep=True)
    assert selected(grid) == [1005]
    assert grid.current_id() == 1005
    index = newer.tolist().index(top_id)
    assert grid.cell_rect(index).top() == was_at


def test_another_search_begins_at_the_top_with_nothing_selected(grid: Grid, qtbot: QtBot) -> None:
    press(grid, Key.Key_End)
    with qtbot.waitSignals([grid.selection_changed, grid.current_changed]):
        grid.set_photos(np.arange(50))
    assert grid.verticalScrollBar().value() == 0
    assert selected(grid) == []
    assert grid.current_id() is None


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_thumbnails_are_loaded_at_the_pixels_of_the_screen(grid: Grid, ratio: float) -> None:
    grid.devicePixelRatioF = lambda: ratio  # type: ignore[method-assign]
    grid._restyle()
    assert grid._wanted()[1] == round(grid._cells.side_px * ratio)


# --- keyboard


@pytest.mark.parametrize(
    ("keys", "reached"),
    [
        ([Key.Key_Right, Key.Key_Right], 1001),
        ([Key.Key_Down], 1000),
        ([Key.Key_Home, Key.Key_Down, Key.Key_Down, Key.Key_Right, Key.Key_Up], 1005),
        ([Key.Key_End], 1099),
        ([Key.Key_End, Key.Key_Left, Key.Key_Up], 1094),
        ([Key.Key_Home, Key.Key_PageDown, Key.Key_PageUp, Key.Key_Right], 1001),
        ([Key.Key_End, Key.Key_PageDown, Key.Key_Right], 1099),
    ],
)
def test_keys_lead_through_the_photos(grid: Grid, keys: list[Qt.Key], reached: int) -> None:
    for key in keys:
        press(grid, key)
    assert grid.current_id() == reached
    assert selected(grid) == [reached]
    assert reached - 1000 in grid.visible()
    assert grid.viewport().rect().contains(grid.cell_rect(reached - 1000))


def test_shift_selects_along_the_way_and_ctrl_does_not(grid: Grid) -> None:
    press(grid, Key.Key_Home)
    press(grid, Key.Key_Down, SHIFT)
    assert selected(grid) == [1000, 1001, 1002, 1003, 1004]
    press(grid, Key.Key_Down, CTRL)
    assert grid.current_id() == 1008
    assert len(selected(grid)) == 5
    press(grid, Key.Key_Space, CTRL)
    assert selected(grid) == [1000, 1001, 1002, 1003, 1004, 1008]


def test_space_views_enter_opens_escape_selects_none(grid: Grid, qtbot: QtBot) -> None:
    press(grid, Key.Key_Home)
    with qtbot.waitSignal(grid.view_requested) as viewed:
        press(grid, Key.Key_Space)
    with qtbot.waitSignal(grid.activated) as opened:
        press(grid, Key.Key_Return)
    assert viewed.args == opened.args == [1000]
    press(grid, Key.Key_Escape)
    assert selected(grid) == []


def test_a_screen_reader_hears_where_the_keyboard_is(grid: Grid, library: Library) -> None:
    library.changed[1001] = RowInfo("/photos/IMG_1001.jpg", online=False)
    grid.rows_changed()
    press(grid, Key.Key_Home)
    assert grid.accessibleDescription() == "1 of 100: IMG_1000.jpg, selected"
    press(grid, Key.Key_Right, CTRL)
    assert grid.accessibleDescription() == "2 of 100: IMG_1001.jpg, offline"
    assert grid.accessibleName()


# --- mouse


def test_clicks_select_as_everywhere(grid: Grid) -> None:
    click(grid, 1)
    click(grid, 4, CTRL)
    assert selected(grid) == [1001, 1004]
    click(grid, 6, SHIFT)
    assert selected(grid) == [1004, 1005, 1006]
    click(grid, 5)
    assert selected(grid) == [1005]


def test_a_click_beside_the_photos_selects_none(grid: Grid) -> None:
    click(grid, 1)
    QTest.mouseClick(grid.viewport(), Button.LeftButton, NONE, QPoint(3, 3))
    assert selected(grid) == []


def test_a_double_click_views(grid: Grid, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.view_requested) as viewed:
        QTest.mouseDClick(grid.viewport(), Button.LeftButton, NONE, middle(grid, 2))
    assert viewed.args == [1002]


def drag(grid: Grid, start: QPoint, *way: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mousePress(grid.viewport(), Button.LeftButton, modifiers, start)
    for point in way:
        QTest.mouseMove(grid.viewport(), point)
    QTest.mouseRelease(grid.viewport(), Button.LeftButton, modifiers, way[-1])


def test_a_rubber_band_selects_what_it_touches(grid: Grid) -> None:
    drag(grid, QPoint(2, 2), QPoint(60, 60), middle(grid, 5))
    assert selected(grid) == [1000, 1001, 1004, 1005]
    assert not grid._band_scrolling.isActive()


def test_a_rubber_band_that_shrinks_gives_back(grid: Grid) -> None:
    drag(grid, QPoint(2, 2), middle(grid, 6), middle(grid, 0))
    assert selected(grid) == [1000]


@pytest.fixture
def dragged(monkeypatch: pytest.MonkeyPatch) -> list[QMimeData]:
    """What was dragged out; the drag itself would wait for a real mouse."""
    seen: list[QMimeData] = []
    monkeypatch.setattr(dragging, "drag", lambda source, data, thumbnail, count: seen.append(data))
    return seen


def test_dragging_a_selected_photo_takes_all_that_are(grid: Grid, dragged: list[QMimeData]) -> None:
    click(grid, 0)
    click(grid, 2, CTRL)
    drag(grid, middle(grid, 2), middle(grid, 2) + QPoint(80, 0))
    assert len(dragged) == 1
    assert [url.toLocalFile() for url in dragged[0].urls()] == ["/1000", "/1002"]
    assert photos_in(dragged[0]).tolist() == [1000, 1002]
    assert selected(grid) == [1000, 1002]


def test_dragging_another_photo_selects_it_first(grid: Grid, dragged: list[QMimeData]) -> None:
    click(grid, 0)
    drag(grid, middle(grid, 3), middle(grid, 3) + QPoint(0, 80))
    assert photos_in(dragged[0]).tolist() == [1003]


def test_other_drops_hold_no_photos() -> None:
    assert photos_in(QMimeData()).tolist() == []


def test_the_picture_of_a_drag_is_drawn(grid: Grid) -> None:
    assert not dragging._picture(grid.palette(), grid.font(), None, 1234).isNull()


def test_drops_are_left_to_the_parent(grid: Grid) -> None:
    assert not grid.acceptDrops()
    assert not grid.viewport().acceptDrops()


def wheel(grid: Grid, delta: int, modifiers: Qt.KeyboardModifier) -> None:
    centre = QPointF(grid.viewport().rect().center())
    event = QWheelEvent(
        centre,
        grid.viewport().mapToGlobal(centre),
        QPoint(),
        QPoint(0, delta),
        Button.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(grid.viewport(), event)


def test_ctrl_and_wheel_change_the_size_and_each_notch_shows(grid: Grid, qtbot: QtBot) -> None:
    before = grid._cells.side_px
    with qtbot.waitSignal(grid.cell_size_changed):
        wheel(grid, 120, CTRL)
    assert grid._cells.side_px > before
    for _ in range(40):
        wheel(grid, -120, CTRL)
    assert SMALLEST_CELL_PX <= grid.cell_size() <= LARGEST_CELL_PX
    assert grid.cell_size() < 112


def test_the_wheel_alone_scrolls(grid: Grid) -> None:
    before = grid.cell_size()
    wheel(grid, -120, NONE)
    assert grid.verticalScrollBar().value() > 0
    assert grid.cell_size() == before


def menu_at(grid: Grid, point: QPoint) -> None:
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, point, grid.viewport().mapToGlobal(point))
    QApplication.sendEvent(grid.viewport(), event)


def test_the_menu_is_about_what_was_clicked_or_all_that_is_selected(
    grid: Grid, qtbot: QtBot
) -> None:
    click(grid, 0)
    click(grid, 1, CTRL)
    with qtbot.waitSignal(grid.context_menu_requested):
        menu_at(grid, middle(grid, 1))
    assert selected(grid) == [1000, 1001]
    with qtbot.waitSignal(grid.context_menu_requested):
        menu_at(grid, middle(grid, 3))
    assert selected(grid) == [1003]


def test_the_menu_key_asks_for_the_menu_at_the_current_photo(grid: Grid, qtbot: QtBot) -> None:
    press(grid, Key.Key_Home)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    with qtbot.waitSignal(grid.context_menu_requested) as asked:
        QApplication.sendEvent(grid, event)
    assert grid.viewport().mapFromGlobal(asked.args[0]) == middle(grid, 0)


def test_the_tooltip_says_what_is_known(grid: Grid, library: Library) -> None:
    library.changed[1000] = RowInfo("/photos/a.jpg", online=False, problem="is damaged")
    grid.rows_changed()
    assert grid._tooltip(0) == "a.jpg\n/photos\nIts folder is offline.\nis damaged"
    event = QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(1, 1), grid.mapToGlobal(QPoint(1, 1)))
    assert QApplication.sendEvent(grid.viewport(), event)


def test_the_grid_can_be_as_small_as_a_window_gets(grid: Grid) -> None:
    for size in (QSize(1, 1), QSize(60, 40), QSize(900, 600)):
        grid.resize(size)
        grid.grab()
    press(grid, Key.Key_PageDown)
