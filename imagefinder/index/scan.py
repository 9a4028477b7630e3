"""Exact search: a query's score with every row, or with some, and the best of them.

In come vectors (an array or several that follow each other, float16 or float32) and a query; out go
scores in float32 and rows, best first. Called by `nearest` and `build`, and by whoever needs the
background of all scores. Memory stays flat: float16 is widened block by block.

A row's score does not depend on the rows around it: the same pictures get the same score whether
all rows are scanned or a few, hence `vecdot` (one BLAS dot a row), not a matrix product, whose
kernels add up in an order that depends on the row's place, and whose threads spend ten times the
work on waiting for each other when the cores are busy with other programs.
"""

import itertools
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from imagefinder.core.types import Vector, Vectors
from imagefinder.index.arrays import Halves, Rows, Singles, gather

Parts = tuple[Halves | Singles, ...]
Storage = Halves | Singles | Parts

# Two megabytes of float32 stay in the second-level cache: best of 128 KB to 16 MB, by a half.
BLOCK_FLOATS = 512 * 1024

# A thread is worth starting for 8 ms of work (32 thousand rows of 512); memory feeds about four.
SHARE_FLOATS = 16 * 1024 * 1024
MOST_THREADS = 4

# The bits of a float16 moved 13 to the left are a float32 that is 2**-112 times as large (the
# difference of the two exponents' biases). Three integer operations and a larger query replace
# `astype`, which takes five times as long. Subnormals come out right; infinities would not.
_MANTISSA_SHIFT = 13
_DROP_REPEATED_SIGN = np.int32(-0x70000001)
_WIDENED = np.float32(2.0**112)


def scores(vectors: Storage, query: Vector) -> Vector:
    """The dot product of `query` with every row: `(n,)` float32."""
    parts = _parts(vectors)
    found = np.empty(sum(map(len, parts)), np.float32)
    start = 0
    for part in parts:
        _score_into(found[start : start + len(part)], part, query)
        start += len(part)
    return found


def scores_of(vectors: Storage, query: Vector, rows: Rows) -> Vector:
    """The dot product of `query` with each of `rows`: `(m,)` float32, in their order."""
    parts = _parts(vectors)
    found, dim = np.empty(len(rows), np.float32), parts[0].shape[1]

    def score(share: slice) -> None:
        for here in _blocks(share, dim):
            _score_share(found[here], gather(parts, rows[here]), query)

    _share_out(score, len(rows), dim)
    return found


def top(
    vectors: Storage, query: Vector, count: int, rows: Rows | None = None
) -> tuple[Rows, Vector]:
    """The best `count` rows (of `rows`, where given) and their scores, best first.

    Equal scores come in the order of their rows. `rows` need no order but must not repeat.
    """
    if rows is None:
        found = scores(vectors, query)
        chosen = best(found, count)
        return chosen, found[chosen]
    rows = np.sort(rows)
    found = scores_of(vectors, query, rows)
    chosen = best(found, count)
    return rows[chosen], found[chosen]


def floors(vectors: Halves | tuple[Halves, ...], queries: Vectors, count: int) -> Vector:
    """The score of the `count`-th best row for each query: `(q,)` float32, to measure recall by.

    All queries in one pass, which widens each row once.
    """
    highest = np.full((len(queries), count), -np.inf, np.float32)
    for part in _parts(vectors):
        buffer = np.empty((max(1, BLOCK_FLOATS // part.shape[1]), part.shape[1]), np.int32)
        for here in _blocks(slice(0, len(part)), part.shape[1]):
            rows = _widened(part[here], buffer)
            found = np.vecdot(rows, (queries * _WIDENED)[:, np.newaxis])
            both = np.concatenate((highest, found), axis=1)
            highest = np.partition(both, both.shape[1] - count, axis=1)[:, -count:]
    return np.asarray(highest.min(axis=1))


def best(found: Vector, count: int) -> Rows:
    """The places of the `count` highest scores, highest first, the earlier first among equals."""
    count = min(count, len(found))
    if count <= 0:
        return np.empty(0, np.int64)
    least = np.partition(found, len(found) - count)[len(found) - count]
    above = np.flatnonzero(found > least)
    level = np.flatnonzero(found == least)[: count - len(above)]
    chosen = np.concatenate((above, level))
    return chosen[np.argsort(-found[chosen], kind="stable")]


def _parts(vectors: Storage) -> Parts:
    return vectors if isinstance(vectors, tuple) else (vectors,)


def _blocks(rows: slice, dim: int) -> Iterator[slice]:
    step = max(1, BLOCK_FLOATS // dim)
    for start in range(rows.start, rows.stop, step):
        yield slice(start, min(start + step, rows.stop))


def _share_out(work: Callable[[slice], None], count: int, dim: int) -> None:
    """`work` on rows 0 to `count`, by as many threads as that many rows are worth."""
    threads = min(MOST_THREADS, os.cpu_count() or 1, count * dim // SHARE_FLOATS)
    if threads < 2:
        work(slice(0, count))
        return
    edges = np.linspace(0, count, threads + 1).astype(int).tolist()
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work, slice(*edge)) for edge in itertools.pairwise(edges)]:
            done.result()


def _score_into(found: Vector, part: Halves | Singles, query: Vector) -> None:
    def score(share: slice) -> None:
        _score_share(found[share], part[share], query)

    _share_out(score, *part.shape)


def _score_share(found: Vector, part: Halves | Singles, query: Vector) -> None:
    query = np.ascontiguousarray(query, np.float32)
    if part.dtype == np.float32:
        np.vecdot(part, query, out=found)
        return
    query = query * _WIDENED
    count, dim = part.shape
    buffer = np.empty((min(count, max(1, BLOCK_FLOATS // dim)), dim), np.int32)
    for here in _blocks(slice(0, count), dim):
        np.vecdot(_widened(part[here], buffer), query, out=found[here])


def _widened(halves: Halves | Singles, buffer: npt.NDArray[np.int32]) -> Singles:
    """`halves` times 2**-112 as float32, in the memory of `buffer`."""
    bits = buffer[: len(halves)]
    np.copyto(bits, halves.view(np.int16))
    np.left_shift(bits, _MANTISSA_SHIFT, out=bits)
    np.bitwise_and(bits, _DROP_REPEATED_SIGN, out=bits)
    return bits.view(np.float32)
