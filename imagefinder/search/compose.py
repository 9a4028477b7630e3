"""Terms become one query vector: the weighted sum of unit vectors, normalised.

`Embedded` terms in, a `(dim,)` unit vector out; called by the searcher.
"""

from collections.abc import Iterable

import msgspec
import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.core.types import Vector

# Below this part of its weights the sum is rounding noise of float16 vectors, its direction chance.
SMALLEST_SUM = 1e-3


class EmbeddedTerm(msgspec.Struct, frozen=True):
    """A term's `(dim,)` unit vector with its weight."""

    vector: Vector
    weight: float


def compose(terms: Iterable[EmbeddedTerm]) -> Vector:
    """The unit vector of the weighted sum of at least one term, all weights being finite.

    Raises KnownError where the terms cancel each other out.
    """
    vectors, weights = zip(*((term.vector, term.weight) for term in terms), strict=True)
    # The largest weight first, so that neither tiny nor huge ones leave the range of a float.
    shares = np.array(weights, np.float64)
    shares /= np.abs(shares).max() or 1.0
    total = shares @ np.array(vectors, np.float64)
    length = float(np.linalg.norm(total))
    if length <= SMALLEST_SUM * float(np.abs(shares).sum()):
        raise KnownError("The terms of this query cancel each other out. Change one or its weight.")
    return np.asarray(total / length, dtype=np.float32)
