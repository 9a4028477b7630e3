"""Finds how many candidates a new forest must look at, and measures what that gives.

In come a forest and the vectors that it was built from; out goes its `ForestInfo` with the smallest
`search_k` whose recall of the first 100 reaches 0.95 for pictures and for words, or, where no such
number is faster than scanning, with `exact_is_faster`. Called by `build`, in a job's process.

Times are the fastest of some, since indexing may keep the machine busy meanwhile.
"""

import functools
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from imagefinder.core.errors import BugError
from imagefinder.core.types import Vector, Vectors
from imagefinder.index import scan
from imagefinder.index.arrays import Halves
from imagefinder.index.forest import Forest, ForestInfo

Shares = npt.NDArray[np.float64]

TARGET = 0.95
COUNT = 100
PROBES = 50
_TIMED = 8
_ROUGHLY = 4  # one probe in four
_NEAR = 1.2
_LEAST_SLOPE = 0.02


class Probes(NamedTuple):
    """Queries to calibrate with, unit rows; `real_words` where the model made the words."""

    pictures: Vectors
    words: Vectors
    real_words: bool


class Trial(NamedTuple):
    """What one `search_k` gave: the recall of every probe and the time of one query."""

    search_k: int
    pictures: Shares
    words: Shares
    search_ms: float

    @property
    def recall(self) -> float:
        """The worse of both kinds."""
        return float(min(self.pictures.mean(), self.words.mean()))

    @property
    def reached(self) -> bool:
        """Whether both kinds reach the target even one standard error below what was measured."""
        return self._cautious >= TARGET

    def wanted(self, slope: float) -> int:
        """Where the target should lie, if each doubling of `search_k` gives `slope` of recall."""
        doublings = (TARGET - self._cautious) / slope
        # Always a step in the right direction, else the search for it might never end.
        least, most = (-1.0, -0.1) if self.reached else (0.2, 1.5)
        return max(COUNT, int(self.search_k * 2.0 ** min(max(doublings, least), most)))

    @property
    def _cautious(self) -> float:
        return min(_less_its_error(self.pictures), _less_its_error(self.words))


Attempt = Callable[[int], Trial]


def calibrate(forest: Forest, vectors: Halves, probes: Probes) -> ForestInfo:
    """The forest's info with its figures filled in."""
    exact_ms = _fastest_ms(lambda query: scan.top(vectors, query, COUNT), probes.words[:_TIMED])
    attempt = _trials(forest, vectors, probes)
    rough = functools.partial(attempt, stride=_ROUGHLY)
    trial = _smallest(rough, attempt, forest.info, exact_ms)
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


def _trials(forest: Forest, vectors: Halves, probes: Probes) -> Callable[..., Trial]:
    """What tries one `search_k`, on all probes or on one in `stride`."""
    count = min(COUNT, len(forest))
    both = np.concatenate((probes.pictures, probes.words))
    floors = scan.floors(vectors, both, count)

    def recall(probe: int, search_k: int) -> float:
        rows = forest.propose(both[probe], count, search_k)
        found = scan.scores_of(vectors, both[probe], rows)
        return min(int(np.count_nonzero(found >= floors[probe])), count) / count

    def attempt(search_k: int, stride: int = 1) -> Trial:
        asked = np.arange(0, len(both), stride)
        with ThreadPoolExecutor(os.cpu_count()) as threads:  # Annoy asks without the GIL
            recalls = np.array(list(threads.map(recall, asked, [search_k] * len(asked))))
        # Timed after the recall, which touched the mapped pages: a forest in use is warm.
        ms = _fastest_ms(
            lambda query: scan.top(vectors, query, count, forest.propose(query, count, search_k)),
            probes.words[:_TIMED],
        )
        pictures = asked < len(probes.pictures)
        return Trial(search_k, recalls[pictures], recalls[~pictures], ms)

    return attempt


def _smallest(rough: Attempt, full: Attempt, info: ForestInfo, exact_ms: float) -> Trial:
    """The trial with about the smallest `search_k` that reaches the target.

    Where none does that is faster than scanning: the last one tried. A full trial of a million
    vectors takes seconds, so rough ones look for the place and how steep recall is there, and
    full ones step to where the target should lie.
    """
    guess, slope = _guess(rough, info, exact_ms)
    trial, best = full(guess), None
    while True:
        if trial.reached and (best is None or trial.search_k < best.search_k):
            best = trial
        wanted = trial.wanted(slope)
        if best is not None and wanted * _NEAR > best.search_k:
            return best
        if best is None and not _worth_more(trial, info, exact_ms):
            return trial
        trial = full(wanted)


def _guess(rough: Attempt, info: ForestInfo, exact_ms: float) -> tuple[int, float]:
    """Where the target should lie, and how much recall each doubling gives there."""
    below = above = rough(COUNT * info.trees)
    while above.recall < TARGET and _worth_more(above, info, exact_ms):
        below, above = above, rough(2 * above.search_k)
    slope = max(above.recall - below.recall, _LEAST_SLOPE)
    back = min(max((above.recall - TARGET) / slope, 0.0), 1.0) if below is not above else 0.0
    return int(above.search_k * 2.0**-back), slope


def _worth_more(trial: Trial, info: ForestInfo, exact_ms: float) -> bool:
    """Whether more candidates are there to look at and time is left to."""
    return trial.search_ms < exact_ms and trial.search_k < info.vectors * info.trees


def _less_its_error(recalls: Shares) -> float:
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
