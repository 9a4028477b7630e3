"""The window at a million photos: reset, resize, select all, scroll, jump; start and engine.

    python -m benchmarks window --photos 1000000 --library FOLDER

With a library, its start is measured too, beside that of a small one.

Offscreen, unless QT_QPA_PLATFORM says otherwise. Every photo has a digest of its own; behind those
are some thousand JPEGs, stored and read as the engine and the window do.
"""

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks import window_start
from benchmarks.frames import HEAD, Took, idle, now, row, since
from benchmarks.made_thumbnails import Repeating, digest, draw_thumbnails, jpegs_of
from benchmarks.measure import machine, table
from imagefinder.core.paths import LibraryPaths
from imagefinder.gui import style
from imagefinder.gui.freed_memory import give_back_at_once
from imagefinder.gui.grid import Grid, RowInfo
from imagefinder.gui.thumbnails import Thumbnails
from imagefinder.store.thumbs import read_thumbnails

WIDTH, HEIGHT, CELL_PX = 1600, 1000, 152
SMALL = 2000
ROUNDS = 15
SCROLL_FRAMES, SCROLL_PX, FRAME_MS = 200, 60, 16
TICK_MS = 5


def main(argv: list[str]) -> None:
    """Print the table for a grid of `--photos` photos."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks window")
    parser.add_argument("--photos", type=int, default=1_000_000)
    parser.add_argument("--library", type=Path, help="a made library whose start is measured too")
    given = parser.parse_args(argv)
    print(machine())
    give_back_at_once()
    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        style.apply_style(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "thumbnails.sqlite"
        _draw_elsewhere(file)
        print(
            table(
                HEAD,
                [*_measured(file, given), *_real(Path(folder), file, given.library)],
            )
        )
    print(machine())


def _draw_elsewhere(file: Path) -> None:
    """In a process of its own: into the memory that drawing leaves free, the window would fit."""
    drawing = multiprocessing.get_context("spawn").Process(target=draw_thumbnails, args=(file,))
    drawing.start()
    drawing.join()


def _measured(file: Path, given: argparse.Namespace) -> list[list[object]]:
    thumbnails = Thumbnails(lambda: Repeating(read_thumbnails(file)))
    np.random.default_rng(0)  # loads libraries that the window has no use for
    before_mb = _resident_mb()
    window = _Window(given.photos, thumbnails)
    rows = [
        row("reset, ms", _times(window.reset, window.clear), "p95", 20),
        row("reset to the same search, ms", _times(window.reset_keeping, window.clear), "p95", 20),
        row("resize, ms", _times(window.resize, window.clear), "p95", 20),
        row("select all, ms", _times(window.select_all, window.clear), "p95", 10),
    ]
    jumps, shown = window.jumps()
    rows.append(row(f"{shown} thumbnails there after a jump, ms", jumps, "median", 80))
    window.scroll()
    frames, _ = window.scroll()
    rows.append(row("scroll frame, thumbnails warm, ms", frames, "p95", 8))
    window.jump(given.photos // 3)
    frames, late = window.scroll()
    rows.append(row("scroll frame, thumbnails cold, ms", frames, "p95", 8))
    rows.append(row("timer late while scrolling cold, ms", late, "worst", 25))
    beside = _resident_mb() - before_mb - thumbnails.bytes_kept / 2**20
    rows.append(row("memory beside thumbnails, MB", [Took(beside, 0.0)], "worst", 40))
    window.grid.close()
    thumbnails.close()
    return rows


def _real(folder: Path, file: Path, large: Path | None) -> list[list[object]]:
    """What the real program takes: its start, and its engine's answers."""
    jpegs = jpegs_of(file, 100)
    small = window_start.made(folder / "library", SMALL, jpegs)
    rows = _start_rows(small, f"{SMALL} photos")
    if large:
        window_start.add_thumbnails(LibraryPaths(large), jpegs)
        rows += _start_rows(large, "--library")
    trips = [Took(ms, 0.0) for ms in window_start.round_trips(small)]
    return [*rows, row("engine round trip at 1,000 a second, ms", trips, "p99", 10)]


