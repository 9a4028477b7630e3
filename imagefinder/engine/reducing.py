"""Keeps the components by which a library of many pictures is searched, in a job process.

Called by the engine after each indexing. Until the job is done the older generation answers, and
what is newer than it is scanned exactly; a job that dies changes nothing.
"""

import threading
from collections.abc import Generator, Iterator
from pathlib import Path

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import Notice, Progress
from imagefinder.engine.jobs import JobFailed, JobReduced, JobStep, ReduceTask, run_job
from imagefinder.engine.rate import PhasedPace
from imagefinder.index import reduced
from imagefinder.index.matrix import Matrix
from imagefinder.index.reduced import Reduced
from imagefinder.learn.projection import Moments, fit
from imagefinder.search.indexes import open_matrix
from imagefinder.store.library import Library
from imagefinder.store.rows import ModelRow


def keep_reduced(
    library: Library, paths: LibraryPaths, model: ModelRow, matrix_lock: threading.Lock
) -> Generator[Progress | Notice, None, None]:
    """Build or extend the components of a library that is large enough."""
    current = library.model(model.key)
    if current is None or current.dim is None:
        return
    if not reduced.is_due(library.vector_count(model.id), None):
        return
    with matrix_lock:
        matrix = open_matrix(library, paths, current, writable=True)
    if not reduced.is_due(len(matrix), Reduced.newest(matrix)):
        return
    pace = PhasedPace("forest")
    for line in run_job(ReduceTask(str(matrix.folder), current.dim)):
        match line:
            case JobStep(phase=phase, done=done, total=total):
                yield from pace.at(phase, done, total)
            case JobReduced():
                return
            case JobFailed(reason=reason):
                yield Notice(f"Searching stays slower than it could be: {reason}")
                return
    yield Notice("Preparing fast search broke off; searching goes on as before.")


def reduce(task: ReduceTask) -> Iterator[JobStep | JobReduced]:
    """What the job does."""
    matrix = Matrix.open(Path(task.matrix_folder), task.dim, writable=False)
    newest = Reduced.newest(matrix)
    if newest is None or reduced.wants_basis(matrix, newest):
        moments = Moments(matrix.dim)
        for block in reduced.sampled(matrix):
            moments.add(block)
        basis = fit(moments, kept=reduced.COMPONENTS)
        steps = reduced.build(matrix, basis.mean, basis.axes)
    else:
        steps = reduced.extend(matrix, newest)
    for done in steps:
        yield JobStep("components", done, len(matrix))
    yield JobReduced(len(matrix))
