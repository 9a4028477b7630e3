"""The menu bar reaches every action, each key once; the keyboard reaches every control."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QTextBrowser,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from imagefinder.core.paths import LibraryPaths
from imagefinder.gui.chip import Chip
from imagefinder.gui.completion import field_hints
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.help import HelpSheet, sections
from imagefinder.gui.main_window import MainWindow
from imagefinder.gui.pages import Page
from imagefinder.gui.photo_actions import PhotoActions
from imagefinder.gui.remembered import Remembered

CONTROLS = (QAbstractButton, QLineEdit, QComboBox)


@pytest.fixture
def window(
    tmp_path: Path, show: Callable[[QWidget], None], qapp: QApplication
) -> Iterator[MainWindow]:
    """The window on a library that no engine has made yet."""
    library = tmp_path / "library"
    library.mkdir()
    remembered = Remembered(library / "window.ini")
    engine = EngineClient(library)
    made = MainWindow(LibraryPaths(library), engine, remembered, lambda: None, lambda theme: None)
    show(made)
    yield made
    made.close()
    engine.deleteLater()


def menu_of(window: MainWindow, title: str) -> QMenu:
    actions = window.menuBar().actions()
    return next(a.menu() for a in actions if a.text().replace("&", "") == title)


def action(menu: QMenu, text: str) -> QAction:
    return next(one for one in menu.actions() if one.text() == text)


def test_every_key_of_the_menus_means_one_thing(window: MainWindow) -> None:
    photo = menu_of(window, "Photo")
    photo.aboutToShow.emit()
    menus = [one.menu() for one in window.menuBar().actions()]
    actions = {one for menu in menus for one in menu.actions() if not one.shortcut().isEmpty()}
    keys = Counter(one.shortcut().toString() for one in actions)
    assert [key for key, count in keys.items() if count > 1] == []
    assert {"Ctrl+1", "Ctrl+F", "Ctrl+V", "Ctrl+Q", "Ctrl+D", "F1", "F11"} <= set(keys)


def test_pages_are_turned_in_their_order_by_their_keys(qtbot: QtBot, window: MainWindow) -> None:
    keys = [one.shortcut().toString() for one in window._navigation.page_actions]
    assert keys == [f"Ctrl+{number}" for number in range(1, len(keys) + 1)]
    shown = [page for page in Page if page in window._page_widgets]
    for number, page in enumerate(shown):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1 + number), Qt.KeyboardModifier.ControlModifier)
        assert window._page is page


def test_menus_share_the_actions_of_the_pages(window: MainWindow) -> None:
    view = menu_of(window, "View").actions()
    assert set(window._navigation.page_actions) <= set(view)
    assert window._search.view_menu.menu() in [one.menu() for one in view]


def test_the_photo_menu_is_that_of_the_page_that_is_seen(window: MainWindow) -> None:
    menu = menu_of(window, "Photo")
    window.show_page(Page.SEARCH)
    menu.aboutToShow.emit()
    own = window._search.actions_on_photos
    assert set(menu.actions()) & set(window._search.grid.actions())
    assert own in window.findChildren(PhotoActions)
    window.show_page(Page.PROBLEMS)
    menu.aboutToShow.emit()
    assert [one.isEnabled() for one in menu.actions()] == [False]


def test_select_all_leaves_text_to_the_line(qtbot: QtBot, window: MainWindow) -> None:
    window._bar.focus()
    qtbot.keyClicks(window._bar.line, "red")
    qtbot.keyClick(window._bar.line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert window._bar.line.selectedText() == "red"


def test_a_saved_search_may_be_asked_for_when_there_is_one(window: MainWindow) -> None:
    saved = action(menu_of(window, "Search"), "Saved searches").menu()
    saved.aboutToShow.emit()
    assert [one.isEnabled() for one in saved.actions()] == [False]
    window._aids.shelf.show_names(["one", "two"])
    saved.aboutToShow.emit()
    assert [one.text() for one in saved.actions()[:2]] == ["one", "two"]


def test_keys_hold_while_the_menu_bar_is_hidden(qtbot: QtBot, window: MainWindow) -> None:
    window.menuBar().hide()
    window._search.grid.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window._bar.line.hasFocus()


def test_the_help_sheet_names_every_key_and_field(qtbot: QtBot, window: MainWindow) -> None:
    menu_of(window, "Photo").aboutToShow.emit()
    sheet = HelpSheet(sections(window), window)
    text = sheet.findChild(QTextBrowser).toPlainText()
    assert all(f"{field}:" in text for field in field_hints())
    for one in window.actions():
        assert one.shortcut().toString() in text
    assert text.count("Find similar") == 1
    sheet.close()
    sheet.deleteLater()


def test_the_side_bar_is_wide_where_there_is_room(window: MainWindow) -> None:
    window.resize(1280, 800)
    wide = window._navigation.width()
    window.resize(900, 600)
    assert window._navigation.width() < wide
    assert window._pages.width() > 700


def test_nothing_of_the_frame_is_cut_off_in_a_small_window(window: MainWindow) -> None:
    window._aids.shelf.show_names(["a saved search"])
    window.resize(720, 480)
    QApplication.processEvents()
    for button in window._navigation.findChildren(QToolButton):
        if button.isVisible():
            assert window._navigation.rect().contains(
                button.mapTo(window._navigation, button.rect().bottomRight())
            )
            assert button.height() >= button.minimumSizeHint().height()


@pytest.mark.parametrize("page", list(Page))
def test_the_keyboard_reaches_every_control(window: MainWindow, page: Page) -> None:
    window._bar.set_text("red type:png")
    window._bar._on_return()
    window.show_page(page)
    reached = tab_walk(window)
    seen = [one for one in window.findChildren(QWidget) if one.isVisible() and one.isEnabled()]
    controls = [one for one in seen if isinstance(one, CONTROLS) and wants_the_keyboard(one)]
    assert [told(one) for one in controls if not came_to(one, reached)] == []
    assert [told(one) for one in reached if not told(one)[1]] == []


def told(control: QWidget) -> tuple[str, str]:
    """Its kind, and what a screen reader says of it."""
    text = getattr(control, "text", None)
    name = control.accessibleName() or (text() if callable(text) else "")
    return type(control).__name__, name


def tab_walk(window: MainWindow) -> set[QWidget]:
    """Every widget that Tab comes to, from the line once round."""
    window._bar.focus()
    reached: set[QWidget] = set()
    while (focus := QApplication.focusWidget()) is not None and focus not in reached:
        reached.add(focus)
        window.focusNextChild()
    return reached


def came_to(control: QWidget, reached: set[QWidget]) -> bool:
    """Of buttons of which one holds, Tab comes to that one; arrows go to the others."""
    if isinstance(control, QAbstractButton):
        group = control.group()
        if group is not None and group.exclusive():
            return bool(reached & set(group.buttons()))
        if control.autoExclusive():
            row = control.parentWidget().findChildren(QAbstractButton)
            return bool(reached & {one for one in row if one.autoExclusive()})
    return control in reached


def wants_the_keyboard(control: QWidget) -> bool:
    """All but what keys do in another way: the inside of chips, the bar's glass and cross."""
    inner = isinstance(control.parent(), Chip | QComboBox) or control.focusProxy() is not None
    other_way = {"Search now", "Clear the query"}
    return not inner and control.accessibleName() not in other_way
