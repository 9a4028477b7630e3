"""Searching vectors exactly, by the forest and filtered; building a forest.

    python -m benchmarks index --vectors 1000000

The forest is built by a job process, as the engine has it built, and searches go on beside it.

Needs 4.5 GB of disk for a million vectors of 512, in the folder for temporary files or `--folder`.
"""

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.clip_like import ClipLike, Singles
from benchmarks.measure import alternate, machine, table
from imagefinder.core.settings import Settings
from imagefinder.engine.jobs import ForestTask, JobDone, JobStep, ReduceTask, run_job
from imagefinder.engine.reducing import reduce
from imagefinder.index import scan
from imagefinder.index.forest import Forest, ForestInfo
from imagefinder.index.matrix import Matrix
from imagefinder.index.nearest import Nearest
from imagefinder.index.reduced import Reduced

COUNT = 100
SEARCHES = 50
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
    parser.add_argument("--trees", type=int, default=Settings().forest_trees)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--folder", type=Path)
    return parser.parse_args(argv)


def _run(folder: Path, vectors: int, dim: int, trees: int, rounds: int) -> None:
    world = ClipLike(dim)
    matrix, filling = _filled(folder / "matrix", dim, world, vectors)
    np.save(folder / "words.npy", world.words(200))
    queries = {"pictures": world.pictures(50), "words": world.words(50)}
    for _ in reduce(ReduceTask(str(folder / "matrix"), dim)):
        pass
    meanwhile = _Searches(Nearest(matrix, None, Reduced.newest(matrix)), queries["words"])
    generation, phases = _built(folder, dim, trees, meanwhile)
    started = time.perf_counter()
    forest = Forest.open(folder / "forests" / str(generation))
    Nearest(matrix, forest, Reduced.newest(matrix)).top(queries["words"][0], COUNT)
    phases.append(("opened, first answer, s", time.perf_counter() - started))
    print(table(("searches", "ms, median", "p95"), meanwhile.rows()), end="\n\n")
    info = forest.info
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


class _Searches:
    """What a search takes before the build and beside it, ten a second."""

    def __init__(self, nearest: Nearest, queries: Singles) -> None:
        self._ask = _asking(nearest.top, queries)
        self._before: list[float] = []
        self._beside: list[float] = []

    def before(self) -> None:
        self._ask()
        self._run(self._before, lambda: len(self._before) < SEARCHES)

    def beside(self, job: threading.Thread) -> None:
        self._run(self._beside, job.is_alive)

    def rows(self) -> list[tuple[str, float, float]]:
        both = {"before the build": self._before, "beside the build": self._beside}
        return [(name, *np.quantile(taken, (0.5, 0.95)).tolist()) for name, taken in both.items()]

    def _run(self, times: list[float], go_on: Callable[[], bool]) -> None:
        while go_on():
            start = time.perf_counter()
            self._ask()
            times.append((time.perf_counter() - start) * 1000)
            time.sleep(0.1)


def _built(
    folder: Path, dim: int, trees: int, meanwhile: _Searches
) -> tuple[int, list[tuple[str, float]]]:
    """The generation that a job makes, and how many seconds each phase takes."""
    words = str(folder / "words.npy")
    task = ForestTask(str(folder / "matrix"), dim, str(folder / "forests"), trees, words)
    seconds: dict[str, float] = {}
    generations: list[int] = []
    meanwhile.before()
    job = threading.Thread(target=_follow, args=(task, seconds, generations))
    job.start()
    meanwhile.beside(job)
    job.join()
    used = os.times()
    return generations[0], [
        *((f"{name}, s", taken) for name, taken in seconds.items()),
        ("whole job, s", sum(seconds.values())),
        ("processor time of jobs, s", used.children_user + used.children_system),
    ]


def _follow(task: ForestTask, seconds: dict[str, float], generations: list[int]) -> None:
    phase, since = "starting", time.perf_counter()
    for line in run_job(task):
        now = time.perf_counter()
        seconds[phase] = seconds.get(phase, 0.0) + now - since
        since = now
        match line:
            case JobStep(phase=phase):
                pass
            case JobDone(figures=figures):
                generations.append(figures.generation)
                phase = "ending"


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
