"""Tasks for a job process and the lines that it says; runs one and hands out its lines.

Called where the engine has a task that is too large for a thread of its own: a forest, components,
a map.
"""

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import nullcontext

import msgspec

from imagefinder.core.mapping import Layout
from imagefinder.core.reports import ForestFigures
from imagefinder.engine.giving_up import GivingUp


class ForestTask(msgspec.Struct, frozen=True, tag="forest"):
    """Build the forest over the matrix in a folder; see `index.build`."""

    matrix_folder: str
    dim: int
    forests_folder: str
    trees: int
    probes: str | None = None


class MapTask(msgspec.Struct, frozen=True, tag="map"):
    """Lay out a map of a library's photos; see `engine.map_making`.

    Of all photos; of those `below` a folder; or of those whose ids a `.npy` file holds.
    """

    library: str
    model: str
    below: str | None = None
    photo_ids: str | None = None
    refit: bool = False


class ReduceTask(msgspec.Struct, frozen=True, tag="reduce"):
    """Build or extend the components of the matrix in a folder; see `engine.reducing`."""

    matrix_folder: str
    dim: int


Task = ForestTask | MapTask | ReduceTask


class JobStep(msgspec.Struct, frozen=True, tag="step"):
    """How far the job is; phases come in order, each counts anew."""

    phase: str
    done: int
    total: int


class JobDone(msgspec.Struct, frozen=True, tag="done"):
    """The forest is built."""

    figures: ForestFigures


class JobLaidOut(msgspec.Struct, frozen=True, tag="laid_out"):
    """The map is there."""

    layout: Layout


class JobReduced(msgspec.Struct, frozen=True, tag="reduced"):
    """So many rows have components."""

    rows: int


class JobFailed(msgspec.Struct, frozen=True, tag="failed"):
    """The job could not be done; the reason is fit to show."""

    reason: str


JobLine = JobStep | JobDone | JobLaidOut | JobReduced | JobFailed


def run_job(task: Task, giving_up: GivingUp | None = None) -> Generator[JobLine, None, None]:
    """The lines of a job process, which is ended when the iterator is closed, or given up.

    The last line tells the result; a job that was killed ends without one.
    """
    command = [sys.executable, "-m", "imagefinder.engine.job", msgspec.json.encode(task).decode()]
    # Nothing is written to its input: that only closes, with us, and so ends the job.
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(command, stdin=pipe, stdout=pipe, env=_environment()) as process,
        giving_up.ending(process) if giving_up else nullcontext(),
    ):
        if process.stdout is None:
            raise AssertionError("a pipe was asked for")
        try:
            for line in process.stdout:
                yield msgspec.json.decode(line, type=JobLine)
        finally:
            process.kill()


def _environment() -> dict[str, str]:
    # On a busy machine BLAS threads wait for each other: ten times the processor time (measured).
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
