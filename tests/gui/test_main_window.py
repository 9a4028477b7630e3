"""The whole window with the real engine and the demo's model, from the first run to the last."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QMimeData, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import IndexReport
from imagefinder.demo.library import make_demo_library
from imagefinder.demo.scenes import Scene, draw
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.grid import Caption
from imagefinder.gui.languages import speak
from imagefinder.gui.listing import Order
from imagefinder.gui.main_window import MainWindow
from imagefinder.gui.pages import Page
from imagefinder.gui.remembered import Remembered

PATIENCE_MS = 120_000
RED_CIRCLES = 5


@pytest.fixture
def home(tmp_path: Path, qapp: QApplication) -> Path:
    """Sixty drawn pictures, five of them red circles and no other red or round."""
    speak(qapp)
    pictures = tmp_path / "pictures"
    for drawn in make_demo_library(pictures, 76):
        if drawn.scene.colour == "red" or drawn.scene.shape in ("circle", "ring"):
            drawn.path.unlink()
    for number, place in enumerate(("beach", "forest", "meadow", "snow", "night")):
        scene = Scene("circle", "red", place, "big", "top", "left")
        draw(scene, (480, 480), number).save(pictures / f"red circle {number}.png")
    return tmp_path


@pytest.fixture
def open_window(
    qtbot: QtBot, show: Callable[[QWidget], None]
) -> Iterator[Callable[..., MainWindow]]:
    """Opens the window on a library and closes what was opened."""
    opened: list[MainWindow] = []

    def made(library: Path, themes: list[str] | None = None) -> MainWindow:
        library.mkdir(exist_ok=True)
        remembered = Remembered(library / "window.ini")
        set_theme = (themes if themes is not None else []).append
        engine = EngineClient(library)
        window = MainWindow(LibraryPaths(library), engine, remembered, lambda: None, set_theme)
        opened.append(window)
        show(window)
        return window

    yield made
    for window in opened:
        window.close()
        window._engine.deleteLater()


class Person:
    """Does with a window what a person does, and looks at what it shows."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.grid = window._search.grid
        self.reports: list[IndexReport] = []
        window._engine.indexed.connect(lambda event: self.reports.append(event.report))

    def names(self) -> list[str]:
        rows = [self.grid.row(int(photo_id)) for photo_id in self.grid.photos()]
        return [row.name for row in rows if row is not None]

    def ask(self, text: str) -> list[str]:
        bar = self.window._bar
        bar.clear()
        with self.qtbot.waitSignal(
            self.window._asking.listed,
            timeout=PATIENCE_MS,
            check_params_cb=lambda listing, _: listing.result is not None,
        ):
            bar.focus()
            self.qtbot.keyClicks(bar._line, text)
        return self.names()

    def drop(self, data: QMimeData, at: QWidget) -> None:
        point = QPointF(at.mapTo(self.window, at.rect().center()))
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        action = Qt.DropAction.CopyAction
        entered = QDragEnterEvent(point.toPoint(), action, data, buttons, keys)
        QApplication.sendEvent(self.window, entered)
        assert entered.isAccepted()
        with self.qtbot.waitSignal(self.window._asking.listed, timeout=PATIENCE_MS):
            QApplication.sendEvent(self.window, QDropEvent(point, action, data, buttons, keys))

    def until_indexed(self) -> None:
        """Until it is shown and said: what is said at the end has the photos listed once more."""

        def done() -> bool:
            status = self.window._news._status
            shown = status is not None and status.embedded > 0 and status.pending == 0
            return shown and any(report.embedded for report in self.reports)

        self.qtbot.waitUntil(done, timeout=PATIENCE_MS)


