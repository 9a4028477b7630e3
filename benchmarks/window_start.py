"""What `benchmarks.window` measures with the real program: its start, and the engine's answers.

The start is that of a process of its own, `python -m benchmarks.window_start LIBRARY BEGUN`, which
prints when the window was first painted and when all thumbnails of the first screen were there.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.clip_like import ClipLike
from benchmarks.made_library import make_library
from imagefinder.core.messages import Event, Ping, Pong
from imagefinder.core.paths import LibraryPaths
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.main_window import MainWindow
from imagefinder.store.connect import open_for_reading
from imagefinder.store.reader import Reader
from imagefinder.store.thumbs import open_thumbnails

STARTS = 5
PINGS, PAUSE_MS = 3000, 1
_DIM = 64
_NEWEST = 300
_LOOK_MS = 2


def made(folder: Path, photos: int, jpegs: list[bytes]) -> Path:
    """A library of so many made-up photos, with thumbnails of the newest."""
    paths = make_library(folder, photos, _DIM, ClipLike(_DIM, clusters=500))
    add_thumbnails(paths, jpegs)
    return folder


def add_thumbnails(paths: LibraryPaths, jpegs: list[bytes]) -> None:
    """Give the newest photos thumbnails, where there are none."""
    reader = Reader(open_for_reading(paths))
    newest = [photo.digest for photo in reader.newest_photos([], _NEWEST)]
    reader.close()
    paths.derived.mkdir(parents=True, exist_ok=True)
    file = open_thumbnails(paths.thumbnails)
    file.add((digest, jpegs[number % len(jpegs)]) for number, digest in enumerate(newest) if digest)
    file.close()


def starts(library: Path) -> tuple[list[float], list[float]]:
    """Milliseconds to the first paint and to usable; the first, cold start does not count."""
    times = [_start(library) for _ in range(STARTS + 1)][1:]
    return [paint for paint, _ in times], [usable for _, usable in times]


def round_trips(library: Path) -> list[float]:
    """Milliseconds from a question to its answer, at a thousand questions a second."""
    engine = _Answering(library)
    ready = QEventLoop()
    engine.ready.connect(ready.quit)
    engine.start()
    ready.exec()
    asking = QTimer(interval=PAUSE_MS)
    asking.timeout.connect(engine.ask)
    asking.start()
    engine.all_answered.exec()
    engine.close()
    return engine.times


class _Answering(EngineClient):
    """Counts how long each `Ping` takes."""

    def __init__(self, library: Path) -> None:
        super().__init__(library)
        self.times: list[float] = []
        self.all_answered = QEventLoop()
        self._asked: dict[int, float] = {}
        self._begun = 0.0

    def ask(self) -> None:
        """Ask as often as is due: a timer that is late must not make it less."""
        now = time.perf_counter()
        self._begun = self._begun or now
        due = min(PINGS, int((now - self._begun) * 1000 / PAUSE_MS) + 1)
        for number in range(len(self._asked) + 1, due + 1):
            self._asked[number] = time.perf_counter()
            self.send(Ping(number))

    def _hand_out(self, event: Event) -> None:
        if not isinstance(event, Pong):
            super()._hand_out(event)
            return
        self.times.append((time.perf_counter() - self._asked[event.request]) * 1000)
        if len(self.times) == PINGS:
            self.all_answered.quit()


class _Watching(QObject):
    """Looks at the window's first moments, then closes it."""

    def __init__(self, window: MainWindow, begun: float) -> None:
        super().__init__(window)
        self._window = window
        self._begun = begun
        self._painted_ms = 0.0
        window.installEventFilter(self)
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self._looking.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it
        """Note the first paint."""
        if event.type() == QEvent.Type.Paint and not self._painted_ms:
            self._painted_ms = self._since_begun()
        return False

    def _look(self) -> None:
        grid, thumbnails = self._window._search.grid, self._window._thumbnails
        visible, side_px = grid.visible(), grid._cells.side_device_px
        rows = [grid.row(int(i)) for i in grid.photos()[visible.start : visible.stop]]
        digests = [row.digest for row in rows if row and row.digest]
        if rows and not any(thumbnails.lacks(digest, side_px) for digest in digests):
            self._looking.stop()
            grid.viewport().repaint()
            print(f"{self._painted_ms:.1f} {self._since_begun():.1f}", flush=True)
            self._window.close()

    def _since_begun(self) -> float:
        return (time.time() - self._begun) * 1000


def _environment() -> dict[str, str]:
    """With compiled modules kept, as a person's Python does."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def _start(library: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.window_start", str(library), str(time.time())]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=_environment())
    painted, usable = done.stdout.split()[-2:]
    return float(painted), float(usable)


def _main(library: Path, begun: float) -> int:
    # As `imagefinder` does; what only this benchmark imports is a few milliseconds more.
    from imagefinder.gui import app

    make_window = app.make_window

    def watched(library: Path, engine: EngineClient | None = None) -> MainWindow:
        window = make_window(library, engine)
        _Watching(window, begun)
        return window

    app.make_window = watched
    QApplication.setQuitOnLastWindowClosed(True)
    return app.run(library)


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1]), float(sys.argv[2])))
