"""The status line: what happens, how far it is, what a search could see."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.reports import FolderStatus, Gentle, LibraryStatus, Progress, SearchResult
from imagefinder.core.types import Coverage
from imagefinder.gui.pages import Page
from imagefinder.gui.status_line import StatusLine


@pytest.fixture
def line(qtbot: QtBot, show: Callable[[QWidget], None]) -> StatusLine:
    made = StatusLine()
    made.resize(880, made.sizeHint().height())
    show(made)
    return made


def seen(**counts: int) -> SearchResult:
    none = {"photos": 101_220, "searched": 98_412, "pending": 0, "failed": 0, "offline": 0}
    return SearchResult("m", (), Coverage(**(none | counts)), 12.4)


def plain(text: str) -> str:
    return text.replace(",", "").replace("\N{NO-BREAK SPACE}", "")


def test_progress_says_all_that_is_known(line: StatusLine) -> None:
    line.show_progress(Progress("index", 30, 120, 2.5, 36.0))
    assert line._doing.text() == "Indexing 30 of 120 · 2.5 a second · 36 s left"
    assert (line._bar.maximum(), line._bar.value()) == (120, 30)


@pytest.mark.parametrize(
    ("gentle", "told"), [("chosen", "· gently"), ("battery", "· gently, on battery")]
)
def test_gentle_work_is_noted(line: StatusLine, gentle: Gentle, told: str) -> None:
    line.show_progress(Progress("index", 1, 2, gentle=gentle))
    assert line._doing.text().endswith(told)


@pytest.mark.parametrize(
    ("counts", "page", "text"),
    [
        ({"pending": 12}, Page.FOLDERS, "12 pending"),
        ({"offline": 2331}, Page.FOLDERS, "2331 offline"),
        ({"failed": 477}, Page.PROBLEMS, "477 failed"),
        ({"ignored": 12}, Page.PROBLEMS, "12 ignored"),
    ],
)
def test_each_part_of_the_coverage_leads_to_its_page(
    line: StatusLine, qtbot: QtBot, counts: dict[str, int], page: Page, text: str
) -> None:
    line.show_coverage(seen(**counts))
    told = plain(line._coverage.text())
    assert told == f'searched 98412 of 101220 · <a href="{page}">{text}</a>'
    with qtbot.waitSignal(line.page_wanted) as wanted:
        line._coverage.linkActivated.emit(str(page))
    assert wanted.args == [page]


def test_a_link_is_followed_by_the_keyboard(line: StatusLine, qtbot: QtBot) -> None:
    line.show_coverage(seen(failed=3))
    line._coverage.setFocus()
    qtbot.keyClick(line._coverage, Qt.Key.Key_Tab)
    with qtbot.waitSignal(line.page_wanted) as wanted:
        qtbot.keyClick(line._coverage, Qt.Key.Key_Return)
    assert wanted.args == [Page.PROBLEMS]


def test_the_coverage_is_never_cut_off(line: StatusLine) -> None:
    line.show_progress(Progress("index", 30_000, 120_000, 2.5, 36_000.0, gentle="battery"))
    line.show_coverage(seen(pending=123, offline=2331, failed=477))
    line.layout().activate()
    assert line._coverage.width() >= line._coverage.sizeHint().width()
    assert line._doing.toolTip() == line._doing.text()


def test_what_has_no_room_in_one_row_stands_in_two(line: StatusLine) -> None:
    line.show_progress(Progress("index", 1, 2))
    line.show_coverage(seen(failed=477))
    one_row = line.sizeHint().height()
    line.show_progress(Progress("index", 30_211, 101_220, 14.2, 5000.0, gentle="battery"))
    line.show_coverage(seen(pending=123, offline=2331, failed=477))
    assert line.sizeHint().height() > one_row
    line.layout().activate()
    text = line._doing.fontMetrics().horizontalAdvance(line._doing.text())
    assert text <= line._doing.width()
    line.show_progress(Progress("index", 1, 2))
    line.resize(1600, line.height())
    assert line.sizeHint().height() == one_row


def test_ignored_problems_are_told_apart(line: StatusLine) -> None:
    folders = (FolderStatus("/a", 9, 0, 2),)
    status = LibraryStatus(9, 4, 0, 2, folders, "m", "m", "cpu", "float32", 4, None, ignored=3)
    line.show_idle(status)
    assert line._doing.text() == "4 photo(s) indexed · 2 problem(s) · 3 ignored"


def test_a_remark_gives_way_to_what_goes_on(line: StatusLine, qtbot: QtBot) -> None:
    line.show_progress(Progress("index", 1, 2))
    line.show_remark("Copied.")
    assert line._doing.text() == "Copied."
    line.show_progress(Progress("index", 2, 2))
    assert line._doing.text() == "Copied."
    line._remark.setInterval(1)
    qtbot.waitUntil(lambda: line._doing.text() == "Indexing 2 of 2")


def test_pause_and_go_on(line: StatusLine, qtbot: QtBot) -> None:
    line.show_progress(Progress("index", 1, 2))
    with qtbot.waitSignal(line.pause_toggled) as wanted:
        line._pause.click()
    assert wanted.args == [True]
    line.show_held(True)
    assert line._doing.text() == "Paused"
    assert line._pause.accessibleName() == "Go on indexing"
    with qtbot.waitSignal(line.pause_toggled) as wanted:
        line._pause.click()
    assert wanted.args == [False]
