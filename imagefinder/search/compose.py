"""Terms become one query vector: the weighted sum of unit vectors, normalised.

`Embedded` terms in, a `(dim,)` unit vector out; called by the searcher.
"""

from collections.abc import Iterable

import msgspec
import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.core.types import Vector

# Below this length the sum is rounding noise of float16 vectors, and its direction means nothing.
SMALLEST_SUM = 1e-3


class EmbeddedTerm(msgspec.Struct, frozen=True):
    """A term's `(dim,)` unit vector with its weight."""

    vector: Vector
    weight: float


def compose(terms: Iterable[EmbeddedTerm]) -> Vector:
    """The unit vector of the weighted sum; raises KnownError where the terms cancel out."""
    total = sum((term.weight * term.vector for term in terms), start=np.float32(0))
    length = float(np.linalg.norm(total))
    if length < SMALLEST_SUM:
        raise KnownError("The terms of this query cancel each other out. Change one or its weight.")
    return np.asarray(total / length, dtype=np.float32)
