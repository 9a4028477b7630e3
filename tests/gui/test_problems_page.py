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
    assert not retry.isEnabled()
    page.show_problems(PROBLEMS[:2])
    page._table.selectRow(1)
    show.click()
    assert shown == ["/photos/1.jpg"]
    with qtbot.waitSignal(page.retry_wanted):
        retry.click()
