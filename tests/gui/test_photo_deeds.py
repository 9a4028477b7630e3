"""What is done with photos, in the real window with the real engine: trash, hide, copy, export."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.choices import LookAgain
from imagefinder.core.paths import LibraryPaths
from imagefinder.demo.library import make_demo_library
from imagefinder.files import trash
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.grid.selection import Gesture
from imagefinder.gui.main_window import MainWindow
from imagefinder.gui.remembered import Remembered
from imagefinder.gui.trash_dialog import TrashDialog

PATIENCE_MS = 120_000


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with nine pictures, and a library that knows them."""
    home = tmp_path_factory.mktemp("indexed")
    make_demo_library(home / "originals", 9)
    shutil.copytree(home / "originals", home / "pictures")
    environment = os.environ | {"IMAGEFINDER_LIBRARY": str(home / "library")}
    index = [sys.executable, "-m", "imagefinder", "index", "--model", "demo"]
    subprocess.run([*index, str(home / "pictures")], env=environment, check=True)
    return home


@pytest.fixture
def window(
    qtbot: QtBot, show: Callable[[QWidget], None], tmp_path: Path, indexed: Path
) -> Iterator[MainWindow]:
    """A window on these pictures, all of them listed."""
    library = tmp_path / "library"
    shutil.copytree(indexed / "library", library)
    shutil.copytree(indexed / "originals", indexed / "pictures", dirs_exist_ok=True)
    engine = EngineClient(library)
    made = MainWindow(
        LibraryPaths(library), engine, Remembered(library / "window.ini"), lambda: None, str
    )
    show(made)
    made.start_engine()
    qtbot.waitUntil(lambda: len(made._search.grid.photos()) == 9, timeout=PATIENCE_MS)
    yield made
    made.close()
    engine.deleteLater()


def chosen(window: MainWindow, *indexes: int) -> list[Path]:
    """Select these photos of the grid; returns their files."""
    grid = window._search.grid
    grid.clear_selection()
    for index in indexes:
        grid._go_to(index, Gesture.TOGGLE)
    rows = [grid.row(photo_id) for photo_id in grid.selected_ids().tolist()]
    return [Path(row.path) for row in rows if row]


def do(widget: QWidget, text: str) -> None:
    """What a click in the menu does."""
    action = next(a for a in widget.actions() if a.text().startswith(text))
    assert action.isVisible()
    action.trigger()


def answer(qtbot: QtBot, window: MainWindow, button: str) -> TrashDialog:
    """Wait to be asked, and click."""
    qtbot.waitUntil(lambda: window.findChild(TrashDialog) is not None)
    dialog = window.findChild(TrashDialog)
    assert isinstance(dialog, TrashDialog)
    buttons = {b.text(): b for b in dialog.findChildren(QPushButton)}
    assert buttons["Cancel"].isDefault()
    qtbot.mouseClick(buttons[button], Qt.MouseButton.LeftButton)
    return dialog


def test_photos_go_to_the_trash_when_that_is_answered_with_yes(
    qtbot: QtBot, window: MainWindow, trash_folder: Path
) -> None:
    grid, files = window._search.grid, chosen(window, 1, 2)
    kept = np.delete(grid.photos(), [1, 2]).tolist()
    do(grid, "Move to trash")
    answer(qtbot, window, "Cancel")
    qtbot.waitUntil(lambda: window.findChild(TrashDialog) is None)
    assert all(file.exists() for file in files)

    do(grid, "Move to trash")
    answer(qtbot, window, "Move to trash")
    qtbot.waitUntil(lambda: grid.photos().tolist() == kept)
    assert not any(file.exists() for file in files)
    assert {file.name for file in (trash_folder / "files").iterdir()} == {f.name for f in files}
    # The library learns of it, too.
    news = window._news
    qtbot.waitUntil(lambda: bool(news._status) and news._status.photos == 7, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: grid.photos().tolist() == kept, timeout=PATIENCE_MS)


