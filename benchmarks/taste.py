"""How fast a taste is learned from votes, against votes on random pictures; and how quick that is.

    python -m benchmarks taste [--seeds 5] [--vectors 100000] [--library FOLDER]

A person likes the demo's pictures that carry one label (37: colours, shapes, backgrounds, places).
Table 1 gives the average precision of the ranking of all 400 pictures, those voted on among them,
as mean ± standard deviation over labels and seeds, and per group of labels after 30 votes. The
same with a start from the label's words. Gamma, C and the choice of the next picture were tuned
with seeds from 200 on; those used here begin at 0. Table 2 gives times.

`--library` is an indexed demo library; without, one is made (a minute).
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.clip_like import ClipLike
from benchmarks.measure import machine, table
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.types import Vectors
from imagefinder.demo.library import DemoPicture, demo_pictures, make_demo_library
from imagefinder.engine.encoders import Encoders
from imagefinder.engine.engine import Engine
from imagefinder.engine.suggesting import Standing, Suggesting
from imagefinder.index.matrix import Matrix
from imagefinder.index.nearest import Nearest
from imagefinder.learn.next_vote import Votes
from imagefinder.learn.recommender import fit
from imagefinder.learn.rehearsal import Likes, average_precision, rehearse
from imagefinder.store.tastes import Votable

AFTER = (10, 20, 30, 50)
GROUPS = ("colour", "shape", "background", "place")


def main(argv: list[str]) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks taste")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--vectors", type=int, default=100_000)
    parser.add_argument("--library", type=Path)
    given = parser.parse_args(argv)
    print(machine())
    with threadpool_limits(1), tempfile.TemporaryDirectory() as folder:
        simulate(*_demo(given.library or Path(folder) / "library"), range(given.seeds))
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given.vectors)
    print(machine())


def simulate(vectors: Vectors, labels: dict[str, Likes], words: dict[str, Vectors], seeds) -> None:  # type: ignore[no-untyped-def]
    """Table 1."""
    ways = {
        "votes by chance": {"chosen": False},
        "chosen": {},
        "chosen, from words": {"words": words},
    }
    rows, groups = [], []
    for name, way in ways.items():
        began = time.perf_counter()
        found = {
            label: [_played(vectors, likes, seed, label, **way) for seed in seeds]
            for label, likes in labels.items()
        }
        every = np.array([one for played in found.values() for one in played])
        rows.append((name, *map(_spread, every.T), f"{time.perf_counter() - began:.0f}"))
        groups.append((name, *(_of_group(found, group) for group in GROUPS)))
    print(f"{len(labels)} labels, {len(list(seeds))} seeds, {len(vectors)} pictures", end="\n\n")
    print(table(("average precision after", *map(str, AFTER), "s"), rows), end="\n\n")
    print(table(("after 30, by group", *GROUPS), groups), end="\n\n")


def _played(  # type: ignore[no-untyped-def]
    vectors: Vectors, likes: Likes, seed: int, label: str, chosen: bool = True, words=None
) -> list[float]:
    """The average precision after each of `AFTER` votes."""
    seeds = words[label] if words else None
    steps = list(rehearse(vectors, likes, max(AFTER), seed, seeds, chosen))
    return [average_precision(likes, steps[n - 1].learned.decide(vectors)) for n in AFTER]


def _of_group(found: dict[str, list[list[float]]], group: str) -> str:
    those = [one for label, played in found.items() if label.startswith(group) for one in played]
    return _spread(np.array(those)[:, AFTER.index(30)])


def _spread(values: np.ndarray) -> str:
    return f"{values.mean():.3f} ± {values.std():.3f}"


def _demo(library: Path) -> tuple[Vectors, dict[str, Likes], dict[str, Vectors]]:
    """The demo's vectors, which of them carry each label, and each label's words as a vector."""
    if not LibraryPaths(library).database.exists():
        _make(library)
    with Engine(library) as engine:
        model = engine.wanted_model()
        ids, halves = engine.library.vectors_after(model.id, 0, 10**6)
        photos = engine.library.photos_of_embeddings(ids.tolist())
        paths = [photos[i][0].path for i in ids.tolist()]
        encoder = Encoders(engine.paths).get(model)
        labels = _labels(paths)
        words = {label: encoder.encode_texts([label.partition("=")[2]]) for label in labels}
    vectors = halves.astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), labels, words


def _make(library: Path) -> None:
    pictures = library.parent / "pictures"
    make_demo_library(pictures)
    with Engine(library) as engine:
        engine.use_model("demo")
        engine.add_folder(str(pictures))
        for _ in engine.index():
            pass


def _labels(paths: Sequence[str]) -> dict[str, Likes]:
    drawn = {picture.path.name: picture for picture in demo_pictures(Path("pictures"))}
    carried = [_carried(drawn[Path(path).name]) for path in paths]
    every = sorted({label for one in carried for label in one})
    return {label: np.array([label in one for one in carried]) for label in every}


def _carried(picture: DemoPicture) -> set[str]:
    scene = picture.scene
    place = f"in the {scene.vertical} {scene.horizontal}"
    values = (scene.colour, scene.shape, scene.background, place)
    return {f"{group}={value}" for group, value in zip(GROUPS, values, strict=True)}


class EveryRow:
    """Stands for the database: every row may be shown."""

    def votable(self, ids: list[int]) -> list[Votable]:
        """A content for each."""
        return [Votable(i, i.to_bytes(16, "little"), i) for i in ids]


def measure(folder: Path, count: int, dim: int = 512) -> None:
    """Table 2: medians of nine."""
    world = ClipLike(dim)
    matrix = Matrix.open(folder / "matrix", dim)
    for batch in world.batches(count):
        matrix.append(np.arange(len(batch)) + matrix.last_id + 1, batch)
    rows = []
    for number in (30, 100, 1000):
        vectors = matrix.unit(np.arange(number) * (count // number))
        likes = vectors @ vectors[0] > np.quantile(vectors @ vectors[0], 0.6)
        fitted, chosen = zip(*(_timed(matrix, vectors, likes, n) for n in range(10)), strict=True)
        learned = fit(vectors, likes)
        began = time.perf_counter()
        for start in range(0, count, 4096):
            learned.decide(matrix.unit(np.arange(start, min(count, start + 4096))))
        ranked = (time.perf_counter() - began) * 1000
        medians = (float(np.median(fitted[1:])), float(np.median(chosen[1:])))
        rows.append((number, len(learned.supports), *medians, ranked))
    heads = ("votes", "support vectors", "fit, ms", "next picture, ms", "score every picture, ms")
    print(f"{count:,} vectors of {dim}, scanned", end="\n\n")
    print(table(heads, rows), end="\n\n")


def _timed(matrix: Matrix, vectors: Vectors, likes: Likes, seed: int) -> tuple[float, float]:
    """Milliseconds to fit, and to choose the next picture after two new votes at worst."""
    votes = Votes(vectors, likes)
    began = time.perf_counter()
    learned = fit(vectors, likes)
    fitted = time.perf_counter()
    at = Standing(
        name=str(seed),
        votes=votes,
        recommender=learned,
        voted=frozenset(n.to_bytes(16, "big") for n in range(len(likes) + seed)),
        skipped=(),
        shown_last=vectors[-1:],
        seeds=vectors[:0],
        seeds_are="varied",
    )
    Suggesting(EveryRow()).suggest(Nearest(matrix), at)  # type: ignore[arg-type]
    return (fitted - began) * 1000, (time.perf_counter() - fitted) * 1000
