"""A library with a forest, built once: vectors in a cone and in clusters, as CLIP's are."""

import itertools

import numpy as np
import pytest

from imagefinder.index import calibrate
from imagefinder.index.build import build
from imagefinder.index.forest import Forest
from imagefinder.index.matrix import Matrix

DIM = 64
COUNT = 20_000


def unit(vectors):
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


class ClipLike:
    """Draws pictures and words: a shared mean, clusters of unequal sizes, fading directions.

    All draw from one world, and those of different seeds draw different things from it.
    """

    def __init__(self, seed):
        self.rng = np.random.default_rng(0)
        self.spread = np.arange(1, DIM + 1) ** -0.5
        self.spread /= np.linalg.norm(self.spread)
        self.mean, self.gap = unit(self.rng.standard_normal((2, DIM)))
        self.centres = self.rng.standard_normal((300, DIM)) * self.spread
        self.share = 1 / np.arange(1, 301)
        self.share /= self.share.sum()
        self.rng = np.random.default_rng([1, seed])

    def pictures(self, count):
        kinds = self.rng.choice(300, count, p=self.share)
        noise = self.rng.standard_normal((count, DIM)) * self.spread
        return unit(self.mean + 0.7 * self.centres[kinds] + 0.7 * noise).astype(np.float32)

    def words(self, count):
        kinds = self.rng.integers(0, 300, count)
        noise = self.rng.standard_normal((count, DIM)) * self.spread
        special = 0.5 * self.centres[kinds] + 0.3 * noise
        return unit(special + 0.2 * self.mean + 0.8 * self.gap).astype(np.float32)


@pytest.fixture
def clip_like():
    """Draws the same for each test, whichever came before it, and nothing that the library has."""
    return ClipLike(seed=1)


@pytest.fixture(scope="session")
def grown(tmp_path_factory):
    """The folder of a library of 20,000 pictures: `matrix`, `forests` with generation 1."""
    clip_like = ClipLike(seed=0)
    folder = tmp_path_factory.mktemp("grown")
    matrix = Matrix.open(folder / "matrix", DIM)
    matrix.append(np.arange(COUNT) * 2 + 1, clip_like.pictures(COUNT))
    np.save(folder / "words.npy", clip_like.words(60))
    with pytest.MonkeyPatch.context() as patch:
        # So few and short vectors are scanned as fast: pretend, so that the target is sought.
        times = itertools.chain([1000.0], itertools.repeat(1.0))
        patch.setattr(calibrate, "_fastest_ms", lambda answer, queries: next(times))
        steps = list(build(folder / "matrix", DIM, folder / "forests", 10, folder / "words.npy"))
    return folder, steps


@pytest.fixture
def matrix(grown):
    return Matrix.open(grown[0] / "matrix", DIM, writable=False)


@pytest.fixture
def forest(grown):
    return Forest.open(grown[0] / "forests" / "1")
