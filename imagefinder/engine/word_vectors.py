"""Vectors of fixed lists of words, encoded once for each model and kept as derived files.

In come a list of words, a model and what loads it; out goes `(words, dim)` float32, unit rows. A
large model takes up to a minute for some hundred words, hence the files. Called where forests are
calibrated and where groups on the map are named.
"""

import hashlib
import io
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.core.private import make_private_folder, write_private
from imagefinder.core.types import Vectors
from imagefinder.embed.encoder import Encoder
from imagefinder.store.rows import ModelRow

log = logging.getLogger(__name__)

# How far rows may be from unit length: what a damaged file holds is further.
_TOLERANCE = 1e-2


class WordVectors:
    """The vectors of one list of `words`; `name` tells its files in `derived` from other lists'."""

    def __init__(self, derived: Path, name: str, words: tuple[str, ...]) -> None:
        self.words = words
        self._derived = derived
        self._name = name

    def of(self, model: ModelRow, encoder: Callable[[], Encoder]) -> Vectors:
        """Those kept on disk; else they are encoded now and kept, where the disk allows."""
        if (found := self._read(model)) is not None:
            return found
        vectors = np.asarray(encoder().encode_texts(self.words), np.float32)
        self._keep(vectors, model)
        return vectors

    def kept(self, model: ModelRow) -> Path | None:
        """The sound file with the vectors of this model, for a job to read."""
        return self._file(model) if self._read(model) is not None else None

    def _file(self, model: ModelRow) -> Path:
        # By the model's key, too: with a restored backup its number may be another model's.
        said = "\n".join((model.key, *self.words)).encode("utf-8", "backslashreplace")
        key = hashlib.sha256(said).hexdigest()[:16]
        return self._derived / f"{self._name}-{model.id}-{key}.npy"

    def _read(self, model: ModelRow) -> Vectors | None:
        file = self._file(model)
        try:
            vectors = np.load(file)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, EOFError) as e:
            log.warning("%s can't be read: %s", file, e)
        else:
            if _sound(vectors, (len(self.words), model.dim)):
                return np.asarray(vectors)
            log.warning("%s is damaged", file)
        _remove(file)
        return None

    def _keep(self, vectors: Vectors, model: ModelRow) -> None:
        file, content = self._file(model), io.BytesIO()
        np.save(content, vectors)
        try:
            make_private_folder(self._derived)
            write_private(file, content.getvalue())
        except (OSError, KnownError) as e:  # a full disk: they are encoded again another time
            log.warning("%s can't be written: %s", file, e)
        for stale in self._others(model):
            _remove(stale)

    def _others(self, model: ModelRow) -> Iterator[Path]:
        """Files of this list when it had other words, or its model's number another model."""
        for pattern in (f"{self._name}-{model.id}.npy", f"{self._name}-{model.id}-*.npy"):
            for file in self._derived.glob(pattern):
                if file != self._file(model):
                    yield file


def _sound(vectors: Vectors, shape: tuple[int, int | None]) -> bool:
    if vectors.dtype != np.float32 or vectors.shape != shape:
        return False
    # Nothing that isn't finite is close to 1.
    return bool((np.abs(np.linalg.norm(vectors, axis=1) - 1) < _TOLERANCE).all())


def _remove(file: Path) -> None:
    with suppress(OSError):
        file.unlink()
