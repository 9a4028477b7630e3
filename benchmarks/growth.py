"""How time, memory and disk grow with the library, step by step, and where one machine ends.

    python -m benchmarks growth --photos 1000 10000 100000 1000000

Each step is measured on made-up libraries of these sizes: rows and vectors are real, files are not,
but for the scan of real files, up to `--files`. A power law goes through the two largest sizes of
each row, and the table goes on by it: good for a row that is measured at 100,000 and a million. A
million photos need 7 GB of disk in the folder for temporary files or `--folder`, and ten minutes;
`--map` lays out maps too, which takes longest.
"""

import argparse
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import psutil

from benchmarks import rescan
from benchmarks.clip_like import ClipLike, Singles
from benchmarks.made_library import make_library
from benchmarks.made_thumbnails import PICTURES, draw_thumbnails
from benchmarks.measure import machine, table
from benchmarks.search import DIM, FILTERS, QUERIES, asking, in_turn, prepare
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.settings import Settings
from imagefinder.core.types import FileStamp, FoundFile
from imagefinder.engine.answers import Answers
from imagefinder.engine.encoders import Encoders
from imagefinder.engine.jobs import JobLaidOut, MapTask, run_job
from imagefinder.store.columns import Columns
from imagefinder.store.connect import lock_library, open_for_writing
from imagefinder.store.library import Library
from imagefinder.store.scan import ScanNotes
from imagefinder.store.thumbs import open_thumbnails

BEYOND = (10_000_000, 100_000_000)
ROUNDS = 5
FITTED = 2
Figure = tuple[str, float]

ENDS = """
Where one machine ends. What a search reads grows with the library: the components, 768 bytes a
photo, must lie in memory to be read in milliseconds, so 10 million photos want a machine with 16 GB
and answer in some tenths of a second; of the forest, built from 2 million on, a search reads less.
The matrix, 1 KB a photo, and the database, 1.7 KB, are read in pieces: a disk is enough for them.
100 million photos are beyond one ordinary machine, not for the disk (350 GB, and 2.5 TB of
thumbnails) but for what goes through all photos at once: the components alone are 77 GB, the
columns that filters read 7 GB, and embedding so many at 50 photos a second takes three weeks. What
would change first: components of fewer bytes, and several matrices, one for each some million
photos, on several machines that are asked side by side.
"""


