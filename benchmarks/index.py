"""Searching vectors exactly, by the forest and filtered; building a forest.

    python -m benchmarks index --vectors 1000000 --trees 10

Needs 3.5 GB of disk for a million vectors of 512, in the folder for temporary files or `--folder`.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.clip_like import ClipLike, Singles
from benchmarks.measure import alternate, machine, table
from imagefinder.index import scan
from imagefinder.index.build import BuildProgress, build
from imagefinder.index.forest import Forest, ForestInfo
from imagefinder.index.matrix import Matrix
from imagefinder.index.nearest import Nearest

COUNT = 100
FILTERS = (0.01, 0.1, 0.5)


def main(argv: list[str]) -> None:
    """Print the table for a library of `--vectors` pictures."""
    given = _arguments(argv)
    print(machine())
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        _run(Path(folder), given.vectors, given.dim, given.trees, given.rounds)
    print(machine())


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks index")
    parser.add_argument("--vectors", type=int, default=100_000)
    parser.add_argument("--dim", type=int, default=512)
    parser.add_argument("--trees", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--folder", type=Path)
    return parser.parse_args(argv)


def _run(folder: Path, vectors: int, dim: int, trees: int, rounds: int) -> None:
    world = ClipLike(dim)
    matrix, filling = _filled(folder / "matrix", dim, world, vectors)
    np.save(folder / "words.npy", world.words(200))
    info, phases = _built(folder, dim, trees)
    forest = Forest.open(folder / "forests" / str(info.generation))
    queries = {"pictures": world.pictures(50), "words": world.words(50)}
    print(table(("searching", "ms"), _timings(matrix, forest, queries, rounds)), end="\n\n")
    print(table(("building", ""), [("append all, s", filling), *phases, *_figures(info)]))
    for kind, drawn in queries.items():
        print(f"recall of the first {COUNT} for new {kind}: {_recall(matrix, forest, drawn):.3f}")


def _filled(folder: Path, dim: int, world: ClipLike, vectors: int) -> tuple[Matrix, float]:
    matrix, seconds = Matrix.open(folder, dim), 0.0
    for batch in world.batches(vectors):
        start = time.perf_counter()
        matrix.append(np.arange(len(batch)) + matrix.last_id + 1, batch)
        seconds += time.perf_counter() - start
    return matrix, seconds


def _built(folder: Path, dim: int, trees: int) -> tuple[ForestInfo, list[tuple[str, float]]]:
    """The info, and how many seconds each phase took."""
    seconds: dict[str, float] = {}
    phase, since = "", time.perf_counter()
    steps = build(folder / "matrix", dim, folder / "forests", trees, folder / "words.npy")
    for step in steps:
        now = time.perf_counter()
        seconds[phase] = seconds.get(phase, 0.0) + now - since
        since = now
        if not isinstance(step, BuildProgress):
            seconds.pop("")
            return step, [(f"{name}, s", taken) for name, taken in seconds.items()]
        phase = step.phase
    raise AssertionError("a build ends with its info")


def _timings(
    matrix: Matrix, forest: Forest, queries: dict[str, Singles], rounds: int
) -> list[tuple[str, float]]:
    nearest, plain = Nearest(matrix, forest), Nearest(matrix)
    rng = np.random.default_rng(0)
    sides: dict[str, Callable[[], object]] = {"exact scan": _asking(plain.top, queries["words"])}
    for kind, drawn in queries.items():
        sides[f"forest alone, {kind}"] = _asking(forest.propose, drawn)
        sides[f"as searched, {kind}"] = _asking(nearest.top, drawn)
    for share in FILTERS:
        rows = np.flatnonzero(rng.random(len(matrix)) < share)
        sides[f"as searched, {share:.0%} allowed"] = _asking(nearest.top, queries["words"], rows)
    return list(alternate(sides, rounds).items())


def _asking(ask: Callable[..., object], queries: Singles, *rest: object) -> Callable[[], object]:
    """A call that asks for another query each time."""
    turns = iter(range(10**9))
    return lambda: ask(queries[next(turns) % len(queries)], COUNT, *rest)


def _figures(info: ForestInfo) -> list[tuple[str, object]]:
    return [
        ("whole build, s", info.seconds),
        ("file, MB", info.size / 1e6),
        ("trees", info.trees),
        ("search_k", info.search_k),
        ("recall, pictures", info.recall_pictures),
        ("recall, words", info.recall_words),
        ("calibrated: forest, ms", info.search_ms),
        ("calibrated: exact, ms", info.exact_ms),
        ("exact is faster", str(info.exact_is_faster)),
    ]


def _recall(matrix: Matrix, forest: Forest, queries: Singles) -> float:
    found = 0
    for query in queries:
        exact, _ = scan.top(matrix.vectors, query, COUNT)
        found += len(np.intersect1d(exact, forest.propose(query, COUNT)))
    return found / COUNT / len(queries)
