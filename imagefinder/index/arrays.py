"""The arrays that index speaks in, and how rows are taken from several arrays that follow on.

Called by `matrix` (its vectors are a mapped file and perhaps extra rows in memory) and `scan`.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Halves = npt.NDArray[np.float16]
Singles = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]


def gather(parts: Sequence[Halves | Singles], rows: Rows) -> Halves | Singles:
    """The vectors of `rows`, counted through all `parts` as if they were one array."""
    if len(parts) == 1:
        return parts[0][rows]
    taken = np.empty((len(rows), parts[0].shape[1]), parts[0].dtype)
    start = 0
    for part in parts:
        here = (rows >= start) & (rows < start + len(part))
        taken[here] = part[rows[here] - start]
        start += len(part)
    return taken
