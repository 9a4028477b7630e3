"""A job process: `python -m imagefinder.engine.job TASK`, one task, told as JSON.

It builds a forest or lays out a map, says how far it is in JSON lines on standard output, and
exits. It dies with whoever started it: when its standard input closes before it is done.
"""

import os
import signal
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import ForestFigures
from imagefinder.engine.jobs import (
    ForestTask,
    JobDone,
    JobFailed,
    JobLaidOut,
    JobLine,
    JobStep,
    MapTask,
    ReduceTask,
    Task,
)
from imagefinder.engine.map_layouts import layouts_folder
from imagefinder.engine.map_making import Wanted, lay_out
from imagefinder.engine.reducing import reduce
from imagefinder.index.build import BuildProgress, build
from imagefinder.index.forest import ForestInfo
from imagefinder.search.indexes import open_matrix
from imagefinder.store.connect import open_for_reading
from imagefinder.store.reader import Reader


def main() -> int:
    """Do the task that the first argument tells."""
    # Ctrl-C goes to everybody in the terminal; this process ends when its parent does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    task = msgspec.json.decode(sys.argv[1], type=Task)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    for line in _lines(task):
        sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
        sys.stdout.buffer.flush()
    return 0


def _lines(task: Task) -> Iterator[JobLine]:
    try:
        match task:
            case ForestTask():
                yield from _forest(task)
            case MapTask():
                yield from _map(task)
            case ReduceTask():
                yield from reduce(task)
    except KnownError as e:
        yield JobFailed(str(e))


def _forest(task: ForestTask) -> Iterator[JobLine]:
    probes = Path(task.probes) if task.probes else None
    steps = build(Path(task.matrix_folder), task.dim, Path(task.forests_folder), task.trees, probes)
    for step in steps:
        yield _line(step)


def _map(task: MapTask) -> Generator[JobLine, None, None]:
    photo_ids = np.load(task.photo_ids) if task.photo_ids else None
    wanted = Wanted(task.below, photo_ids, task.refit)
    paths = LibraryPaths(Path(task.library))
    with closing(Reader(open_for_reading(paths))) as reader:
        model = reader.model(task.model)
        if model is None:
            raise KnownError("The model of this map is no longer in the library.")
        matrix = open_matrix(reader, paths, model, writable=False)
        folder = layouts_folder(paths, model.id)
        yield JobLaidOut((yield from lay_out(reader, model, matrix, wanted, folder, folder)))


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
