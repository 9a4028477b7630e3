"""Searching whole libraries: from a query's vector to ranked hits, filtered or not, with recall.

    python -m benchmarks search --photos 100000 1000000

Every side searches the same library of made-up vectors. What is timed is what the window waits for
once its words are embedded: nearest vectors, photos from the database, bands and coverage. A
million photos need 6 GB of disk in the folder for temporary files or `--folder`.
"""

import argparse
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from benchmarks.clip_like import ClipLike, Singles
from benchmarks.made_library import make_library
from benchmarks.measure import alternate, machine, table
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.query import BytesBetween, Filter, PictureVector, Query, Taken
from imagefinder.core.settings import Settings
from imagefinder.engine.answers import Answers
from imagefinder.engine.encoders import Encoders
from imagefinder.engine.jobs import ReduceTask
from imagefinder.engine.reducing import reduce
from imagefinder.index import scan
from imagefinder.index.nearest import Nearest
from imagefinder.search.indexes import matrix_folder, open_matrix
from imagefinder.store.connect import open_for_reading
from imagefinder.store.reader import Reader
from imagefinder.store.rows import WANTED_MODEL

COUNT = 100
QUERIES = 40
DIM = 512
# Twenty years of photos: a fifth of one, two years, ten years.
FILTERS: dict[str, tuple[Filter, ...]] = {
    "1 % left": (Taken("2007-01", "2007-04"),),
    "10 % left": (Taken("2010", "2012"),),
    "50 % left": (Taken("2010", "2020"),),
    "all left": (BytesBetween(low=1),),
}


def main(argv: list[str]) -> None:
    """Print a table for each size of library."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks search")
    parser.add_argument("--photos", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=QUERIES)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args(argv)
    for photos in given.photos:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            print(machine())
            _measure(Path(folder), photos, given.rounds)


def _measure(folder: Path, photos: int, rounds: int) -> None:
    world = ClipLike(DIM)
    paths = make_library(folder / "library", photos, DIM, world)
    seconds = prepare(paths)
    # As the engine's search thread does it, with columns in memory.
    answers = Answers(paths, Settings, Encoders(paths), threading.Lock())
    with closing(answers):
        model = answers.answering_model()
        nearest = answers.nearest(model)
        queries = {"words": world.words(QUERIES), "pictures": world.pictures(QUERIES)}
        asking(answers, FILTERS["all left"])(queries["words"][0])
        answers.left.wait()
        times = alternate(_sides(answers, nearest, queries), rounds)
        print(table((f"{photos:,} photos", "ms, median"), list(times.items())), end="\n\n")
        print(
            table(("recall of the first 100", "mean", "least"), _recalls(answers, nearest, queries))
        )
    print(table(("derived", ""), [*seconds, *_sizes(paths)]), end="\n\n")


def prepare(paths: LibraryPaths) -> list[tuple[str, float]]:
    """Matrix and components, as the engine makes them after an indexing; seconds of each."""
    with closing(Reader(open_for_reading(paths))) as reader:
        model = reader.model(reader.state(WANTED_MODEL) or "")
        if model is None:
            raise AssertionError("the library was just made with a model")
        started = time.perf_counter()
        open_matrix(reader, paths, model, writable=True)
        copied = time.perf_counter()
        task = ReduceTask(str(matrix_folder(paths, model.id)), DIM)
        for _ in reduce(task):
            pass
        done = time.perf_counter()
    return [("matrix, s", copied - started), ("components, s", done - copied)]


def _sides(
    answers: Answers, nearest: Nearest, queries: dict[str, Singles]
) -> dict[str, Callable[[], object]]:
    words = queries["words"]
    exact = nearest.matrix.vectors.astype(np.float32)
    sides: dict[str, Callable[[], object]] = {
        "exact float32 scan (numpy)": in_turn(lambda q: scan.best(exact @ q, COUNT), words),
        "exact scan of the matrix": in_turn(Nearest(nearest.matrix).top, words, COUNT),
        "nearest vectors alone": in_turn(nearest.top, words, COUNT),
    }
    for kind, drawn in queries.items():
        sides[f"ranked hits, {kind}"] = in_turn(asking(answers), drawn)
    for name, filters in FILTERS.items():
        sides[f"ranked hits, {name}"] = in_turn(asking(answers, filters), words)
    return sides


def asking(answers: Answers, filters: tuple[Filter, ...] = ()) -> Callable[[Singles], object]:
    """A call that answers a query's vector as the window's search is answered."""

    def ask(query: Singles) -> object:
        term = PictureVector("made up", query.astype("<f4").tobytes())
        return answers.answer(Query((term,), filters), COUNT)

    return ask


def in_turn(ask: Callable[..., object], queries: Singles, *rest: object) -> Callable[[], object]:
    """A call that asks for another query each time."""
    turns = iter(range(10**9))
    return lambda: ask(queries[next(turns) % len(queries)], *rest)


def _recalls(
    answers: Answers, nearest: Nearest, queries: dict[str, Singles]
) -> list[tuple[str, float, float]]:
    rows = [(f"new {kind}", *_recall(nearest, drawn, None)) for kind, drawn in queries.items()]
    model = answers.answering_model()
    for name, filters in FILTERS.items():
        left = nearest.matrix.rows_of(answers.reader.embeddings_left_by(model.id, filters))
        rows.append((f"words, {name}", *_recall(nearest, queries["words"], left)))
    return rows


def _recall(nearest: Nearest, queries: Singles, left: np.ndarray | None) -> tuple[float, float]:
    plain = Nearest(nearest.matrix)
    found = []
    for query in queries:
        rows, _ = nearest.top(query, COUNT, left)
        exact, _ = plain.top(query, COUNT, left)
        found.append(len(np.intersect1d(rows, exact)) / COUNT)
    return float(np.mean(found)), float(min(found))


def _sizes(paths: LibraryPaths) -> Sequence[tuple[str, float]]:
    files = [file for file in paths.folder.rglob("*") if file.is_file()]
    sizes = {
        "database, MB": sum(f.stat().st_size for f in files if ".sqlite" in f.name),
        "vectors, MB": sum(f.stat().st_size for f in files if f.suffix in (".f16", ".i64")),
        "components, MB": sum(f.stat().st_size for f in files if f.suffix == ".f32"),
    }
    return [(name, size / 1e6) for name, size in sizes.items()]
