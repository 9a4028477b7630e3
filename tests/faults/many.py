"""A great many files in one directory: names of a few contents, linked, and pictures among them."""

import os
from pathlib import Path

import msgspec

from tests.faults.places import draw
from tests.faults.watched_engine import Outcome, index_watched

CONTENTS = 50
# A file system allows some 65,000 links to a file.
_LINKS = 20_000


class Crowd(msgspec.Struct):
    """What an indexing of so many files came to, and a second one right after."""

    tried: int
    first: Outcome
    again: Outcome

    @property
    def faults(self) -> list[str]:
        """What should not be, in words."""
        lost = self.tried - len(self.first.indexed)
        fewer = len(self.first.indexed - self.again.indexed)
        said = [*self.first.refusals, *self.again.refusals, *self.first.hung, *self.again.hung]
        return [
            *[f"{lost} of {self.tried} files were not indexed"] * bool(lost),
            *[f"{fewer} were lost by looking again"] * bool(fewer),
            *said,
        ]


def index_crowd(folder: Path, count: int) -> Crowd:
    """Put `count` files into one directory, index it, and index it once more."""
    pictures = folder / "pictures"
    sources = sorted(draw(folder / "sources", max(CONTENTS, count // _LINKS + 1)).iterdir())
    pictures.mkdir()
    for number in range(count):
        os.link(sources[number % len(sources)], pictures / f"{number:06}.png")
    first = index_watched(folder / "library", pictures)
    return Crowd(count, first, index_watched(folder / "library", pictures))
