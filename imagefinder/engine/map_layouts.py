"""The folder of finished maps of one model: writing, finding, reading and removing them.

Each map is a numbered folder of arrays (see `core.mapping.Layout`), written under another name and
renamed as the last act, so that a number is always a whole map. Called by `map_making` and by the
engine's map thread.
"""

import contextlib
import shutil
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from imagefinder.core.errors import KnownError
from imagefinder.core.mapping import Layout
from imagefinder.core.paths import LibraryPaths
from imagefinder.index.generations import unfinished
from imagefinder.learn.projection import Basis, Coordinates
from imagefinder.store.points import Points

# On screen may be the last one, those that the trail leads back to, and another program's.
KEPT_LAYOUTS = 12
_UNFINISHED = "making-"
_GONE = "This map is no longer there. Lay it out again."
_INFO = "layout.json"


class LayoutInfo(msgspec.Struct, frozen=True):
    """What lies beside the arrays. The basis saw `fitted` embeddings with ids up to `fitted_to`.

    `whole` tells the map of the whole library, which is kept and reused.
    """

    model: str
    whole: bool
    photos: int
    fitted: int
    fitted_to: int
    explained: tuple[float, ...]


def layouts_folder(paths: LibraryPaths, model_id: int) -> Path:
    """Where the maps of a model lie."""
    return paths.derived / f"maps-{model_id}"


def opened(folder: Path) -> Layout:
    """The finished map in a folder."""
    info = read_info(folder)
    return Layout(str(folder), info.photos, info.explained, info.model)


def newest_whole(folder: Path) -> Path | None:
    """The newest sound map of the whole library."""
    for number in sorted(_numbers(folder), reverse=True):
        candidate = folder / str(number)
        with contextlib.suppress(KnownError):
            if read_info(candidate).whole and _is_sound(candidate):
                return candidate
    return None


def write(
    folder: Path, points: Points, basis: Basis, places: Coordinates, info: LayoutInfo
) -> Layout:
    """Write a map below `folder`: `places` holds the coordinates `(n, k)` of its `points`."""
    with unfinished(folder, _UNFINISHED) as making:
        for name, ids in points._asdict().items():
            np.save(making / f"{name}.npy", ids)
        np.save(making / "components.npy", np.ascontiguousarray(places.T))
        np.savez(making / "basis.npz", **basis._asdict())
        (making / _INFO).write_bytes(msgspec.json.encode(info))
        number = max(_numbers(folder), default=0) + 1
        return opened(making.rename(folder / str(number)))


def prune(folder: Path) -> None:
    """Remove old maps and what is unfinished. Not while a map is being made."""
    numbers, whole = sorted(_numbers(folder)), newest_whole(folder)
    for number in numbers[:-KEPT_LAYOUTS]:
        if folder / str(number) != whole:
            shutil.rmtree(folder / str(number), ignore_errors=True)
    remove_unfinished(folder)


def remove_unfinished(folder: Path) -> None:
    """Remove what killed jobs left behind. Not while a map is being made."""
    for leftover in folder.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def read(folder: Path, name: str) -> npt.NDArray[np.int64]:
    """One array of a map, mapped from disk."""
    try:
        return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))
    except (OSError, ValueError) as e:
        raise KnownError(_GONE) from e


def read_basis(folder: Path) -> Basis:
    """The basis of a map."""
    try:
        with np.load(folder / "basis.npz") as arrays:
            return Basis(**arrays)
    except (OSError, ValueError, TypeError) as e:
        raise KnownError(_GONE) from e


def read_info(folder: Path) -> LayoutInfo:
    """What is known of a map."""
    try:
        return msgspec.json.decode((folder / _INFO).read_bytes(), type=LayoutInfo)
    except (OSError, msgspec.DecodeError) as e:
        raise KnownError(_GONE) from e


def _is_sound(folder: Path) -> bool:
    """Whether all arrays are there; raises KnownError where one can't be read."""
    read_basis(folder)
    names = ("photo_ids", "embedding_ids", "components")
    return len({read(folder, name).shape[-1] for name in names}) == 1


def _numbers(folder: Path) -> list[int]:
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    return [int(name) for name in names if name.isdecimal()]
