"""Scores of the default model against those that another program published for the same pictures.

    python -m benchmarks golden --photos ../shared/photos/golden-rclip

Needs the model's real weights on this machine; without them it says so and does nothing. Ends with
1 where a score differs by more than 0.01 or another picture comes first.

The published scores are products of a picture's vector with the *sum* of the query's vectors, which
is not normalised, and leave out pictures that are part of the query; both is undone here.
"""

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.measure import table
from imagefinder.core.query import PictureFile, Query, Term, Words
from imagefinder.core.types import Hit
from imagefinder.embed.models import TIERS, resolve
from imagefinder.embed.weights import located
from imagefinder.engine.answers import Answers
from imagefinder.engine.engine import Engine
from imagefinder.files.decode import Limits
from imagefinder.search.terms import TermEmbedder

MODEL = next(tier.name for tier in TIERS if tier.tier == "default")
TOLERANCE = 0.01
IMAGES = "images"
NESTED = "images nested directories"
_SHARED = Path(__file__).resolve().parents[2] / "shared" / "photos"
PHOTOS_VARIABLE = "IMAGEFINDER_TEST_PHOTOS"

Scores = list[tuple[str, float]]
"""File names below the searched folder with their scores, best first."""


class Case(NamedTuple):
    """One query: its terms as (weight, words or picture), and where it is asked."""

    snapshot: str
    asked: str
    terms: tuple[tuple[float, str], ...]
    folder: str = IMAGES
    sections: int = 1


class Verdict(NamedTuple):
    """How one answer compares with the published one; `wrong` says what is, or is empty."""

    case: str
    compared: int
    largest: float
    wrong: str


Search = Callable[[Case], Scores]


def main(argv: list[str]) -> None:
    """Compare all queries and print a table."""
    given = _arguments(argv)
    weights = located(resolve(MODEL))
    if weights is None:
        print(f"skipped: the weights of {MODEL} are not on this machine.")
        print("Fetch them while online: imagefinder model download default")
        return
    if not (given.photos / "queries.tsv").is_file():
        print(f"skipped: the pictures and published scores are not in {given.photos}.")
        return
    verdicts = list(compared_all(given.photos))
    head = ("query", "compared", "largest difference", "")
    print(table(head, [(v.case, v.compared, v.largest, v.wrong or "agrees") for v in verdicts]))
    wrong = [verdict for verdict in verdicts if verdict.wrong]
    print(f"{len(verdicts) - len(wrong)} of {len(verdicts)} agree ({MODEL}, {weights}).")
    if wrong:
        sys.exit(1)


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks golden")
    shared = Path(os.environ.get(PHOTOS_VARIABLE, _SHARED))
    parser.add_argument("--photos", type=Path, default=shared / "golden-rclip")
    return parser.parse_args(argv)


# --- What was published ---------------------------------------------------------------------------

# "images/cat.jpg as image query", "bee (in "images nested directories")", "… (top 15)"
_REMARK = re.compile(r'\s*\((?:in "(?P<folder>[^"]+)"|top \d+|(?P<steps>before / after .*))\)$')
_AS_IMAGE = " as image query"
_WEIGHT = re.compile(r"(?P<weight>\d+(?:\.\d+)?)\*")
_PICTURE = re.compile(r"\.\w{3,4}$")
_LINE = re.compile(r'(?P<score>-?\d+\.\d+)\t"<test_images_dir>(?P<name>.*)"$')
_HEAD = "score\tfilepath"


def read_cases(file: Path) -> list[Case]:
    """The queries of `queries.tsv`, whose first line is a heading."""
    lines = file.read_text("utf-8").splitlines()[1:]
    return [_case(*line.split("\t", 1)) for line in lines if line.strip()]


def _case(snapshot: str, asked: str) -> Case:
    folder, sections, query = IMAGES, 1, asked
    while remark := _REMARK.search(query):
        folder = remark["folder"] or folder
        if remark["steps"]:  # a picture is added to, then deleted from, this folder
            folder, sections = NESTED, 3
        query = query[: remark.start()]
    return Case(snapshot, asked, read_terms(query), folder, sections)


def read_terms(query: str) -> tuple[tuple[float, str], ...]:
    """`kitty + 2*night - 0.5*fence` as weights and texts; a blank on both sides of each sign."""
    if query.endswith(_AS_IMAGE):
        return ((1.0, Path(query.removesuffix(_AS_IMAGE)).name),)
    first, *rest = re.split(r" ([+-]) ", query)
    signed = [("+", first), *zip(rest[::2], rest[1::2], strict=True)]
    return tuple(_term(sign, text) for sign, text in signed)


def _term(sign: str, text: str) -> tuple[float, str]:
    match = _WEIGHT.match(text)
    weight = float(match["weight"]) if match else 1.0
    return (-weight if sign == "-" else weight), text[match.end() :] if match else text


def is_picture(text: str) -> bool:
    """Whether a term is a file's name."""
    return bool(_PICTURE.search(text))


