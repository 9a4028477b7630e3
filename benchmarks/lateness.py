"""How late a 5 ms timer of the real window is: idle, while indexing, preparing search, mapping.

    python -m benchmarks lateness --photos 100000 --small 200 --large 100 [--weights FILE]

Opens the program's window on a made-up library whose vectors are of `ViT-B-32-256` (random weights)
and has its engine process index real JPEGs into it, while somebody scrolls and types. Offscreen,
unless QT_QPA_PLATFORM says otherwise: `QT_QPA_PLATFORM=xcb xvfb-run -a python -m benchmarks …`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.clip_like import ClipLike
from benchmarks.frames import HEAD, Took, idle, row
from benchmarks.made_library import make_library
from benchmarks.made_thumbnails import draw_thumbnails, jpegs_of
from benchmarks.measure import machine, table
from benchmarks.memory import write_large, write_pictures
from benchmarks.window_start import add_thumbnails
from imagefinder.core.mapping import ByCluster, ByDate, ByFolder
from imagefinder.core.messages import AddFolder, Failed, Index, Said
from imagefinder.core.settings import Settings, save_settings
from imagefinder.embed.models import resolve
from imagefinder.gui import style
from imagefinder.gui.app import make_window
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.main_window import MainWindow
from imagefinder.gui.pages import Page

ARCHITECTURE, TAG = "ViT-B-32-256", "datacomp_s34b_b86k"
TICK_MS = 5
LIMIT_MS = 50
SETTLED_MS, IDLE_MS = 1000, 8000
# Somebody at work: a notch of the wheel now and then, a letter, and the page read in between.
SCROLL_EVERY_MS, TYPE_EVERY_MS = 120, 400
SCROLL_PX = 120
TYPED = ("red kayak", "snow", "folder:2015 night")
THUMBNAILS = 20_000
DIM = 512


def main(argv: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks lateness")
    parser.add_argument("--photos", type=int, default=100_000, help="made-up, in the library")
    parser.add_argument("--small", type=int, default=200, help="pictures of 1 to 2 megapixels")
    parser.add_argument("--large", type=int, default=100, help="pictures of 12 megapixels")
    parser.add_argument("--weights", type=Path, help="random weights, if they are there already")
    given = parser.parse_args(argv)
    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        style.apply_style(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        library, pictures = _prepared(Path(folder), given)
        print(machine())
        print(table(HEAD, _measured(library, pictures)))
        print(machine())


def _prepared(folder: Path, given: argparse.Namespace) -> tuple[Path, Path]:
    """A library, and pictures that are not in it yet."""
    weights = given.weights or _weights(folder)
    pictures = folder / "pictures"
    write_pictures(pictures / "small", given.small)
    write_large(pictures / "large", given.large)
    model = resolve(f"{ARCHITECTURE}@{TAG}:{weights}")
    world = ClipLike(DIM, clusters=2000)
    paths = make_library(folder / "library", given.photos, DIM, world, (model.key, model.name))
    # A forest is for larger libraries; here it is to be built, whatever it is worth.
    save_settings(paths.settings, Settings(forest_from=given.photos // 2 or 1))
    drawn = folder / "drawn.sqlite"
    draw_thumbnails(drawn)
    add_thumbnails(paths, jpegs_of(drawn, 500), THUMBNAILS)
    return paths.folder, pictures


def _weights(folder: Path) -> Path:
    """Made in a process of its own: torch is not to be in this one."""
    file = folder / f"{ARCHITECTURE}.safetensors"
    command = [sys.executable, "-m", "benchmarks.random_weights", ARCHITECTURE, str(file)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return file


def _measured(library: Path, pictures: Path) -> list[list[object]]:
    scene = _Scene(library)
    try:
        scene.start()
        scene.be_idle()
        scene.index(pictures)
        scene.lay_out_map()
        scene.be_idle("idle again")
    finally:
        scene.close()
    return [row(f"late, {what}, ms", late, "p99", LIMIT_MS) for what, late in scene.late.items()]


class _Scene:
    """The window, its engine, the timer, and somebody at the keyboard."""

    def __init__(self, library: Path) -> None:
        self.engine = EngineClient(library)
        self.window = make_window(library, self.engine)
        self.late: dict[str, list[Took]] = defaultdict(list)
        self._now = ""
        self._due = _Due(time.perf_counter(), time.thread_time())
        self._ticking = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
        self._ticking.timeout.connect(self._on_tick)
        self._somebody = _Somebody(self.window)
        self.engine.said.connect(self._on_said)
        self.engine.failed.connect(self._on_failed)
        self.window.resize(1600, 1000)
        self.window.show()

    def start(self) -> None:
        """The engine's first look at everything: components and a forest are built, in jobs."""
        idle(SETTLED_MS)
        self._ticking.start()
        self._count_as("the engine and the model start")
        self._until_indexed(self.window.start_engine)

    def be_idle(self, what: str = "idle") -> None:
        """Nothing but the person does anything."""
        self._count_as(what)
        idle(IDLE_MS)

    def index(self, pictures: Path) -> None:
        """Take the pictures in, until the engine has nothing left to do."""
        self._count_as("pictures are indexed")
        self.engine.send(AddFolder(self.engine.next_request(), str(pictures)))
        self._until_indexed(lambda: self.engine.send(Index()))

    def lay_out_map(self) -> None:
        """Turn to the map, which is made in a job, until it is drawn."""
        self._count_as("a map is laid out and drawn")
        self.window.show_page(Page.MAP)
        mapping = self.window._map.mapping
        self._until(mapping._scenery.scene_ready)
        idle(1000)
        self._count_as("the map is coloured by folder, date, cluster")
        for by in (ByFolder(), ByDate(), ByCluster()):
            mapping.axes_and_colours.choose_colour(by)
            self._until(mapping._scenery.coat_ready)
        self.window.show_page(Page.SEARCH)

    def close(self) -> None:
        """End the window and its engine."""
        self._ticking.stop()
        self._somebody.stop()
        self.window.close()

    def _until_indexed(self, act: Callable[[], object]) -> None:
        act()
        self._until(self.engine.indexed)

    def _until(self, told: SignalInstance) -> None:
        over = QEventLoop()
        connection = told.connect(lambda *_: over.quit())
        over.exec()
        told.disconnect(connection)

    def _count_as(self, what: str) -> None:
        self._now = what
        self._due = _Due(time.perf_counter(), time.thread_time())

    def _on_said(self, said: Said) -> None:
        progress = said.progress
        if progress is not None and progress.phase == "forest":
            self._now = f"search is prepared ({progress.note})"

    def _on_failed(self, failed: Failed) -> None:
        raise SystemExit(failed.text)

    def _on_tick(self) -> None:
        now = _Due(time.perf_counter(), time.thread_time())
        wall = (now.wall - self._due.wall) * 1000 - TICK_MS
        self.late[self._now].append(Took(max(0.0, wall), (now.cpu - self._due.cpu) * 1000))
        self._due = now


class _Due(NamedTuple):
    wall: float
    cpu: float


class _Somebody(QObject):
    """Scrolls all the time; types now and then, letter by letter, and looks at what comes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._letters = 0
        self._down = True
        self._timers = [
            self._every(SCROLL_EVERY_MS, self._scroll),
            self._every(TYPE_EVERY_MS, self._type),
        ]

    def stop(self) -> None:
        """Take the hands off."""
        for timer in self._timers:
            timer.stop()

    def _every(self, ms: int, act: Callable[[], object]) -> QTimer:
        timer = QTimer(self, interval=ms)
        timer.timeout.connect(act)
        timer.start()
        return timer

    def _scroll(self) -> None:
        bar = self._window._search.grid.verticalScrollBar()
        if bar.value() in (bar.minimum(), bar.maximum()):
            self._down = bar.value() == bar.minimum()
        bar.setValue(bar.value() + (SCROLL_PX if self._down else -SCROLL_PX))

    def _type(self) -> None:
        text = TYPED[self._letters // 40 % len(TYPED)]
        at, line = self._letters % 40, self._window._bar.line
        self._letters += 1
        if at < len(text):
            QTest.keyClicks(line, text[at])
        elif at == 30:
            self._window._bar.clear()
