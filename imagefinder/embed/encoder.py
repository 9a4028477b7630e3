"""What the rest of the program knows of a model: pictures and words in, unit vectors out.

`clip.load` returns the real one, `words.read` the half that needs no torch; tests of other packages
write their own in ten lines. The engine holds one encoder and calls it from two threads: indexing
(pictures) and searching (words).
"""

from collections.abc import Sequence
from typing import Protocol

from imagefinder.core.types import CropSpec, Pixels, Vectors


class TextEncoder(Protocol):
    """What turns words into vectors: a model, or the half of it that is enough for that."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """`n` texts to `(n, dim)` float32 unit rows; what is too long for the model is cut off."""


class Encoder(TextEncoder, Protocol):
    """A model ready to run. Both methods may be called from any thread, at the same time."""

    @property
    def key(self) -> str:
        """The identity of the vectors: two vectors are comparable when their keys are equal."""

    @property
    def name(self) -> str:
        """What to show, and what `models.resolve` makes the same model of."""

    @property
    def dim(self) -> int:
        """The length of a vector."""

    @property
    def crop(self) -> CropSpec:
        """How a picture must be cut before `encode_images`."""

    @property
    def device(self) -> str:
        """Where it runs at present: `cpu`, `cuda:0`, `mps`, `xpu:0`."""

    @property
    def precision(self) -> str:
        """What it computes pictures in at present: `float32`, `bfloat16` or `float16`."""

    @property
    def batch_size(self) -> int:
        """How many pictures take at most about 250 ms; may shrink while running."""

    def encode_images(self, crops: Pixels) -> Vectors:
        """`(n, s, s, 3)` uint8 RGB, cut as `crop` says, to `(n, dim)` float32 unit rows."""
