"""The query bar as a person uses it: typing, Enter, chips by mouse and by keyboard."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.query import OfType, PictureFile, Query, TasteTerm, Words
from imagefinder.gui.chip import Chip
from imagefinder.gui.query_bar import QueryBar
from imagefinder.search.parse import parse


class Heard:
    """What the bar said, newest last."""

    def __init__(self, bar: QueryBar) -> None:
        self.queries: list[Query] = []
        self.complaints: list[str] = []
        bar.query_changed.connect(self.queries.append)
        bar.complained.connect(self.complaints.append)


@pytest.fixture
def bar(qtbot: QtBot, show: Callable[[QWidget], None]) -> Iterator[QueryBar]:
    bar = QueryBar(parse)
    show(bar)
    bar.focus()
    yield bar
    bar.close_previews()


@pytest.fixture
def heard(bar: QueryBar) -> Heard:
    return Heard(bar)


def line_of(bar: QueryBar) -> QWidget:
    return bar._line


def test_typing_asks_once_after_a_pause(qtbot: QtBot, bar: QueryBar, heard: Heard) -> None:
    with qtbot.waitSignal(bar.query_changed):
        qtbot.keyClicks(line_of(bar), "red circle")
    assert heard.queries == [Query((Words("red circle"),))]
    assert not bar.chips()


def test_enter_makes_chips(qtbot: QtBot, bar: QueryBar, heard: Heard) -> None:
    qtbot.keyClicks(line_of(bar), 'red -blue 2:"big star" type:png')
    qtbot.keyClick(line_of(bar), Qt.Key.Key_Return)
    parts = [chip.part for chip in bar.chips()]
    assert parts == [Words("red"), Words("blue", -1), Words("big star", 2), OfType("PNG")]
    assert heard.queries[-1] == Query(tuple(parts[:3]), (parts[3],))
    assert bar._line.text() == ""


def test_what_can_not_be_understood_is_told_until_it_is_mended(
    qtbot: QtBot, bar: QueryBar, heard: Heard
) -> None:
    bar.set_text("red")
    bar.set_text("red after:never")
    assert "never" in heard.complaints[-1]
    bar.set_text("red")
    assert heard.queries == [Query((Words("red"),))] * 2


def test_a_field_without_a_value_is_told_on_enter_and_not_while_typing(
    qtbot: QtBot, bar: QueryBar, heard: Heard
) -> None:
    with qtbot.waitSignal(bar.query_changed):
        qtbot.keyClicks(line_of(bar), "sunset type:")
    assert heard.queries == [Query((Words("sunset"),))]
    assert heard.complaints == []
    qtbot.keyClick(line_of(bar), Qt.Key.Key_Return)
    assert heard.complaints == ['"type:" is not understood: write something behind the colon.']
    assert (bar.chips(), bar._line.text()) == ((), "sunset type:")
    with qtbot.waitSignal(bar.query_changed):
        qtbot.keyClicks(line_of(bar), "png")
    assert heard.queries[-1] == Query((Words("sunset"),), (OfType("PNG"),))


def test_a_chip_that_goes_beside_an_unfinished_filter_is_told(
    qtbot: QtBot, bar: QueryBar, heard: Heard
) -> None:
    bar.add_typed("red")
    bar._line.setText("name:")
    bar.chips()[0].removed.emit()
    assert heard.queries[-1] == Query()
    assert heard.complaints == []


def test_escape_clears_everything(qtbot: QtBot, bar: QueryBar, heard: Heard) -> None:
    bar.add_pictures(["/a.jpg"])
    qtbot.keyClicks(line_of(bar), "red")
    qtbot.keyClick(line_of(bar), Qt.Key.Key_Escape)
    assert heard.queries[-1] == Query()
    assert not bar.chips()
    assert bar._line.text() == ""


def test_backspace_takes_words_back_into_the_line(qtbot: QtBot, bar: QueryBar) -> None:
    bar.set_text('red -"blue sky"')
    qtbot.keyClick(line_of(bar), Qt.Key.Key_Return)
    qtbot.keyClick(line_of(bar), Qt.Key.Key_Backspace)
    assert bar._line.text() == '-"blue sky"'
    assert [chip.part for chip in bar.chips()] == [Words("red")]
    assert bar.query() == Query((Words("red"), Words("blue sky", -1)))


def test_a_chip_is_turned_weighed_and_removed_by_keys(
    qtbot: QtBot, bar: QueryBar, heard: Heard
) -> None:
    bar.add_pictures(["/a.jpg"])
    qtbot.keyClick(line_of(bar), Qt.Key.Key_Left)
    (chip,) = bar.chips()
    assert chip.hasFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Plus)
    assert heard.queries[-1] == Query((PictureFile("/a.jpg", 1.25),))
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert heard.queries[-1] == Query((PictureFile("/a.jpg", -1.25),))
    assert chip.accessibleName().startswith("without ")
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert heard.queries[-1] == Query()
    assert bar._line.hasFocus()


def test_a_weight_steps_over_nought(qtbot: QtBot, bar: QueryBar) -> None:
    bar.set_text("0.25:red")
    qtbot.keyClick(line_of(bar), Qt.Key.Key_Return)
    (chip,) = bar.chips()
    qtbot.keyClick(chip, Qt.Key.Key_Minus)
    assert chip.part == Words("red", -0.25)


def test_a_chip_is_turned_weighed_and_removed_by_its_menu(qtbot: QtBot, bar: QueryBar) -> None:
    bar.set_text("red type:png")
    qtbot.keyClick(line_of(bar), Qt.Key.Key_Return)
    words, kind = bar.chips()

    def choose(chip: Chip, text: str) -> None:
        menu = QMenu(bar)
        chip.fill(menu)
        next(action for action in menu.actions() if action.text() == text).trigger()
        menu.deleteLater()

    choose(words, "Weigh 2 times")
    choose(words, "Don't want it")
    choose(words, "Weigh 3 times")
    assert words.part == Words("red", -3)
    choose(words, "Want it")
    assert words.part == Words("red", 3)
    choose(kind, "Don't want it")
    assert kind.part == OfType("PNG", negated=True)
    choose(kind, "Remove")
    assert bar.chips() == (words,)


def test_a_chip_is_turned_and_removed_by_mouse(qtbot: QtBot, bar: QueryBar) -> None:
    bar.set_text("type:png")
    qtbot.keyClick(line_of(bar), Qt.Key.Key_Return)
    (chip,) = bar.chips()
    sign, remove = chip.findChildren(QToolButton)
    qtbot.mouseClick(sign, Qt.MouseButton.LeftButton)
    assert chip.part == OfType("PNG", negated=True)
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert not bar.chips()


def test_many_chips_make_more_rows_and_stay_inside(qtbot: QtBot, bar: QueryBar) -> None:
    bar.resize(500, bar.height())
    before = bar.sizeHint().height()
    bar.set_text(" ".join(f'"words number {number}"' for number in range(12)))
    qtbot.keyClick(line_of(bar), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bar.sizeHint().height() > before)
    assert all(chip.geometry().right() <= bar.width() for chip in bar.chips())


def test_names_with_markup_are_shown_as_text(qtbot: QtBot, bar: QueryBar) -> None:
    bar.add_pictures(["/<b>bold</b>.jpg"])
    (chip,) = bar.chips()
    assert chip._label.textFormat() == Qt.TextFormat.PlainText
    assert "<b>bold<" in chip._label.text() or "b>" in chip._label.text()


def test_paste_of_a_picture_is_handed_on(
    qtbot: QtBot, show: Callable[[QWidget], None], qapp: object
) -> None:
    bar = QueryBar(parse, lambda: True)
    show(bar)
    bar.focus()
    data = QMimeData()
    data.setText("text beside the picture")
    QGuiApplication.clipboard().setMimeData(data)
    with qtbot.waitSignal(bar.paste_wanted):
        qtbot.keyClick(bar._line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert bar._line.text() == ""


def test_a_taste_is_a_chip_that_is_turned_and_weighed(
    qtbot: QtBot, bar: QueryBar, heard: Heard
) -> None:
    bar.set_text('sea -taste:"old boats"')
    qtbot.keyClick(line_of(bar), Qt.Key.Key_Return)
    taste, words = bar.chips()
    assert taste.accessibleName() == "without taste: old boats"
    taste.setFocus()
    qtbot.keyClick(taste, Qt.Key.Key_Space)
    qtbot.keyClick(taste, Qt.Key.Key_Plus)
    assert heard.queries[-1] == Query((TasteTerm("old boats", 1.25), Words("sea")))
    assert words.part == Words("sea")


def test_words_with_a_colon_taken_back_are_still_words(qtbot: QtBot, bar: QueryBar) -> None:
    bar.set_text('"type:heic"')
    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    qtbot.keyClick(bar.line, Qt.Key.Key_Backspace)
    assert bar.line.text() == '"type:heic"'
    assert bar.query().terms == (Words("type:heic"),)
