"""A job process: `python -m imagefinder.engine.job TASK`, one task, told as JSON.

It builds a forest, says how far it is in JSON lines on standard output, and exits. It dies with
whoever started it: when its standard input closes before it is done.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec

from imagefinder.core.errors import KnownError
from imagefinder.core.reports import ForestFigures
from imagefinder.index.build import BuildProgress, build
from imagefinder.index.forest import ForestInfo


class ForestTask(msgspec.Struct, frozen=True):
    """Build the forest over the matrix in a folder; see `index.build`."""

    matrix_folder: str
    dim: int
    forests_folder: str
    trees: int
    probes: str | None = None


class JobStep(msgspec.Struct, frozen=True, tag="step"):
    """How far the job is; phases come in order, each counts anew."""

    phase: str
    done: int
    total: int


class JobDone(msgspec.Struct, frozen=True, tag="done"):
    """The forest is built."""

    figures: ForestFigures


class JobFailed(msgspec.Struct, frozen=True, tag="failed"):
    """The job could not be done; the reason is fit to show."""

    reason: str


JobLine = JobStep | JobDone | JobFailed


def main() -> int:
    """Do the task that the first argument tells."""
    # Ctrl-C goes to everybody in the terminal; this process ends when its parent does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    task = msgspec.json.decode(sys.argv[1], type=ForestTask)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    for line in _lines(task):
        sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
        sys.stdout.buffer.flush()
    return 0


def _lines(task: ForestTask) -> Iterator[JobLine]:
    probes = Path(task.probes) if task.probes else None
    steps = build(Path(task.matrix_folder), task.dim, Path(task.forests_folder), task.trees, probes)
    try:
        for step in steps:
            yield _line(step)
    except KnownError as e:
        yield JobFailed(str(e))


def _line(step: BuildProgress | ForestInfo) -> JobLine:
    if isinstance(step, BuildProgress):
        return JobStep(step.phase, step.done, step.total)
    values = {name: getattr(step, name) for name in ForestFigures.__struct_fields__}
    return JobDone(ForestFigures(**values))


def _die_with_parent() -> None:
    # A raw read: a buffered one would hold the lock of standard input while the process ends.
    while os.read(0, 4096):
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