def first_run(person: Person, folder: Path) -> None:
    """Choose the folder and the demo's model, and wait until all is indexed."""
    window = person.window
    window.start_engine()
    page = window._first_run
    person.qtbot.waitUntil(lambda: window._pages.currentWidget() is page, timeout=PATIENCE_MS)
    assert not window._bar.isVisible()
    page.folders._remove.click()
    assert not page.begin.isEnabled()
    page.folders.add(str(folder))
    page.choice.show_model("demo")
    page.begin.click()
    person.until_indexed()
    person.qtbot.waitUntil(lambda: window._pages.currentWidget() is window._search)


def test_from_the_first_run_to_closing(
    qtbot: QtBot, home: Path, open_window: Callable[..., MainWindow]
) -> None:
    window = open_window(home / "library")
    person = Person(window, qtbot)
    first_run(person, home / "pictures")

    names = person.ask("red circle")
    assert len(names) == len(list((home / "pictures").rglob("*.*")))
    assert all(name.startswith("red circle") for name in names[:RED_CIRCLES])

    person.grid.set_current(0)
    with qtbot.waitSignal(window._asking.listed, timeout=PATIENCE_MS):
        window._search.actions_on_photos.only_similar_wanted.emit(person.grid.selected_ids())
    assert person.names()[0] == names[0]
    assert len(window._bar.chips()) == 1

    assert set(person.ask("type:png red circle")) == {n for n in names if n.endswith(".png")}
    with qtbot.waitSignal(window._asking.listed, timeout=PATIENCE_MS):
        window._search.order_chosen.emit(Order.NAME)
    assert person.names() == sorted(person.names(), key=str.casefold)
    with qtbot.waitSignal(window._asking.listed, timeout=PATIENCE_MS):
        window._search.order_chosen.emit(Order.RELEVANCE)

    before = window._engine.pid
    with qtbot.waitSignals([window._engine.restarted, window._engine.ready], timeout=PATIENCE_MS):
        os.kill(before, signal.SIGKILL)
    assert person.ask("red circle")[:RED_CIRCLES] == names[:RED_CIRCLES]

    after = window._engine.pid
    window.close()
    assert not psutil.pid_exists(before)
    assert not psutil.pid_exists(after)


def test_pictures_are_queries(
    qtbot: QtBot, home: Path, open_window: Callable[..., MainWindow]
) -> None:
    window = open_window(home / "library")
    person = Person(window, qtbot)
    first_run(person, home / "pictures")
    file = home / "pictures" / "red circle 2.png"
    grid, bar = person.grid, window._bar

    local = QMimeData()
    local.setUrls([QUrl.fromLocalFile(str(file))])
    person.drop(local, at=grid)
    assert person.names()[0] == file.name

    browser = QMimeData()
    browser.setUrls([QUrl("https://example.org/a.png")])
    outside = home / "outside.png"
    draw(Scene("circle", "red", "desert", "big", "top", "left"), (480, 480), 9).save(outside)
    browser.setData("application/octet-stream", outside.read_bytes())
    person.drop(browser, at=bar)
    assert len(bar.chips()) == 2
    assert all(name.startswith("red circle") for name in person.names()[:3])

    with qtbot.waitSignal(window._asking.listed, timeout=PATIENCE_MS):
        bar.clear()
    QGuiApplication.clipboard().setImage(QImage(str(outside)))
    with qtbot.waitSignal(window._asking.listed, timeout=PATIENCE_MS):
        window._taking_in.paste()
    assert person.names()[0].startswith("red circle")

    window._viewing.begin(int(grid.photos()[0]))
    assert window._is_viewing()
    with qtbot.waitSignal(window._asking.listed, timeout=PATIENCE_MS):
        window._viewing.viewer.region_chosen.emit(str(file), QRect(0, 0, 240, 240))
    assert not window._is_viewing()
    assert len(bar.chips()) == 1

    exported = home / "exported"
    exported.mkdir()
    (exported / file.name).write_bytes(b"mine")
    with qtbot.waitSignal(window._deeds.remarked, timeout=PATIENCE_MS):
        window._deeds.export([str(file)], exported)
    assert (exported / file.name).read_bytes() == b"mine"
    assert (exported / "red circle 2 (2).png").read_bytes() == file.read_bytes()