def read_snapshot(file: Path) -> list[Scores]:
    """The tables of a published answer: mostly one, several where a folder was changed between."""
    tables: list[Scores] = []
    for line in file.read_text("utf-8").splitlines():
        if line == _HEAD:
            tables.append([])
        elif match := _LINE.match(line):
            tables[-1].append((match["name"], float(match["score"])))
        elif line.strip():
            raise ValueError(f"{file.name} has a line of another kind: {line}")
    return tables


# --- Comparing ------------------------------------------------------------------------------------


def compared(name: str, published: Scores, found: Scores) -> Verdict:
    """Whether each published score is met within the tolerance, and the first picture is first.

    Where the published first two lie closer together than the tolerance, either may be first.
    """
    scores = dict(found)
    missing = [picture for picture, _ in published if picture not in scores]
    if missing:
        return Verdict(name, len(published), float("nan"), f"not found: {', '.join(missing)}")
    differences = {picture: scores[picture] - score for picture, score in published}
    worst = max(differences, key=lambda picture: abs(differences[picture]), default="")
    largest = abs(differences.get(worst, 0.0))
    wrong = ""
    # Published scores are rounded to three decimals.
    if largest > TOLERANCE + 0.0005:
        wrong = f"{worst} is {differences[worst]:+.3f} off"
    elif published and not _first_agrees(published, found):
        wrong = f"first is {found[0][0]} instead of {published[0][0]}"
    return Verdict(name, len(published), largest, wrong)


def _first_agrees(published: Scores, found: Scores) -> bool:
    best = published[0][1]
    return found[0][0] in [name for name, score in published if best - score <= TOLERANCE]


def compared_all(photos: Path) -> Iterator[Verdict]:
    """Every query of the list, each asked in a temporary library of its folder."""
    cases = read_cases(photos / "queries.tsv")
    with tempfile.TemporaryDirectory() as temporary:
        for folder in dict.fromkeys(case.folder for case in cases):
            # A copy: one of the queries adds a picture to its folder and deletes it again.
            copy = Path(temporary) / folder
            shutil.copytree(photos / folder, copy)
            with Folder(copy, Path(temporary) / f"library of {folder}") as indexed:
                for case in (case for case in cases if case.folder == folder):
                    published = read_snapshot(photos / "output_snapshots" / case.snapshot)
                    yield from verdicts_on(case, published, indexed.steps(case), indexed.search)


def verdicts_on(
    case: Case, published: Sequence[Scores], steps: Iterator[str], search: Search
) -> Iterator[Verdict]:
    """One verdict for each of the case's tables; each step changes the folder for the next."""
    if len(published) != case.sections:
        raise ValueError(f"{case.snapshot} has {len(published)} tables instead of {case.sections}")
    for scores, step in zip(published, steps, strict=True):
        yield compared(f"{case.asked}{step}", scores, search(case))


class Folder:
    """A folder of pictures in a library of its own, indexed with the real model."""

    def __init__(self, folder: Path, library: Path) -> None:
        self._folder = folder
        self._engine = Engine(library)
        self._engine.use_model(MODEL)
        self._engine.add_folder(str(folder))
        self._index()

    def __enter__(self) -> "Folder":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()

    def steps(self, case: Case) -> Iterator[str]:
        """What to change before each of the case's tables; says what was done."""
        yield ""
        if case.sections == 3:
            original = next(self._folder.rglob("bee.jpg"))
            copy = original.with_name("bee_copy.jpg")
            shutil.copy(original, copy)
            self._index()
            yield ": a copy added"
            copy.unlink()
            self._index()
            yield ": and deleted"

    def search(self, case: Case) -> Scores:
        """All pictures with the product of their vector and the sum of the query's."""
        engine = self._engine
        answers = Answers(engine.paths, lambda: engine.settings, engine.encoders)
        try:
            query = Query(tuple(self._term(weight, text) for weight, text in case.terms))
            hits = answers.answer(query, top=10_000).hits
            length = self._length_of_sum(query)
        finally:
            answers.close()
        asked_with = {text for _, text in case.terms if is_picture(text)}
        return in_published_terms(hits, self._folder, length, asked_with)

    def _term(self, weight: float, text: str) -> Term:
        if is_picture(text):
            return PictureFile(str(self._folder / text), weight)
        return Words(text, weight)

    def _length_of_sum(self, query: Query) -> float:
        engine = self._engine
        model = engine.wanted_model()
        embedder = TermEmbedder(
            engine.library,
            model.id,
            lambda: engine.encoders.get(model),
            lambda: engine.encoders.for_words(model),
            Limits.of(engine.settings),
        )
        terms = embedder.embed(query.terms)
        total = np.sum([term.weight * term.vector for term in terms], axis=0)
        return float(np.linalg.norm(total))

    def _index(self) -> None:
        for _ in self._engine.index():
            pass


def in_published_terms(
    hits: Sequence[Hit], folder: Path, length: float, asked_with: set[str]
) -> Scores:
    """Hits as the published tables have them: names below the folder, scores times `length`."""
    named = [(os.path.relpath(hit.path, folder), hit.score * length) for hit in hits]
    return [(name, score) for name, score in named if name not in asked_with]
