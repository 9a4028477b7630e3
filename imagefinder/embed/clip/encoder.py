"""The encoder that the program holds: batches, one at a time, and what to do when one fails.

In: crops or texts from any thread. Out: unit vectors. Memory ran out: half the batch, again. The
device was lost, or there is no batch left to halve: on to the CPU. Said through the log.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.core.types import CropSpec, Pixels, Vectors
from imagefinder.embed.clip.devices import free_cache, is_out_of_memory
from imagefinder.embed.clip.pace import Pace
from imagefinder.embed.clip.start import Place, Started
from imagefinder.embed.clip.text import Tokenize
from imagefinder.embed.clip.towers import CPU_FLOAT32, TextTower
from imagefinder.embed.models import ModelSpec

log = logging.getLogger(__name__)

PlaceText = Callable[[str], TextTower]


class ClipEncoder:
    """An `embed.encoder.Encoder` over open_clip; made by `load`."""

    def __init__(
        self,
        spec: ModelSpec,
        dim: int,
        crop: CropSpec,
        started: Started,
        place: Place,
        place_text: PlaceText,
        tokenize: Tokenize,
    ) -> None:
        self.spec = spec
        self.dim = dim
        self.crop = crop
        self._images = started.tower
        self._pace = Pace(started.batch_size)
        self._place = place
        self._place_text = place_text
        self._tokenize = tokenize
        self._texts = place_text(self.device)
        self._turn = _Turn()

    @property
    def key(self) -> str:
        """The identity of the vectors."""
        return self.spec.key

    @property
    def name(self) -> str:
        """What to show."""
        return self.spec.name

    @property
    def device(self) -> str:
        """Where it runs at present."""
        return self._images.placement.device

    @property
    def precision(self) -> str:
        """What it computes pictures in at present."""
        return self._images.placement.precision

    @property
    def batch_size(self) -> int:
        """How many pictures take at most about 250 ms, as the machine is now."""
        return self._pace.at_once

    def encode_images(self, crops: Pixels) -> Vectors:
        """`(n, s, s, 3)` uint8 to `(n, dim)` float32 unit rows; any thread."""
        return self._in_batches(lambda part: self._timed(crops[part]), len(crops))

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """`n` texts to `(n, dim)` float32 unit rows; any thread."""
        if not texts:
            return self._none()
        tokens = self._tokenize(texts)
        return self._in_batches(lambda part: self._texts(tokens[part]), len(texts))

    def _none(self) -> Vectors:
        return np.zeros((0, self.dim), np.float32)

    def _timed(self, crops: Pixels) -> Vectors:
        began = time.perf_counter()
        vectors = self._images(crops)
        self._pace.observe(len(crops), time.perf_counter() - began)
        return vectors

    def _in_batches(self, compute: Callable[[slice], Vectors], n: int) -> Vectors:
        """`compute` over `n` things, few enough at a time, again where it fails and can go on."""
        parts: list[Vectors] = []
        done = 0
        while done < n:
            part = slice(done, done + _round_size(min(n - done, self._pace.at_once)))
            with self._turn.taken():
                try:
                    parts.append(compute(part))
                    done = part.stop
                except (RuntimeError, MemoryError) as e:
                    self._recover(e, part.stop - part.start)
        return np.concatenate(parts) if parts else self._none()

    def _recover(self, error: Exception, tried: int) -> None:
        """Make another try possible, or raise."""
        if is_out_of_memory(error) and tried > 1:
            self._pace.limit(tried // 2)
            log.warning("Out of memory on %s: %d at once from now on", self.device, tried // 2)
            free_cache(self.device)
        elif self._images.placement != CPU_FLOAT32:
            self._to_cpu(error)
        elif is_out_of_memory(error):
            raise KnownError(
                f"There is not enough memory to run {self.name}. Close other programs, or choose a"
                " smaller model."
            ) from error
        else:
            raise error

    def _to_cpu(self, error: Exception) -> None:
        """Both towers, whichever failed: after a device is lost, neither answers."""
        log.warning("%s failed (%s); going on with the CPU", self._images.placement, error)
        failed = self.device
        self._images = self._place(CPU_FLOAT32)
        self._texts = self._place_text("cpu")
        self._pace = Pace(1)
        free_cache(failed)


def _round_size(count: int) -> int:
    """The largest power of two up to `count`: torch keeps memory for every size it ever met."""
    return 1 << (count.bit_length() - 1)


class _Turn:
    """A lock that hands itself on: who waits comes before who has just had it.

    A plain lock let go and taken again in a loop (indexing) starves a waiting thread (searching).
    """

    def __init__(self) -> None:
        self._door = threading.Lock()
        self._room = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        with self._door:
            self._room.acquire()
        try:
            yield
        finally:
            self._room.release()