def test_what_can_not_be_moved_stays_and_is_named(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(trash, "send2trash", refuse)
    grid, (file,) = window._search.grid, chosen(window, 0)
    do(grid, "Move to trash")
    with qtbot.waitSignal(window._deeds.remarked) as remarked:
        answer(qtbot, window, "Move to trash")
    assert file.name in remarked.args[0]
    assert "Read-only" in remarked.args[0]
    assert file.exists()
    assert len(grid.photos()) == 9


def test_hidden_photos_go_and_come_back(qtbot: QtBot, window: MainWindow) -> None:
    grid, asking, bar = window._search.grid, window._asking, window._bar
    chosen(window, 0, 4, 8)
    hidden = set(grid.selected_ids().tolist())
    with qtbot.waitSignal(window._deeds.remarked, timeout=PATIENCE_MS) as remarked:
        do(grid, "Hide from results")
    assert "is:hidden" in remarked.args[0]
    qtbot.waitUntil(lambda: len(grid.photos()) == 6)
    assert not hidden & set(grid.photos().tolist())

    with qtbot.waitSignal(asking.listed, timeout=PATIENCE_MS):
        bar.set_text("is:hidden")
    assert set(grid.photos().tolist()) == hidden
    chosen(window, 0, 1, 2)
    do(grid, "Show in results again")
    qtbot.waitUntil(lambda: not len(grid.photos()), timeout=PATIENCE_MS)
    with qtbot.waitSignal(asking.listed, timeout=PATIENCE_MS):
        bar.clear()
    qtbot.waitUntil(lambda: len(grid.photos()) == 9, timeout=PATIENCE_MS)


def test_the_viewer_goes_on_to_the_next_photo(
    qtbot: QtBot, window: MainWindow, trash_folder: Path
) -> None:
    grid, viewer = window._search.grid, window._viewing.viewer
    first, second, third = grid.photos()[:3].tolist()
    window._viewing.begin(first)
    do(viewer, "Hide from results")
    qtbot.waitUntil(lambda: viewer.current_id() == second, timeout=PATIENCE_MS)
    qtbot.keyClick(viewer._canvas, Qt.Key.Key_Delete)
    answer(qtbot, window, "Move to trash")
    qtbot.waitUntil(lambda: viewer.current_id() == third, timeout=PATIENCE_MS)
    assert window._is_viewing()
    assert first not in grid.photos()
    assert second not in grid.photos()


def test_copies_go_to_the_clipboard(qtbot: QtBot, window: MainWindow) -> None:
    grid, files = window._search.grid, chosen(window, 0, 5)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    do(grid, "Copy files")
    qtbot.waitUntil(lambda: clipboard.mimeData().hasUrls())
    data = clipboard.mimeData()
    assert [Path(url.toLocalFile()) for url in data.urls()] == files
    assert data.data("x-special/gnome-copied-files").startsWith(b"copy\nfile:///")
    assert data.text().splitlines() == [str(file) for file in files]

    do(grid, "Copy paths")
    qtbot.waitUntil(lambda: not clipboard.mimeData().hasUrls())
    assert clipboard.text().splitlines() == [str(file) for file in files]

    do(grid, "Copy image")
    qtbot.waitUntil(lambda: clipboard.mimeData().hasImage())
    assert not clipboard.image().isNull()

    files[0].unlink()
    with qtbot.waitSignal(window._deeds.remarked) as remarked:
        do(grid, "Copy image")
    assert "not there any more" in remarked.args[0]


def test_too_many_files_for_the_clipboard_are_refused(qtbot: QtBot, window: MainWindow) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    with qtbot.waitSignal(window._deeds.remarked) as remarked:
        window._search.actions_on_photos.copy_files_wanted.emit(np.arange(20_001))
    assert "at most" in remarked.args[0]
    assert clipboard.text() == "before"


def test_what_is_dragged_out_is_files_in_the_order_shown(window: MainWindow) -> None:
    files = chosen(window, 6, 2)
    grid = window._search.grid
    urls = grid._drag_urls([*grid.selected_ids().tolist(), 10**9])
    assert [Path(url.toLocalFile()) for url in urls] == files


def test_what_is_found_in_the_thread_does_not_push_out_what_waits(
    qtbot: QtBot, window: MainWindow
) -> None:
    """Two deeds at once are two deeds."""
    chosen(window, 0)
    done: list[int] = []
    window._deeds._with_paths(window._search.grid.photos()[:2], lambda p: done.append(len(p)))
    window._deeds._with_paths(window._search.grid.photos()[:3], lambda p: done.append(len(p)))
    qtbot.waitUntil(lambda: done == [2, 3])


def test_everything_listens_to_actions_that_are_served_later(window: MainWindow) -> None:
    served: list[object] = []
    window._deeds.for_each(served.append)
    assert served[:2] == [window._search.actions_on_photos, window._viewing.actions]


def test_the_engine_is_told_where_to_look(
    qtbot: QtBot, window: MainWindow, trash_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = chosen(window, 0)
    sent: list[object] = []
    monkeypatch.setattr(window._engine, "send", sent.append)
    do(window._search.grid, "Move to trash")
    answer(qtbot, window, "Move to trash")
    qtbot.waitUntil(lambda: any(isinstance(one, LookAgain) for one in sent))
    (look,) = [one for one in sent if isinstance(one, LookAgain)]
    assert look.folders == (str(file.parent),)
    assert QApplication.activeModalWidget() is None
