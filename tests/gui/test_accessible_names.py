"""Every control that the keyboard reaches has a name that a screen reader can say."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.gui.grid import Grid
from imagefinder.gui.thumbnails import Thumbnails
from imagefinder.gui.viewer import Viewer


def test_the_grid_and_the_viewer_are_named(
    qtbot: QtBot, unnamed_controls: Callable[[QWidget], list[str]], qapp: object
) -> None:
    class Nothing:
        def get(self, digest: bytes) -> None:
            return None

        def close(self) -> None:
            pass

    thumbnails = Thumbnails(Nothing)
    grid = Grid(lambda ids: {}, thumbnails, lambda ids: [])
    viewer = Viewer(lambda i: None, lambda path: QImage(), lambda i: [], lambda i: None)
    qtbot.addWidget(grid)
    qtbot.addWidget(viewer)
    thumbnails.close()
    viewer.stop()
    assert unnamed_controls(grid) == []
    assert unnamed_controls(viewer) == []


@pytest.mark.parametrize("kind", [QPushButton, QToolButton])
def test_a_button_without_a_name_is_found(
    qtbot: QtBot, unnamed_controls: Callable[[QWidget], list[str]], kind: type[QWidget]
) -> None:
    button = kind()
    qtbot.addWidget(button)
    assert len(unnamed_controls(button)) == 1
    button.setAccessibleName("Pause")
    assert unnamed_controls(button) == []