def main(argv: list[str]) -> None:
    """Print the table, what it comes to beyond, and why."""
    given = _arguments(argv)
    print(machine())
    measured: dict[str, dict[int, float]] = {}
    for photos in sorted(given.photos):
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            for name, value in _figures(Path(folder), photos, given):
                measured.setdefault(name, {})[photos] = value
    head = ("", *(f"{photos:,}" for photos in sorted(given.photos)), "grows as n^")
    rows = [_row(name, values, sorted(given.photos)) for name, values in measured.items()]
    print(table((*head, *(f"{beyond:,}, on paper" for beyond in BEYOND)), rows))
    print(ENDS)
    print(machine())


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks growth")
    parser.add_argument("--photos", type=int, nargs="+", default=[1000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--thumbnails", type=int, default=100_000)
    parser.add_argument("--map", action="store_true")
    parser.add_argument("--folder", type=Path)
    return parser.parse_args(argv)


def _figures(folder: Path, photos: int, given: argparse.Namespace) -> Iterator[Figure]:
    """All that is measured of one library."""
    if photos <= given.files:
        _, walk, again, _, _ = rescan.measured(photos, 3)
        yield "real files: bare walk, ms", float(str(walk))
        yield "real files: nothing changed, ms", float(str(again))
    world = ClipLike(DIM)
    started = time.perf_counter()
    paths = make_library(folder / "library", photos, DIM, world)
    yield "photos and vectors into the database, s", time.perf_counter() - started
    yield "database, MB", _megabytes(paths.folder, "library.sqlite*")
    yield "nothing changed: database's part, s", _compared(paths)
    if photos <= given.thumbnails:
        yield from _thumbnails(paths, photos)
    yield from prepare(paths)
    yield "matrix, MB", _megabytes(paths.folder, "vectors-*", "ids-*")
    yield "components, MB", _megabytes(paths.folder, "rows.f32")
    yield from _searches(paths, world.words(QUERIES))
    if given.map:
        yield "map: layout in a job, s", _laid_out(paths)


def _compared(paths: LibraryPaths) -> float:
    """What a scan that meets just what is known adds to the walk through the folders."""
    lock = lock_library(paths)
    library = Library(open_for_writing(paths))
    try:
        rows = library.connection.execute("SELECT path, size, mtime_ns FROM photos").fetchall()
        started = time.perf_counter()
        notes = ScanNotes(library, library.folders()[0])
        for path, size, mtime_ns in rows:
            notes.saw(FoundFile(path, FileStamp(size, mtime_ns)))
        notes.apply()
        return time.perf_counter() - started
    finally:
        library.close()
        lock.release()


def _thumbnails(paths: LibraryPaths, photos: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary) / "thumbnails"
        draw_thumbnails(file)
        with closing(open_thumbnails(file)) as drawn:
            kept = [drawn.get(number.to_bytes(16)) or b"" for number in range(PICTURES)]
    started = time.perf_counter()
    with closing(open_thumbnails(paths.thumbnails)) as thumbnails:
        for first in range(0, photos, PICTURES):
            numbers = range(first, min(first + PICTURES, photos))
            thumbnails.add((n.to_bytes(16), kept[n % PICTURES]) for n in numbers)
    yield "thumbnails written, s", time.perf_counter() - started
    yield "thumbnails, MB", _megabytes(paths.thumbnails.parent, paths.thumbnails.name + "*")


def _searches(paths: LibraryPaths, words: Singles) -> Iterator[Figure]:
    """The start, then searches, counts and lists, as the engine's search thread makes them."""
    process = psutil.Process()
    before = process.memory_info().rss
    started = time.perf_counter()
    with closing(Answers(paths, Settings, Encoders(paths), threading.Lock())) as answers:
        model = answers.answering_model()
        answers.nearest(model)
        yield "start: all opened, ms", _since(started)
        yield "first search, ms", _milliseconds(in_turn(asking(answers), words), 1)
        yield "search, ms", _milliseconds(in_turn(asking(answers), words))
        for name in ("1 % left", "50 % left"):
            filters = FILTERS[name]
            answers.left.embeddings(model.id, filters)
            answers.left.wait()
            yield f"search, {name}, ms", _milliseconds(in_turn(asking(answers, filters), words))
        # Mapped files are counted as far as they were read; the system may take them back.
        yield "memory for all this, MB", (process.memory_info().rss - before) / 1e6
        started = time.perf_counter()
        Columns.read(answers.reader, model.id)
        yield "columns for filters, s", time.perf_counter() - started
        yield "status, ms", _milliseconds(answers.status)
        yield "newest 200, ms", _milliseconds(lambda: answers.reader.newest_photos((), 200))
        yield "list of all by name, ms", _milliseconds(answers.reader.ids_by_name, 1)


def _laid_out(paths: LibraryPaths) -> float:
    started = time.perf_counter()
    for line in run_job(MapTask(str(paths.folder), "made-up:vectors")):
        if isinstance(line, JobLaidOut):
            return time.perf_counter() - started
    raise SystemExit("no map was laid out")


def _milliseconds(ask: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of some calls; the first, cold one counts only where it is the only one."""
    times = []
    for _ in range(rounds if rounds == 1 else rounds + 1):
        started = time.perf_counter()
        ask()
        times.append(_since(started))
    return float(np.median(times[1:] or times))


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _megabytes(folder: Path, *patterns: str) -> float:
    files = [file for pattern in patterns for file in folder.rglob(pattern)]
    return sum(file.stat().st_size for file in files) / 1e6


def _row(name: str, values: dict[int, float], sizes: list[int]) -> list[object]:
    """Measured values, the fitted exponent, and what it comes to beyond the largest size.

    Fitted to the two largest sizes that were measured: at small ones what is constant weighs most.
    """
    cells: list[object] = [name, *(values.get(size, "") for size in sizes)]
    points = [(size, value) for size, value in sorted(values.items()) if value > 0][-FITTED:]
    if len(points) < FITTED:
        return [*cells, *("",) * (1 + len(BEYOND))]
    (small, low), (large, high) = points
    exponent = float(np.log(high / low) / np.log(large / small))
    return [*cells, exponent, *(high * (beyond / large) ** exponent for beyond in BEYOND)]
