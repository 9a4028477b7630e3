"""One generation of the forest: an immutable Annoy index over the first rows of a matrix.

It lies in its own folder, `forest.ann` with what its build measured beside it in `forest.json`, and
is mapped, so that opening costs nothing and processes share its pages. It only proposes rows:
`nearest` scores them again from the matrix. Written by `build`, opened by `generations` and search.
"""

import zlib
from pathlib import Path
from typing import Final

import annoy
import msgspec
import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.core.reports import ForestFigures
from imagefinder.core.types import Vector
from imagefinder.index.arrays import Rows
from imagefinder.index.matrix import Matrix

TREES_FILE = "forest.ann"
INFO_FILE = "forest.json"
# Angular and dot find as much in the same time, euclidean less (50 and 200 thousand vectors like
# CLIP's, words). Centring the vectors, PCA, moving words into the pictures' cone: all find less.
METRIC: Final = "angular"
_CHECKED_PAGES = 64
_PAGE_BYTES = 4096
_WARMING_BYTES = 4 << 20


class ForestInfo(ForestFigures, frozen=True, kw_only=True):
    """What a build knows of its forest; the figures of `ForestFigures` are what status shows.

    `recall_at_100` is the lower of `recall_pictures` and `recall_words`, measured over `probes`
    queries of each kind with `search_k`; `real_words` tells whether the words' vectors came from
    the model or were made up. `search_ms` and `exact_ms` are what one query takes on the machine
    that built, proposals scored again. `size` and `check` (CRC-32 of spaced pages) name the file.
    """

    dim: int
    recall_pictures: float
    recall_words: float
    real_words: bool
    probes: int
    search_ms: float
    exact_ms: float
    built_at: str
    seconds: float
    size: int
    check: int


class Forest:
    """A mapped generation. Proposing is safe from any thread."""

    def __init__(self, info: ForestInfo, file: Path, trees: annoy.AnnoyIndex) -> None:
        self.info = info
        self.file = file
        self._trees = trees

    @classmethod
    def open(cls, folder: Path) -> "Forest":
        """The generation in `folder`; `KnownError` when it is missing, damaged or cut short."""
        file = folder / TREES_FILE
        try:
            info = msgspec.json.decode((folder / INFO_FILE).read_bytes(), type=ForestInfo)
            # Annoy follows whatever offsets it reads: a damaged file would end the process.
            _refuse_damaged(file, info)
            return cls(info, file, load_trees(file, info))
        except (OSError, msgspec.DecodeError) as e:
            raise KnownError(f"The forest in {folder} can't be read ({e}). Delete it.") from e

    @classmethod
    def open_or_none(cls, folder: Path) -> "Forest | None":
        """The generation in `folder`, or None where it can't be used: search then scans."""
        try:
            return cls.open(folder)
        except KnownError:
            return None

    @property
    def generation(self) -> int:
        """The number that the database publishes."""
        return self.info.generation

    def __len__(self) -> int:
        return self.info.vectors

    def fits(self, matrix: Matrix) -> bool:
        """Whether row i here is still row i there: not after the matrix was rebuilt shorter."""
        ids, count = matrix.ids, self.info.vectors
        return len(ids) >= count and int(ids[count - 1]) == self.info.last_id

    def warm(self) -> None:
        """Read the file through once, which takes seconds when it is large; lets go of the GIL.

        A search touches pages all over the file. Not yet in memory, each would be fetched from the
        disk alone; to read them in order beforehand is many times faster.
        """
        with self.file.open("rb", buffering=0) as opened:
            while opened.read(_WARMING_BYTES):
                pass

    def propose(self, query: Vector, count: int, search_k: int | None = None) -> Rows:
        """The rows that are likely the nearest, likeliest first: some more than `count`, or fewer.

        `search_k` is how many candidates Annoy looks at; the calibrated number where None.
        """
        # Annoy ranks by the angle, search by the product with vectors of not quite unit length.
        wanted = count + count // 8 + 8
        # A list: Annoy takes a value from it in a third of the time that numpy needs.
        rows = self._trees.get_nns_by_vector(query.tolist(), wanted, search_k or self.info.search_k)
        return np.array(rows, np.int64)


def load_trees(file: Path, figures: ForestInfo) -> annoy.AnnoyIndex:
    """The mapped index in `file`, if it holds what `figures` say."""
    trees = annoy.AnnoyIndex(figures.dim, METRIC)
    trees.load(str(file), prefault=False)
    if trees.get_n_items() != figures.vectors:
        raise OSError(f"{file.name} holds another forest")
    return trees


def file_check(file: Path) -> int:
    """CRC-32 over pages spread through `file`: finds what a crash cuts off or leaves as zeros."""
    size = file.stat().st_size
    offsets = np.linspace(0, max(0, size - _PAGE_BYTES), _CHECKED_PAGES).astype(int)
    check = 0
    with file.open("rb") as opened:
        for offset in offsets.tolist():
            opened.seek(offset)
            check = zlib.crc32(opened.read(_PAGE_BYTES), check)
    return check


def _refuse_damaged(file: Path, info: ForestInfo) -> None:
    size = file.stat().st_size
    if size != info.size:
        raise OSError(f"{file.name} has {size} bytes instead of {info.size}")
    if file_check(file) != info.check:
        raise OSError(f"{file.name} was changed or damaged")
