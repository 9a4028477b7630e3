"""Builds the next generation of a forest: the work of one job process.

In come a matrix's folder and a number of trees; out go, one by one, progress and at the end the
`ForestInfo` of a folder that is whole and durable on disk. Not before then does it bear a number,
so a build that is killed at any moment leaves the older generation as it was.

Annoy holds the GIL while it adds and plants, hence a process of its own. The index grows in a
mapped file instead of memory: a million vectors of 512 need two gigabytes.
"""

import datetime
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import annoy
import msgspec
import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.core.reports import ForestFigures
from imagefinder.index.arrays import Halves
from imagefinder.index.calibrate import calibrate, choose_probes
from imagefinder.index.forest import (
    INFO_FILE,
    METRIC,
    TREES_FILE,
    Forest,
    ForestInfo,
    file_check,
    load_trees,
)
from imagefinder.index.generations import next_generation, publish, unfinished
from imagefinder.index.matrix import Matrix

# The tail is scanned exactly, at a fifth of what scanning everything costs when it is this long.
TAIL_SHARE = 0.2
_REPORTED_ROWS = 4096
_LISTED_ROWS = 16


class BuildProgress(msgspec.Struct, frozen=True):
    """How far a build is: `adding` counts vectors, the other two are one step each."""

    phase: Literal["adding", "planting", "calibrating"]
    done: int
    total: int


def needs_build(vectors: int, forest: ForestFigures | None, forest_from: int) -> bool:
    """Whether so many vectors deserve a new forest: the first, or one with the tail taken in."""
    if vectors < forest_from:
        return False
    if forest is None or forest.vectors > vectors:
        return True
    return vectors - forest.vectors > TAIL_SHARE * forest.vectors


def build(
    matrix_folder: Path,
    dim: int,
    forests_folder: Path,
    trees: int,
    probes: Path | None = None,
    seed: int = 0,
) -> Iterator[BuildProgress | ForestInfo]:
    """Build, calibrate and publish a forest over what the matrix on disk holds now.

    `probes` names a `.npy` file `(q, dim)` float32 of text vectors that the model made. Progress
    is yielded, and last the info of the new generation.
    """
    started = time.monotonic()
    matrix = Matrix.open(matrix_folder, dim, writable=False)
    _refuse_impossible(matrix, forests_folder, trees)
    with unfinished(forests_folder) as folder:
        yield from _plant(folder / TREES_FILE, matrix.vectors, trees, seed)
        draft = _draft(folder / TREES_FILE, matrix, trees, next_generation(forests_folder))
        yield BuildProgress("calibrating", 0, 1)
        info = _calibrated(folder, draft, matrix.vectors, probes, seed)
        info = msgspec.structs.replace(info, seconds=time.monotonic() - started)
        (folder / INFO_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(info)))
        publish(folder, info.generation)
    yield info


def _plant(file: Path, vectors: Halves, trees: int, seed: int) -> Iterator[BuildProgress]:
    index = annoy.AnnoyIndex(vectors.shape[1], METRIC)
    index.set_seed(seed)
    index.on_disk_build(str(file))
    for row, vector in enumerate(_lists(vectors)):
        if row % _REPORTED_ROWS == 0:
            yield BuildProgress("adding", row, len(vectors))
        index.add_item(row, vector)
    yield BuildProgress("planting", 0, 1)
    index.build(trees)
    index.unload()


def _lists(vectors: Halves) -> Iterator[list[float]]:
    """Each row as a list: Annoy takes a value from one in a fifth of the time that numpy needs.

    Few at a time: what Python allocates for them then stays in the cache, which halves the time.
    """
    for start in range(0, len(vectors), _LISTED_ROWS):
        yield from vectors[start : start + _LISTED_ROWS].astype(np.float32).tolist()


def _calibrated(
    folder: Path, draft: ForestInfo, vectors: Halves, probes: Path | None, seed: int
) -> ForestInfo:
    """Measured on the saved file, which is let go of: Windows renames no folder in use."""
    file = folder / TREES_FILE
    index = load_trees(file, draft)
    try:
        return calibrate(Forest(draft, file, index), vectors, choose_probes(vectors, probes, seed))
    finally:
        index.unload()


def _draft(file: Path, matrix: Matrix, trees: int, generation: int) -> ForestInfo:
    """What is known before calibrating."""
    return ForestInfo(
        generation=generation,
        vectors=len(matrix),
        last_id=matrix.last_id,
        trees=trees,
        dim=matrix.dim,
        search_k=0,
        recall_at_100=0.0,
        recall_pictures=0.0,
        recall_words=0.0,
        real_words=False,
        probes=0,
        search_ms=0.0,
        exact_ms=0.0,
        built_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        seconds=0.0,
        size=file.stat().st_size,
        check=file_check(file),
    )


def _refuse_impossible(matrix: Matrix, forests_folder: Path, trees: int) -> None:
    """No rows, or no room: a full disk would kill the process inside the mapped file."""
    if not len(matrix):
        raise KnownError("There are no vectors to build a forest from yet.")
    forests_folder.mkdir(parents=True, exist_ok=True)
    # Annoy grows its file by a third at a time; a leaf of each tree takes some 10 bytes a row.
    needed = int(1.4 * len(matrix) * (4 * matrix.dim + 16 + 12 * trees))
    free = shutil.disk_usage(forests_folder).free
    if free < needed:
        raise KnownError(
            f"The forest needs {needed >> 20} MB in {forests_folder}, but {free >> 20} MB are free."
        )