@pytest.mark.parametrize("refused", ["taste:nothere", "0:cat", "like:/etc/passwd"])
def test_nothing_found_earlier_stands_below_a_question_that_failed(
    qtbot: QtBot, home: Path, open_window: Callable[..., MainWindow], refused: str
) -> None:
    window = open_window(home / "library")
    person = Person(window, qtbot)
    first_run(person, home / "pictures")
    names = person.ask("red circle")
    bar, search, coverage = window._bar, window._search, window._line._coverage

    bar.line.selectAll()
    with qtbot.waitSignal(window._asking.refused, timeout=PATIENCE_MS) as said:
        qtbot.keyClicks(bar.line, refused)
    assert search._summary.text() == said.args[0]
    assert person.names() == names, "while one types, the last answer stays"
    assert "searched" in coverage.text()

    qtbot.keyClick(bar.line, Qt.Key.Key_Return)
    assert len(bar.chips()) == 1
    assert (person.names(), coverage.text()) == ([], "")
    assert search._summary.text() == said.args[0]
    assert person.ask("red circle") == names

    bar.ask_for_picture(str(home / "pictures" / "nowhere.heic"))
    qtbot.waitUntil(lambda: person.names() == [], timeout=PATIENCE_MS)
    assert coverage.text() == ""


def test_an_address_that_leads_to_this_machine_is_refused_with_a_sentence(
    qtbot: QtBot, tmp_path: Path, open_window: Callable[..., MainWindow]
) -> None:
    window = open_window(tmp_path / "library")
    data = QMimeData()
    data.setUrls([QUrl("http://127.0.0.1:9/a.png")])
    said: list[str] = []
    window._taking_in.remarked.connect(said.append)
    window._taking_in.take(data, add=False)
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[0] == "Fetching the picture from 127.0.0.1…"
    assert "private network" in said[1]
    assert not window._bar.chips()


def test_the_window_remembers_how_it_was(
    qtbot: QtBot, tmp_path: Path, open_window: Callable[..., MainWindow]
) -> None:
    library, themes = tmp_path / "library", list[str]()
    window = open_window(library, themes)
    window.resize(760, 560)
    window.show_page(Page.FOLDERS)
    window._search.grid.set_cell_size(256)
    window._search.view_menu.caption_chosen.emit(Caption.DATE)
    window._search.view_menu.details_toggled.emit(False)
    window._asking.sort(Order.OLDEST)
    window._settings_page.window_group.theme_chosen.emit("dark")
    window.close()
    assert themes == ["dark"]

    again = open_window(library)
    assert again.size() == window.size()
    assert again._page is Page.FOLDERS
    assert again._search.grid.cell_size() == 256
    assert again._search.grid.caption() is Caption.DATE
    assert again._search.panel.isHidden()
    assert again._asking.order is Order.OLDEST
    assert again._remembered.theme == "dark"


def test_every_control_is_named(
    qtbot: QtBot,
    tmp_path: Path,
    open_window: Callable[..., MainWindow],
    unnamed_controls: Callable[[QWidget], list[str]],
) -> None:
    window = open_window(tmp_path / "library")
    window._bar.add_pictures(["/a.jpg"])
    assert unnamed_controls(window) == []


def test_pages_are_reached_by_keys(
    qtbot: QtBot, tmp_path: Path, open_window: Callable[..., MainWindow]
) -> None:
    window = open_window(tmp_path / "library")
    pages = list(enumerate(Page, 1))
    for number, page in [*pages, *pages[:1]]:
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window._page is page


def test_a_key_closes_the_window(
    qtbot: QtBot, tmp_path: Path, open_window: Callable[..., MainWindow]
) -> None:
    window = open_window(tmp_path / "library")
    qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()
