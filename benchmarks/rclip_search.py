"""Asking by words on the command line, side by side with rclip: from the call to ten paths.

    python -m benchmarks rclip_search --photos 100000 --rounds 5 --folder KEPT

Both search the same made-up vectors in their own databases, in processes of their own, in turns:
start, model, words, search, answer. rclip is told not to look for new pictures. `--folder` is that
of `benchmarks rclip`: it keeps rclip's environment and the stand-ins for its model.
"""

import argparse
import contextlib
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.clip_like import ClipLike, Singles
from benchmarks.made_library import make_library
from benchmarks.measure import machine, table
from benchmarks.rclip import ARCHITECTURE, OUR_CODE, TAG, Run, measured, prepared, rclip_environment
from benchmarks.search import prepare
from imagefinder.core.paths import LibraryPaths
from imagefinder.embed.models import resolve

DIM = 512
QUERY = "a red kayak on a lake"
_INSERT = (
    "INSERT INTO images (filepath, modified_at, size, vector, hash) VALUES (?, 0, 4000000, ?, ?)"
)


def main(argv: list[str]) -> None:
    """Print both sides and their ratio."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks rclip_search")
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        weights, program = prepared(folder)
        pictures = Path(temporary) / "pictures"
        pictures.mkdir()
        ours = _our_library(Path(temporary) / "library", weights, given.photos)
        _their_library(program, folder / "rclip data", pictures, given.photos)
        print(machine())
        rounds = list(_rounds(ours, program, folder / "rclip data", pictures, given.rounds))
    print(report(rounds, given.photos))
    print(machine())


def _our_library(folder: Path, weights: Path, photos: int) -> LibraryPaths:
    """With what an indexing leaves behind for searches."""
    spec = resolve(f"{ARCHITECTURE}@{TAG}:{weights}")
    paths = make_library(folder, photos, DIM, ClipLike(DIM), (spec.key, spec.name))
    prepare(paths)
    return paths


def _their_library(program: Path, data: Path, pictures: Path, photos: int) -> None:
    """rclip makes its tables itself, over an empty folder; the rows are as it writes them."""
    (data / "db.sqlite3").unlink(missing_ok=True)
    measured(_asking(program, "--filepath-only"), pictures, rclip_environment(data))
    with contextlib.closing(sqlite3.connect(data / "db.sqlite3")) as connection, connection:
        first = 0
        for batch in ClipLike(DIM).batches(photos):
            connection.executemany(_INSERT, _rows(batch, first, pictures))
            first += len(batch)


def _rows(batch: Singles, first: int, pictures: Path) -> Iterator[tuple[str, bytes, str]]:
    for number, vector in enumerate(batch.astype(np.float32), start=first):
        yield f"{pictures}/IMG_{number:07}.jpg", vector.tobytes(), f"{number:064x}"


def _rounds(
    ours: LibraryPaths, program: Path, data: Path, pictures: Path, count: int
) -> Iterator[dict[str, Run]]:
    """Both in turns; the first round, in which ours times the machine, is left out."""
    them = _asking(program, "--filepath-only", "--no-indexing")
    search = [sys.executable, "-m", "imagefinder", "--library", str(ours.folder), "search"]
    for round_ in range(count + 1):
        runs = {
            "imagefinder": measured([*search, QUERY, "--top", "10", "--paths"], pictures, OUR_CODE),
            "rclip": measured(them, pictures, rclip_environment(data)),
        }
        if round_:
            yield runs


def _asking(program: Path, *options: str) -> list[str]:
    return [str(program), *options, QUERY]


def report(rounds: list[dict[str, Run]], photos: int) -> str:
    """Medians of each side, and the ratio round by round."""
    rows = [
        (
            name,
            statistics.median(runs[name].seconds for runs in rounds),
            statistics.median(runs[name].peak_mb for runs in rounds),
        )
        for name in rounds[0]
    ]
    ratios = [runs["rclip"].seconds / runs["imagefinder"].seconds for runs in rounds]
    listed = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    head = (f"one question, {photos:,} photos", "s", "peak MB")
    return (
        f"{table(head, rows)}\n"
        f"rclip / imagefinder: {statistics.median(ratios):.2f} (each round: {listed})"
    )
