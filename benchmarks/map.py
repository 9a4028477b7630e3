"""Laying a map out in a job (time, memory, searches beside it), and painting it in the window.

    python -m benchmarks map --photos 1000000 [--only layout]

A million photos of 512 need 5 GB of disk in the folder for temporary files. With `--library` the
made-up library is kept there, and serves again.
"""

import argparse
from pathlib import Path

from benchmarks import map_layout
from benchmarks.measure import machine


def main(argv: list[str]) -> None:
    """Print both sections, or the one that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks map")
    parser.add_argument("--only", choices=["layout", "window"])
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--dim", type=int, default=512)
    parser.add_argument("--library", type=Path)
    given = parser.parse_args(argv)
    print(machine())
    if given.only in (None, "layout"):
        map_layout.show(given.photos, given.dim, given.library)
    if given.only in (None, "window"):
        # Only here: the layout's figures are of a process without Qt.
        from benchmarks import map_window

        map_window.show((100_000, 1_000_000))
    print(machine())
