"""Which device, precision and batch size to begin with: by test first, then by timing.

In: the model as torch runs it by itself (`reference`: float32 on the CPU), a way to place it
(`place`), the devices to try in turn. Out: a tower that passed the self-test and its batch size. A
placement passes when a fixed picture's vector is finite, of unit length and agrees with the
reference. Called by `load`; says through the log what it rejects.
"""

import logging
import math
import time
from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from imagefinder.core.types import Pixels
from imagefinder.embed.clip.devices import free_cache, is_out_of_memory, quick_precisions
from imagefinder.embed.clip.pace import BATCH_S
from imagefinder.embed.clip.timings import Timed, Timings
from imagefinder.embed.clip.towers import ImageTower, Placement

log = logging.getLogger(__name__)

Place = Callable[[Placement], ImageTower]

AGREEMENT = 0.99
_MOST_ON_CPU = 256
_MOST_ON_ACCELERATOR = 1024
_TIMED_PICTURES = 4
_TIMED_RUNS = 3
_CLEARLY = 2.0


class Started(msgspec.Struct, frozen=True):
    """A tower that works here, and how many pictures it takes at once."""

    tower: ImageTower
    batch_size: int


def start(
    reference: ImageTower, place: Place, devices: Sequence[str], precision: str, timings: Timings
) -> Started:
    """The best placement on the first of `devices` that passes; where none does, `reference`.

    `precision` is `auto` or the one to use if it passes. Raises `NoVector` where even `reference`
    gives no vector: then the weights are no weights.
    """
    trial = _Trial(reference, place, timings)
    for device in devices:
        # What was asked for is not timed against anything, only tested.
        rounds = [quick_precisions(device)] if precision == "auto" else [[precision], ["float32"]]
        for wanted in rounds:
            if found := trial.on_device(device, wanted):
                return found
        log.warning("%s can't be used; falling back", device)
    return Started(reference, _largest_batch(reference)[0])


def self_test_picture(side_px: int) -> Pixels:
    """One picture, the same always: smooth in one corner, noisy in the other."""
    ramp = np.linspace(0, 200, side_px)[:, None, None] * np.linspace(0, 1, side_px)[None, :, None]
    noise = np.random.default_rng(20).uniform(0, 55, (side_px, side_px, 3))
    return (ramp + noise).astype(np.uint8)[None]


class _Trial:
    """The self-test: what the reference says of the fixed picture, others must say too."""

    def __init__(self, reference: ImageTower, place: Place, timings: Timings) -> None:
        self._place = place
        self._timings = timings
        self._picture = self_test_picture(reference.side_px)
        self._wanted = reference(self._picture)[0]

    def on_device(self, device: str, wanted: Sequence[str]) -> Started | None:
        """The fastest of the `wanted` precisions that pass, as remembered or timed now."""
        known = self._timings.known(device)
        if known and (tower := self._passing(Placement(device, known.precision))):
            return Started(tower, known.batch_size)
        towers = [t for p in wanted if (t := self._passing(Placement(device, p)))]
        if not towers:
            return None
        tower = _fastest(towers)
        batch_size, per_second = _largest_batch(tower)
        timed = Timed(tower.placement.precision, batch_size, round(per_second, 2))
        self._timings.remember(device, timed)
        return Started(tower, batch_size)

    def _passing(self, placement: Placement) -> ImageTower | None:
        """The tower at `placement` if it passes, else None and a line in the log."""
        try:
            tower = self._place(placement)
            cosine = float(tower(self._picture)[0] @ self._wanted)
        except (RuntimeError, MemoryError) as e:
            log.warning("%s fails its self-test (%s)", placement, e)
            free_cache(placement.device)
            return None
        if cosine >= AGREEMENT:
            return tower
        log.warning("%s computes something else (cosine %.3f); not used", placement, cosine)
        return None


def _fastest(towers: Sequence[ImageTower]) -> ImageTower:
    """By the quickest of a few runs, since other programs only ever make one slower.

    Whoever takes twice as long as another, after a first run that only warms up, is out.
    """
    if len(towers) == 1:
        return towers[0]
    seconds: dict[ImageTower, float] = dict.fromkeys(towers, math.inf)
    close = towers
    for run in range(_TIMED_RUNS):
        for tower in close:
            seconds[tower] = min(seconds[tower], _seconds(tower, _TIMED_PICTURES))
        if not run:
            continue
        close = [tower for tower in close if seconds[tower] < _CLEARLY * min(seconds.values())]
        if len(close) == 1:
            break
    for tower, taken in seconds.items():
        log.info("%s: %.1f ms a picture", tower.placement, 1000 * taken / _TIMED_PICTURES)
    return min(seconds, key=seconds.__getitem__)


def _seconds(tower: ImageTower, pictures: int) -> float:
    crops = np.repeat(self_test_picture(tower.side_px), pictures, axis=0)
    began = time.perf_counter()
    tower(crops)
    return time.perf_counter() - began


def _largest_batch(tower: ImageTower) -> tuple[int, float]:
    """The largest power of two that takes at most `BATCH_S` and fits into memory.

    With it, how many pictures a second were seen.
    """
    most = _MOST_ON_CPU if tower.placement.device == "cpu" else _MOST_ON_ACCELERATOR
    size, per_second = 1, 0.0
    try:
        while size < most:
            seconds = _seconds(tower, size)
            per_second = max(per_second, size / seconds)
            if 2 * seconds > BATCH_S:
                break
            size *= 2
    except (RuntimeError, MemoryError) as e:
        if not is_out_of_memory(e):
            raise
        free_cache(tower.placement.device)
        size = max(1, size // 2)
    return size, per_second
