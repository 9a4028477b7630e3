"""`make faults`: the long run. Prints the tables that packaging/RELIABILITY.md keeps.

    python -m tests.faults [--files N] [--kills N] [--crowd N] [--minutes N] [--photos N] [--seed N]
        [FAMILY ...]

Families: files; kills; many, files in one directory; salvage, of a library of so many photos; soak,
for so many minutes. Ends with 1 where anything was lost, hung, crashed or left over.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import salvage
from benchmarks.measure import table as measured_table
from tests.faults.fuzz import fuzz, table
from tests.faults.kills import kill_often
from tests.faults.many import index_crowd
from tests.faults.soak import soak
from tests.faults.watched_engine import MEMORY_LIMIT_BYTES

PHOTOS_VARIABLE = "IMAGEFINDER_TEST_PHOTOS"


def main() -> int:
    """Run what was asked for; 0 where all of it went well."""
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("families", nargs="*", choices=[[], *_RUNS], default=[])
    parser.add_argument("--files", type=int, default=10_000, metavar="N", help="default 10000")
    parser.add_argument("--kills", type=int, default=100, metavar="N", help="default 100")
    parser.add_argument("--crowd", type=int, default=200_000, metavar="N", help="default 200000")
    parser.add_argument("--minutes", type=float, default=30, metavar="N", help="default 30")
    parser.add_argument("--photos", type=int, default=200_000, metavar="N", help="default 200000")
    parser.add_argument("--seed", type=int, default=2026, metavar="N")
    options = parser.parse_args()
    faults: list[str] = []
    for name in options.families or _RUNS:
        with tempfile.TemporaryDirectory(prefix="imagefinder-faults-") as folder:
            started = time.monotonic()
            print(f"\n## {name}\n", flush=True)
            faults += _RUNS[name](Path(folder), options)
            print(f"\n{time.monotonic() - started:.0f} s", flush=True)
    print("\nNothing went wrong." if not faults else "\n" + "\n".join(faults))
    return bool(faults)


def _files(folder: Path, options: argparse.Namespace) -> list[str]:
    extra = sorted(path for path in _broken().rglob("*") if path.is_file())
    fuzzed = fuzz(folder, options.files, options.seed, extra)
    print(table(fuzzed.rows))
    peak, limit = fuzzed.outcome.peak_bytes / 2**20, MEMORY_LIMIT_BYTES / 2**20
    print(f"\nMemory at most {peak:.0f} MB of {limit:.0f} allowed; seed {options.seed}.")
    return fuzzed.faults


def _kills(folder: Path, options: argparse.Namespace) -> list[str]:
    result = kill_often(folder, options.kills, options.seed)
    told = {
        "killed": result.kills,
        "of these windows": result.windows,
        "all at once": result.together,
        "jobs alone": result.jobs,
        "model changes": result.model_changes,
        "runs that ended first": result.ended,
        "votes acknowledged": result.votes,
        "maps": result.maps,
        "orphans": result.orphans,
        "wrong": len(result.wrong),
    }
    _print_row(told)
    return [*result.wrong, *[f"{result.orphans} orphans"] * bool(result.orphans)]


def _many(folder: Path, options: argparse.Namespace) -> list[str]:
    crowd = index_crowd(folder, options.crowd)
    told = {
        "files in one directory": f"{crowd.tried:,}",
        "indexed": f"{len(crowd.first.indexed):,}",
        "seconds": round(crowd.first.seconds),
        "seconds to look again": round(crowd.again.seconds),
        "memory at most, MB": round(crowd.first.peak_bytes / 2**20),
        "lost": crowd.tried - len(crowd.first.indexed),
    }
    _print_row(told)
    return crowd.faults


def _salvage(_folder: Path, options: argparse.Namespace) -> list[str]:
    rows, beyond = salvage.measured(options.photos, 512, [1, 10, 100], options.seed)
    print(measured_table(salvage.HEAD, rows))
    return [f"{beyond} rows were lost whose pages are sound"] * bool(beyond)


def _soak(folder: Path, options: argparse.Namespace) -> list[str]:
    result = soak(folder, options.minutes, options.seed)
    memory = [size / 2**20 for _, size, _ in result.samples]
    told = {
        "minutes": f"{options.minutes:g}",
        "searches": result.answers,
        "slowest, s": f"{result.slowest_s:.2f}",
        "changes": result.changes,
        "indexings": result.indexings,
        "votes": result.votes,
        "maps": result.maps,
        "memory, MB": f"{memory[0]:.0f} to {memory[-1]:.0f}",
        "MB in 10 min": f"{result.slope(1) / 2**20:+.1f}",
        "handles": f"{result.samples[0][2]} to {result.samples[-1][2]}",
        "handles in 10 min": f"{result.slope(2):+.1f}",
        "restarts": result.restarts,
        "wrong": len(result.wrong),
    }
    _print_row(told)
    return sorted(set(result.wrong)) + ["the engine died"] * bool(result.restarts)


def _print_row(told: dict[str, object]) -> None:
    print(f"| {' | '.join(told)} |")
    print(f"| {' | '.join('---:' for _ in told)} |")
    print(f"| {' | '.join(map(str, told.values()))} |")


def _broken() -> Path:
    """Broken pictures that other projects published, where they are at hand."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "photos"
    return Path(os.environ.get(PHOTOS_VARIABLE, beside)) / "broken"


_RUNS: dict[str, Callable[[Path, argparse.Namespace], list[str]]] = {
    "files": _files,
    "kills": _kills,
    "many": _many,
    "salvage": _salvage,
    "soak": _soak,
}


if __name__ == "__main__":
    sys.exit(main())
