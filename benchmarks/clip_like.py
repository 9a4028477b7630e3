"""Made-up vectors that lie as CLIP's do, for timings and recall where no photos are at hand.

Modelled on what is published and was seen of CLIP ViT-B: two pictures have a cosine of 0.5 ± 0.1
(a shared mean direction), the first 50 principal components hold some 70 % of the variance, 192
some 87 %; pictures come in clusters whose sizes follow Zipf's law; a text has a cosine of 0.2 with
any picture and 0.3 with those that it means (its own mean direction, off the pictures' cone).
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Singles = npt.NDArray[np.float32]
BATCH = 20_000


class ClipLike:
    """One world: the same seed gives the same clusters, and each call draws anew."""

    def __init__(self, dim: int = 512, clusters: int = 20_000, seed: int = 0) -> None:
        self._rng = rng = np.random.default_rng(seed)
        self._rotation = np.linalg.qr(rng.standard_normal((dim, dim)))[0].astype(np.float32)
        fading = np.arange(1, dim + 1) ** -0.5
        self._fading = (fading / np.linalg.norm(fading)).astype(np.float32)
        self._picture_mean, self._text_mean = _unit(self._normal(2, dim))
        topics = self._normal(300, dim)[rng.integers(0, 300, clusters)]
        self._centres = (0.6 * topics + 0.8 * self._normal(clusters, dim)) * self._fading
        self._odds = 1 / np.arange(1, clusters + 1)
        self._odds /= self._odds.sum()

    def batches(self, count: int) -> Iterator[Singles]:
        """`count` pictures, in batches of unit rows."""
        for start in range(0, count, BATCH):
            yield self.pictures(min(BATCH, count - start))

    def pictures(self, count: int) -> Singles:
        """`(count, dim)` float32, unit rows."""
        kinds = self._rng.choice(len(self._odds), count, p=self._odds)
        own = self._normal(count, len(self._fading))
        special = 0.75 * self._centres[kinds] + (0.66 * self._fading + 0.012) * own
        return _unit(special @ self._rotation + self._picture_mean)

    def words(self, count: int) -> Singles:
        """`(count, dim)` float32, unit rows: each means a cluster, rare ones as often as others."""
        kinds = self._rng.integers(0, len(self._centres), count)
        own = self._normal(count, len(self._fading))
        special = 0.5 * self._centres[kinds] + (0.35 * self._fading + 0.02) * own
        means = 0.22 * self._picture_mean + 0.75 * self._text_mean
        return _unit(0.5 * special @ self._rotation + means)

    def _normal(self, *shape: int) -> Singles:
        return self._rng.standard_normal(shape, dtype=np.float32)


def _unit(vectors: Singles) -> Singles:
    unit: Singles = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
