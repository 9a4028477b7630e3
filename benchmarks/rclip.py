"""Indexing photos side by side with rclip: seconds, pictures a second, peak memory.

    python -m benchmarks rclip --small 200 --large 100 --rounds 3 --folder KEPT

Both embed the same pictures with the same architecture (ViT-B-32-256, random weights: speed does
not depend on them) from the first scan to the last vector, in turns. rclip comes from the package
index into an environment of its own, with ONNX stand-ins in its data folder. imagefinder also makes
thumbnails and reads metadata meanwhile. A third side is imagefinder as on a processor that has no
instructions for bfloat16: oneDNN, which computes it, is told so. `--folder` keeps what was prepared
(2 GB) for another time.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from benchmarks.measure import environment, machine, table
from benchmarks.memory import SAMPLE_EVERY_S, write_large, write_pictures
from benchmarks.random_weights import random_model, write_weights
from imagefinder.core.paths import LibraryPaths

ARCHITECTURE, TAG = "ViT-B-32-256", "datacomp_s34b_b86k"
WITHOUT = "imagefinder without bfloat16"
OPSET = 17
OUR_CODE = {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}
# What oneDNN is told: AVX-512, but nothing newer, such as its bfloat16 and AMX.
NO_BFLOAT16 = {"ONEDNN_MAX_CPU_ISA": "AVX512_CORE"}
_STAND_INS = f"{ARCHITECTURE}-{TAG}"
_VOCABULARY = "bpe_simple_vocab_16e6.txt.gz"


class Run(NamedTuple):
    """One indexing by a process of its own."""

    seconds: float
    peak_mb: float


def main(argv: list[str]) -> None:
    """Print both sides and their ratio."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks rclip")
    parser.add_argument("--small", type=int, default=200, help="pictures of 1 to 2 megapixels")
    parser.add_argument("--large", type=int, default=100, help="pictures of 12 megapixels")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        weights, program = prepared(folder)
        pictures = Path(temporary) / "pictures"
        write_pictures(pictures / "small", given.small)
        write_large(pictures / "large", given.large)
        print(machine())
        runs: dict[str, list[Run]] = {"rclip": [], "imagefinder": [], WITHOUT: []}
        for number in range(given.rounds):
            home = Path(temporary) / str(number)
            runs["rclip"].append(by_rclip(program, folder / "rclip data", pictures))
            runs["imagefinder"].append(by_imagefinder(home / "library", pictures, weights))
            without = by_imagefinder(home / "without", pictures, weights, NO_BFLOAT16)
            runs[WITHOUT].append(without)
        precisions = [precision(home / name) for name in ("library", "without")]
    print(report(runs, given.small + given.large))
    print("imagefinder computed in {}, without bfloat16 in {}.".format(*precisions))
    print(machine())


def prepared(folder: Path) -> tuple[Path, Path]:
    """Weights for us, an environment with stand-ins for rclip; returns weights and its program."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / f"{ARCHITECTURE}.safetensors"
    program = folder / "rclip" / "bin" / "rclip"
    if not program.exists():
        venv.create(folder / "rclip", with_pip=True)
        install(folder / "rclip" / "bin" / "python", "rclip>=3,<4")
        # torch writes ONNX with it; it must not lie in our own environment.
        install(Path(sys.executable), "onnx", "--target", str(folder / "onnx"))
    if not weights.exists():
        model = random_model(ARCHITECTURE).eval()
        write_stand_ins(model, folder / "rclip data", folder / "onnx")
        write_weights(model, weights)
    return weights, program


def install(python: Path, *packages: str) -> None:
    """By pip, quietly."""
    subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)


def write_stand_ins(model: Any, data: Path, onnx: Path) -> None:
    """The model's two towers as rclip looks for them, and its vocabulary."""
    import open_clip
    import torch

    sys.path.append(str(onnx))
    # ONNX knows no fused attention.
    torch.backends.mha.set_fastpath_enabled(False)
    towers = {
        "visual": (model.visual, torch.zeros(2, 3, 256, 256)),
        "textual": (_Textual(model), torch.zeros(2, 77, dtype=torch.int64)),
    }
    folder = data / _STAND_INS
    folder.mkdir(parents=True, exist_ok=True)
    for name, (tower, example) in towers.items():
        with torch.no_grad():
            torch.onnx.export(
                *(tower, (example,), folder / f"{name}.onnx"),
                input_names=["input"],
                output_names=["output"],
                dynamic_axes={"input": {0: "n"}, "output": {0: "n"}},
                opset_version=OPSET,
                dynamo=False,
            )
    torch.backends.mha.set_fastpath_enabled(True)
    (data / "tokenizer").mkdir(exist_ok=True)
    vocabulary = Path(open_clip.__file__).parent / _VOCABULARY
    shutil.copy(vocabulary, data / "tokenizer" / _VOCABULARY)


def _Textual(model: Any) -> Any:  # noqa: N802 - it makes a module
    import torch

    class Textual(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, tokens: Any) -> Any:
            return self.model.encode_text(tokens)

    return Textual()


def by_imagefinder(
    library: Path, pictures: Path, weights: Path, more: Mapping[str, str] | None = None
) -> Run:
    """A new library, from nothing, with `more` in the environment."""
    program = [sys.executable, "-m", "imagefinder", "--library", str(library)]
    model = f"{ARCHITECTURE}@{TAG}:{weights}"
    return measured(
        [*program, "index", str(pictures), "--model", model], pictures, {**OUR_CODE, **(more or {})}
    )


def precision(library: Path) -> str:
    """What the model was found quickest in when `library` was made."""
    (timed,) = json.loads(LibraryPaths(library).timings.read_bytes()).values()
    return str(timed["precision"])


def by_rclip(program: Path, data: Path, pictures: Path) -> Run:
    """A new database, from nothing; one query, which can't be left out, is part of it."""
    for file in data.glob("db.sqlite*"):
        file.unlink()
    return measured([str(program), "--filepath-only", "x"], pictures, rclip_environment(data))


def rclip_environment(data: Path) -> dict[str, str]:
    """Where rclip finds its stand-ins, and that it asks no hub for others."""
    return {"RCLIP_DATADIR": str(data), "HF_HUB_OFFLINE": "1"}


def measured(command: Sequence[str], folder: Path, more: Mapping[str, str]) -> Run:
    """Run it in `folder`; what it says goes nowhere."""
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**environment(), **more},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # Sampled: what the kernel notes as the peak counts this process too, before it became that one.
    watched, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        with suppress(psutil.NoSuchProcess):
            peak = max(peak, watched.memory_info().rss)
        time.sleep(SAMPLE_EVERY_S)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return Run(time.monotonic() - started, peak / 1e6)


def report(runs: dict[str, list[Run]], pictures: int) -> str:
    """Medians of each side, and the ratio of their times."""
    rows: list[tuple[object, ...]] = []
    for name, each in runs.items():
        seconds = statistics.median(run.seconds for run in each)
        peak = statistics.median(run.peak_mb for run in each)
        rows.append((name, seconds, pictures / seconds, peak))
    head = (f"{pictures} pictures", "s", "pictures/s", "peak MB")
    lines = [table(head, rows)]
    for name in ("imagefinder", WITHOUT):
        ratios = [b.seconds / a.seconds for a, b in zip(runs[name], runs["rclip"], strict=True)]
        each_round = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        median = statistics.median(ratios)
        lines.append(f"rclip / {name}: {median:.2f} (each round: {each_round})")
    return "\n".join(lines)
