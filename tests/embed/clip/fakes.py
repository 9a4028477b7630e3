"""A tower on a device that this machine lacks, failing as told."""

from collections.abc import Callable

import numpy as np
import torch

from imagefinder.core.types import Pixels, Vectors
from imagefinder.embed.clip.towers import Placement

DIM = 4
Fault = Callable[[int], None]


class FakeTower:
    """Vectors that depend on the picture; `fault` sees the batch's size and may raise."""

    side_px = 2

    def __init__(self, placement: Placement, fault: Fault | None = None, wrong: bool = False):
        self.placement = placement
        self.batches: list[int] = []
        self._fault = fault
        self._wrong = wrong

    def __call__(self, crops: Pixels) -> Vectors:
        self.batches.append(len(crops))
        if self._fault:
            self._fault(len(crops))
        vectors = np.ones((len(crops), DIM), np.float32)
        vectors[:, 0] = crops.mean((1, 2, 3)) * (-1 if self._wrong else 1)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def out_of_memory_above(limit: int) -> Fault:
    def fault(pictures: int) -> None:
        if pictures > limit:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")

    return fault


def lost(_: int) -> None:
    raise RuntimeError("CUDA error: device-side assert triggered")
