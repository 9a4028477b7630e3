"""Saved searches: kept under a name, asked again, renamed, replaced and forgotten."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QListWidget, QMenu, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.choices import ForgetSearch, SaveSearch
from imagefinder.core.messages import Done
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.query import InFolder, PictureFile, Query, Words
from imagefinder.gui.library_view import LibraryReads
from imagefinder.gui.query_bar import QueryBar
from imagefinder.gui.saved_list import SavedList
from imagefinder.gui.saved_searches import SavedSearches
from imagefinder.search.parse import parse
from imagefinder.store.connect import open_for_writing
from imagefinder.store.marks import Marks

RED = Query((Words("red"),))
ODD = Query((PictureFile("/p/\udcff.jpg", -2),), (InFolder("Norway"),))


class Engine(QObject):
    """Writes into the library at once, as the engine does sooner or later."""

    ready = Signal()
    done = Signal(object)

    def __init__(self, paths: LibraryPaths) -> None:
        super().__init__()
        self.connection = open_for_writing(paths)
        self.numbers = 0

    def next_request(self) -> int:
        self.numbers += 1
        return self.numbers

    def send(self, request: object) -> None:
        marks = Marks(self.connection)
        match request:
            case SaveSearch(name=name, query=query):
                marks.save_search(name, query)
            case ForgetSearch(name=name):
                marks.forget_search(name)
        self.done.emit(Done(request.request))


class Window(QWidget):
    """A bar, a list, and what connects them; dialogs are answered by `name` and `sure`."""

    def __init__(self, paths: LibraryPaths) -> None:
        super().__init__()
        self.engine = Engine(paths)
        self.bar = QueryBar(parse)
        self.shelf = SavedList()
        self.reads = LibraryReads(paths, self)
        column = QVBoxLayout(self)
        column.addWidget(self.bar)
        column.addWidget(self.shelf)
        self.saved = SavedSearches(self.engine, self.reads, self.bar, self.shelf, self)
        self.name: str | None = None
        self.sure = True
        self.asked: list[str] = []
        self.saved.ask_name = lambda title, name: name if self.name is None else self.name
        self.saved.agreed = self._agreed
        self.resize(500, 400)

    def _agreed(self, title: str, text: str, verb: str) -> bool:
        self.asked.append(text)
        return self.sure

    @property
    def star(self) -> QToolButton:
        buttons = self.bar.findChildren(QToolButton)
        return next(b for b in buttons if b.accessibleName() == "Save this search")


@pytest.fixture
def window(tmp_path: Path, show: Callable[[QWidget], None]) -> Iterator[Window]:
    window = Window(LibraryPaths(tmp_path / "library"))
    show(window)
    yield window
    window.reads.close()
    window.bar.close_previews()
    window.engine.connection.close()


@pytest.fixture
def keep(qtbot: QtBot, window: Window) -> Callable[[str, Query], None]:
    """Saves a query under a name, by the star."""

    def kept(name: str, query: Query) -> None:
        window.bar.show_query(query)
        window.name = name
        qtbot.mouseClick(window.star, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: name in window.shelf.names)

    return kept


Keep = Callable[[str, Query], None]


def test_the_star_is_there_when_something_is_asked(window: Window) -> None:
    assert window.star.isHidden()
    assert not window.saved.action.isEnabled()
    window.bar.set_text("red")
    assert not window.star.isHidden()
    assert window.saved.action.isEnabled()
    window.bar.set_text("red after:never")
    assert window.star.isHidden()


def test_the_name_that_is_offered_says_what_is_asked(qtbot: QtBot, window: Window) -> None:
    window.bar.set_text("red boat -folder:Norway")
    window.saved.save()
    qtbot.waitUntil(lambda: bool(window.shelf.names))
    assert window.shelf.names == ("red boat, \N{MINUS SIGN}folder: Norway",)


@pytest.mark.parametrize("query", [RED, ODD])
def test_a_click_asks_again(qtbot: QtBot, window: Window, keep: Keep, query: Query) -> None:
    keep("kept", query)
    window.bar.clear()
    shown = window.shelf.findChild(QListWidget)
    at = shown.visualItemRect(shown.item(0)).center()
    with qtbot.waitSignal(window.bar.query_changed):
        qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert window.bar.query() == query
    assert len(window.bar.chips()) == len(query.terms) + len(query.filters)


def test_names_are_sorted_and_markup_is_text(window: Window, keep: Keep) -> None:
    for name in ("b", "<b>A</b>", "a"):
        keep(name, RED)
    assert window.shelf.names == ("<b>A</b>", "a", "b")


def test_a_name_that_is_taken_is_replaced_when_agreed(
    qtbot: QtBot, window: Window, keep: Keep
) -> None:
    keep("kept", RED)
    window.bar.show_query(ODD)
    window.sure = False
    window.saved.save()
    assert len(window.asked) == 1
    assert Marks(window.engine.connection).saved_searches() == {"kept": RED}
    window.sure = True
    window.saved.save()
    assert Marks(window.engine.connection).saved_searches() == {"kept": ODD}


def test_keys_rename_and_delete(qtbot: QtBot, window: Window, keep: Keep) -> None:
    keep("kept", RED)
    shown = window.shelf.findChild(QListWidget)
    shown.setFocus()
    shown.setCurrentRow(0)
    window.name = "other"
    qtbot.keyClick(shown, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: window.shelf.names == ("other",))
    shown.setCurrentRow(0)
    qtbot.keyClick(shown, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: window.shelf.names == ())
    assert "other" in window.asked[-1]


def test_replace_takes_what_is_asked_now(qtbot: QtBot, window: Window, keep: Keep) -> None:
    keep("kept", RED)
    window.bar.show_query(ODD)
    window.shelf.replace_wanted.emit("kept")
    assert Marks(window.engine.connection).saved_searches() == {"kept": ODD}


def test_no_name_saves_nothing(window: Window) -> None:
    window.bar.show_query(RED)
    window.name = ""
    window.saved.save()
    assert Marks(window.engine.connection).saved_searches() == {}


def test_a_narrow_side_bar_has_a_menu_instead(window: Window, keep: Keep) -> None:
    keep("this & that", RED)
    window.shelf.set_wide(False)
    assert window.shelf.findChild(QListWidget).isHidden()
    button = window.shelf.findChild(QToolButton)
    assert not button.isHidden()
    menu = button.menu()
    window.shelf.fill(menu)
    window.bar.clear()
    menu.actions()[0].trigger()
    assert menu.actions()[0].text() == "this && that"
    assert window.bar.query() == RED
    changes = [action.text() for action in menu.findChildren(QMenu)[1].actions()]
    assert len(changes) == 3