def _start_rows(library: Path, what: str) -> list[list[object]]:
    paints, usable = window_start.starts(library)
    return [
        row(f"start to first paint, {what}, ms", [Took(ms, 0.0) for ms in paints], "median", 700),
        row(f"start to usable, {what}, ms", [Took(ms, 0.0) for ms in usable], "median", 1000),
    ]


class _Window:
    """A grid of many photos in a window, told what to do; each act ends when all is painted."""

    def __init__(self, photos: int, thumbnails: Thumbnails) -> None:
        self.ids = np.random.default_rng(0).permutation(photos).astype(np.int64)
        self.scores = np.linspace(0.4, 0.0, photos, dtype=np.float32)
        self.thumbnails = thumbnails
        self.grid = Grid(_rows, thumbnails, lambda ids: [])
        self.grid.set_cell_size(CELL_PX)
        self.grid.resize(WIDTH, HEIGHT)
        self.grid.show()
        self.bar = self.grid.verticalScrollBar()

    def reset(self, _round: int) -> None:
        """Show another answer."""
        self.grid.set_photos(self.ids, self.scores, (120, 2000))
        self._paint()

    def reset_keeping(self, _round: int) -> None:
        """Show the same answer again, from its middle, with what is selected."""
        self.bar.setValue(self.bar.maximum() // 2)
        self.grid.set_photos(self.ids, self.scores, (120, 2000), keep=True)
        self._paint()

    def resize(self, round_: int) -> None:
        """Another width, which moves every cell."""
        self.grid.resize(WIDTH - 37 * (round_ % 5), HEIGHT)
        self._paint()

    def select_all(self, _round: int) -> None:
        """Select every photo."""
        self.grid.select_all()
        self._paint()

    def clear(self) -> None:
        """Begin with nothing selected, all of it painted."""
        self.grid.clear_selection()
        self._paint()

    def jumps(self) -> tuple[list[Took], int]:
        """How long it takes each time until all on the screen is there, and how much that is."""
        self.grid.resize(WIDTH, HEIGHT)
        self.clear()
        index = len(self.ids) // 2
        times = []
        for round_ in range(ROUNDS):
            start = now()
            self.jump(index + 1000 * round_)
            times.append(since(start))
        return times, len(self.grid.visible())

    def jump(self, index: int) -> None:
        """Show photos from there on, with all their thumbnails."""
        loop = QEventLoop()
        waiting = self.grid._feed.arrived.connect(
            lambda _: None if self._lacking() else loop.quit()
        )
        self.grid.ensure_visible(index)
        self._paint()
        if self._lacking():
            loop.exec()
        self.grid._feed.arrived.disconnect(waiting)
        self._paint()

    def scroll(self) -> tuple[list[Took], list[Took]]:
        """Down and back: milliseconds of each frame, and by how much a 5 ms timer was late."""
        frames, ticks = [], [time.perf_counter()]
        ticking = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
        ticking.timeout.connect(lambda: ticks.append(time.perf_counter()))
        ticking.start()
        for step in [SCROLL_PX] * SCROLL_FRAMES + [-SCROLL_PX] * SCROLL_FRAMES:
            start = now()
            self.bar.setValue(self.bar.value() + step)
            self._paint()
            frames.append(since(start))
            idle(FRAME_MS - frames[-1].wall)
        ticking.stop()
        return frames, [Took(max(0.0, gap * 1000 - TICK_MS), 0.0) for gap in np.diff(ticks)]

    def _lacking(self) -> bool:
        visible, side_px = self.grid.visible(), self.grid._cells.side_device_px
        return any(
            self.thumbnails.lacks(digest(photo_id), side_px)
            for photo_id in self.ids[visible.start : visible.stop].tolist()
        )

    def _paint(self) -> None:
        QApplication.processEvents()


def _rows(ids: Sequence[int]) -> Mapping[int, RowInfo]:
    return {i: RowInfo(f"/photos/2019/IMG_{i:07}.jpg", digest(i), "12 June 2019") for i in ids}


def _times(act: Callable[[int], object], prepare: Callable[[], object]) -> list[Took]:
    """Of each round; the first, cold one does not count."""
    times = []
    for round_ in range(ROUNDS + 1):
        prepare()
        start = now()
        act(round_)
        times.append(since(start))
    return times[1:]


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20
