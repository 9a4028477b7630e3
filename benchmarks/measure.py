"""What benchmarks share: rounds that alternate between the sides, medians, a table, the machine.

On a busy machine the sides suffer alike when they take turns, so ratios stay fair where times do
not; `machine` prints the load so that a reader can judge.
"""

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence

Row = Sequence[object]


def alternate(sides: dict[str, Callable[[], object]], rounds: int = 5) -> dict[str, float]:
    """Median milliseconds of each side, called in turns; the first, cold round does not count."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for round_ in range(max(3, rounds) + 1):
        for name, side in sides.items():
            start = time.perf_counter()
            side()
            if round_:
                times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(taken) for name, taken in times.items()}


def environment() -> dict[str, str]:
    """For programs that are started: with compiled modules kept, as a person's Python does."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def table(head: Row, rows: Sequence[Row]) -> str:
    """A Markdown table, columns aligned; floats with a number of digits that suits their size."""
    cells = [[_cell(value) for value in row] for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in cells]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)


def machine() -> str:
    """One line: system, processors, and how busy they are."""
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {load}"


def _cell(value: object) -> str:
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) else str(value)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
