"""The problems page and its model."""

from PySide6.QtWidgets import QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from imagefinder.core.reports import Problem
from imagefinder.gui.problems_page import ProblemsModel, ProblemsPage

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
    page.show_problems(PROBLEMS[:2])
    with qtbot.waitSignal(page.retry_wanted) as wanted:
        retry.click()
    assert wanted.args == [[]]
    page._table.selectRow(1)
    show.click()
    assert shown == ["/photos/1.jpg"]


def test_several_are_tried_again_or_ignored_at_once(qtbot: QtBot) -> None:
    page = ProblemsPage(str)
    qtbot.addWidget(page)
    page.show_problems(PROBLEMS[:3])
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
    page.show_problems(PROBLEMS[:3])
    page._table.selectRow(2)
    page.show_problems(list(PROBLEMS[:3]))
    assert page.selected_paths() == ["/photos/2.jpg"]
    page.show_problems(PROBLEMS[:2])
    assert page.selected_paths() == []
    assert page._retry.text() == "Try all again"
