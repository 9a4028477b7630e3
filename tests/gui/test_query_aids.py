"""Completion, recent and saved searches in the whole window, with the real engine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.query import InFolder, OfType, Query, Words
from imagefinder.demo.library import make_demo_library
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.languages import speak
from imagefinder.gui.main_window import MainWindow
from imagefinder.gui.pages import Page
from imagefinder.gui.remembered import Remembered
from imagefinder.store.suggestions import Suggestions, keep, kept
from tests.store.small import scanned, writing

PATIENCE_MS = 120_000


@pytest.fixture
def open_window(
    tmp_path: Path, qtbot: QtBot, show: Callable[[QWidget], None], qapp: QApplication
) -> Iterator[Callable[[], MainWindow]]:
    """Opens the window on one library, each time anew, its engine started."""
    speak(qapp)
    library = tmp_path / "library"
    library.mkdir()
    opened: list[MainWindow] = []

    def made() -> MainWindow:
        remembered, engine = Remembered(library / "window.ini"), EngineClient(library)
        window = MainWindow(LibraryPaths(library), engine, remembered, lambda: None, lambda _: None)
        opened.append(window)
        show(window)
        with qtbot.waitSignal(engine.ready, timeout=PATIENCE_MS):
            window.start_engine()
        return window

    yield made
    for window in opened:
        window.close()
        window._engine.deleteLater()


def offered(window: MainWindow) -> list[str]:
    shown = window._aids.completing.list
    return [] if shown.isHidden() else [shown.item(i).text() for i in range(shown.count())]


def test_what_the_library_holds_is_offered_asked_kept_and_asked_again(
    qtbot: QtBot, tmp_path: Path, open_window: Callable[[], MainWindow]
) -> None:
    make_demo_library(tmp_path / "pictures" / "drawn ones", 12)
    window = open_window()
    window._changes.begin([str(tmp_path / "pictures")], "demo")
    qtbot.waitUntil(lambda: "drawn ones" in window._aids._values().folders, timeout=PATIENCE_MS)
    window.show_page(Page.SEARCH)
    bar = window._bar
    bar.focus()

    # A folder with a blank in its name, then a type.
    qtbot.keyClicks(bar.line, "moon folder:dra")
    assert offered(window) == ["drawn ones"]
    qtbot.keyClick(bar.line, Qt.Key.Key_Tab)
    qtbot.keyClicks(bar.line, " type:pn")
    qtbot.keyClick(bar.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(window._asking.listed, timeout=PATIENCE_MS):
        qtbot.keyClick(bar.line, Qt.Key.Key_Return)
        qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    asked = Query((Words("moon"),), (InFolder("drawn ones"), OfType("PNG")))
    assert bar.query() == asked

    window._aids.saved.ask_name = lambda title, name: "my moons"
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window._aids.shelf.names == ("my moons",), timeout=PATIENCE_MS)
    window.close()

    again = open_window()
    qtbot.waitUntil(lambda: again._aids.shelf.names == ("my moons",), timeout=PATIENCE_MS)
    assert again._aids.recents.queries()[0] == asked
    with qtbot.waitSignal(again._asking.listed, timeout=PATIENCE_MS):
        again._aids.shelf.ask_wanted.emit("my moons")
    assert again._bar.query() == asked

    # At the first letters what was found another time is offered, later what is true now.
    assert not again._aids._found.folders
    keep(Suggestions(folders={"drawn elsewhere": 3}), again._paths.suggestions)
    shown: list[list[str]] = []
    again._aids.completing.renew = lambda: shown.append([*again._aids._found.folders])
    again._bar.focus()
    qtbot.keyClicks(again._bar.line, "folder:dra")
    assert offered(again) == []
    qtbot.waitUntil(lambda: len(shown) == 2, timeout=PATIENCE_MS)
    assert shown[0] == ["drawn elsewhere"]
    assert "drawn ones" in shown[1]
    assert kept(again._paths.suggestions) == again._aids._found


def test_in_a_library_that_was_never_asked_a_sketch_is_offered_until_all_is_counted(
    qtbot: QtBot, tmp_path: Path, show: Callable[[QWidget], None], qapp: QApplication
) -> None:
    speak(qapp)
    paths = LibraryPaths(tmp_path / "library")
    with writing(paths.folder) as library:
        photos = {f"/photos/Norway/{number}": 1 for number in range(3)}
        scanned(library, library.add_folder("/photos"), photos)
    remembered, engine = Remembered(paths.folder / "window.ini"), EngineClient(paths.folder)
    window = MainWindow(paths, engine, remembered, lambda: None, lambda _: None)
    show(window)
    aids = window._aids
    aids._read()
    told: list[bool] = []
    aids.completing.renew = lambda: told.append(aids._found.counted)
    window._bar.focus()
    qtbot.keyClicks(window._bar.line, "folder:No")
    qtbot.waitUntil(lambda: len(told) == 2, timeout=PATIENCE_MS)
    assert told == [False, True]
    assert aids._found.folders["Norway"] == 3
    window.close()
    engine.deleteLater()
