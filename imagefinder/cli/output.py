"""What the commands print: JSON and results on standard output, all else on standard error."""

import argparse
import json
from collections.abc import Generator, Iterable
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as Bar

from imagefinder.cli.streams import shown, write_note, write_result
from imagefinder.core.reports import Notice, Progress

Report = TypeVar("Report")

_DOING = {
    "scan": "scanning",
    "model": "model",
    "index": "indexing",
    "forest": "building the forest",
    "map": "laying out the map",
}


def say(text: str) -> None:
    """A line for the person, on standard error."""
    write_note(text)


def tell(text: str, end: bytes = b"\n") -> None:
    """A line of the result, on standard output; names that are not UTF-8 keep their bytes."""
    write_result(text, end)


def tell_paths(paths: Iterable[str], options: argparse.Namespace) -> None:
    """Paths only, as `add_paths_only` was asked for them."""
    for path in paths:
        tell(path, b"\0" if options.null else b"\n")


def tell_json(value: object) -> None:
    """The result as JSON; ASCII, so that names that are not UTF-8 pass as lone surrogates."""
    tell(json.dumps(value))


def follow(steps: Generator[Progress | Notice, None, Report]) -> Report:
    """Run `steps` to their end and return their report, with a progress bar on a terminal."""
    console = Console(stderr=True)
    with _Bars(console) as bars:
        while True:
            try:
                step = next(steps)
            except StopIteration as done:
                report: Report = done.value
                return report
            bars.show(step)


def duration(seconds: float) -> str:
    """Seconds as people say them: `45 s`, `12 min`, `3 h 05 min`."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes == 0:
        return f"{rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"


def table(rows: Iterable[tuple[str, ...]]) -> None:
    """Columns, as wide as they need to be."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        tell("  ".join(cells).rstrip())


class _Bars:
    """One bar that takes turns with the phases; silent but for notices off a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
        )
        self._bar = Bar(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "_Bars":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, step: Progress | Notice) -> None:
        """Show one step."""
        if isinstance(step, Notice):
            text = shown(step.text) if self._console.is_terminal else step.text
            self._console.print(text, markup=False, highlight=False, soft_wrap=True)
            return
        if step.phase not in self._tasks:
            for task in self._tasks.values():
                self._bar.update(task, visible=False)
            self._tasks[step.phase] = self._bar.add_task(_DOING[step.phase], pace="")
        self._bar.update(
            self._tasks[step.phase],
            completed=step.done,
            total=step.total,
            pace=_pace(step),
            visible=True,
        )


def _pace(step: Progress) -> str:
    parts = []
    if step.phase == "model":
        parts.append(step.note)
        if step.rate:
            parts.append(f"{step.rate / 1e6:.1f} MB/s")
    elif step.rate:
        parts.append(f"{step.rate:.1f}/s")
    if step.seconds_left is not None:
        parts.append(f"{duration(step.seconds_left)} left")
    if step.gentle:
        parts.append("gently, on battery" if step.gentle == "battery" else "gently")
    return "  ".join(parts)
