"""How tables look and are walked through: rows are chosen whole, Tab leads out of them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView


def set_up_rows(table: QTableView, name: str, stretched_column: int | None = None) -> None:
    """A quiet table called `name` of rows to choose; all columns share the width, or one has it."""
    table.setAccessibleName(name)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setTabKeyNavigation(False)
    # Both ends of a path tell; wrapped, its last line would lack the end.
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setWordWrap(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    header, modes = table.horizontalHeader(), QHeaderView.ResizeMode
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    if stretched_column is None:
        header.setSectionResizeMode(modes.Stretch)
    else:
        header.setSectionResizeMode(modes.ResizeToContents)
        header.setSectionResizeMode(stretched_column, modes.Stretch)
