"""Finds how many candidates a new forest must look at, and measures what that gives.

In come a forest and the vectors that it was built from; out goes its `ForestInfo` with the smallest
`search_k` whose recall of the first 100 reaches 0.95 for pictures and for words, or, where no such
number is faster than scanning, with `exact_is_faster`. Called by `build`, in a job's process.

Times are the fastest of some, since indexing may keep the machine busy meanwhile.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from imagefinder.core.errors import BugError
from imagefinder.core.types import Vector, Vectors
from imagefinder.index import scan
from imagefinder.index.arrays import Halves
from imagefinder.index.forest import Forest, ForestInfo

TARGET = 0.95
COUNT = 100
PROBES = 50
_TIMED = 8
_ROUGHLY = 10
_STEP = 1.2
_SAME_SCORE = 1e-5


class Probes(NamedTuple):
    """Queries to calibrate with, unit rows; `real_words` where the model made the words."""

    pictures: Vectors
    words: Vectors
    real_words: bool


class Trial(NamedTuple):
    """What one `search_k` gave: the recall of every probe and the time of one query."""

    search_k: int
    pictures: Vector
    words: Vector
    search_ms: float

    @property
    def recall(self) -> float:
        """The worse of both kinds."""
        return float(min(self.pictures.mean(), self.words.mean()))

    @property
    def reached(self) -> bool:
        """Whether both kinds reach the target even one standard error below what was measured."""
        return min(_cautious(self.pictures), _cautious(self.words)) >= TARGET


Attempt = Callable[[int], Trial]


def calibrate(forest: Forest, vectors: Halves, probes: Probes) -> ForestInfo:
    """The forest's info with its figures filled in."""
    exact_ms = _fastest_ms(lambda query: scan.top(vectors, query, COUNT), probes.words[:_TIMED])
    rough = Probes(probes.pictures[:_ROUGHLY], probes.words[:_ROUGHLY], probes.real_words)
    trial = _smallest(
        _trials(forest, vectors, rough), _trials(forest, vectors, probes), forest.info, exact_ms
    )
    return msgspec.structs.replace(
        forest.info,
        search_k=trial.search_k,
        recall_at_100=round(trial.recall, 4),
        recall_pictures=round(float(trial.pictures.mean()), 4),
        recall_words=round(float(trial.words.mean()), 4),
        real_words=probes.real_words,
        probes=len(probes.pictures),
        search_ms=round(trial.search_ms, 3),
        exact_ms=round(exact_ms, 3),
        exact_is_faster=not trial.reached or trial.search_ms >= exact_ms,
    )


def choose_probes(vectors: Halves, words_file: Path | None, seed: int) -> Probes:
    """Pictures drawn from `vectors`; words from `words_file` (`.npy`), else made up."""
    rng = np.random.default_rng(seed)
    drawn = np.sort(rng.choice(len(vectors), min(PROBES, len(vectors)), replace=False))
    pictures = _unit(vectors[drawn].astype(np.float32))
    if words_file is None:
        return Probes(pictures, word_like(vectors, PROBES, rng), real_words=False)
    words = np.load(words_file, allow_pickle=False)
    if words.ndim != 2 or words.shape[1] != vectors.shape[1] or not len(words):
        raise BugError(f"probes of shape {words.shape} for vectors of shape {vectors.shape}")
    drawn = rng.choice(len(words), min(PROBES, len(words)), replace=False)
    return Probes(pictures, _unit(words[drawn].astype(np.float32)), real_words=True)


def word_like(vectors: Halves, count: int, rng: np.random.Generator) -> Vectors:
    """Made-up text vectors `(count, dim)` for a library of pictures.

    CLIP's pictures lie in a narrow cone around their mean, texts in another cone: a text shares
    little of the pictures' mean and agrees with them in what is *special* about a picture, half
    right. So: how a drawn picture differs from the mean, blurred by the difference of two others
    (which varies just as pictures do), plus a little of the mean.
    """
    sample = vectors[np.sort(rng.choice(len(vectors), min(4096, len(vectors)), replace=False))]
    pictures = _unit(sample.astype(np.float32))
    mean = pictures.mean(axis=0)
    meant, one, other = (pictures[rng.integers(0, len(pictures), count)] for _ in range(3))
    return _unit(_unit(meant - mean + 0.5 * (one - other)) + 0.3 * mean)


def _trials(forest: Forest, vectors: Halves, probes: Probes) -> Attempt:
    """What tries one `search_k` on all probes."""
    count = min(COUNT, len(forest))
    floors = {id(kind): scan.floors(vectors, kind, count) for kind in probes[:2]}

    def recall(query: Vector, floor: float, search_k: int) -> float:
        rows = forest.propose(query, count, search_k)
        hits = np.count_nonzero(scan.scores_of(vectors, query, rows) >= floor - _SAME_SCORE)
        return min(int(hits), count) / count

    def recalls(kind: Vectors, search_k: int) -> Vector:
        with ThreadPoolExecutor() as threads:  # Annoy lets go of the GIL while it asks
            found = threads.map(recall, kind, floors[id(kind)], [search_k] * len(kind))
            return np.fromiter(found, np.float32)

    def attempt(search_k: int) -> Trial:
        # Recall first: it touches the mapped pages, so that times are those of a warm forest.
        found = recalls(probes.pictures, search_k), recalls(probes.words, search_k)
        search_ms = _fastest_ms(
            lambda query: scan.top(vectors, query, count, forest.propose(query, count, search_k)),
            probes.words[:_TIMED],
        )
        return Trial(search_k, *found, search_ms)

    return attempt


def _smallest(rough: Attempt, full: Attempt, info: ForestInfo, exact_ms: float) -> Trial:
    """The trial with about the smallest `search_k` that reaches the target.

    Where none does that is faster than scanning: the last one tried. A full trial of a million
    vectors takes seconds, so a rough one looks for the place and full ones walk from there.
    """
    trial = full(_guess(rough, info, exact_ms))
    while trial.reached and trial.search_k > COUNT:
        fewer = full(int(trial.search_k / _STEP))
        if not fewer.reached:
            return trial
        trial = fewer
    while not trial.reached and _worth_more(trial, info, exact_ms):
        trial = full(int(trial.search_k * _STEP))
    return trial


def _guess(rough: Attempt, info: ForestInfo, exact_ms: float) -> int:
    """Where the target should lie, if recall grows with the logarithm of `search_k`."""
    below = above = rough(COUNT * info.trees)
    while above.recall < TARGET and _worth_more(above, info, exact_ms):
        below, above = above, rough(2 * above.search_k)
    if below is above or above.recall < TARGET:
        return above.search_k
    share = (TARGET - below.recall) / (above.recall - below.recall)
    return int(below.search_k * 2.0 ** min(max(share, 0.1), 1.0))


def _worth_more(trial: Trial, info: ForestInfo, exact_ms: float) -> bool:
    """Whether more candidates are there to look at and time is left to."""
    return trial.search_ms < exact_ms and trial.search_k < info.vectors * info.trees


def _cautious(recalls: Vector) -> float:
    return float(recalls.mean() - recalls.std() / np.sqrt(len(recalls)))


def _fastest_ms(answer: Callable[[Vector], object], queries: Vectors) -> float:
    times = []
    for query in queries:
        start = time.perf_counter()
        answer(query)
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)
