"""Starting a model: from a fresh interpreter to a text's vector, against plain open_clip.

    python -m benchmarks model_start [--architecture ViT-B-32-256] [--rounds 5]

Each start is a process of its own, in turns: imports, the weights from disk, words encoded. Ours
also tests the device; it has timed this machine once before, as after any person's first start.
Cold: the weights file is put out of the system's cache before (where the system lets one ask).
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import environment, machine, table
from benchmarks.random_weights import random_model, write_weights

# What both print at the end: seconds for imports, for the model, and to the first vector.
_OURS = """
import sys, time
began = time.perf_counter()
from imagefinder.embed import weights
from imagefinder.embed.models import resolve
from pathlib import Path
spec = resolve(f"{sys.argv[1]}:{sys.argv[2]}")
weights.read_ahead(spec)
from imagefinder.embed import clip
imported = time.perf_counter()
encoder = clip.load(spec, timings=Path(sys.argv[3]))
loaded = time.perf_counter()
encoder.encode_texts(["a red kayak"])
print(imported - began, loaded - imported, time.perf_counter() - began)
"""
_PLAIN = """
import sys, time
began = time.perf_counter()
import open_clip, torch
imported = time.perf_counter()
model, _, _ = open_clip.create_model_and_transforms(sys.argv[1], pretrained=sys.argv[2])
model.eval()
loaded = time.perf_counter()
with torch.no_grad():
    model.encode_text(open_clip.get_tokenizer(sys.argv[1])(["a red kayak"]))
print(imported - began, loaded - imported, time.perf_counter() - began)
"""
_SIDES = {"imagefinder": _OURS, "open_clip": _PLAIN}


class Start(NamedTuple):
    """Seconds of one start."""

    imports: float
    model: float
    whole: float


def main(argv: list[str]) -> None:
    """Print both sides, warm and cold, and their ratios."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks model_start")
    parser.add_argument("--architecture", default="ViT-B-32-256")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(argv)
    print(machine())
    with tempfile.TemporaryDirectory() as temporary:
        weights = write_weights(random_model(given.architecture), Path(temporary) / "w.safetensors")
        arguments = [given.architecture, str(weights), str(Path(temporary) / "timings.json")]
        for kind in ("warm", "cold"):
            starts = list(_rounds(arguments, weights, given.rounds, cold=kind == "cold"))
            print(report(kind, starts), end="\n\n")
    print(machine())


def _rounds(
    arguments: list[str], weights: Path, rounds: int, *, cold: bool
) -> Iterator[dict[str, Start]]:
    """Both sides in turns; the first round, in which ours times the machine, does not count."""
    for round_ in range(rounds + 1):
        starts = {}
        for name, program in _SIDES.items():
            if cold:
                forget(weights)
            starts[name] = _start([sys.executable, "-c", program, *arguments])
        if round_:
            yield starts


def forget(file: Path) -> None:
    """Have the system drop the file from its cache."""
    if hasattr(os, "posix_fadvise"):
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _start(command: list[str]) -> Start:
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment())
    return Start(*map(float, done.stdout.split()[-3:]))


def report(kind: str, starts: list[dict[str, Start]]) -> str:
    """Medians of both sides in milliseconds, then the ratio round by round."""
    rows: list[tuple[object, ...]] = []
    for name in _SIDES:
        columns = zip(*(each[name] for each in starts), strict=True)
        rows.append((name, *(1000 * statistics.median(column) for column in columns)))
    ratios = {
        part: [getattr(s["imagefinder"], part) / getattr(s["open_clip"], part) for s in starts]
        for part in ("model", "whole")
    }
    said = "; ".join(f"{part} {statistics.median(each):.2f}" for part, each in ratios.items())
    head = (f"{kind} start, ms", "imports", "model", "to the first vector")
    return f"{table(head, rows)}\nimagefinder / open_clip: {said}"
