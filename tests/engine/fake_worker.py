"""An engine process as the real one is, but for its model and for a few faults made to order.

A picture with `ABORT` behind its content ends the process while it is decoded, as a fault in a
native decoder does. One with `WAIT` holds its decoding thread until the file named behind it is
there. Words of `BUG` meet one. And the model prints, as libraries do, by Python and past it.
"""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from imagefinder.core.types import Pixels, Vectors
from imagefinder.engine import read, worker
from tests.engine import fakes

ABORT = b"abort here"
WAIT = b"wait for:"
BUG = "divide by zero"
ROOT = Path(__file__).resolve().parents[2]

_decode = read.decode


def command(library: Path) -> list[str]:
    """How to start this worker, from whatever folder."""
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tests.engine import fake_worker"
    return [sys.executable, "-c", f"{start}; sys.exit(fake_worker.main())", str(library)]


def cursed(picture: Path) -> Path:
    """Make `picture` one that ends the engine."""
    picture.write_bytes(picture.read_bytes() + ABORT)
    return picture


def waiting(picture: Path, for_file: Path) -> Path:
    """Make `picture` one that is read no sooner than `for_file` is there."""
    picture.write_bytes(picture.read_bytes() + WAIT + bytes(for_file))
    return picture


def main() -> int:
    patch = pytest.MonkeyPatch()
    fakes.install(patch.setattr)
    patch.setattr(read, "decode", decode)
    patch.setattr(fakes.ColourEncoder, "encode_images", encode_loudly)
    patch.setattr(fakes.ColourEncoder, "encode_texts", encode_texts)
    return worker.main(sys.argv[1])


def decode(content, crop, limits):  # type: ignore[no-untyped-def]
    if content.data.endswith(ABORT):
        os.abort()
    _, found, file = content.data.partition(WAIT)
    while found and not Path(os.fsdecode(file)).exists():
        time.sleep(0.005)
    return _decode(content, crop, limits)


_encode = fakes.ColourEncoder.encode_images
_encode_texts = fakes.ColourEncoder.encode_texts


def encode_loudly(self: fakes.ColourEncoder, crops: Pixels) -> Vectors:
    sys.stdout.write("a library prints\n")
    sys.stdout.flush()
    os.write(1, b"and native code does, too\n")
    return _encode(self, crops)


def encode_texts(self: fakes.ColourEncoder, texts: Sequence[str]) -> Vectors:
    if BUG in texts:
        raise ZeroDivisionError
    return _encode_texts(self, texts)
