"""The derived matrix of one model: every embedding's vector, mapped from disk in row order.

In come ids and vectors as the database has them, ascending by id; out go mapped float16 vectors,
which `scan` reads and `build` plants a forest from. One writer appends (the engine), anybody may
read at the same time, in any process, and sees the rows that were whole when they opened it.

Two files lie in the folder, `vectors-DIM.f16` and `ids-DIM.i64`. A row counts when its id is there,
and ids are written last. Windows refuses to replace or shorten a file that some process maps, so
the vectors only ever grow: what lies past the last id is overwritten by the next append. The ids
are read, never mapped, and cutting *them* back is how a damaged matrix is mended.
"""

import contextlib
import os
import shutil
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from imagefinder.core.errors import BugError, KnownError
from imagefinder.core.types import Vectors
from imagefinder.index.arrays import Halves, Ids, Rows, gather

HALF_BYTES = 2
ID_BYTES = 8
# After a power cut, rows younger than the last fsync may be zeros: so many are checked at opening.
SYNC_ROWS = 16_384
UNIT_TOLERANCE = 0.01


class _Snapshot(NamedTuple):
    """What one reader sees: replaced as a whole, so that ids and vectors never disagree."""

    ids: Ids
    parts: tuple[Halves, ...]


class Matrix:
    """Rows of one model; see the module. Reading is safe from any thread, appending from one."""

    def __init__(self, folder: Path, dim: int, *, writable: bool) -> None:
        self.folder = folder
        self.dim = dim
        self._writable = writable
        self._snapshot = _empty(dim)

    @classmethod
    def open(cls, folder: Path, dim: int, *, writable: bool = True) -> "Matrix":
        """The matrix in `folder`, empty where there is none; only whole rows count.

        A writer mends what a crash left behind, and drops a matrix of another `dim`.
        """
        matrix = cls(folder, dim, writable=writable)
        ids = _whole_ids(matrix._ids_file, matrix._vectors_file, dim)
        if writable:
            ids = _sound_ids(ids, _mapped(matrix._vectors_file, len(ids), dim))
            matrix._mend(len(ids))
        matrix._show(ids)
        return matrix

    def __len__(self) -> int:
        return len(self._snapshot.ids)

    @property
    def writable(self) -> bool:
        """Whether rows can be appended on disk: not to what is partly in memory."""
        return self._writable

    @property
    def ids(self) -> Ids:
        """Embedding ids `(n,)`, ascending: row i holds the vector of `ids[i]`."""
        return self._snapshot.ids

    @property
    def parts(self) -> tuple[Halves, ...]:
        """The vectors as arrays that follow each other: the mapped file, then extra rows if any."""
        return self._snapshot.parts

    @property
    def vectors(self) -> Halves:
        """All vectors `(n, dim)` float16: the mapped file, or a copy where there are extra rows."""
        parts = self._snapshot.parts
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    @property
    def last_id(self) -> int:
        """The highest id, 0 when empty: the database's rows above it are still to be appended."""
        ids = self._snapshot.ids
        return int(ids[-1]) if len(ids) else 0

    def rows_of(self, ids: npt.ArrayLike) -> Rows:
        """The row of each id, in the order given; -1 where an id has no row."""
        wanted = np.asarray(ids, np.int64)
        known = self._snapshot.ids
        if not len(known):
            return np.full(wanted.shape, -1, np.int64)
        if known[-1] - known[0] == len(known) - 1:
            # Nearly always: no other model's vectors came between. Searching a million takes long.
            rows = wanted - known[0]
            return np.where((rows >= 0) & (rows < len(known)), rows, -1)
        rows = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        return np.where(known[rows] == wanted, rows, -1).astype(np.int64)

    def unit(self, rows: npt.ArrayLike) -> Vectors:
        """The vectors of `rows` as `(k, dim)` float32, normalised again after their rounding."""
        vectors = gather(self._snapshot.parts, np.asarray(rows, np.int64)).astype(np.float32)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

    def append(self, ids: npt.ArrayLike, vectors: npt.ArrayLike) -> None:
        """Write rows behind the last one: ids ascending and above `last_id`, unit vectors.

        Raises `KnownError` when the disk refuses; the matrix then stays as it was.
        """
        new_ids, halves = self._checked(ids, vectors)
        if not len(new_ids):
            return
        count = len(self)
        durable = (count + len(new_ids)) // SYNC_ROWS > count // SYNC_ROWS
        _write_at(self._vectors_file, count * self.dim * HALF_BYTES, halves, durable)
        _write_at(self._ids_file, count * ID_BYTES, new_ids, durable)
        self._show(np.concatenate((self.ids, new_ids)))

    def with_extra(self, ids: npt.ArrayLike, vectors: npt.ArrayLike) -> "Matrix":
        """A read-only matrix of these rows and, in memory, what the database has beyond them."""
        new_ids, halves = self._checked(ids, vectors, writing=False)
        wider = Matrix(self.folder, self.dim, writable=False)
        wider._snapshot = _Snapshot(
            np.concatenate((self.ids, new_ids)), (*self._snapshot.parts, halves)
        )
        return wider

    def discard(self) -> None:
        """Forget every row, on disk too: for when an id vanished. The matrix is empty afterwards.

        The ids go first, so that the rows are gone even where Windows keeps a mapped file.
        """
        self._snapshot = _empty(self.dim)
        _cut(self._ids_file, 0)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _ids_file(self) -> Path:
        return self.folder / f"ids-{self.dim}.i64"

    @property
    def _vectors_file(self) -> Path:
        return self.folder / f"vectors-{self.dim}.f16"

    def _show(self, ids: Ids) -> None:
        self._snapshot = _Snapshot(ids, (_mapped(self._vectors_file, len(ids), self.dim),))

    def _mend(self, count: int) -> None:
        _cut(self._ids_file, count * ID_BYTES)
        for file in self.folder.glob("*-*.*"):
            if file not in (self._ids_file, self._vectors_file):
                with contextlib.suppress(OSError):  # Windows: somebody still maps it
                    file.unlink()

    def _checked(
        self, ids: npt.ArrayLike, vectors: npt.ArrayLike, *, writing: bool = True
    ) -> tuple[Ids, Halves]:
        new_ids = np.ascontiguousarray(ids, np.int64)
        halves = np.ascontiguousarray(vectors, np.float16).reshape(-1, self.dim)
        if writing and not self._writable:
            raise BugError("append to a matrix that was opened for reading")
        if len(new_ids) != len(halves) or not _ascending(new_ids, above=self.last_id):
            raise BugError(f"{len(new_ids)} ids for {len(halves)} rows, or ids out of order")
        if not _are_unit(halves).all():
            raise BugError("a matrix holds unit vectors only")
        return new_ids, halves


