"""A library, a folder of drawn pictures beside it, and short words for what tests do with them."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import IndexReport, LibraryStatus, SearchResult
from imagefinder.core.settings import Settings, load_settings, save_settings
from imagefinder.engine.answers import Answers
from imagefinder.engine.encoders import Encoders
from imagefinder.engine.engine import Engine
from tests.engine.fakes import COLOURS, ColourEncoder


class Home:
    """One person's library and pictures; each call opens the engine anew, as a command does."""

    def __init__(self, folder: Path, loaded: dict[str, list[ColourEncoder]]) -> None:
        self.library = folder / "library"
        self.pictures = folder / "pictures"
        self.pictures.mkdir()
        self.paths = LibraryPaths(self.library)
        self.loaded = loaded

    def configure(self, **choices: object) -> None:
        self.library.mkdir(exist_ok=True)
        save_settings(self.paths.settings, Settings(**choices))

    def draw(self, name: str, colour: str = "red", seed: int = 0) -> Path:
        return draw(self.pictures / name, colour, seed)

    def index(self, *folders: Path, model: str | None = None) -> IndexReport:
        """Index everything, `folders` (or the home's pictures) being watched."""
        with Engine(self.library) as engine:
            if model:
                engine.use_model(model)
            if not engine.library.folders():
                for folder in folders or (self.pictures,):
                    engine.add_folder(str(folder))
            for folder in folders:
                engine.add_folder(str(folder))
            return finish(engine.index())

    def embedded(self) -> int:
        """How many pictures all models together have embedded so far."""
        return sum(encoder.seen for encoders in self.loaded.values() for encoder in encoders)

    def search(self, text: str, top: int = 20) -> SearchResult:
        return self.ask(lambda answers: answers.search(text, top=top))

    def hits(self, text: str, top: int = 20) -> list[str]:
        return [hit.path for hit in self.search(text, top).hits]

    def names(self) -> set[str]:
        """File names of every photo that a search can find."""
        return set(names_of(self.hits("red", top=100_000)))

    def status(self) -> LibraryStatus:
        return self.ask(lambda answers: answers.status())

    def problems(self) -> dict[str, str]:
        found = self.ask(lambda answers: answers.problems())
        return {Path(problem.path).name: problem.reason for problem in found}

    def ask(self, question):  # type: ignore[no-untyped-def]
        settings = load_settings(self.paths.settings)
        answers = Answers(self.paths, lambda: settings, Encoders(self.paths))
        try:
            return question(answers)
        finally:
            answers.close()


def draw(path: Path, colour: str = "red", seed: int = 0) -> Path:
    """A picture that is mostly of one colour, and unlike every other of another seed.

    It is there at once and whole: an engine that watches its folder may look at any moment.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng([seed, *COLOURS[colour]]).integers(-9, 10, (24, 24, 3))
    pixels = np.clip(np.array(COLOURS[colour]) + noise, 0, 255).astype(np.uint8)
    unfinished = path.with_name(f"{path.name}.part")
    Image.fromarray(pixels).save(unfinished, Image.registered_extensions()[path.suffix.lower()])
    return unfinished.replace(path)


def draw_many(folder: Path, count: int, first: int = 0) -> list[Path]:
    """`count` pictures of all colours in turn."""
    names = list(COLOURS)
    return [
        draw(folder / f"{number:04}.png", names[number % len(names)], number)
        for number in range(first, first + count)
    ]


def finish(steps):  # type: ignore[no-untyped-def]
    """Run a generator to its end and give what it returns."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            return done.value


def said(steps) -> list[object]:  # type: ignore[no-untyped-def]
    """Everything that a generator yields."""
    return list(steps)


def names_of(paths: Iterable[str]) -> list[str]:
    return [Path(path).name for path in paths]
