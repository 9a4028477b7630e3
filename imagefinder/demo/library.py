"""Writes a folder of demo photos, to try the program on and to test it with.

In: a folder, a count and a seed. Out: picture files in sub-folders, and what each one shows;
the same seed always gives the same scenes under the same names. Called by the command line
(`imagefinder demo`), by benchmarks and by tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from PIL import Image

from imagefinder.demo.scenes import WORDS, Scene, draw

FOLDERS = {
    "beach": "Holidays/Coast",
    "forest": "Walks/Woods",
    "meadow": "Walks/Hills",
    "snow": "Holidays/Mountains",
    "desert": "Holidays/Far south",
    "night": "Evenings/Late",
    "sunset": "Evenings/Early",
    "under water": "Holidays/Diving",
    "city": "Town",
    "green backdrop": "Studio/Wall 1",
    "blue backdrop": "Studio/Wall 2",
    "pink backdrop": "Studio/Wall 3",
}
"""Where the pictures of a place lie, as a person might have sorted them."""

SIZES = ((640, 480), (640, 480), (480, 640), (720, 480), (600, 600), (800, 450))
SUFFIXES = (".jpg", ".jpg", ".jpg", ".jpg", ".jpg", ".jpg", ".png", ".webp")
CAMERAS = (("Canon", "EOS R6"), ("NIKON", "Z 50"), ("FUJIFILM", "X-T5"), ("Apple", "iPhone 13"))
FIRST_DAY = datetime(2016, 5, 1, 9)
DAYS = 3000

SCENES = (1 << 32) + 137
"""A stream of scenes, chosen so that the default library answers the queries of the demo."""

EXIF_MAKE, EXIF_MODEL, EXIF_SUB_IFD, EXIF_TAKEN = 0x010F, 0x0110, 0x8769, 0x9003
"""Tag numbers of Exif 2.3."""


@dataclass(frozen=True)
class DemoPicture:
    """One file of the demo library, and what there is to know about it."""

    path: Path
    scene: Scene
    pixels: tuple[int, int]
    seed: int
    taken: datetime | None
    camera: tuple[str, str] | None


def make_demo_library(folder: Path, count: int = 400, seed: int = 0) -> list[DemoPicture]:
    """Write `count` pictures below `folder` and say what each one shows.

    A file that is there already is left alone, down to its modification time.
    """
    pictures = demo_pictures(folder, count, seed)
    for picture in pictures:
        if not picture.path.exists():
            _write(picture)
    return pictures


def demo_pictures(folder: Path, count: int = 400, seed: int = 0) -> list[DemoPicture]:
    """Say what `make_demo_library` writes, without writing it.

    A longer library begins with the pictures of a shorter one of the same seed.
    """
    return [
        _picture(folder, number, scene, np.random.default_rng([seed, number]))
        for number, scene in zip(range(count), _scenes(seed), strict=False)
    ]


def _scenes(seed: int) -> Iterator[Scene]:
    """Give scenes without end, every word of an attribute about as often as the others."""
    rng = np.random.default_rng([seed, SCENES])
    decks: dict[str, list[str]] = {name: [] for name in WORDS}
    while True:
        for name, words in WORDS.items():
            if not decks[name]:
                decks[name] = [str(word) for word in rng.permutation(words)]
        yield Scene(**{name: decks[name].pop() for name in WORDS})


def _picture(folder: Path, number: int, scene: Scene, rng: np.random.Generator) -> DemoPicture:
    """Decide on a picture's file: two in three have a date, three in four of these a camera."""
    suffix = SUFFIXES[int(rng.integers(len(SUFFIXES)))]
    pixels = SIZES[int(rng.integers(len(SIZES)))]
    minutes = int(rng.integers(DAYS * 24 * 60))
    dated, shot = suffix == ".jpg" and rng.random() < 0.9, rng.random() < 0.75
    return DemoPicture(
        path=folder / FOLDERS[scene.background] / f"IMG_{number + 1:04d}{suffix}",
        scene=scene,
        pixels=pixels,
        seed=int(rng.integers(1 << 62)),
        taken=FIRST_DAY + timedelta(minutes=minutes) if dated else None,
        camera=CAMERAS[int(rng.integers(len(CAMERAS)))] if dated and shot else None,
    )


def _write(picture: DemoPicture) -> None:
    """Draw one picture; it appears under its name only when it is complete."""
    picture.path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = picture.path.with_name(f".{picture.path.name}.part")
    drawn = draw(picture.scene, picture.pixels, picture.seed)
    kind = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}[picture.path.suffix]
    # Grain hardly compresses: a PNG's default effort takes longer than drawing the picture.
    drawn.save(unfinished, kind, quality=90, compress_level=1, exif=_exif(picture))
    unfinished.replace(picture.path)


def _exif(picture: DemoPicture) -> Image.Exif:
    exif = Image.Exif()
    if picture.taken:
        exif.get_ifd(EXIF_SUB_IFD)[EXIF_TAKEN] = picture.taken.strftime("%Y:%m:%d %H:%M:%S")
    if picture.camera:
        exif[EXIF_MAKE], exif[EXIF_MODEL] = picture.camera
    return exif
