"""Principal components: the axes that the map of a library is drawn on.

In come unit vectors, block by block, so that a million of them never lie in memory at once; out go
a `Basis` and the coordinates of any vectors in it. Plain arrays only. Called by the engine.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from imagefinder.core.errors import KnownError
from imagefinder.core.types import Vector, Vectors

Doubles = npt.NDArray[np.float64]
Coordinates = npt.NDArray[np.float32]

KEPT = 16
FEWEST = 3
# Of unit vectors in float32. Rounding alone leaves some 1e-14.
_LEAST_VARIANCE = 1e-9
# Below it a new axis is no heir of the old one: of unit vectors at chance in 512 dimensions, none
# in a million is so near to another.
_SAME_AXIS = 0.3
_TOO_FEW = "The map needs at least 3 different pictures; there are {count} here."
_ALL_EQUAL = "The map needs at least 3 different pictures; to the model, these all look the same."


class Basis(NamedTuple):
    """`mean` (dim,) and `axes` (k, dim), orthonormal rows by falling variance, both float32.

    `explained` (k,) float64 is each axis's share of the whole variance.
    """

    mean: Vector
    axes: Vectors
    explained: Doubles


class Moments:
    """Mean and covariance of vectors that pass by, in float64."""

    def __init__(self, dim: int) -> None:
        self.count = 0
        self._shift = np.zeros(dim)
        self._sum = np.zeros(dim)
        self._squares = np.zeros((dim, dim))

    def add(self, vectors: Vectors) -> None:
        """Take in a block `(n, dim)`, in any order."""
        if not len(vectors):
            return
        block = vectors.astype(np.float64)
        if not self.count:
            # Unit vectors of a model lie in a narrow cone: away from it nothing cancels out.
            self._shift = block.mean(axis=0)
        block -= self._shift
        self.count += len(block)
        self._sum += block.sum(axis=0)
        self._squares += block.T @ block

    @property
    def mean(self) -> Doubles:
        """`(dim,)`."""
        return np.asarray(self._shift + self._sum / max(self.count, 1))

    @property
    def covariance(self) -> Doubles:
        """`(dim, dim)`, over n - 1 as scikit-learn has it."""
        mean = self._sum / max(self.count, 1)
        scatter = self._squares - self.count * np.outer(mean, mean)
        return np.asarray(scatter / max(self.count - 1, 1))


def fit(moments: Moments, previous: Basis | None = None, kept: int = KEPT) -> Basis:
    """The first `kept` principal components, or as many as there are.

    Signs follow `previous` where it is given, so that a refit doesn't mirror the map. Raises
    KnownError where there is nothing to tell apart.
    """
    if moments.count < FEWEST:
        raise KnownError(_TOO_FEW.format(count=moments.count))
    covariance = moments.covariance
    total = float(np.trace(covariance))
    if total < _LEAST_VARIANCE:
        raise KnownError(_ALL_EQUAL)
    variances, columns = np.linalg.eigh(covariance)
    count = min(kept, len(covariance), moments.count - 1)
    axes = columns.T[::-1][:count]
    return Basis(
        mean=moments.mean.astype(np.float32),
        axes=(axes * _signs(axes, previous)[:, np.newaxis]).astype(np.float32),
        explained=np.maximum(variances[::-1][:count], 0) / total,
    )


def place(basis: Basis, vectors: Vectors) -> Coordinates:
    """Coordinates `(n, k)` float32 of vectors `(n, dim)`, whether they were fitted on or not."""
    return np.asarray((vectors - basis.mean) @ basis.axes.T, dtype=np.float32)


def _signs(axes: Doubles, previous: Basis | None) -> Doubles:
    """1 or -1 for each axis: its largest loading positive, or as the old axis nearest to it."""
    largest = np.argmax(np.abs(axes), axis=1)
    signs = np.sign(axes[np.arange(len(axes)), largest])
    if previous is None or previous.axes.shape[1] != axes.shape[1]:
        return np.asarray(signs)
    cosines = axes @ previous.axes.T
    nearest = cosines[np.arange(len(axes)), np.argmax(np.abs(cosines), axis=1)]
    return np.asarray(np.where(np.abs(nearest) > _SAME_AXIS, np.sign(nearest), signs))
