"""Indexing 12-megapixel JPEGs: how near it comes to the machine's limit, alone and beside others.

    python -m benchmarks indexing --pictures 100 --rounds 3 [--architecture ViT-B-32]

The limit is what decoding and the model cost and nothing else: on processors, one after the other
on each core, `cores / (1/decode + 1/model)` pictures a second; with a GPU, the smaller of decoding
on all cores and of the model. Decoding alone is a drafted decode and the model's crop; the whole
adds reading, digest, metadata, thumbnail and all that is written. Every round measures all sides in
turns, on the same pictures, the model loaded already. The other program, in the last side, is one
that computes without a pause. Weights are random: speed doesn't depend on them.

On a machine that others use, trust the processor time: what decoding and the model need for a
picture, against what the whole needs.
"""

import argparse
import itertools
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

# Ours first: it sets what must be set before torch is imported.
from imagefinder.embed.clip.encoder import ClipEncoder

import torch  # isort: skip

from benchmarks.measure import machine, table
from benchmarks.memory import write_large
from benchmarks.random_weights import random_model, write_weights
from imagefinder.core.types import CropSpec, Pixels
from imagefinder.engine.engine import Engine
from imagefinder.files.crop import cut
from imagefinder.files.decode import Content, Limits, drafted_side, read_content
from imagefinder.files.openers import load
from imagefinder.files.pixels import to_rgb, upright


class Took(NamedTuple):
    """How quick a side was, and what processor time a picture needed, in milliseconds."""

    per_second: float
    cpu_ms: float


Rounds = list[dict[str, Took]]
MODEL_PICTURES = 128
BUSY = "while True: sum(range(10_000))"
DECODE, DECODE_ALL = "decode and crop, one core", "decode and crop, all cores"
MODEL, MODEL_ALL = "model, one core", "model, as it is run"
WHOLE, BESIDE = "indexing, whole", "indexing beside a busy program"


