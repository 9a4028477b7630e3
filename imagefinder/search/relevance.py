"""Which hits surely answer a query, which may, and which are only the nearest of the rest.

Cosines mean nothing by themselves: words against pictures lie near 0.2, pictures against pictures
near 0.6, and it differs from model to model. So a score is measured against this query's own
background, the scores of pictures drawn from the whole library, nearly all of which are no answer.
"""

import numpy as np
import numpy.typing as npt

from imagefinder.core.types import Vector

# Robust deviations above the background's median. Of normally distributed scores one in 30
# thousand lies above the first and one in 160 above the second.
SURE_DEVIATIONS = 4.0
MAYBE_DEVIATIONS = 2.5
# The median absolute deviation of a normal distribution, in standard deviations.
MAD_OF_NORMAL = 0.6745
SMALLEST_BACKGROUND = 30


def bands(scores: npt.ArrayLike, background: Vector) -> tuple[int, int]:
    """How many of the `scores` (best first) are sure, and how many are sure or maybe.

    With too small a background nothing can be told: all are maybe.
    """
    falling = np.asarray(scores, np.float32)
    if len(background) < SMALLEST_BACKGROUND:
        return 0, len(falling)
    middle = float(np.median(background))
    deviation = float(np.median(np.abs(background - middle))) / MAD_OF_NORMAL
    sure = int(np.count_nonzero(falling > middle + SURE_DEVIATIONS * deviation))
    maybe = int(np.count_nonzero(falling > middle + MAYBE_DEVIATIONS * deviation))
    return sure, maybe
