"""What gathers between reading and the model: the batch, and the gate that waits for the model."""

import threading
import time
from collections.abc import Callable

import msgspec

from imagefinder.core.reports import Notice, Progress
from imagefinder.core.types import CropSpec, Digest, Pixels
from imagefinder.embed.encoder import Encoder
from imagefinder.engine.outcomes import Decoded, Outcome
from imagefinder.store.rows import PhotoRow

# What needs no model is written at least this often, so that a kill costs little.
WRITE_EVERY_S = 2.0
WRITE_EVERY_FILES = 500
# Until the model is loaded and says how many pictures it takes at once.
FIRST_BATCH_SIZE = 16
AHEAD_BATCHES = 3
AHEAD_OF_LOADING = 256
BYTES_AHEAD_OF_LOADING = 64 * 2**20


class Step(msgspec.Struct, frozen=True):
    """A step of the work: so many photos were settled, and perhaps something is to be said."""

    settled: int = 0
    say: Progress | Notice | None = None


class Batch:
    """Photos that were read and are not written yet, with the crops that wait for the model."""

    def __init__(self) -> None:
        self.items: list[tuple[PhotoRow, Outcome]] = []
        self.crops: dict[Digest, Pixels] = {}
        self._began = time.monotonic()

    def add(self, photo: PhotoRow, outcome: Outcome) -> None:
        """Take in one photo; a second one with the same content adds no second crop."""
        self.items.append((photo, outcome))
        if isinstance(outcome, Decoded) and outcome.picture.crop is not None:
            self.crops.setdefault(outcome.picture.digest, outcome.picture.crop)

    @property
    def age_s(self) -> float:
        """How long ago it was begun."""
        return time.monotonic() - self._began

    def is_full(self, batch_size: int) -> bool:
        """Whether it should go to the model, or at least to the disk."""
        overdue = self.age_s > WRITE_EVERY_S
        return (
            len(self.crops) >= batch_size
            or len(self.items) >= WRITE_EVERY_FILES
            or (overdue and bool(self.items))
        )


class ModelGate:
    """Between the threads that read and the model, which is loaded while they read already.

    Whoever first asks how pictures are cut sets `wanted`: a library in which nothing is new loads
    no model, and asks nothing of it.
    """

    def __init__(self, crop: Callable[[], CropSpec]) -> None:
        self.wanted = threading.Event()
        self._ask = crop
        self._asking = threading.Lock()
        self._crop: CropSpec | None = None
        self._encoder: Encoder | None = None

    def crop(self) -> CropSpec:
        """How the model wants its pictures; raises KnownError without a model. Any thread."""
        self.wanted.set()
        with self._asking:
            if self._crop is None:
                self._crop = self._ask()
            return self._crop

    @property
    def is_open(self) -> bool:
        """Whether the model is there."""
        return self._encoder is not None

    @property
    def batch_size(self) -> int:
        """How many pictures the model takes at once."""
        return self._encoder.batch_size if self._encoder else FIRST_BATCH_SIZE

    @property
    def ahead(self) -> int:
        """How many files to have in flight, so that the model never waits for the disk.

        While it is being loaded, about as many as are read in that time.
        """
        ahead = AHEAD_BATCHES * self.batch_size
        if self._encoder or self._crop is None:
            return ahead
        return max(ahead, min(AHEAD_OF_LOADING, BYTES_AHEAD_OF_LOADING // (3 * self._crop.size**2)))

    def open(self, encoder: Encoder) -> None:
        """The model is ready."""
        self._encoder = encoder
