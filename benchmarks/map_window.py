"""The map in the window: frames while moving and zooming, lasso, and what is made in the thread.

Called by `benchmarks.map`. Offscreen at 1600x1000, unless QT_QPA_PLATFORM says otherwise.
"""

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.frames import HEAD, Took, idle, now, row, since
from benchmarks.made_thumbnails import Repeating, digest, draw_thumbnails
from benchmarks.measure import table
from benchmarks.window import HEIGHT, WIDTH
from imagefinder.gui import style
from imagefinder.gui.map.camera import Points
from imagefinder.gui.map.chart import Chart, Coat, make_chart, make_coat
from imagefinder.gui.map.colours import group_palette, group_shades
from imagefinder.gui.map.photo_map import PhotoMap, Tool
from imagefinder.gui.map.pictures import Pictures
from imagefinder.gui.thumbnails import Thumbnails
from imagefinder.store.thumbs import read_thumbnails

T = TypeVar("T")

ASPECT = 1.6
CLUSTERS = 12
ROUNDS = 12
# How near is moved about, in every direction, and how many frames each time.
ZOOMS = (1.0, 1.5, 2.5, 4.0, 8.0, 20.0, 60.0)
MOVES = 24
# The limits that are promised, in milliseconds: up to so many photos.
LIMITS = {100_000: (8, 25), 1_000_000: (16, 60)}


def show(counts: Sequence[int]) -> None:
    """Print a table for maps of each size."""
    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        style.apply_style(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "thumbnails.sqlite"
        draw_thumbnails(file)
        for count in counts:
            print(f"\nwindow, {count:,} photos")
            print(table(HEAD, _measured(file, count)))


def _measured(file: Path, count: int) -> list[list[object]]:
    thumbnails = Thumbnails(lambda: Repeating(read_thumbnails(file)))
    frame_ms, lasso_ms = next(ms for most, ms in LIMITS.items() if count <= most)
    x, y, groups = _points(count)
    made, chart = _timed(lambda: make_chart(np.arange(count), x, y, ASPECT, None))
    dressed, coat = _timed(lambda: _coat(chart, groups))
    window = _Window(chart, coat, thumbnails)
    window.fly()
    rows = [
        row("frame while moving, ms", window.move(), "p95", frame_ms),
        row("frame while zooming, ms", window.fly(), "p95", frame_ms),
        row(f"lasso around {window.lasso_share():.0%}, ms", window.lassos(), "p95", lasso_ms),
        row("frame, a third chosen, ms", window.move_chosen(), "p95", 2 * frame_ms),
        row("chart made in the thread, ms", made, "median", 4000),
        row("colours made in the thread, ms", dressed, "median", 1000),
    ]
    window.map.close()
    thumbnails.close()
    return rows


class _Window:
    """A map in a window, told what to do; each act ends when all is painted."""

    def __init__(self, chart: Chart, coat: Coat, thumbnails: Thumbnails) -> None:
        self._owner = QObject()
        self.map = PhotoMap(Pictures(_digests, thumbnails, "benchmark", self._owner))
        self.map.resize(WIDTH, HEIGHT)
        self.map.show()
        self.map.set_chart(chart, coat)
        self.map.set_coat(coat, by_colour=True)
        QApplication.processEvents()

    def move(self) -> list[Took]:
        """To and fro at several zooms."""
        frames = []
        for zoom in ZOOMS:
            self.map.set_camera(self.map.camera.fitted().zoomed(zoom, WIDTH / 2, HEIGHT / 2))
            self._until_loaded()
            for step in range(MOVES):
                turn = 2 * np.pi * step / MOVES
                moved = self.map.camera.moved(40 * np.cos(turn), 40 * np.sin(turn))
                frames.append(self._frame(partial(self.map.set_camera, moved)))
        return frames

    def fly(self) -> list[Took]:
        """In as far as thumbnails part, and out again."""
        frames = []
        self.map.fit()
        for factor in [1.12] * 36 + [1 / 1.12] * 36:
            nearer = self.map.camera.zoomed(factor, WIDTH * 0.45, HEIGHT * 0.55)
            frames.append(self._frame(partial(self.map.set_camera, nearer)))
        return frames

    def lassos(self) -> list[Took]:
        """Letting go of the mouse after a line was drawn around much of the map."""
        times = []
        self.map.fit()
        self.map.set_tool(Tool.LASSO)
        for _ in range(ROUNDS):
            self._draw_line()
            start = now()
            QTest.mouseRelease(self.map, Qt.MouseButton.LeftButton, pos=_line()[-1])
            times.append(since(start))
        self.map.set_tool(Tool.MOVE)
        return times

    def lasso_share(self) -> float:
        """How much of the map it encloses."""
        self.lassos()
        chart = self.map.chart
        return self.map.selected_count() / len(chart.ids) if chart else 0.0

    def move_chosen(self) -> list[Took]:
        """Moving with many chosen, which are marked."""
        chart = self.map.chart
        if chart is not None:
            self.map.select(chart.ids[::3])
        return self.move()

    def _draw_line(self) -> None:
        line = _line()
        QTest.mousePress(self.map, Qt.MouseButton.LeftButton, pos=line[0])
        for point in line[1:]:
            QTest.mouseMove(self.map, point)
        QApplication.processEvents()

    def _frame(self, act: Callable[[], object]) -> Took:
        act()
        start = now()
        self.map.repaint()
        took = since(start)
        idle(2)
        return took

    def _until_loaded(self) -> None:
        self.map.repaint()
        while self.map._pictures.lacking():
            idle(10)


def _line() -> list[QPoint]:
    """A wavy line around the middle."""
    turns = np.linspace(0, 2 * np.pi, 240)
    far = 1 + 0.15 * np.sin(7 * turns)
    x = WIDTH * (0.5 + 0.36 * far * np.cos(turns))
    y = HEIGHT * (0.5 + 0.36 * far * np.sin(turns))
    return [QPoint(round(a), round(b)) for a, b in zip(x, y, strict=True)]


def _points(count: int) -> tuple[Points, Points, Points]:
    """Overlapping clouds, as principal components show them; and which cloud each is of."""
    rng = np.random.default_rng(1)
    groups = rng.integers(0, CLUSTERS, count)
    middles = rng.normal(size=(CLUSTERS, 2))
    places = middles[groups] + 0.35 * rng.normal(size=(count, 2))
    x, y = places.T.astype(np.float32)
    return x.copy(), y.copy(), groups.astype(np.float32)


def _coat(chart: Chart, groups: Points) -> Coat:
    palette = group_palette(style.LIGHT, False, CLUSTERS)
    return make_coat(chart, group_shades(groups, CLUSTERS), palette)


def _timed(make: Callable[[], T]) -> tuple[list[Took], T]:
    start = now()
    made = make()
    return [since(start)], made


def _digests(ids: Sequence[int], then: Callable[[Mapping[int, bytes]], object]) -> None:
    then({photo_id: digest(photo_id) for photo_id in ids})