def main(argv: list[str]) -> None:
    """Print the rates, the limit, and how near to it indexing comes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks indexing")
    parser.add_argument("--pictures", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--architecture", default="ViT-B-32")
    parser.add_argument("--device", default="auto")
    given = parser.parse_args(argv)
    print(machine())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_large(folder / "pictures", given.pictures)
        weights = write_weights(random_model(given.architecture), folder / "w.safetensors")
        bench = _Bench(folder, f"{given.architecture}:{weights}", given.device)
        rounds = bench.rounds(given.rounds)
    print(report(rounds, bench.encoder))
    print(machine())


class _Bench:
    """The pictures, and one model that stays loaded through all rounds."""

    def __init__(self, folder: Path, model: str, device: str) -> None:
        self._folder = folder
        self._pictures = folder / "pictures"
        self._model = model
        self._device = device
        self._number = itertools.count()
        with self._engine() as engine:
            encoder = engine.encoders.get(engine.wanted_model())
            assert isinstance(encoder, ClipEncoder)
            self.encoder = encoder
            self._limits = Limits.of(engine.settings)
        files = sorted(str(file) for file in self._pictures.iterdir())
        self._contents = [read_content(file, self._limits) for file in files]

    def rounds(self, count: int) -> Rounds:
        """All sides, round by round; the first round does not count."""
        sides: dict[str, Callable[[], Took]] = {
            DECODE: partial(self._decode, 1),
            DECODE_ALL: partial(self._decode, torch.get_num_threads()),
            MODEL: partial(self._model_alone, cores=1),
            MODEL_ALL: self._model_alone,
            WHOLE: self._whole,
            BESIDE: self._beside,
        }
        if self.encoder.device != "cpu":
            del sides[MODEL]
        rounds = [{name: side() for name, side in sides.items()} for _ in range(count + 1)]
        return rounds[1:]

    def _decode(self, threads: int) -> Took:
        crop = partial(_crop, spec=self.encoder.crop, max_pixels=self._limits.max_pixels)
        contents = self._contents if threads > 1 else self._contents[: len(self._contents) // 2]
        with _taking(len(contents)) as took, ThreadPoolExecutor(threads) as pool:
            for _ in pool.map(crop, contents):
                pass
        return took()

    def _model_alone(self, cores: int | None = None) -> Took:
        """The images' tower in batches of its own choice, on one core or as it likes."""
        batch = self.encoder.batch_size
        side = self.encoder.crop.size
        crops = np.random.default_rng(0).integers(0, 256, (batch, side, side, 3), np.uint8)
        times = max(1, MODEL_PICTURES // batch)
        with _cores(cores), _taking(times * batch) as took:
            for _ in range(times):
                self._computed(crops, alone=cores == 1)
        return took()

    def _computed(self, crops: Pixels, alone: bool) -> object:
        tower = self.encoder._images
        return tower._computed(crops) if alone else tower(crops)

    def _whole(self) -> Took:
        with self._engine() as engine, _taking(len(self._contents)) as took:
            for _ in engine.index():
                pass
            if engine.library.problems():
                raise SystemExit("not all pictures were indexed")
        return took()

    def _beside(self) -> Took:
        other = subprocess.Popen([sys.executable, "-c", BUSY])
        try:
            return self._whole()
        finally:
            other.kill()
            other.wait()

    @contextmanager
    def _engine(self) -> Iterator[Engine]:
        """A new library each time, with the model that is loaded already."""
        with Engine(self._folder / f"library {next(self._number)}") as engine:
            if self._device != "auto":
                engine.encoders.use_device(self._device)
            model = engine.use_model(self._model)
            if hasattr(self, "encoder"):
                engine.encoders._loaded[model.key] = self.encoder
            engine.add_folder(str(self._pictures))
            yield engine


def _crop(content: Content, spec: CropSpec, max_pixels: int) -> Pixels:
    """The least that any program must do to show a picture to a model."""
    loaded = load(content.data, content.format, max_pixels, drafted_side(spec))
    return cut(upright(to_rgb(loaded.picture), loaded.orientation), spec)


@contextmanager
def _cores(count: int | None) -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(count or before)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def _taking(pictures: int) -> Iterator[Callable[[], Took]]:
    """What the block took; ask when it has ended."""
    began = time.perf_counter(), time.process_time()
    found: list[Took] = []
    yield lambda: found[0]
    wall, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    found.append(Took(pictures / wall, 1000 * cpu / pictures))


def limit(sides: dict[str, Took], cores: int) -> float:
    """Pictures a second, if nothing but decoding and the model took time."""
    if MODEL in sides:
        return cores / (1 / sides[DECODE].per_second + 1 / sides[MODEL].per_second)
    return min(sides[DECODE_ALL].per_second, sides[MODEL_ALL].per_second)


def report(rounds: Rounds, encoder: ClipEncoder) -> str:
    """Medians of all sides, and the ratios that matter, round by round."""
    cores = torch.get_num_threads()
    rows: list[tuple[object, ...]] = []
    for name in rounds[0]:
        each = [sides[name] for sides in rounds]
        medians = (statistics.median(column) for column in zip(*each, strict=True))
        rows.append((name, *medians))
    rows.append(("the limit", statistics.median(limit(sides, cores) for sides in rounds), ""))
    place = f"{encoder.name.partition(':')[0]}, {encoder.precision} on {encoder.device}"
    ratios = {
        "indexing / limit": [s[WHOLE].per_second / limit(s, cores) for s in rounds],
        "beside a busy program / alone": [
            s[BESIDE].per_second / s[WHOLE].per_second for s in rounds
        ],
    }
    if MODEL in rounds[0]:
        ratios["the same by processor time"] = [
            (s[DECODE].cpu_ms + s[MODEL].cpu_ms) / s[WHOLE].cpu_ms for s in rounds
        ]
    return "\n".join(
        [
            f"{place}, {cores} cores, batches of {encoder.batch_size}",
            table(("12-megapixel JPEGs", "pictures/s", "processor, ms"), rows),
            *(f"{name}: {_ratios(each)}" for name, each in ratios.items()),
        ]
    )


def _ratios(each: list[float]) -> str:
    listed = ", ".join(f"{one:.2f}" for one in each)
    return f"{statistics.median(each):.2f} (each round: {listed})"
