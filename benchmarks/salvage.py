"""How much of a damaged library comes back, and how long that takes, by how many pages are lost.

    python -m benchmarks salvage --photos 200000 --pages 1 10 100

Pages anywhere in the file are overwritten with zeros, the first one always. What a page held can't
come back; "beyond the pages" is what was lost although its page was untouched, and must be nothing.
"""

import argparse
import random
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks.clip_like import ClipLike
from benchmarks.made_library import make_library
from benchmarks.measure import machine, table
from imagefinder.core.paths import LibraryPaths
from imagefinder.store.salvage.pages import Pages
from imagefinder.store.salvage.records import Page
from imagefinder.store.salvage.salvage import salvage

TABLES = ("photos", "embeddings", "pictures", "votes")
VOTES = 5000
HEAD = ("pages lost", "of", *TABLES, "beyond the pages", "seconds", "processor s", "MB")


def main(argv: list[str]) -> None:
    """Print a row for each number of pages."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks salvage")
    parser.add_argument("--photos", type=int, default=200_000)
    parser.add_argument("--dim", type=int, default=512)
    parser.add_argument("--pages", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(argv)
    print(machine())
    rows, _ = measured(given.photos, given.dim, given.pages, given.seed)
    print(table(HEAD, rows))
    print(machine())


def measured(
    photos: int, dim: int, counts: list[int], seed: int
) -> tuple[list[tuple[object, ...]], int]:
    """A row for each number of lost pages, and how many rows were lost beyond them."""
    with tempfile.TemporaryDirectory() as temporary:
        sound = make_library(Path(temporary) / "sound", photos, dim, ClipLike(dim))
        _vote(sound.database, photos)
        made = [_salvaged(sound, count, random.Random(seed + count)) for count in counts]
    return [row for row, _ in made], sum(beyond for _, beyond in made)


def _vote(database: Path, photos: int) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO tastes VALUES (1, 'cosy')")
        connection.execute(
            "INSERT INTO votes (taste_id, digest, liked, voted_at) "
            "SELECT 1, digest, id % 2, '2026-01-01' FROM photos LIMIT ?",
            [min(photos, VOTES)],
        )
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _salvaged(
    sound: LibraryPaths, count: int, chance: random.Random
) -> tuple[tuple[object, ...], int]:
    damaged = LibraryPaths(sound.folder.with_name(f"damaged-{count}"))
    damaged.folder.mkdir()
    shutil.copyfile(sound.database, damaged.database)
    lost, size = _damage(damaged.database, count, chance)
    before, standing = _rows(sound.database), _rows_on(sound.database, lost)
    began, worked = time.perf_counter(), time.process_time()
    salvage(damaged)
    took = time.perf_counter() - began, time.process_time() - worked
    after = _rows(damaged.database)
    shutil.rmtree(damaged.folder)
    beyond = sum(max(0, before[t] - after[t] - standing[t]) for t in TABLES)
    shares = [f"{after[t]:,} of {before[t]:,}" for t in TABLES]
    return (count, size // 4096, *shares, beyond, *took, round(size / 2**20)), beyond


def _damage(file: Path, count: int, chance: random.Random) -> tuple[set[int], int]:
    size = file.stat().st_size
    lost = {1, *chance.sample(range(2, size // 4096 + 1), count - 1)}
    with file.open("r+b") as opened:
        for number in lost:
            opened.seek((number - 1) * 4096)
            opened.write(bytes(4096))
    return lost, size


def _rows(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(file)) as connection:
        sql = "SELECT count(*) FROM {}"
        return {t: connection.execute(sql.format(t)).fetchone()[0] for t in TABLES}


def _rows_on(file: Path, lost: set[int]) -> dict[str, int]:
    """How many rows of each table stood on those pages, as SQLite itself sees it."""
    standing = dict.fromkeys(TABLES, 0)
    with closing(sqlite3.connect(file)) as connection, closing(Pages(file)) as pages:
        for number, name in connection.execute("SELECT pageno, name FROM dbstat"):
            if number in lost and name in standing:
                standing[name] += Page(pages, number).row_count
    return standing
