"""The matrix in short: each row's first principal components, by which rows are proposed.

In come a matrix and a basis; a job builds a generation of it and later appends what the matrix has
beyond it. Out go estimates of every row's score, at a third of the cost of the scores themselves
(float32 components are read as they lie, and they are fewer): `nearest` scores exactly what an
estimate proposes. A reader maps the file, and sees the rows that were whole when it opened it.

`basis.npz` holds `mean` (dim,), `axes` (k, dim) and on how many rows they were `fitted`;
`rows.f32` is (n, k) float32, row i for row i of the matrix.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.core.types import Vector, Vectors
from imagefinder.index import scan
from imagefinder.index.arrays import Singles
from imagefinder.index.generations import (
    clean,
    generations,
    next_generation,
    publish,
    unfinished,
)
from imagefinder.index.matrix import Matrix

# Of 512: they hold four fifths of what pictures differ in, and the best hundred lie among the best
# few thousand by them. With 128, words need three times as many to be proposed.
COMPONENTS = 192
# Below it an exact scan takes 6 ms or less.
REDUCED_FROM = 50_000
# A longer tail is taken in: scanning it exactly costs 2 ms.
LONGEST_TAIL = 16_384
# A library that has grown so much may differ in other ways than it did.
REFIT_GROWTH = 4
FITTED_ROWS = 100_000
_BLOCK_ROWS = 8192
_FLOAT_BYTES = 4
# Of a row computed again against the one on disk: what rounding in another block may differ by.
_TOLERANCE = 1e-4
_BASIS_FILE, _ROWS_FILE = "basis.npz", "rows.f32"


class Axes(NamedTuple):
    """`mean` (dim,) and orthonormal `axes` (k, dim), float32, `fitted` on so many rows."""

    mean: Vector
    axes: Vectors
    fitted: int


class Reduced:
    """One generation, as much of it as was whole when it was opened. Safe from any thread."""

    def __init__(self, folder: Path, basis: Axes, rows: Singles) -> None:
        self.folder = folder
        self.basis = basis
        self._rows = rows

    @classmethod
    def newest(cls, matrix: Matrix) -> "Reduced | None":
        """The newest generation that was made of this matrix, or None."""
        folder = folder_of(matrix)
        for generation in generations(folder):
            reduced = _opened(folder / str(generation), matrix.dim)
            if reduced is not None and reduced.fits(matrix):
                return reduced
        return None

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def share(self) -> float:
        """How much of an exact scan's work an estimate is."""
        return len(self.basis.axes) / len(self.basis.mean)

    def fits(self, matrix: Matrix) -> bool:
        """Whether these are rows of that matrix: a few are computed again."""
        if len(self) > len(matrix):
            return False
        some = np.unique(np.linspace(0, len(self) - 1, min(len(self), 9)).astype(np.int64))
        again = _components(self.basis, matrix.parts[0][some].astype(np.float32))
        return bool(np.allclose(again, self._rows[some], atol=_TOLERANCE))

    def estimates(self, query: Vector) -> Vector:
        """About what each row's score is, `(n,)` float32: the part that the components hold."""
        found = scan.scores(self._rows, self.basis.axes @ query)
        found += np.float32(self.basis.mean @ query)
        return found


def folder_of(matrix: Matrix) -> Path:
    """Where the generations lie: in the matrix's own folder, since they go when it goes."""
    return matrix.folder / "reduced"


def is_due(matrix_rows: int, reduced: Reduced | None) -> bool:
    """Whether a matrix of so many rows deserves a first generation, a new one, or more rows."""
    if matrix_rows < REDUCED_FROM:
        return False
    return reduced is None or matrix_rows - len(reduced) >= LONGEST_TAIL


def wants_basis(matrix: Matrix, reduced: Reduced | None) -> bool:
    """Whether there is no basis yet, or it was fitted on too small a part of the library."""
    return reduced is None or len(matrix) >= REFIT_GROWTH * reduced.basis.fitted


def sampled(matrix: Matrix) -> Iterator[Vectors]:
    """Blocks of rows spread over the whole matrix, to fit a basis on."""
    step = max(1, len(matrix) // FITTED_ROWS)
    rows = np.arange(0, len(matrix), step)
    for start in range(0, len(rows), _BLOCK_ROWS):
        yield matrix.unit(rows[start : start + _BLOCK_ROWS])


def build(matrix: Matrix, mean: Vector, axes: Vectors) -> Iterator[int]:
    """Make and publish a generation over all rows; yields how many are done."""
    basis = Axes(mean, axes, len(matrix))
    folder = folder_of(matrix)
    number = next_generation(folder)
    with unfinished(folder) as here:
        # In memory first: numpy appends a suffix to names of its own liking.
        packed = io.BytesIO()
        np.savez(packed, mean=mean, axes=axes, fitted=len(matrix))
        (here / _BASIS_FILE).write_bytes(packed.getvalue())
        yield from _append(here, basis, matrix, 0)
        publish(here, number)
    clean(folder, keep=number)


def extend(matrix: Matrix, reduced: Reduced) -> Iterator[int]:
    """Append the rows that the matrix has beyond this generation; yields how many are done."""
    yield from _append(reduced.folder, reduced.basis, matrix, len(reduced))


def _append(folder: Path, basis: Axes, matrix: Matrix, start: int) -> Iterator[int]:
    file = folder / _ROWS_FILE
    vectors = matrix.parts[0]
    try:
        with file.open("r+b" if file.exists() else "xb") as opened:
            opened.seek(start * len(basis.axes) * _FLOAT_BYTES)
            for first in range(start, len(vectors), _BLOCK_ROWS):
                block = vectors[first : first + _BLOCK_ROWS].astype(np.float32)
                opened.write(_components(basis, block).data)
                yield first + len(block)
    except OSError as e:
        raise KnownError(f"{file} can't be written ({e.strerror}). Is the disk full?") from e


def _components(basis: Axes, vectors: Vectors) -> Singles:
    return np.ascontiguousarray((vectors - basis.mean) @ basis.axes.T, np.float32)


def _opened(folder: Path, dim: int) -> Reduced | None:
    """What lies there; None where it is damaged or of vectors of another length."""
    try:
        with np.load(folder / _BASIS_FILE, allow_pickle=False) as kept:
            basis = Axes(kept["mean"], kept["axes"], int(kept["fitted"]))
        count = (folder / _ROWS_FILE).stat().st_size // (_FLOAT_BYTES * len(basis.axes))
        if basis.axes.shape[1] != dim or not count:
            return None
        shape = (count, len(basis.axes))
        # asarray: np.memmap's own slicing is many times slower than a plain array's.
        mapped = np.asarray(np.memmap(folder / _ROWS_FILE, np.float32, mode="r", shape=shape))
    except (OSError, EOFError, ValueError, KeyError, BadZipFile):
        return None
    return Reduced(folder, basis, mapped)
