"""Opens the matrix, components and forest of one model and brings them up to the database.

The writer appends new vectors to the matrix file; a reader beside it keeps what the file still
lacks in memory. The forest counts only when it was built over exactly the rows that are there.
"""

import logging
from pathlib import Path

import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import ForestFigures
from imagefinder.index.arrays import Halves, Ids
from imagefinder.index.forest import Forest
from imagefinder.index.matrix import Matrix
from imagefinder.index.nearest import Nearest
from imagefinder.index.reduced import Reduced, is_due
from imagefinder.store.reader import Reader
from imagefinder.store.rows import ModelRow

log = logging.getLogger(__name__)

_PAGE = 20_000


def matrix_folder(paths: LibraryPaths, model_id: int) -> Path:
    """Where the matrix of a model lies."""
    return paths.derived / f"matrix-{model_id}"


def forests_folder(paths: LibraryPaths, model_id: int) -> Path:
    """Where the generations of a model's forest lie."""
    return paths.derived / f"forests-{model_id}"


def open_nearest(
    reader: Reader, paths: LibraryPaths, model: ModelRow, *, writable: bool
) -> Nearest:
    """Everything that can be searched of `model` at this moment."""
    matrix = open_matrix(reader, paths, model, writable=writable)
    forest = open_forest(paths, model.id, matrix, reader.forest(model.id))
    return Nearest(matrix, forest, Reduced.newest(matrix))


def open_matrix(reader: Reader, paths: LibraryPaths, model: ModelRow, *, writable: bool) -> Matrix:
    """The matrix with all vectors that the database holds."""
    matrix = Matrix.open(matrix_folder(paths, model.id), model.dim or 1, writable=writable)
    if _foreign(reader, model.id, matrix):
        if writable:
            matrix.discard()
        matrix = Matrix(matrix.folder, matrix.dim, writable=writable)
    return catch_up(reader, model.id, matrix, writable=writable)


def catch_up(reader: Reader, model_id: int, matrix: Matrix, *, writable: bool) -> Matrix:
    """`matrix` with what the database has beyond it: appended on disk, or in memory only.

    What a full disk refuses is kept in memory too, until the matrix is opened again.
    """
    while True:
        ids, vectors = reader.vectors_after(model_id, matrix.last_id, _PAGE)
        if not len(ids):
            return matrix
        if writable and matrix.writable and _appended(matrix, ids, vectors):
            continue
        matrix = matrix.with_extra(ids, vectors)


def _appended(matrix: Matrix, ids: Ids, vectors: Halves) -> bool:
    try:
        matrix.append(ids, vectors)
    except KnownError as e:
        log.warning("searching goes on in memory: %s", e)
        return False
    return True


def open_forest(
    paths: LibraryPaths, model_id: int, matrix: Matrix, published: ForestFigures | None
) -> Forest | None:
    """The published forest, unless it is damaged or was built over other rows."""
    if published is None:
        return None
    folder = forests_folder(paths, model_id) / str(published.generation)
    forest = Forest.open_or_none(folder)
    return forest if forest and forest.fits(matrix) else None


def renewed(matrix: Matrix, reduced: Reduced | None) -> Reduced | None:
    """The components to search with: newer ones where the tail has grown long and there are any."""
    return Reduced.newest(matrix) or reduced if is_due(len(matrix), reduced) else reduced


def _foreign(reader: Reader, model_id: int, matrix: Matrix) -> bool:
    """Whether the matrix holds rows of another database: after a restored backup, say."""
    if not len(matrix):
        return False
    rows = np.array([0, len(matrix) // 2, len(matrix) - 1])
    stored = reader.vectors_of(model_id, matrix.ids[rows].tolist())
    return len(stored) != len(set(rows.tolist())) or any(
        not np.array_equal(stored[int(matrix.ids[row])], matrix.vectors[row]) for row in rows
    )
