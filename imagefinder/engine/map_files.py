"""Measured numbers as files beside the map that they belong to, for the window to read.

What can't change while the map lies there (components, words, clusters) is kept and found again.
Anything else may be another thing the next time, so it gets a new name, and the oldest ones go.
"""

import contextlib
import hashlib
import os
import uuid
from pathlib import Path

import msgspec
import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.core.mapping import Axis, ByCluster, ByComponent, ByWords, Colouring
from imagefinder.engine.map_measures import Measures

Written = tuple[Path, tuple[str, ...]]

KEPT_PASSING = 8
_LASTING = ByComponent | ByWords | ByCluster


def find_measures(folder: Path, by: Axis | Colouring) -> Written | None:
    """The file and the legend written before."""
    file = _file(folder, by)
    if not isinstance(by, _LASTING) or not file.exists():
        return None
    with contextlib.suppress(OSError, msgspec.DecodeError):
        legend = msgspec.json.decode(file.with_suffix(".json").read_bytes(), type=tuple[str, ...])
        return file, legend
    return None


def write_measures(folder: Path, by: Axis | Colouring, measures: Measures) -> Written:
    """Write them below a map's folder: whole or not at all."""
    file = _file(folder, by)
    unfinished = file.with_name(f"writing-{file.name}")
    try:
        if isinstance(by, _LASTING):
            file.with_suffix(".json").write_bytes(msgspec.json.encode(measures.legend))
        else:
            _remove_oldest(folder)
        np.save(unfinished, measures.values)
        os.replace(unfinished, file)  # noqa: PTH105 - the name says what is atomic
    except OSError as e:
        raise KnownError(f"The map's numbers can't be written to {folder} ({e}).") from e
    return file, measures.legend


def _file(folder: Path, by: Axis | Colouring) -> Path:
    if not isinstance(by, _LASTING):
        return folder / f"passing-{uuid.uuid4().hex}.npy"
    name = hashlib.sha256(repr(by).encode("utf-8", "backslashreplace")).hexdigest()[:20]
    return folder / f"lasting-{name}.npy"


def _remove_oldest(folder: Path) -> None:
    files = sorted(folder.glob("passing-*.npy"), key=lambda file: file.stat().st_mtime_ns)
    for file in files[: 1 - KEPT_PASSING]:
        with contextlib.suppress(OSError):  # Windows: the window still maps it
            file.unlink()
