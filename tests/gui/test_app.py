"""The start: a second one on the same library raises the first window instead."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from imagefinder.gui import app


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_second_start_raises_the_first_window(
    qtbot: QtBot, tmp_path: Path, show: Callable[[QWidget], None]
) -> None:
    name = app._instance_name(tmp_path / "library")
    assert not app._raised_first(name)
    window = app.make_window(tmp_path / "library")
    show(window)
    server = app._serve_raising(name, window)
    window.showMinimized()
    assert app._raised_first(name)
    qtbot.waitUntil(lambda: not window.isMinimized())
    server.close()
    window.close()


def test_libraries_have_windows_of_their_own(tmp_path: Path) -> None:
    assert app._instance_name(tmp_path / "a") != app._instance_name(tmp_path / "b")


def test_garbage_is_looked_for_again_once_the_window_is_there() -> None:
    gc.disable()
    try:
        app._spare_what_stays()
        assert gc.isenabled()
        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()
        gc.enable()
