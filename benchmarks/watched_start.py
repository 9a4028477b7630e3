"""The program's start, watched: `python -m benchmarks.watched_start LIBRARY BEGUN`.

Does what `imagefinder --library LIBRARY` does, prints how many milliseconds after BEGUN the window
was first painted and when all thumbnails of the first screen were there, and closes the window.
Called by `window_start`. Nothing of Qt or ours is imported before the program does it.
"""

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from imagefinder.gui.engine_client import EngineClient
    from imagefinder.gui.main_window import MainWindow

_LOOK_MS = 2


def main(library: str, begun: float) -> int:
    """Open the window as the command does."""
    from imagefinder import cli
    from imagefinder.cli import window as opening

    require = opening.require_window

    def required() -> None:
        require()
        _watch(begun)

    opening.require_window = required
    return cli.main(["--library", library])


def _watch(begun: float) -> None:
    """From when the window is made."""
    from PySide6.QtWidgets import QApplication

    from imagefinder.gui import app

    make_window = app.make_window

    def watched(library: "Path", engine: "EngineClient | None" = None) -> "MainWindow":
        window = make_window(library, engine)
        _look_at(window, begun)
        QApplication.setQuitOnLastWindowClosed(True)
        return window

    app.make_window = watched


def _look_at(window: "MainWindow", begun: float) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Looking(QObject):
        painted_ms = 0.0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it
            """Note the first paint."""
            if event.type() == QEvent.Type.Paint and not self.painted_ms:
                self.painted_ms = since_begun()
            return False

    def since_begun() -> float:
        return (time.time() - begun) * 1000

    def look() -> None:
        if _is_usable(window):
            timer.stop()
            window._search.grid.viewport().repaint()
            print(f"{looking.painted_ms:.1f} {since_begun():.1f}", flush=True)
            window.close()

    looking = Looking(window)
    window.installEventFilter(looking)
    timer = QTimer(window, interval=_LOOK_MS)
    timer.timeout.connect(look)
    timer.start()


def _is_usable(window: "MainWindow") -> bool:
    """Whether the first screen is there with all its thumbnails."""
    grid, thumbnails = window._search.grid, window._thumbnails
    visible, side_px = grid.visible(), grid._cells.side_device_px
    rows = [grid.row(int(i)) for i in grid.photos()[visible.start : visible.stop]]
    digests = [row.digest for row in rows if row and row.digest]
    return bool(rows) and not any(thumbnails.lacks(digest, side_px) for digest in digests)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
