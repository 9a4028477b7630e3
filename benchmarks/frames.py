"""What benchmarks of the window share: a frame by the clock and by the thread's own time, its row.

Called by `benchmarks.window` and `benchmarks.map_window`.
"""

import statistics
import time
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer

HEAD = ("what", "median", "p95", "p99", "worst", "p95 CPU", "asked", "kept")


class Took(NamedTuple):
    """Milliseconds by the clock, and of the window's thread at work: fair on a busy machine."""

    wall: float
    cpu: float


def row(what: str, times: list[Took], held: str, limit: float) -> list[object]:
    """One line of the table; `held` names the figure that is held against the limit."""
    walls = [took.wall for took in times]
    figures = {
        "median": statistics.median(walls),
        "p95": float(np.percentile(walls, 95)),
        "p99": float(np.percentile(walls, 99)),
        "worst": max(walls),
    }
    cpu = float(np.percentile([took.cpu for took in times], 95)) or ""
    kept = "yes" if figures[held] <= limit else "NO"
    return [what, *figures.values(), cpu, f"{held} ≤ {limit}", kept]


def now() -> Took:
    """Both clocks."""
    return Took(time.perf_counter() * 1000, time.thread_time() * 1000)


def since(start: Took) -> Took:
    """What went by on both clocks."""
    later = now()
    return Took(later.wall - start.wall, later.cpu - start.cpu)


def idle(ms: float) -> None:
    """Run events for this long, as between two frames."""
    if ms > 0:
        loop = QEventLoop()
        QTimer.singleShot(round(ms), loop.quit)
        loop.exec()
