"""A damaged library: the window offers the backup, puts it back, and asks to be opened again."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.paths import LibraryPaths
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.restoring import Restoring
from imagefinder.store.backup import WEEKLY, back_up
from imagefinder.store.connect import open_for_writing
from imagefinder.store.library import Library

PATIENCE_MS = 60_000


@pytest.fixture
def paths(tmp_path: Path) -> LibraryPaths:
    """A library with a backup, overwritten since."""
    paths = LibraryPaths(tmp_path / "library")
    library = Library(open_for_writing(paths))
    library.add_folder("/home/ann/pictures")
    library.close()
    back_up(paths, WEEKLY)
    paths.database.write_bytes(b"a letter to my aunt " * 999)
    return paths


def box_of(qtbot: QtBot, window: QWidget, saying: str) -> QMessageBox:
    def found() -> list[QMessageBox]:
        boxes = window.findChildren(QMessageBox)
        return [box for box in boxes if box.isVisible() and saying in box.text()]

    qtbot.waitUntil(lambda: bool(found()), timeout=PATIENCE_MS)
    return found()[0]


def open_on(qtbot: QtBot, paths: LibraryPaths) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    engine = EngineClient(paths.folder, window)
    Restoring(engine, paths.folder, window)
    with qtbot.waitSignal(engine.given_up, timeout=PATIENCE_MS):
        engine.start()
    return window


def test_the_backup_is_offered_and_put_back(qtbot: QtBot, paths: LibraryPaths) -> None:
    window = open_on(qtbot, paths)
    box = box_of(qtbot, window, "is damaged")
    button = next(b for b in box.findChildren(QPushButton) if "Put the backup" in b.text())
    button.click()
    done = box_of(qtbot, window, "in place")
    open_for_writing(paths).close()
    assert list(paths.folder.glob("*damaged-1.sqlite"))
    done.accept()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_cancel_changes_nothing(qtbot: QtBot, paths: LibraryPaths) -> None:
    window = open_on(qtbot, paths)
    before = paths.database.read_bytes()
    box_of(qtbot, window, "is damaged").reject()
    assert paths.database.read_bytes() == before


def test_without_a_backup_what_can_be_read_is_offered(qtbot: QtBot, paths: LibraryPaths) -> None:
    shutil.copy(*[*paths.backups.glob("*.sqlite"), paths.database])
    raw = paths.database.read_bytes()
    paths.database.write_bytes(bytes(4096) + raw[4096:])
    shutil.rmtree(paths.backups)
    window = open_on(qtbot, paths)
    box = box_of(qtbot, window, "can still be read")
    buttons = {button.text(): button for button in box.findChildren(QPushButton)}
    assert not any("backup" in text for text in buttons)
    next(b for text, b in buttons.items() if "Salvage" in text).click()
    done = box_of(qtbot, window, "folders 1")
    open_for_writing(paths).close()
    assert list(paths.folder.glob("*damaged-1.sqlite"))
    done.accept()
    qtbot.waitUntil(lambda: not window.isVisible())