def _empty(dim: int) -> _Snapshot:
    return _Snapshot(np.empty(0, np.int64), (np.empty((0, dim), np.float16),))


def _ascending(ids: Ids, above: int = 0) -> bool:
    return not len(ids) or bool(ids[0] > above and (np.diff(ids) > 0).all())


def _are_unit(halves: Halves) -> npt.NDArray[np.bool_]:
    norms = np.linalg.norm(halves.astype(np.float32), axis=1)
    return np.asarray(np.abs(norms - 1) <= UNIT_TOLERANCE)


def _whole_ids(ids_file: Path, vectors_file: Path, dim: int) -> Ids:
    """The ids whose vectors are there too. Ids are read first: a writer writes them last."""
    try:
        content = ids_file.read_bytes()
        rows = vectors_file.stat().st_size // (dim * HALF_BYTES)
    except FileNotFoundError:
        return np.empty(0, np.int64)
    except OSError as e:
        raise KnownError(f"{ids_file.parent} can't be read ({e}). Delete that folder.") from e
    count = min(len(content) // ID_BYTES, rows)
    return np.frombuffer(content, np.int64, count)


def _sound_ids(ids: Ids, vectors: Halves) -> Ids:
    """`ids` up to the first row that a power cut left as zeros or rubbish."""
    rising = np.diff(ids, prepend=0) > 0
    count = len(ids) if rising.all() else int(np.argmin(rising))
    first = max(0, count - SYNC_ROWS)
    unit = _are_unit(vectors[first:count])
    return ids[: count if unit.all() else first + int(np.argmin(unit))]


def _mapped(file: Path, count: int, dim: int) -> Halves:
    if not count:
        return np.empty((0, dim), np.float16)
    # asarray: np.memmap's own slicing is many times slower than a plain array's.
    return np.asarray(np.memmap(file, np.float16, mode="r", shape=(count, dim)))


def _cut(file: Path, size: int) -> None:
    if file.exists() and file.stat().st_size > size:
        with file.open("r+b") as opened:
            opened.truncate(size)


def _write_at(file: Path, offset: int, content: Halves | Ids, durable: bool) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("r+b" if file.exists() else "xb") as opened:
            opened.seek(offset)
            opened.write(content.data)
            if durable:
                opened.flush()
                os.fsync(opened.fileno())
    except OSError as e:
        raise KnownError(f"{file} can't be written ({e}). Is the disk full?") from e
