"""Answers queries over one library with one model: filters by SQL, nearest vectors, then photos.

Called by the command line and by the engine's search thread; belongs to one thread at a time.
"""

import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from imagefinder.core.errors import KnownError
from imagefinder.core.query import Filter, Query
from imagefinder.core.reports import SearchResult
from imagefinder.core.types import Hit, Vector
from imagefinder.index.nearest import Nearest
from imagefinder.search.compose import EmbeddedTerm, compose
from imagefinder.search.relevance import bands
from imagefinder.search.terms import TermEmbedder
from imagefinder.store.reader import Reader
from imagefinder.store.rows import ModelRow, PhotoRow

# Vectors whose files are all gone take up places among the nearest: ask again for so many more.
_WIDEN = 4
# So many pictures tell what an ordinary score is; reading them costs some 3 ms.
_BACKGROUND = 4096


class Searcher:
    """Searches what `nearest` holds; `nearest` may be replaced between two searches."""

    def __init__(
        self, reader: Reader, model: ModelRow, nearest: Nearest, terms: TermEmbedder
    ) -> None:
        self._reader = reader
        self._model = model
        self._terms = terms
        self.nearest = nearest

    def search(self, query: Query, top: int) -> SearchResult:
        """The best `top` photos, best first; fewer only where fewer are left by the filters.

        Without terms: the newest photos, all with score 0.
        """
        terms = self._terms.embed(query.terms)
        started = time.perf_counter()
        if terms:
            _refuse_other_model(terms, self._model)
            vector = compose(terms)
            hits = self._ranked(vector, query.filters, top)
            scores = [hit.score for hit in hits]
            sure, maybe = bands(scores, self._background(vector), len(vector))
        else:
            newest = self._reader.newest_photos(query.filters, top)
            hits = [_hit(photo, 0.0) for photo in newest]
            sure = maybe = len(hits)
        return SearchResult(
            model=self._model.name,
            hits=tuple(hits),
            coverage=self._reader.coverage(self._model.id),
            milliseconds=(time.perf_counter() - started) * 1000,
            sure=sure,
            maybe=maybe,
        )

    def _ranked(self, vector: Vector, filters: Sequence[Filter], top: int) -> list[Hit]:
        nearest = self.nearest
        allowed = self._allowed(nearest, filters)
        count = top
        while True:
            rows, scores = nearest.top(vector, count, allowed)
            hits = self._photos(nearest.matrix.ids[rows], scores, filters)
            if len(hits) >= top or len(rows) < count:
                return hits[:top]
            count *= _WIDEN

    def _background(self, vector: Vector) -> Vector:
        """Scores of pictures spread over the whole library, whatever the filters."""
        matrix = self.nearest.matrix
        rows = np.linspace(0, len(matrix) - 1, min(len(matrix), _BACKGROUND)).astype(np.int64)
        return np.asarray(matrix.unit(rows) @ vector, dtype=np.float32)

    def _allowed(self, nearest: Nearest, filters: Sequence[Filter]) -> npt.NDArray[np.int64] | None:
        if not filters:
            return None
        ids = self._reader.embeddings_left_by(self._model.id, filters)
        return nearest.matrix.rows_of(ids)

    def _photos(
        self, ids: npt.NDArray[np.int64], scores: Vector, filters: Sequence[Filter]
    ) -> list[Hit]:
        photos = self._reader.photos_of_embeddings(ids.tolist())
        if filters:
            every = [photo.id for group in photos.values() for photo in group]
            left = self._reader.photos_left_by(filters, among=every)
            photos = {i: [p for p in group if p.id in left] for i, group in photos.items()}
        return [
            _hit(photo, score)
            for i, score in zip(ids.tolist(), scores.tolist(), strict=True)
            for photo in photos.get(i, [])
        ]


def _refuse_other_model(terms: Sequence[EmbeddedTerm], model: ModelRow) -> None:
    if any(len(term.vector) != model.dim for term in terms):
        raise KnownError(
            "A picture of this query was read by another model than the one that answers now. "
            "Put it into the query again."
        )


def _hit(photo: PhotoRow, score: float) -> Hit:
    return Hit(photo.id, photo.path, score, photo.online)
