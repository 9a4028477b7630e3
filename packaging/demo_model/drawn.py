"""The drawn scenes that the demo model learns from, as arrays.

In: how many scenes, how many pixels, a seed. Out: uint8 pictures and the word numbers of each
scene, drawn once by several processes and kept in a file. Called by `train` and `evaluate`.
"""

import multiprocessing
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from imagefinder.demo.scenes import WORDS, Scene, draw, random_scene

DRAWN_PIXELS = 128
"""Scenes are drawn larger than the model sees them, and shrunk as photos are."""

CHUNK = 500


@dataclass(frozen=True)
class Drawn:
    """Pictures (n, pixels, pixels, 3) uint8, and labels (n, 6): places in `WORDS`' lists."""

    pictures: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int64]

    def scene(self, row: int) -> Scene:
        """Name the words of one row."""
        return scene_of(self.labels[row])


def scene_of(labels: npt.NDArray[np.int64]) -> Scene:
    """Turn six word numbers into a scene."""
    return Scene(*(words[n] for words, n in zip(WORDS.values(), labels, strict=True)))


def labels_of(scene: Scene) -> list[int]:
    """Turn a scene into six word numbers."""
    return [words.index(value) for words, value in zip(WORDS.values(), astuple(scene), strict=True)]


def draw_scenes(count: int, pixels: int, seed: int, kept_in: Path, processes: int = 2) -> Drawn:
    """Draw scenes, or read those that an earlier run kept in the folder `kept_in`."""
    stem = kept_in / f"scenes-{count}-{pixels}px-{seed}"
    pictures, labels = stem.with_suffix(".pictures.npy"), stem.with_suffix(".labels.npy")
    if not labels.exists():
        drawn = _draw_all(count, pixels, seed, processes)
        kept_in.mkdir(parents=True, exist_ok=True)
        np.save(pictures, drawn.pictures)
        np.save(labels, drawn.labels)
    return Drawn(np.load(pictures, mmap_mode="r"), np.load(labels))


def _draw_all(count: int, pixels: int, seed: int, processes: int) -> Drawn:
    starts = range(0, count, CHUNK)
    with multiprocessing.Pool(processes) as pool:
        chunks = pool.map(partial(_draw_chunk, pixels=pixels, seed=seed), starts, chunksize=1)
    pictures = np.concatenate([chunk.pictures for chunk in chunks])[:count]
    return Drawn(pictures, np.concatenate([chunk.labels for chunk in chunks])[:count])


def _draw_chunk(start: int, pixels: int, seed: int) -> Drawn:
    rng = np.random.default_rng([seed, start])
    scenes = [random_scene(rng) for _ in range(CHUNK)]
    pictures = [_shrunk(scene, pixels, int(rng.integers(2**62))) for scene in scenes]
    return Drawn(np.stack(pictures), np.array([labels_of(scene) for scene in scenes]))


def _shrunk(scene: Scene, pixels: int, seed: int) -> npt.NDArray[np.uint8]:
    drawn = draw(scene, (DRAWN_PIXELS, DRAWN_PIXELS), seed)
    return np.asarray(drawn.resize((pixels, pixels), Image.Resampling.BICUBIC))
