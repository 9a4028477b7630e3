"""Tables alike: rows chosen whole, Tab leads on, nothing is edited."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.gui.tables import set_up_rows


def test_rows_are_chosen_whole_and_tab_leads_out(
    qtbot: QtBot, show: Callable[[QWidget], None]
) -> None:
    around = QWidget()
    column = QVBoxLayout(around)
    table, after = QTableWidget(3, 2, around), QLineEdit(around)
    column.addWidget(table)
    column.addWidget(after)
    set_up_rows(table, "Things", stretched_column=0)
    show(around)
    table.setFocus()
    table.selectRow(1)
    assert len(table.selectedIndexes()) == 2
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert after.hasFocus()
    assert table.accessibleName() == "Things"
    header = table.horizontalHeader()
    assert header.sectionResizeMode(0) == QHeaderView.ResizeMode.Stretch
    assert header.sectionResizeMode(1) == QHeaderView.ResizeMode.ResizeToContents
