"""Completion in the query bar as a person uses it: keys, mouse, and what was asked lately."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.query import InFolder, OfType, PictureFile, Query, Words
from imagefinder.gui.completing import Completing
from imagefinder.gui.query_bar import QueryBar
from imagefinder.gui.recents import MOST, Recents
from imagefinder.gui.remembered import Remembered
from imagefinder.search.parse import parse
from imagefinder.store.suggestions import Suggestions

FOUND = Suggestions(formats={"JPEG": 12, "PNG": 3}, folders={"New York": 6, "Norway": 4})
Key = Qt.Key


class Window(QWidget):
    """A bar with all that helps in asking."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bar = QueryBar(parse)
        self.recents = Recents(Remembered(folder / "window.ini"), self.bar, folder / "dropped")
        self.completing = Completing(self.bar, lambda: FOUND, self.recents)
        column = QVBoxLayout(self)
        column.addWidget(self.bar)
        column.addStretch(1)
        self.resize(700, 500)

    def offered(self) -> list[str]:
        shown = self.completing.list
        return [] if shown.isHidden() else [shown.item(i).text() for i in range(shown.count())]


@pytest.fixture
def window(tmp_path: Path, show: Callable[[QWidget], None]) -> Iterator[Window]:
    window = Window(tmp_path)
    show(window)
    window.bar.focus()
    yield window
    window.bar.close_previews()


@pytest.fixture
def press(qtbot: QtBot, window: Window) -> Callable[..., None]:
    """Types text, or presses keys, in the line."""

    def pressed(*what: str | Qt.Key) -> None:
        for one in what:
            if isinstance(one, str):
                qtbot.keyClicks(window.bar.line, one)
            else:
                qtbot.keyClick(window.bar.line, one)

    return pressed


def parts(window: Window) -> list[object]:
    return [chip.part for chip in window.bar.chips()]


def test_what_becomes_known_is_offered_unless_the_list_was_closed(
    window: Window, press: Callable[..., None]
) -> None:
    known = [Suggestions()]
    window.completing._values = lambda: known[0]
    press("folder:nor")
    assert window.offered() == []
    known[0] = FOUND
    window.completing.renew()
    assert window.offered() == ["Norway"]
    press(Key.Key_Down)
    known[0] = Suggestions()
    window.completing.renew()
    assert window.offered() == ["Norway"], "what is marked must not go away under the hand"
    press(Key.Key_Escape)
    known[0] = FOUND
    window.completing.renew()
    assert window.offered() == []


def test_a_value_is_taken_by_down_and_enter(window: Window, press: Callable[..., None]) -> None:
    press("red fo", Key.Key_Down, Key.Key_Return)
    assert window.bar.line.text() == "red folder:"
    assert window.offered() == ["New York", "Norway"]
    press(Key.Key_Down, Key.Key_Return)
    assert parts(window) == [InFolder("New York")]
    assert window.bar.line.text() == "red"
    assert window.offered() == []


def test_enter_with_nothing_marked_makes_a_chip(window: Window, press: Callable[..., None]) -> None:
    press("norway")
    assert window.offered() == ["folder: Norway"]
    press(Key.Key_Return)
    assert parts(window) == [Words("norway")]
    assert window.offered() == []


def test_tab_takes_what_completes_a_field_but_no_mere_guess(
    window: Window, press: Callable[..., None]
) -> None:
    press("type:j", Key.Key_Tab)
    assert parts(window) == [OfType("JPEG")]
    press("norway", Key.Key_Tab)
    assert parts(window) == [OfType("JPEG")]
    assert not window.bar.line.hasFocus()
    assert window.offered() == []


def test_escape_closes_the_list_before_it_clears(
    window: Window, press: Callable[..., None]
) -> None:
    press("type:", Key.Key_Escape)
    assert (window.offered(), window.bar.line.text()) == ([], "type:")
    press(Key.Key_Escape)
    assert window.bar.line.text() == ""


