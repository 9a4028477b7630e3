"""Settings, pause, and a model that can't be had: the whole window with the real engine."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import IndexReport
from imagefinder.core.settings import Settings, load_settings
from imagefinder.demo.library import make_demo_library
from imagefinder.gui import models
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.main_window import MainWindow
from imagefinder.gui.pages import Page
from imagefinder.gui.remembered import Remembered

PATIENCE_MS = 120_000
PICTURES = 24


class Opened:
    """A window on a library, and what it says of it."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.reports: list[IndexReport] = []
        window._engine.indexed.connect(lambda one: self.reports.append(one.report))

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def until_embedded(self, count: int) -> None:
        def holds() -> bool:
            status = self.window._news._status
            return status is not None and (status.embedded, status.pending) == (count, 0)

        self.until(holds)

    def begin(self, folder: Path, model: str) -> None:
        page = self.window._first_run
        self.window.start_engine()
        self.until(lambda: self.window._pages.currentWidget() is page)
        page.folders._remove.click()
        page.folders.add(str(folder))
        page.choice.show_model(model)
        page.begin.click()

    def click(self, root: QWidget, text: str) -> None:
        next(b for b in root.findChildren(QPushButton) if b.text() == text).click()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    make_demo_library(tmp_path / "pictures", PICTURES)
    return tmp_path / "pictures"


@pytest.fixture
def open_library(
    tmp_path: Path, qtbot: QtBot, show: Callable[[QWidget], None]
) -> Iterator[Callable[[], Opened]]:
    opened: list[MainWindow] = []

    def made() -> Opened:
        library = tmp_path / "library"
        library.mkdir(exist_ok=True)
        engine, remembered = EngineClient(library), Remembered(library / "window.ini")
        paths = LibraryPaths(library)
        window = MainWindow(paths, engine, remembered, lambda: None, lambda _: None)
        opened.append(window)
        show(window)
        return Opened(window, qtbot)

    yield made
    for window in opened:
        window.close()
        window._engine.deleteLater()


def test_what_is_left_out_leaves_and_stays_out_after_a_restart(
    open_library: Callable[[], Opened], pictures: Path, tmp_path: Path
) -> None:
    files = [path for path in pictures.rglob("*") if path.is_file()]
    png = [path for path in files if path.suffix == ".png"]
    assert 0 < len(png) < len(files)
    one = open_library()
    one.begin(pictures, "demo")
    one.until_embedded(len(files))

    one.window.show_page(Page.SETTINGS)
    one.window._settings_page.setting_chosen.emit("exclude", ("*.png",))
    one.until_embedded(len(files) - len(png))
    one.window.close()

    kept = load_settings(tmp_path / "library" / "settings.json")
    assert kept == Settings(exclude=("*.png",))
    again = open_library()
    assert again.window._page is Page.SETTINGS
    assert again.window._settings_page.folders._exclude.toPlainText() == "*.png"
    again.window.start_engine()
    again.until_embedded(len(files) - len(png))


def test_pause_holds_the_indexing_and_go_on_ends_it(
    open_library: Callable[[], Opened], pictures: Path, qtbot: QtBot, draw: Callable[..., Path]
) -> None:
    one = open_library()
    one.begin(pictures, "demo")
    count = len([path for path in pictures.rglob("*") if path.is_file()])
    one.until_embedded(count)

    window, line = one.window, one.window._line
    with qtbot.waitSignal(window._engine.paused, timeout=PATIENCE_MS):
        line.pause_toggled.emit(True)
    assert line._doing.text() == "Paused"
    (pictures / "later").mkdir()
    draw("pictures/later/one.png", 64, 64)
    before = len(one.reports)
    window._changes.rescan()
    # Everything else is still done and answered while it is held.
    with qtbot.waitSignal(window._engine.machine_received, timeout=PATIENCE_MS):
        window._choosing._ask_machine()
    with qtbot.waitSignal(window._news.status_changed, timeout=PATIENCE_MS):
        window._news.ask_status()
    assert len(one.reports) == before
    with qtbot.waitSignal(window._engine.paused, timeout=PATIENCE_MS):
        line.pause_toggled.emit(False)
    one.until_embedded(count + 1)


def test_a_model_that_cannot_be_had_leaves_ways_out(
    open_library: Callable[[], Opened],
    pictures: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{unused.getsockname()[1]}")
        monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
        monkeypatch.delenv("IMAGEFINDER_OFFLINE", raising=False)
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        one = open_library()
        trouble = one.window._trouble
        one.begin(pictures, "default")
        one.until(trouble.isVisible)
        assert "can't be downloaded" in trouble.complaint.told

        one.click(trouble, "Try again")
        assert not trouble.isVisible()
        one.until(trouble.isVisible)

        wrong = tmp_path / "own.safetensors"
        wrong.write_bytes(b"no weights at all")
        monkeypatch.setattr(models.QFileDialog, "getOpenFileName", lambda *_: (str(wrong), ""))
        one.click(trouble, "Choose a weights file…")
        one.until(lambda: trouble.isVisible() and str(wrong) in trouble.complaint.told)

        one.click(trouble, "Another model…")
        assert one.window._page is Page.SETTINGS
        group = one.window._settings_page.model
        group._choice.show_model("demo")
        group._show_button()
        group._use.click()
        one.until_embedded(len([path for path in pictures.rglob("*") if path.is_file()]))
        one.until(lambda: not trouble.isVisible())


def test_a_first_model_that_means_nothing_adds_no_folder(
    open_library: Callable[[], Opened], pictures: Path
) -> None:
    one = open_library()
    one.begin(pictures, "ViT-B-23:whatever")
    page = one.window._first_run
    one.until(lambda: "ViT-B-23" in page.complaint.told)
    assert one.window._pages.currentWidget() is page
    assert all(report.scanned == 0 for report in one.reports)


def test_damaged_settings_are_told_where_the_person_looks(
    open_library: Callable[[], Opened], tmp_path: Path
) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "settings.json").write_text('{"effort": "heroic"}')
    one = open_library()
    one.window.start_engine()
    one.until(lambda: "settings.json" in one.window._line._doing.text())
    assert "settings.json" in one.window._search.grid._empty[1]
    one.window.show_page(Page.SETTINGS)
    assert "heroic" in one.window._settings_page._complaint.told
