"""Memory while indexing: sampled every 0.2 s, to see that it stays flat.

    python -m benchmarks memory --pictures 2000

The pictures are drawn: crops of a few scenes at 1 to 2 megapixels, as JPEG. They are indexed with
the demo model by the program itself, in a process of its own, into a library of its own.
"""

import argparse
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil
from PIL import Image, ImageEnhance, ImageFilter

from benchmarks.measure import environment, machine, table
from imagefinder.core.paths import LibraryPaths
from imagefinder.demo.library import demo_pictures
from imagefinder.demo.scenes import draw

SAMPLE_EVERY_S = 0.2
SCENES = 12
# Drawing at full size takes seconds a scene.
DRAWN_PIXELS, SCENE_PIXELS = (640, 480), (1920, 1440)
LARGE_PIXELS = (4000, 3000)
EXIF_MODEL, EXIF_ORIENTATION = 0x0110, 0x0112
SIZES = ((1600, 1200), (1200, 1600), (1440, 960), (1280, 960), (1400, 1400))
SHARES = (0.25, 0.5, 0.75, 1.0)


class Sample(NamedTuple):
    """How much memory was held when so many pictures were embedded."""

    seconds: float
    embedded: int
    megabytes: float


def main(argv: list[str]) -> None:
    """Print peak, level at each quarter, and how it grows from the first quarter on."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks memory")
    parser.add_argument("--pictures", type=int, default=2000)
    count = parser.parse_args(argv).pictures
    print(machine())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "pictures"
        write_pictures(folder, count)
        size = sum(file.stat().st_size for file in folder.rglob("*.jpg"))
        print(f"{count:,} JPEGs of {size / count / 1e6:.2f} MB each")
        samples = list(index_and_sample(folder, LibraryPaths(Path(temporary) / "library")))
    print(table(("memory of the process (RSS)", "MB"), rows_of(samples, count)))
    print(f"{count / samples[-1].seconds:.1f} pictures/s, start of the program and model included")
    print(machine())


def write_pictures(folder: Path, count: int, scene_count: int = SCENES) -> None:
    """Crops of scenes, each brightened a little differently, so that no two are alike."""
    rng = np.random.default_rng(0)
    drawn = [draw(p.scene, DRAWN_PIXELS, p.seed) for p in demo_pictures(folder, scene_count)]
    scenes = [scene.resize(SCENE_PIXELS, Image.Resampling.BICUBIC) for scene in drawn]
    for number in range(count):
        scene = scenes[number % len(scenes)]
        width, height = SIZES[number % len(SIZES)]
        left = int(rng.integers(max(1, scene.width - width)))
        top = int(rng.integers(max(1, scene.height - height)))
        part = scene.crop((left, top, min(left + width, scene.width), top + height))
        varied = ImageEnhance.Brightness(part).enhance(float(rng.uniform(0.8, 1.2)))
        file = folder / f"{number // 500}" / f"{number:05}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        varied.resize((width, height), Image.Resampling.BILINEAR).save(file, quality=88)


def write_large(folder: Path, count: int) -> None:
    """JPEGs as a camera writes them: 12 megapixels, grain, EXIF with every orientation."""
    folder.mkdir(parents=True, exist_ok=True)
    write_pictures(folder / "scenes", min(count, 12))
    scenes = [Image.open(file).convert("RGB") for file in sorted(folder.rglob("*.jpg"))]
    shutil.rmtree(folder / "scenes")
    rng = np.random.default_rng(1)
    for number in range(count):
        scene = scenes[number % len(scenes)].resize(LARGE_PIXELS, Image.Resampling.BICUBIC)
        grain = rng.normal(0, 5, (LARGE_PIXELS[1], LARGE_PIXELS[0], 1)).astype(np.float32)
        pixels = np.clip(np.asarray(scene, np.float32) + grain, 0, 255).astype(np.uint8)
        picture = Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(0.6))
        exif = Image.Exif()
        exif[EXIF_MODEL] = "Made up"
        exif[EXIF_ORIENTATION] = number % 8 + 1
        picture.save(folder / f"{number:04}.jpg", quality=90, exif=exif)


def index_and_sample(folder: Path, paths: LibraryPaths) -> Iterator[Sample]:
    """Index in a process of its own, and say again and again how much memory it holds."""
    command = [sys.executable, "-m", "imagefinder", "--library", str(paths.folder), "index"]
    began = time.monotonic()
    with subprocess.Popen([*command, str(folder), "--model", "demo"], env=environment()) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            with suppress(psutil.NoSuchProcess):
                rss = watched.memory_info().rss
                if rss:
                    yield Sample(time.monotonic() - began, embedded(paths), rss / 1e6)
            time.sleep(SAMPLE_EVERY_S)
    if process.returncode:
        raise SystemExit(f"indexing ended with {process.returncode}")


def embedded(paths: LibraryPaths) -> int:
    """How many pictures the library holds vectors of."""
    try:
        with closing(sqlite3.connect(f"{paths.database.as_uri()}?mode=ro", uri=True)) as library:
            return int(library.execute("SELECT count(*) FROM embeddings").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def rows_of(samples: list[Sample], count: int) -> list[tuple[str, object]]:
    """The table's rows; the slope is the least-squares line from the first quarter on."""
    rows: list[tuple[str, object]] = [("peak", max(sample.megabytes for sample in samples))]
    for share in SHARES:
        reached = [s for s in samples if s.embedded >= share * count] or samples[-1:]
        rows.append((f"at {share:.0%} of the pictures", reached[0].megabytes))
    rows.append(("growth from 25 % on, MB per 1,000 pictures", slope(samples, count)))
    return rows


def slope(samples: list[Sample], count: int) -> float:
    """Megabytes that 1,000 pictures add, once a quarter of them is done."""
    later = [sample for sample in samples if sample.embedded >= 0.25 * count]
    done = np.array([sample.embedded for sample in later], float)
    if len(set(done.tolist())) < 2:
        return float("nan")
    return float(np.polyfit(done, [sample.megabytes for sample in later], 1)[0] * 1000)
