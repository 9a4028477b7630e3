"""Searching while photos are indexed beside it, against the same library at rest.

    python -m benchmarks search_busy --photos 1000000

The real program indexes real files into the library that is searched, in another thread of the same
process, as in the engine of the window: it decodes, embeds by `ViT-B-32-256` (random weights) and
writes. Stretches of rest and of work take turns. A million photos need 6 GB of disk in the folder
for temporary files or `--folder`.
"""

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

# Ours first: it sets what must be set before torch is imported.
from imagefinder.embed.models import resolve
from imagefinder.engine.answers import Answers
from imagefinder.engine.encoders import Encoders
from imagefinder.engine.engine import Engine
from imagefinder.store.thumbs import open_thumbnails

from PIL import Image, ImageFilter  # isort: skip

from benchmarks.clip_like import ClipLike
from benchmarks.made_library import make_library
from benchmarks.measure import machine, table
from benchmarks.random_weights import random_model, write_weights
from benchmarks.search import DIM, FILTERS, QUERIES, asking, in_turn, prepare
from imagefinder.core.query import Named

ARCHITECTURE = "ViT-B-32-256"
WORDS = ("a dog on a beach", "two children in the snow", "a red car at night")
# More than are indexed while it is measured.
FILES = 6000
STRETCHES = 3
Side = Callable[[], object]


def main(argv: list[str]) -> None:
    """Print a table for each size of library."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks search_busy")
    parser.add_argument("--photos", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args(argv)
    for photos in given.photos:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            print(machine())
            _measure(Path(folder), photos, given.rounds)
            print(machine(), end="\n\n")


def _measure(folder: Path, photos: int, rounds: int) -> None:
    weights = write_weights(random_model(ARCHITECTURE), folder / "random.safetensors")
    spec = resolve(f"{ARCHITECTURE}:{weights}")
    world = ClipLike(DIM)
    paths = make_library(folder / "library", photos, DIM, world, (spec.key, spec.name))
    prepare(paths)
    # Else the engine has every photo read again for its thumbnail.
    with closing(open_thumbnails(paths.thumbnails)) as thumbnails:
        thumbnails.take_up()
    _write_files(folder / "new")
    with Engine(paths.folder) as engine:
        answers = Answers(paths, lambda: engine.settings, engine.encoders, engine.matrix_lock)
        with closing(answers), _indexing(engine, folder / "new") as work:
            sides = _sides(answers, engine.encoders, world)
            rest, busy = _in_stretches(sides, work, rounds)
            head = (f"{photos:,} photos", "at rest, ms", "p95", "indexing, ms", "p95", "times")
            print(table(head, [_row(name, rest[name], busy[name]) for name in sides]))
            print(f"{work.rate:.1f} photos a second were indexed meanwhile", end="\n\n")


def _sides(answers: Answers, encoders: Encoders, world: ClipLike) -> dict[str, Side]:
    queries, words = world.words(QUERIES), iter(range(10**9))
    encoder = encoders.for_words(answers.answering_model())
    filters = {**FILTERS, "by name, 10 % left": (Named("5.jpg"),)}
    sides: dict[str, Side] = {"ranked hits": in_turn(asking(answers), queries)}
    for name, chosen in filters.items():
        sides[f"ranked hits, {name}"] = in_turn(asking(answers, chosen), queries)
    sides["encoding of the words"] = lambda: encoder.encode_texts([WORDS[next(words) % len(WORDS)]])
    for side in sides.values():
        side()
    answers.left.wait()
    return sides


class _Work:
    """An indexing in a thread, which goes on and rests between two of its steps."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self._folder = engine, folder
        self._may_go, self._rests, self._ends = (threading.Event() for _ in range(3))
        self.steps, self.seconds, self.done = 0, 0.0, False
        self._before = engine.library.vector_count(engine.wanted_model().id)
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    @contextmanager
    def going_on(self) -> Iterator[None]:
        started = time.perf_counter()
        self._rests.clear()
        self._may_go.set()
        yield
        self._may_go.clear()
        self._rests.wait()
        self.seconds += time.perf_counter() - started
        if self.done:
            raise SystemExit("all files were indexed before the measuring was done")

    def end(self) -> None:
        self._ends.set()
        self._may_go.set()
        self.thread.join()

    @property
    def rate(self) -> float:
        return (self._count() - self._before) / self.seconds

    def _count(self) -> int:
        return self._engine.library.vector_count(self._engine.wanted_model().id)

    def _run(self) -> None:
        steps = self._engine.index([str(self._folder)])
        with closing(steps):
            while not self._ends.is_set():
                if not self._may_go.is_set():
                    self._rests.set()
                    self._may_go.wait()
                if next(steps, None) is None:
                    break
        self.done = not self._ends.is_set()
        self._rests.set()


@contextmanager
def _indexing(engine: Engine, folder: Path) -> Iterator[_Work]:
    engine.add_folder(str(folder))
    work = _Work(engine, folder)
    try:
        yield work
    finally:
        work.end()


def _in_stretches(
    sides: dict[str, Side], work: _Work, rounds: int
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    rest: dict[str, list[float]] = {name: [] for name in sides}
    busy: dict[str, list[float]] = {name: [] for name in sides}
    # The scan and the first batch are none of what is measured.
    with work.going_on():
        time.sleep(5)
    for _ in range(STRETCHES):
        _add(rest, sides, rounds)
        with work.going_on():
            _add(busy, sides, rounds)
    return rest, busy


def _add(times: dict[str, list[float]], sides: dict[str, Side], rounds: int) -> None:
    for _ in range(rounds):
        for name, side in sides.items():
            start = time.perf_counter()
            side()
            times[name].append((time.perf_counter() - start) * 1000)


def _row(name: str, rest: list[float], busy: list[float]) -> tuple[object, ...]:
    medians = statistics.median(rest), statistics.median(busy)
    late = [float(np.quantile(times, 0.95)) for times in (rest, busy)]
    return name, medians[0], late[0], medians[1], late[1], medians[1] / medians[0]


def _write_files(folder: Path) -> None:
    """Pictures of 1.2 megapixels; each file has a content of its own."""
    folder.mkdir()
    rng = np.random.default_rng(0)
    contents = []
    for number in range(20):
        noise = Image.fromarray(rng.integers(0, 256, (960, 1280, 3), dtype=np.uint8))
        file = folder / f"{number}.jpg"
        noise.filter(ImageFilter.GaussianBlur(2)).save(file, quality=80)
        contents.append(file.read_bytes())
        file.unlink()
    for number in range(FILES):
        content = contents[number % len(contents)] + number.to_bytes(8)
        (folder / f"NEW_{number:05}.jpg").write_bytes(content)
