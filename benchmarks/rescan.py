"""A second `index` over folders in which nothing changed, against a bare walk through them.

    python -m benchmarks rescan --files 10000 100000

The bare walk lists every folder and asks for the size and time of every file, which is the least
that finding a change takes; all else is the program's own.
"""

import argparse
import os
import tempfile
from pathlib import Path

from PIL import Image

from benchmarks.measure import alternate, machine, table
from imagefinder.core.reports import IndexReport
from imagefinder.engine.engine import Engine

FILES_PER_FOLDER = 200
# Copies are recognised without decoding, so that making the library takes no hours.
DISTINCT = 50


def main(argv: list[str]) -> None:
    """Print a row for each number of files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks rescan")
    parser.add_argument("--files", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(argv)
    print(machine())
    rows = [measured(count, given.rounds) for count in given.files]
    head = ("files", "bare walk, ms", "second index, ms", "ratio", "first index, files/s")
    print(table(head, rows))
    print(machine())


def measured(count: int, rounds: int) -> tuple[object, ...]:
    """One row: times in turns, so that a busy machine is unfair to neither."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "files"
        write_files(folder, count)
        with Engine(Path(temporary) / "library") as engine:
            engine.use_model("demo")
            engine.add_folder(str(folder))
            first = index(engine)
            times = alternate(
                {"walk": lambda: walk(str(folder)), "index": lambda: index(engine)}, rounds
            )
            last = index(engine)
    if (last.scanned, last.embedded, last.added) != (count, 0, 0):
        raise SystemExit(f"not what was meant to be measured: {last}")
    speed = round(count / first.seconds)
    return count, times["walk"], times["index"], times["index"] / times["walk"], speed


def write_files(folder: Path, count: int) -> None:
    """Tiny pictures, few of them distinct."""
    contents = []
    for number in range(DISTINCT):
        file = folder / "one.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (16, 16), (number * 5, 255 - number * 5, 90)).save(file)
        contents.append(file.read_bytes())
        file.unlink()
    for number in range(count):
        file = folder / f"{number // FILES_PER_FOLDER:05}" / f"{number:07}.png"
        if number % FILES_PER_FOLDER == 0:
            file.parent.mkdir()
        file.write_bytes(contents[number % DISTINCT])


def walk(folder: str) -> int:
    """How many bytes all files have together."""
    total = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                total += walk(entry.path)
            else:
                total += entry.stat(follow_symlinks=False).st_size
    return total


def index(engine: Engine) -> IndexReport:
    """Index everything, silently."""
    steps = engine.index()
    while True:
        try:
            next(steps)
        except StopIteration as done:
            report: IndexReport = done.value
            return report
