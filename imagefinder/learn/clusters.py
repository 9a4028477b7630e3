"""Groups of pictures that look alike to the model, and words that name each group.

In come unit vectors; out go centres, the group of each vector, and labels from a vocabulary. Plain
arrays only. Called by the engine to colour a map.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from imagefinder.core.types import Vector, Vectors

SEED = 0
_STARTS = 2
# A second word helps where it fits nearly as well as the first.
_SECOND_SHARE = 0.85


def centres(sample: Vectors, k: int) -> Vectors:
    """The centres `(k, dim)` of k-means over `(n, dim)`, the largest group first.

    The same sample gives the same centres; fewer where it holds fewer different vectors.
    """
    from sklearn.cluster import KMeans  # a second to import, and only needed here

    different = len(np.unique(sample, axis=0)) if len(sample) <= 10 * k else k
    means = KMeans(min(k, different), n_init=_STARTS, random_state=SEED).fit(sample)
    sizes = np.bincount(means.labels_)
    order = np.argsort(-sizes, kind="stable")
    return np.asarray(means.cluster_centers_[order], dtype=np.float32)


def nearest_centre(vectors: Vectors, centres: Vectors) -> npt.NDArray[np.int64]:
    """The group of each of `(n, dim)`: the number of the centre at the smallest distance."""
    return np.asarray(np.argmax(vectors @ centres.T - (centres**2).sum(axis=1) / 2, axis=1))


def labels(
    centres: Vectors, middle: Vector, words: Sequence[str], word_vectors: Vectors
) -> list[str]:
    """A different label for each centre: the word nearest to it, or two that fit alike.

    Both sides without their means: `middle` is the mean of all pictures, and what all words have
    in common says nothing of any picture.
    """
    apart = _unit(centres - middle)
    fits = apart @ _unit(word_vectors - word_vectors.mean(axis=0)).T
    firsts = _different(fits)
    return [_label(row, words, first, firsts) for row, first in zip(fits, firsts, strict=True)]


def _different(fits: npt.NDArray[np.float32]) -> list[int]:
    """A word for each centre, none twice: the best pair first, then the best of those left."""
    left, chosen = fits.copy(), [-1] * len(fits)
    for _ in chosen:
        centre, word = np.unravel_index(np.argmax(left), left.shape)
        chosen[centre] = int(word)
        left[centre], left[:, word] = -np.inf, -np.inf
    return chosen


def _label(
    fits: npt.NDArray[np.float32], words: Sequence[str], first: int, firsts: Sequence[int]
) -> str:
    others = fits.copy()
    others[list(firsts)] = -np.inf
    second = int(np.argmax(others))
    if others[second] < _SECOND_SHARE * fits[first]:
        return words[first]
    return f"{words[first]}, {words[second]}"


def _unit(vectors: npt.NDArray[np.float32]) -> Vectors:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12))