def test_the_mark_goes_round_and_through_none(window: Window, press: Callable[..., None]) -> None:
    press("type:")
    rows = []
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Up):
        press(key)
        rows.append(window.completing.list.currentRow())
    assert rows == [0, 1, -1, 1]


def test_a_click_takes_a_value_and_the_keyboard_stays(
    qtbot: QtBot, window: Window, press: Callable[..., None]
) -> None:
    press("type:")
    shown = window.completing.list
    at = shown.visualItemRect(shown.item(1)).center()
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))
    assert parts(window) == [OfType("PNG")]
    assert window.bar.line.hasFocus()


def test_the_list_stays_inside_the_window(window: Window, press: Callable[..., None]) -> None:
    window.resize(420, 120)
    press(Key.Key_Down)
    assert window.rect().contains(window.completing.list.geometry())


def test_text_behind_the_cursor_is_kept(window: Window, press: Callable[..., None]) -> None:
    press("type: sea")
    window.bar.line.setCursorPosition(len("type:"))
    press("p", Key.Key_Tab)
    assert parts(window) == [OfType("PNG")]
    assert window.bar.line.text() == "sea"


def test_the_list_goes_when_somebody_else_writes(
    window: Window, press: Callable[..., None]
) -> None:
    press("type:")
    assert window.offered()
    window.bar.set_text("red")
    assert window.offered() == []


def test_what_was_asked_is_offered_again(window: Window, press: Callable[..., None]) -> None:
    press("red", Key.Key_Return)
    window.bar.clear()
    press("blue -star", Key.Key_Return)
    window.bar.clear()
    press(Key.Key_Down)
    assert window.offered()[:3] == ["blue, \N{MINUS SIGN}star", "red", "Forget recent searches"]
    press(Key.Key_Down, Key.Key_Return)
    assert window.bar.query() == Query((Words("red"),))


def test_what_was_asked_is_forgotten_by_one_click(
    window: Window, press: Callable[..., None], tmp_path: Path
) -> None:
    press("secret", Key.Key_Return)
    window.bar.clear()
    assert "secret" in Remembered(tmp_path / "window.ini").recent
    press(Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert window.recents.queries() == []
    assert "secret" not in Remembered(tmp_path / "window.ini").recent
    assert "secret" not in (tmp_path / "window.ini").read_text()


def test_the_newest_are_kept_and_typing_on_counts_once(
    window: Window, press: Callable[..., None]
) -> None:
    for number in range(MOST + 5):
        window.bar.show_query(Query((Words(f"{number}."),)))
        window.bar.entered.emit()
    window.bar.show_query(Query((Words("24. more"),)))
    window.bar.entered.emit()
    texts = [query.terms[0].text for query in window.recents.queries()]
    assert texts[:2] == ["24. more", "23."]
    assert len(texts) == MOST


def test_queries_are_remembered_but_for_dropped_pictures_that_are_gone(
    window: Window, tmp_path: Path
) -> None:
    dropped = tmp_path / "dropped" / "dropped-1.png"
    elsewhere = Query((PictureFile("/unplugged/\udcff.jpg"),))
    for query in (Query((PictureFile(str(dropped)),)), elsewhere):
        window.bar.show_query(query)
        window.bar.entered.emit()
    again = Recents(Remembered(tmp_path / "window.ini"), window.bar, tmp_path / "dropped")
    assert again.queries() == [elsewhere]
    dropped.parent.mkdir()
    dropped.touch()
    assert len(again.queries()) == 2


@pytest.mark.parametrize("kept", ["", "no json", "[1]", '["{}", "bad"]'])
def test_what_can_not_be_read_is_forgotten(tmp_path: Path, window: Window, kept: str) -> None:
    remembered = Remembered(tmp_path / "other.ini")
    remembered.keep(recent=kept)
    assert len(Recents(remembered, window.bar, tmp_path).queries()) <= 1
