"""The problems page and its model."""

from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from imagefinder.core.reports import Problem
from imagefinder.gui.languages import speak
from imagefinder.gui.problems_page import Listed, ProblemsModel, ProblemsPage

PROBLEMS = [Problem(f"/photos/{number}.jpg", "it is damaged") for number in range(1000)]


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = ProblemsModel()
    qtmodeltester.check(model)
    model.set_problems(PROBLEMS)
    qtmodeltester.check(model)
    assert model.rowCount() == 1000
    assert model.data(model.index(3, 1)) == "it is damaged"


def test_the_page_lists_retries_and_shows(qtbot: QtBot) -> None:
    shown: list[str] = []
    page = ProblemsPage(shown.append)
    qtbot.addWidget(page)
    show, retry = page._show, page._retry
    assert isinstance(show, QPushButton)
    assert retry.isHidden()
    page.show_listed(Listed(PROBLEMS[:2]))
    with qtbot.waitSignal(page.retry_wanted) as wanted:
        retry.click()
    assert wanted.args == [[]]
    page._table.selectRow(1)
    show.click()
    assert shown == ["/photos/1.jpg"]


def test_several_are_tried_again_or_ignored_at_once(qtbot: QtBot) -> None:
    page = ProblemsPage(str)
    qtbot.addWidget(page)
    page.show_listed(Listed(PROBLEMS[:3]))
    assert not page._ignore.isEnabled()
    page._table.selectAll()
    assert not page._show.isEnabled()
    paths = [problem.path for problem in PROBLEMS[:3]]
    for button, signal in (
        (page._retry, page.retry_wanted),
        (page._ignore, page.ignore_wanted),
    ):
        with qtbot.waitSignal(signal) as wanted:
            button.click()
        assert wanted.args == [paths]


def test_what_is_selected_stays_so_while_the_problems_are_the_same(qtbot: QtBot) -> None:
    page = ProblemsPage(str)
    qtbot.addWidget(page)
    page.show_listed(Listed(PROBLEMS[:3]))
    page._table.selectRow(2)
    page.show_listed(Listed(list(PROBLEMS[:3])))
    assert page.selected_paths() == ["/photos/2.jpg"]
    page.show_listed(Listed(PROBLEMS[:2]))
    assert page.selected_paths() == []
    assert page._retry.text() == "Try all again"


def test_other_files_are_counted_and_listed_on_request(qtbot: QtBot) -> None:
    page = ProblemsPage(str)
    qtbot.addWidget(page)
    others = [Problem(f"/photos/{number}.txt", "is no picture") for number in range(2)]
    assert page._others.isHidden()
    page.show_listed(Listed((), 2))
    assert not page._others.isHidden()
    assert not page._fine.isHidden(), "what is no picture is no problem"
    assert page._table.isHidden()
    with qtbot.waitSignal(page.others_toggled):
        page._others.click()
    assert page.lists_others()
    page.show_listed(Listed((), 2, others))
    assert page._fine.isHidden()
    assert page._summary.isHidden()
    assert not page._retry.isEnabled(), "nothing is chosen that could be tried again"


def test_ignored_ones_are_counted_and_not_listed(qtbot: QtBot, qapp: QApplication) -> None:
    speak(qapp)
    page = ProblemsPage(str)
    qtbot.addWidget(page)
    assert page._summary.isHidden()
    page.show_listed(Listed((), ignored_count=3))
    assert page._summary.text() == "3 files that can't be read are ignored, so not listed."
    assert not page._summary.isHidden()
    assert "Every other picture" in page._fine.accessibleName()
    page.show_listed(Listed(PROBLEMS[:2], ignored_count=3))
    assert page._summary.text().startswith("2 files")
    assert page._summary.text().endswith("3 files that can't be read are ignored, so not listed.")
    page.show_listed(Listed())
    assert "Every picture" in page._fine.accessibleName()


def test_other_files_can_be_tried_again_but_not_ignored(qtbot: QtBot) -> None:
    page = ProblemsPage(str)
    qtbot.addWidget(page)
    page.show_listed(Listed(PROBLEMS[:1], 1, [Problem("/photos/a.txt", "is no picture")]))
    page._table.selectRow(1)
    assert (page._retry.isEnabled(), page._ignore.isEnabled()) == (True, False)
    assert page.selected_paths() == ["/photos/a.txt"]
    page._table.selectRow(0)
    assert page._ignore.isEnabled()
