"""A folder of numbered generations (forests, components), and what a killed build left behind.

A build works in a folder whose name is no number and renames it as its last act, so that a number
is always something whole. Called by whoever builds, and by the engine at its start.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from imagefinder.core.errors import KnownError
from imagefinder.index.forest import Forest

_UNFINISHED = "building-"


def generations(forests_folder: Path) -> list[int]:
    """The numbers of the generations there, newest first."""
    if not forests_folder.is_dir():
        return []
    names = [entry.name for entry in forests_folder.iterdir()]
    return sorted((int(name) for name in names if name.isdecimal()), reverse=True)


def newest(forests_folder: Path) -> Forest | None:
    """The newest generation that is sound."""
    for generation in generations(forests_folder):
        if forest := Forest.open_or_none(forests_folder / str(generation)):
            return forest
    return None


def clean(forests_folder: Path, keep: int | None) -> None:
    """Remove unfinished builds and the generations before `keep` (all, where None).

    Not while a build runs. What Windows refuses, since a process maps it, goes the next time.
    """
    for generation in generations(forests_folder):
        if keep is None or generation < keep:
            shutil.rmtree(forests_folder / str(generation), ignore_errors=True)
    for leftover in forests_folder.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(leftover, ignore_errors=True)


@contextlib.contextmanager
def unfinished(parent: Path, prefix: str = _UNFINISHED) -> Iterator[Path]:
    """A folder to build in, removed unless it was renamed by then; KnownError if it is full."""
    folder = parent / f"{prefix}{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
    except OSError as e:
        raise KnownError(f"{folder} can't be written ({e.strerror or e}). Is the disk full?") from e
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, generation: int) -> Path:
    """Make the forest in `folder` durable, then give it its number, which makes it count."""
    for file in folder.iterdir():
        _sync(file)
    published = folder.with_name(str(generation))
    folder.rename(published)
    if os.name == "posix":
        _sync(published.parent)
    return published


def next_generation(forests_folder: Path) -> int:
    """The number after the highest one, damaged generations counted too."""
    return max(generations(forests_folder), default=0) + 1


def _sync(path: Path) -> None:
    # Windows flushes only what is open for writing; POSIX opens folders for reading only.
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
