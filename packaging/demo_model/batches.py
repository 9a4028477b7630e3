"""What one training step compares: pictures of a batch with texts that mention some attributes.

In: the labels of a batch. Out: `Comparison`s, each with its texts and which text is true of
which picture. Every comparison mentions the same attributes in all of its texts, so its texts
differ in these alone: a comparison by shape can't be won by looking at the colour. Called by
`train`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from drawn import scene_of

from imagefinder.demo.captions import Wording, phrase
from imagefinder.demo.scenes import WORDS

EVERYTHING = tuple(WORDS)
LONGER = (
    ("shape", "colour"), ("shape", "background"), ("shape", "colour", "size"),
    ("shape", "vertical", "horizontal"), ("shape", "colour", "background"),
    ("colour", "background"), ("colour", "vertical", "horizontal"),
    ("shape", "colour", "vertical", "horizontal"),
)  # fmt: skip
MOST_TEXTS = 48
"""Texts cost as much as pictures: a comparison with more of them takes part of the batch."""


@dataclass(frozen=True)
class Comparison:
    """Texts, and for each of the batch's first pictures the number of the text that fits it."""

    mentioned: tuple[str, ...]
    texts: list[str]
    fitting: npt.NDArray[np.int64]


def comparisons(labels: npt.NDArray[np.int64], rng: np.random.Generator) -> Iterator[Comparison]:
    """Compare by every attribute alone, by one choice of some, and by all together.

    Attributes left to chance were learnt by chance: one training in three never told left from
    right, while its full captions still found their pictures.
    """
    alone = [(name,) for name in EVERYTHING]
    for mentioned in (*alone, LONGER[rng.integers(len(LONGER))], EVERYTHING):
        yield _compare(labels, mentioned, rng)


def _compare(
    labels: npt.NDArray[np.int64], mentioned: tuple[str, ...], rng: np.random.Generator
) -> Comparison:
    columns = [EVERYTHING.index(name) for name in mentioned]
    if np.prod([len(WORDS[name]) for name in mentioned]) > MOST_TEXTS:
        labels = labels[:MOST_TEXTS]
    _, first, fitting = np.unique(
        labels[:, columns], axis=0, return_index=True, return_inverse=True
    )
    wording = Wording(rng)
    texts = [phrase(scene_of(labels[row]), mentioned, wording) for row in first]
    return Comparison(mentioned, texts, fitting.reshape(-1))
