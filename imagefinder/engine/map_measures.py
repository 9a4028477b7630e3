"""One number for each photo of a map: the coordinates on an axis, or a colour.

In come a finished map and what to measure by; out goes `(n,)` float32 in the map's order, and for
groups the legend. Belongs to the map thread, or the command line.
"""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from imagefinder.core.errors import KnownError
from imagefinder.core.mapping import (
    Axis,
    ByCluster,
    ByComponent,
    ByDate,
    ByFolder,
    ByScore,
    ByTaste,
    ByWords,
    Colouring,
    Layout,
)
from imagefinder.core.paths import absolute, resource
from imagefinder.core.query import Query, Words
from imagefinder.core.types import Vector, Vectors
from imagefinder.embed.encoder import Encoder
from imagefinder.engine.answers import Answers
from imagefinder.engine.map_layouts import read, read_basis
from imagefinder.engine.word_vectors import WordVectors
from imagefinder.index import scan
from imagefinder.index.matrix import Matrix
from imagefinder.learn.clusters import centres, labels, nearest_centre
from imagefinder.learn.projection import place
from imagefinder.search.tasting import recommender_of
from imagefinder.store.points import Ids, MapPoints
from imagefinder.store.rows import ModelRow
from imagefinder.store.tastes import Tastes

Singles = npt.NDArray[np.float32]

NAMED_FOLDERS = 11
NO_GROUP = -1
MOST_CLUSTERS = 40
# k-means looks at so many pictures, spread evenly; all others join the nearest centre.
_SAMPLE = 10_000
_BLOCK_ROWS = 8192


class Measures(NamedTuple):
    """`values` (n,) float32; `legend` names groups in the order of their numbers, from 0."""

    values: Singles
    legend: tuple[str, ...] = ()


class Vocabulary:
    """The words that may name a group, and their vectors by the model asked for last."""

    def __init__(self, derived: Path, encoder: Callable[[ModelRow], Encoder]) -> None:
        self.words = resource("map_words.txt").read_text("utf-8").split("\n")[:-1]
        self._kept = WordVectors(derived, "words", tuple(self.words))
        self._encoder = encoder
        self._vectors: dict[str, Vectors] = {}

    def vectors(self, model: ModelRow) -> Vectors:
        """`(words, dim)` unit rows. The first time takes seconds with a large model."""
        if model.key not in self._vectors:
            self._vectors = {model.key: self._kept.of(model, lambda: self._encoder(model))}
        return self._vectors[model.key]


