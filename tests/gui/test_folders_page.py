"""The page of folders: counts, reasons, and what is wanted of them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.reports import FolderStatus
from imagefinder.gui.folders_page import FoldersPage

HERE = FolderStatus("/photos/here", 1200, 100, 3)
AWAY = FolderStatus("/photos/away", 40, 0, 0, "it is not there (is its disk plugged in?)")


@pytest.fixture
def page(qtbot: QtBot, show: Callable[[QWidget], None]) -> FoldersPage:
    made = FoldersPage()
    made.resize(800, 500)
    show(made)
    made.show_folders((HERE, AWAY))
    return made


def texts(page: FoldersPage, row: int) -> list[str]:
    items = [page._table.item(row, column) for column in range(6)]
    return [item.text() for item in items if item]


def enabled(page: FoldersPage) -> set[str]:
    return {b.text() for b in page.findChildren(QAbstractButton) if b.isEnabled() and b.text()}


def test_files_that_are_no_pictures_are_told_beside_the_photos(page: FoldersPage) -> None:
    page.show_folders((FolderStatus("/home/me", 200, 0, 0, others=9400), HERE))
    tips = [item.toolTip() for row in (0, 1) if (item := page._table.item(row, 1))]
    assert "9400 other" in tips[0].replace(",", "")
    assert "other" not in tips[1]


def test_problems_are_those_that_are_listed_and_ignored_ones_are_told_beside(
    page: FoldersPage, qtbot: QtBot
) -> None:
    page.show_folders(
        (FolderStatus("/a", 20, 3, 2, ignored=4, unreadable=1), FolderStatus("/b", 9, 0, 0))
    )
    assert texts(page, 0)[1:5] == ["20", "11", "3", "3"]
    (tip, none) = [item.toolTip() for row in (0, 1) if (item := page._table.item(row, 4))]
    assert "4 ignored" in tip
    assert "ignored" not in none


def test_a_folder_that_can_only_not_be_listed_leads_to_the_problems(
    page: FoldersPage, qtbot: QtBot
) -> None:
    page.show_folders((FolderStatus("/a", 20, 0, 0, unreadable=1),))
    with qtbot.waitSignal(page.problems_wanted):
        page._table.cellClicked.emit(0, 4)
    page._table.selectRow(0)
    assert "Problems" in enabled(page)
    page.show_folders((FolderStatus("/a", 20, 0, 0, ignored=1),))
    assert "Problems" not in enabled(page)


def test_counts_and_state(page: FoldersPage) -> None:
    counts = [text.replace(",", "") for text in texts(page, 0)]
    assert counts == ["/photos/here", "1200", "1097", "100", "3", "online"]
    assert texts(page, 1)[-1] == "offline"
    assert "plugged in" in page._hint.text()


def test_what_can_be_done_depends_on_the_folder(page: FoldersPage) -> None:
    always = {"Add folder…", "Look through all again", "Leave out…"}
    assert enabled(page) == always
    page._table.selectRow(0)
    assert enabled(page) == always | {"Look again", "Problems", "Remove…"}
    assert "plugged in" not in page._hint.text()
    page._table.selectRow(1)
    assert enabled(page) == always | {"Look again", "Pictures are gone…", "Remove…"}


def test_wishes_name_the_folder(page: FoldersPage, qtbot: QtBot, monkeypatch) -> None:
    page._table.selectRow(1)
    asked: list[str] = []

    def sure(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(box.informativeText())
        return QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "exec", sure)
    for button, signal in (
        (page._rescan_one, page.rescan_one_wanted),
        (page._give_up, page.give_up_wanted),
        (page._remove, page.remove_wanted),
    ):
        with qtbot.waitSignal(signal) as wished:
            button.click()
        assert wished.args == [AWAY.path]
    assert len(asked) == 2
    assert all("40 photo" in text for text in asked)


def test_nothing_goes_without_a_yes(page: FoldersPage, qtbot: QtBot, monkeypatch) -> None:
    page._table.selectRow(0)
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Cancel)
    with qtbot.assertNotEmitted(page.remove_wanted):
        page._remove.click()


def test_a_number_of_problems_leads_to_them(page: FoldersPage, qtbot: QtBot) -> None:
    def centre(row: int) -> QPoint:
        return page._table.visualRect(page._table.model().index(row, 4)).center()

    with qtbot.waitSignal(page.problems_wanted):
        qtbot.mouseClick(page._table.viewport(), Qt.MouseButton.LeftButton, pos=centre(0))
    with qtbot.assertNotEmitted(page.problems_wanted):
        qtbot.mouseClick(page._table.viewport(), Qt.MouseButton.LeftButton, pos=centre(1))


def test_the_chosen_folder_stays_chosen(page: FoldersPage) -> None:
    page._table.selectRow(1)
    page.show_folders((FolderStatus("/a", 1, 0, 0), HERE, AWAY))
    chosen = page._table.chosen()
    assert chosen is not None
    assert chosen.path == AWAY.path


def test_an_empty_page_says_what_to_do(page: FoldersPage) -> None:
    page.show_folders(())
    assert "drop it on this window" in page._hint.text()
    assert enabled(page) == {"Add folder…", "Leave out…"}
