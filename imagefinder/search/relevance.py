"""Which hits surely answer a query, which may, and which are only the nearest of the rest.

Cosines mean nothing by themselves: words against pictures lie near 0.2, pictures against pictures
near 0.6, and it differs from model to model. So a score is measured by its rise above this query's
own background, the scores of pictures drawn from the whole library, nearly all of which are no
answer. A rise stands out in two ways: beyond the spread of the background, or beyond what two
vectors of so many dimensions share by chance. And a hit far below the best one is no sure one.
"""

import numpy as np
import numpy.typing as npt

from imagefinder.core.types import Vector

# In robust deviations of the background. Of normally distributed scores one in 30 thousand rises
# above the first and one in 160 above the second.
SURE_DEVIATIONS, MAYBE_DEVIATIONS = 4.0, 2.5
# In deviations of the cosine between random directions, which is 1 / sqrt(dim). Tried on the demo
# model (64) and on published scores of ViT-B-32-256 (512).
SURE_CHANCES, MAYBE_CHANCES = 2.75, 1.5
# A query that means nothing to the model raises no picture by more than this.
SMALLEST_CHANCES = 0.75
# As a share of the best hit's rise.
SURE_SHARE, MAYBE_SHARE = 0.81, 0.5
# The median absolute deviation of a normal distribution, in standard deviations.
MAD_OF_NORMAL = 0.6745
SMALLEST_BACKGROUND = 30


def bands(scores: npt.ArrayLike, background: Vector, dim: int) -> tuple[int, int]:
    """How many of the `scores` (best first) are sure, and how many are sure or maybe.

    `dim` is the length of the vectors. With too small a background nothing can be told: all are
    maybe.
    """
    falling = np.asarray(scores, np.float32)
    if len(background) < SMALLEST_BACKGROUND or not len(falling):
        return 0, len(falling)
    middle = float(np.median(background))
    spread = float(np.median(np.abs(background - middle))) / MAD_OF_NORMAL
    rise = falling - middle
    chances = rise * dim**0.5
    if chances[0] < SMALLEST_CHANCES:
        return 0, 0
    strong = (rise > SURE_DEVIATIONS * spread) | (chances > SURE_CHANCES)
    slight = (rise > MAYBE_DEVIATIONS * spread) | (chances > MAYBE_CHANCES)
    sure = int(np.count_nonzero(strong & (rise >= SURE_SHARE * rise[0])))
    maybe = int(np.count_nonzero(slight & (rise >= MAYBE_SHARE * rise[0])))
    return sure, max(sure, maybe)
