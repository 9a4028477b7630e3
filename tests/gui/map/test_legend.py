"""The legend: every group has its line, also where there are more than the window is high."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.gui.map.colours import group_palette
from imagefinder.gui.map.dress import Entry, Legend
from imagefinder.gui.map.legend import LegendPanel
from imagefinder.gui.style import LIGHT

MOST = 24


def legend_of(count: int) -> Legend:
    return Legend(
        tuple(Entry(n, f"Group {n} of many & more", 1000 * n) for n in range(1, count + 1))
    )


@pytest.fixture
def panel(show: Callable[[QWidget], None]) -> Iterator[LegendPanel]:
    window = QWidget()
    column = QVBoxLayout(window)
    made = LegendPanel(window)
    column.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
    window.resize(300, 320)
    made.show_legend(legend_of(MOST), group_palette(LIGHT, False, MOST))
    show(window)
    yield made
    window.close()


def in_sight(panel: LegendPanel, button: QToolButton) -> bool:
    room = panel.viewport().rect()
    here = button.rect().translated(button.mapTo(panel.viewport(), button.rect().topLeft()))
    return room.contains(here)


def test_all_of_many_groups_can_be_scrolled_to_and_chosen(panel: LegendPanel, qtbot: QtBot) -> None:
    buttons = panel.findChildren(QToolButton)
    assert len(buttons) == MOST
    assert panel.height() <= 320
    assert in_sight(panel, buttons[0])
    assert not in_sight(panel, buttons[-1])
    panel.ensureWidgetVisible(buttons[-1])
    assert in_sight(panel, buttons[-1])
    with qtbot.waitSignal(panel.group_chosen) as chosen:
        QTest.mouseClick(buttons[-1], Qt.MouseButton.LeftButton)
    assert chosen.args == [MOST]


def test_no_line_is_wider_than_the_legend(panel: LegendPanel) -> None:
    for button in panel.findChildren(QToolButton):
        assert button.sizeHint().width() <= panel.viewport().width()


def test_few_groups_need_no_scroll_bar(panel: LegendPanel, qtbot: QtBot) -> None:
    panel.show_legend(legend_of(3), group_palette(LIGHT, False, 3))
    qtbot.waitUntil(lambda: not panel.verticalScrollBar().isVisible())
    QApplication.processEvents()
    assert panel.height() < 150
    assert "Group 3" in panel.findChildren(QToolButton)[-1].accessibleName()
