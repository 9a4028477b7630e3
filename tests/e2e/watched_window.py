"""The program's window on a library, writing down several times a second what it shows.

usage: python watched_window.py LIBRARY STATE
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from imagefinder.gui.app import make_window
from imagefinder.gui.main_window import MainWindow

NOTED = 12


def centre(widget: QWidget) -> list[int]:
    """Where its middle is on the screen."""
    point = widget.mapToGlobal(widget.rect().center())
    return [point.x(), point.y()]


def state(window: MainWindow) -> dict[str, object]:
    grid, bar = window._search.grid, window._bar
    ids = grid.photos().tolist()
    rows = [grid.row(photo_id) for photo_id in ids[:NOTED]]
    cell = grid.cell_rect(0).center() if ids else QPoint()
    first = grid.viewport().mapToGlobal(cell)
    return {
        "names": [row.name for row in rows if row],
        "chips": len(bar.chips()),
        "grid": centre(grid),
        "bar": centre(bar),
        "first": [first.x(), first.y()],
    }


def main(library: str, file: str) -> None:
    app = QApplication(sys.argv[:1])
    window = make_window(Path(library))
    window.setGeometry(40, 60, 820, 600)
    window.show()
    window.start_engine()

    def note() -> None:
        # Renamed into place: whoever reads it finds it whole.
        new = Path(f"{file}.new")
        new.write_text(json.dumps(state(window)))
        new.replace(file)

    timer = QTimer(interval=100)
    timer.timeout.connect(note)
    timer.start()
    sys.exit(app.exec())


if __name__ == "__main__":
    main(*sys.argv[1:])
