"""`imagefinder demo`: drawn pictures, the model that knows them, and a library of their own.

Everything lies in the demo's own folder, so that a person's library stays untouched. Headless, it
also runs searches and writes the answers as contact sheets.
"""

import argparse
from contextlib import suppress
from pathlib import Path

from imagefinder.cli.contact_sheet import write_contact_sheet
from imagefinder.cli.output import follow, say, tell
from imagefinder.cli.window import open_on, require_window
from imagefinder.core.errors import LibraryBusy
from imagefinder.core.paths import demo_folder, named_library
from imagefinder.core.types import Hit
from imagefinder.demo.library import make_demo_library
from imagefinder.engine.answers import Answers
from imagefinder.engine.engine import Engine

# Asked for in the words that the demo model was taught.
QUERIES = (
    "red circle",
    "a big blue star",
    "yellow heart at night",
    "a small fish under water",
    "green background",
    "something in the top left",
    "star -yellow",
    "triangle type:png",
)
SHEET_HITS = 12


def run(options: argparse.Namespace) -> None:
    """Make the demo and show it."""
    library = named_library(options.library, demo_folder() / "library")
    if not options.headless:
        require_window()
        # Where the demo's window is open already, it is raised.
        with suppress(LibraryBusy):
            _make(library)
        open_on(library)
        return
    _make(library)
    sheets = _search(library)
    tell(f"Pictures:       {_pictures(library)}")
    tell(f"Contact sheets: {sheets}")
    say(f'Try it yourself: imagefinder --library "{library}" search "a big blue star"')


def _pictures(library: Path) -> Path:
    return (
        library.with_name("demo pictures")
        if library.name != "library"
        else (library.parent / "pictures")
    )


def _make(library: Path) -> None:
    pictures = _pictures(library)
    say(f"Drawing the demo's pictures in {pictures}")
    made = make_demo_library(pictures)
    say(f"{len(made)} pictures. Indexing them with the demo model, which knows drawn shapes only.")
    with Engine(library) as engine:
        engine.use_model("demo")
        engine.add_folder(str(pictures))
        report = follow(engine.index())
    say(f"{report.embedded} embedded, {report.reused} reused, in {report.seconds:.1f} s.")


def _search(library: Path) -> Path:
    sheets = library.parent / "contact sheets"
    sheets.mkdir(exist_ok=True)
    with Engine(library) as engine:
        answers = Answers(engine.paths, lambda: engine.settings, engine.encoders)
        for number, query in enumerate(QUERIES, start=1):
            result = answers.search(query, top=SHEET_HITS)
            file = sheets / f"{number} {_file_name(query)}.png"
            write_contact_sheet(file, query, [(hit.path, hit.score) for hit in result.hits])
            tell(f"{query:28} {result.milliseconds:5.1f} ms  {_best(result.hits)}  {file}")
        answers.close()
    return sheets


def _best(hits: tuple[Hit, ...]) -> str:
    return f"best {hits[0].score:.3f}" if hits else "no hit"


def _file_name(query: str) -> str:
    return "".join(c if c.isalnum() or c in " -" else "-" for c in query)
