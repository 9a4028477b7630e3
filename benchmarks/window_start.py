"""What `benchmarks.window` measures with the real program: its start, and the engine's answers.

The start is that of a process of its own, see `watched_start`.
"""

import subprocess
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from benchmarks.clip_like import ClipLike
from benchmarks.made_library import make_library
from benchmarks.measure import environment
from imagefinder.core.messages import Event, Ping, Pong
from imagefinder.core.paths import LibraryPaths
from imagefinder.gui.engine_client import EngineClient
from imagefinder.store.connect import open_for_reading
from imagefinder.store.reader import Reader
from imagefinder.store.thumbs import open_thumbnails

STARTS = 5
PINGS, PAUSE_MS = 3000, 1
_DIM = 64
_NEWEST = 300


def made(folder: Path, photos: int, jpegs: list[bytes]) -> Path:
    """A library of so many made-up photos, with thumbnails of the newest."""
    paths = make_library(folder, photos, _DIM, ClipLike(_DIM, clusters=500))
    add_thumbnails(paths, jpegs)
    return folder


def add_thumbnails(paths: LibraryPaths, jpegs: list[bytes], count: int = _NEWEST) -> None:
    """Give the newest photos thumbnails, where there are none."""
    reader = Reader(open_for_reading(paths))
    newest = [photo.digest for photo in reader.newest_photos([], count)]
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


def _start(library: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.watched_start", str(library), str(time.time())]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment())
    painted, usable = done.stdout.split()[-2:]
    return float(painted), float(usable)
