"""How fast a taste is learned from votes, against votes on random pictures; and how quick that is.

    python -m benchmarks taste [--seeds 5] [--vectors 100000] [--only speed]

A person likes the demo's pictures that carry one label (37: colours, shapes, backgrounds, places).
Table 1 gives the average precision of the ranking of all 400 pictures, those voted on among them,
as mean ± standard deviation over labels and seeds, and per group of labels after 30 votes; then
the same with a start from the label's words. Gamma, C and the choice of the next picture were tuned
with seeds from 200 on; those used here begin at 0. Table 2 gives times.

`--library` is an indexed demo library; without, one is made (a minute).
"""

import argparse
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.clip_like import ClipLike
from benchmarks.made_library import make_library
from benchmarks.measure import machine, table
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.query import Query, TasteTerm
from imagefinder.core.settings import Settings
from imagefinder.core.tasting import OpenTaste, TasteIs, Vote
from imagefinder.core.types import Vectors
from imagefinder.demo.library import DemoPicture, demo_pictures, make_demo_library
from imagefinder.engine.answers import Answers
from imagefinder.engine.encoders import Encoders
from imagefinder.engine.engine import Engine
from imagefinder.engine.tasting import TasteDesk
from imagefinder.learn.recommender import fit
from imagefinder.learn.rehearsal import Likes, average_precision, rehearse
from imagefinder.store.tastes import VoteRow

AFTER = (10, 20, 30, 50)
# Whether the next picture is chosen, and whether the label's words begin.
WAYS = {
    "votes by chance": (False, False),
    "chosen": (True, False),
    "chosen, from words": (True, True),
}
GROUPS = ("colour", "shape", "background", "place")


def main(argv: list[str]) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks taste")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--vectors", type=int, default=100_000)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--only", choices=("learning", "speed"))
    given = parser.parse_args(argv)
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        if given.only != "speed":
            with threadpool_limits(1):
                simulate(*_demo(given.library or Path(folder) / "demo"), given.seeds)
        if given.only != "learning":
            measure(Path(folder), given.vectors)
    print(machine())


def simulate(
    vectors: Vectors, labels: dict[str, Likes], words: dict[str, Vectors], seeds: int
) -> None:
    """Table 1. A gain is that over chance with the same label and seed, ± 1.96 standard errors."""
    print(f"{len(labels)} labels, {seeds} seeds, {len(vectors)} pictures", end="\n\n")
    rows, groups, chance = [], [], None
    for name in WAYS:
        every = np.array([_played(name, vectors, labels, words, seed) for seed in range(seeds)])
        rows.append((name, *map(_spread, every.reshape(-1, len(AFTER)).T)))
        groups.append((name, *(_of_group(every, labels, group) for group in GROUPS)))
        if chance is None:
            chance = every
        else:
            rows.append(
                ("  gain over chance", *map(_gain, (every - chance).reshape(-1, len(AFTER)).T))
            )
    print(table(("average precision after", *map(str, AFTER)), rows), end="\n\n")
    print(table(("after 30, by group", *GROUPS), groups), end="\n\n")


def _played(
    way: str,
    vectors: Vectors,
    labels: dict[str, Likes],
    words: dict[str, Vectors],
    seed: int,
) -> list[list[float]]:
    """For each label the average precision after each of `AFTER` votes."""
    chosen, from_words = WAYS[way]
    found = []
    for label, likes in labels.items():
        seeds = words[label] if from_words else None
        steps = list(rehearse(vectors, likes, max(AFTER), seed, seeds, chosen))
        ranked = (steps[number - 1].learned.decide(vectors) for number in AFTER)
        found.append([average_precision(likes, scores) for scores in ranked])
    return found


def _gain(values: np.ndarray) -> str:
    return f"{values.mean():+.3f} ± {1.96 * values.std() / len(values) ** 0.5:.3f}"


def _of_group(every: np.ndarray, labels: dict[str, Likes], group: str) -> str:
    those = [place for place, label in enumerate(labels) if label.startswith(group)]
    return _spread(every[:, those, AFTER.index(30)])


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


def measure(folder: Path, count: int, dim: int = 512) -> None:
    """Table 2: medians of nine votes, each as the desk carries it out, database and all."""
    paths = make_library(folder / "library", count, dim, ClipLike(dim))
    answers = Answers(paths, Settings, Encoders(paths), threading.Lock())
    with closing(TasteDesk(paths, answers)) as desk:
        rows = [_timed(desk, answers, number) for number in (30, 100, 1000)]
    print(f"{count:,} vectors of {dim}, scanned; times in ms", end="\n\n")
    heads = ("votes", "support vectors", "fit", "vote and next picture", "rank all by it")
    print(table(heads, rows), end="\n\n")


def _timed(desk: TasteDesk, answers: Answers, number: int) -> tuple[object, ...]:
    """So many votes spread over the library; yes to the half that is most like the first."""
    model = answers.answering_model()
    matrix = answers.nearest(model).matrix
    ids = matrix.ids[np.arange(number) * (len(matrix) // number)]
    digests = [one.digest for one in desk.tastes.votable(ids.tolist())]
    vectors = matrix.unit(matrix.rows_of(ids))
    alike = vectors @ vectors[0]
    likes = alike > np.median(alike)
    name = f"{number} votes"
    desk.tastes.cast(name, [VoteRow(d, bool(y)) for d, y in zip(digests, likes, strict=True)])
    fitted = [_ms(lambda: fit(vectors, likes)) for _ in range(10)]
    voted = _votes(desk, name)
    ranked = [_ms(lambda: answers.answer(Query((TasteTerm(name),)), 200)) for _ in range(4)]
    medians = (float(np.median(times[1:])) for times in (fitted, voted, ranked))
    return (number, len(fit(vectors, likes).supports), *medians)


def _votes(desk: TasteDesk, name: str) -> list[float]:
    """Milliseconds from each of ten votes to the picture after it."""
    (at,) = desk.answer(OpenTaste(0, name))
    times = []
    for turn in range(10):
        assert isinstance(at, TasteIs)
        shown = at.status.next
        assert shown is not None  # votes are far fewer than pictures
        request = Vote(0, name, turn % 2 == 0, (shown.digest,), (), shown.expected_yes)
        began = time.perf_counter()
        (at,) = desk.answer(request)
        times.append((time.perf_counter() - began) * 1000)
    return times


def _ms(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
