"""Grows and publishes the forest of a library that is large enough, in a job process.

Called by the engine after each indexing. Until a forest is published the older one answers, and
what is newer than it is scanned exactly; a build that dies changes nothing.
"""

import threading
from collections.abc import Generator
from pathlib import Path

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import ForestFigures, Notice, Progress
from imagefinder.core.settings import Settings
from imagefinder.embed.encoder import Encoder
from imagefinder.engine.encoders import Encoders
from imagefinder.engine.jobs import ForestTask, JobDone, JobFailed, JobStep, run_job
from imagefinder.engine.rate import PhasedPace
from imagefinder.engine.word_vectors import WordVectors
from imagefinder.index.build import needs_build
from imagefinder.index.forest import Forest
from imagefinder.index.generations import clean
from imagefinder.search.indexes import forests_folder, matrix_folder, open_matrix
from imagefinder.store.library import Library
from imagefinder.store.rows import ModelRow

# What people look for: the forest is calibrated on these as the model sees them.
PROBE_WORDS = (
    *("a dog", "a cat", "a red car", "a child laughing", "people at a table", "a wedding"),
    *("sunset over the sea", "snow on mountains", "a forest path", "a city at night", "a bridge"),
    *("a bicycle", "a train", "an aeroplane", "a boat on a lake", "a horse in a field", "birds"),
    *("flowers in a garden", "a bowl of fruit", "a birthday cake", "a cup of coffee", "a kitchen"),
    *("a bedroom", "a book shelf", "a computer screen", "a document", "handwriting", "a map"),
    *("a painting", "a statue", "a church", "fireworks", "a concert", "a football match"),
    *("a beach with umbrellas", "a tent", "a waterfall", "autumn leaves", "rain on a window"),
    *("black and white portrait", "a selfie", "a group photo", "an old man", "a baby asleep"),
    *("a street market", "a shop window", "a motorcycle", "a tower", "clouds", "stars"),
)


def grow_forest(
    library: Library,
    paths: LibraryPaths,
    settings: Settings,
    encoders: Encoders,
    model: ModelRow,
    matrix_lock: threading.Lock,
) -> Generator[Progress | Notice, None, None]:
    """Build and publish a new forest where the library has outgrown the last one."""
    figures = library.forest(model.id)
    count = library.vector_count(model.id)
    current = library.model(model.key)
    if current is None or current.dim is None:
        return
    lost = figures is not None and _is_lost(forests_folder(paths, model.id), figures)
    if not needs_build(count, None if lost else figures, settings.forest_from):
        return
    with matrix_lock:
        open_matrix(library, paths, current, writable=True)
    forests = forests_folder(paths, model.id)
    clean(forests, keep=figures.generation if figures else None)
    task = ForestTask(
        matrix_folder=str(matrix_folder(paths, model.id)),
        dim=current.dim,
        forests_folder=str(forests),
        trees=settings.forest_trees,
        probes=_probes(paths, current, encoders.loaded(model.key)),
    )
    built = yield from _build(task)
    if built is not None:
        library.publish_forest(model.id, built)


def _build(task: ForestTask) -> Generator[Progress | Notice, None, ForestFigures | None]:
    pace = PhasedPace("forest")
    for line in run_job(task):
        match line:
            case JobStep(phase=phase, done=done, total=total):
                yield from pace.at(phase, done, total)
            case JobDone(figures=figures):
                return figures
            case JobFailed(reason=reason):
                yield Notice(f"No new forest was built, searching goes on without it: {reason}")
                return None
    yield Notice("Building the forest broke off; searching goes on without it.")
    return None


def _probes(paths: LibraryPaths, model: ModelRow, encoder: Encoder | None) -> str | None:
    """The file with the words' vectors of this model, made now where the model is loaded."""
    probes = WordVectors(paths.derived, "probes", PROBE_WORDS)
    if encoder is not None:
        probes.of(model, lambda: encoder)
    # Without: a full disk, or nothing to encode with; pictures serve as probes, worse.
    file = probes.kept(model)
    return str(file) if file else None


def _is_lost(forests: Path, figures: ForestFigures) -> bool:
    """Whether the published generation is gone or damaged."""
    return Forest.open_or_none(forests / str(figures.generation)) is None