class Measuring:
    """Measures the photos of one map; `answers` bring reader, matrix and model."""

    def __init__(self, answers: Answers, layout: Layout, vocabulary: "Vocabulary") -> None:
        model = answers.reader.model(layout.model)
        if model is None:
            raise KnownError("The model of this map is no longer in the library. Lay it out again.")
        self._answers = answers
        self._layout = layout
        self._vocabulary = vocabulary
        self._folder = Path(layout.folder)
        self._model: ModelRow = model
        self._photo_ids = read(self._folder, "photo_ids")

    def measure(self, by: Axis | Colouring) -> Measures:
        """The number of each photo; raises KnownError where there is none to be had."""
        match by:
            case ByComponent(number=number):
                return Measures(read_component(self._layout, number))
            case ByWords():
                return Measures(self._cosines(self._direction(by)))
            case ByScore(query=query):
                return Measures(self._scores(query))
            case ByTaste(name=name):
                return Measures(self._decisions(name))
            case ByCluster(k=k):
                return self._clusters(k)
            case ByFolder():
                return _folders(self._points.folders_of(self._photo_ids))
            case ByDate():
                return Measures(self._points.days_of(self._photo_ids).astype(np.float32))

    def picture(self, path: str) -> Vector:
        """The unit vector of a picture file, in the library or not; KnownError where it is none."""
        return self._answers.terms(self._model).picture(absolute(path))

    def coordinates(self, vector: Vector, axes: Sequence[Axis]) -> tuple[float, ...]:
        """Where a picture with this unit vector lies on each axis."""
        return tuple(self._coordinate(vector, axis) for axis in axes)

    def ends(self, axis: Axis) -> tuple[str, str]:
        """What lies at the low and at the high end of an axis, in words; needs the model."""
        if isinstance(axis, ByWords):
            return axis.away.strip() or f"less {axis.towards.strip()}", axis.towards.strip()
        _refuse_unknown(self._layout, axis.number)
        along = read_basis(self._folder).axes[axis.number - 1]
        vectors = self._vocabulary.vectors(self._model)
        low, high = labels(np.stack([-along, along]), np.zeros_like(along), self._words, vectors)
        return low, high

    def nearest(self, vector: Vector, count: int) -> tuple[int, ...]:
        """Ids of the photos of this map that are most like a vector, best first."""
        chosen = scan.best(self._cosines(vector), count)
        return tuple(self._photo_ids[chosen].tolist())

    @property
    def _words(self) -> list[str]:
        return self._vocabulary.words

    @property
    def _points(self) -> MapPoints:
        return MapPoints(self._answers.reader.connection, self._model.id)

    @property
    def _matrix(self) -> Matrix:
        return self._answers.nearest(self._model).matrix

    def _coordinate(self, vector: Vector, axis: Axis) -> float:
        if isinstance(axis, ByWords):
            return float(self._direction(axis) @ vector)
        _refuse_unknown(self._layout, axis.number)
        return float(place(read_basis(self._folder), vector[np.newaxis])[0, axis.number - 1])

    def _direction(self, by: ByWords) -> Vector:
        """The vector whose product with a picture's is the difference of the two cosines."""
        texts = [text for text in (by.towards.strip(), by.away.strip()) if text]
        if not by.towards.strip():
            raise KnownError("An axis in words needs a word, or two with | between them.")
        towards, *away = self._answers.terms(self._model).embed([Words(text) for text in texts])
        return np.asarray(towards.vector - sum(term.vector for term in away), np.float32)

    def _cosines(self, vector: Vector) -> Singles:
        matrix, (rows, of_photo) = self._matrix, self._rows()
        return scan.scores_of(matrix.parts, vector, rows)[of_photo]

    def _scores(self, query: Query) -> Singles:
        """NaN where a filter leaves a photo out."""
        rows, of_photo = self._rows()
        values = self._answers.searcher(self._model).scores(query, rows)[of_photo]
        if query.filters:
            left = self._answers.reader.photos_left_by(query.filters)
            kept = np.isin(self._photo_ids, np.fromiter(left, np.int64, len(left)))
            values[~kept] = np.nan
        return values

    def _decisions(self, name: str) -> Singles:
        tastes = Tastes(self._answers.reader.connection)
        recommender = recommender_of(tastes, self._model.id, self._matrix.dim, name)
        return self._of_each(recommender.decide)

    def _clusters(self, k: int) -> Measures:
        if not 2 <= k <= MOST_CLUSTERS:
            raise KnownError(f"A map has 2 to {MOST_CLUSTERS} clusters, not {k}.")
        matrix, (rows, _) = self._matrix, self._rows()
        spread = np.linspace(0, len(rows) - 1, min(len(rows), _SAMPLE)).astype(np.int64)
        sample = matrix.unit(rows[spread])
        middles = centres(sample, k)
        groups = self._of_each(lambda vectors: nearest_centre(vectors, middles))
        vectors = self._vocabulary.vectors(self._model)
        names = labels(middles, sample.mean(axis=0), self._words, vectors)
        return Measures(groups.astype(np.float32), tuple(names))

    def _of_each(self, value: Callable[[Vectors], npt.NDArray[Any]]) -> Singles:
        """`value` of each content's unit vector, block by block, then of each photo."""
        matrix, (rows, of_photo) = self._matrix, self._rows()
        values = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), _BLOCK_ROWS):
            block = slice(start, start + _BLOCK_ROWS)
            values[block] = value(matrix.unit(rows[block]))
        return values[of_photo]

    def _rows(self) -> tuple[Ids, Ids]:
        """The matrix's row of each content, and which of these each photo has."""
        ids, of_photo = np.unique(read(self._folder, "embedding_ids"), return_inverse=True)
        rows = self._matrix.rows_of(ids)
        if (rows < 0).any():
            raise KnownError("This map is of another state of the library. Lay it out again.")
        return rows, of_photo


def read_component(layout: Layout, number: int) -> Singles:
    """The coordinates on one component, from 1."""
    _refuse_unknown(layout, number)
    return np.array(read(Path(layout.folder), "components")[number - 1], np.float32)


def _refuse_unknown(layout: Layout, number: int) -> None:
    known = len(layout.explained)
    if not 1 <= number <= known:
        raise KnownError(f"This map has the components 1 to {known}; there is no {number}.")


def _folders(folders: Sequence[str]) -> Measures:
    """The largest folders as groups, the largest first."""
    largest = [folder for folder, _ in Counter(folders).most_common(NAMED_FOLDERS)]
    number = {folder: place for place, folder in enumerate(largest)}
    values = (number.get(folder, NO_GROUP) for folder in folders)
    return Measures(np.fromiter(values, np.float32, len(folders)), tuple(_short(largest)))


def _short(folders: Sequence[str]) -> list[str]:
    """Names of folders, without the part of the path that they share."""
    try:
        shared = os.path.commonpath(folders)
    except ValueError:  # drives of Windows
        return list(folders)
    names = [os.path.relpath(folder, shared) for folder in folders]
    return [Path(shared).name or shared if name == os.curdir else name for name in names]
