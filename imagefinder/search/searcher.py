"""Answers queries over one library with one model: filters by SQL, nearest vectors, then photos.

Called by the command line and by the engine's search thread; belongs to one thread at a time.
"""

import time
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from imagefinder.core.errors import KnownError
from imagefinder.core.query import Filter, Query, TasteTerm, Term, wants_hidden
from imagefinder.core.reports import SearchResult
from imagefinder.core.types import Hit, Vector
from imagefinder.index import scan
from imagefinder.index.arrays import Rows
from imagefinder.index.nearest import Nearest
from imagefinder.search.compose import EmbeddedTerm, compose
from imagefinder.search.hints import hint
from imagefinder.search.left import Left
from imagefinder.search.relevance import bands
from imagefinder.search.taste_ranking import TasteRanking, WeighedTaste
from imagefinder.search.tasting import recommender_of
from imagefinder.search.terms import TermEmbedder
from imagefinder.store.reader import Reader
from imagefinder.store.rows import ModelRow, PhotoRow
from imagefinder.store.tastes import Tastes

# Vectors whose files are all gone take up places among the nearest: ask again for so many more.
_WIDEN = 4
_BLOCK_ROWS = 8192


class Searcher:
    """Searches what `nearest` holds; `nearest` may be replaced between two searches."""

    def __init__(
        self, reader: Reader, model: ModelRow, nearest: Nearest, terms: TermEmbedder, left: Left
    ) -> None:
        self._reader = reader
        self._model = model
        self._terms = terms
        self._left = left
        self.nearest = nearest

    def search(self, query: Query, top: int) -> SearchResult:
        """The best `top` photos, best first; fewer only where fewer are left by the filters.

        Without terms: the newest photos, all with score 0.
        """
        terms = self._terms.embed([one for one in query.terms if not isinstance(one, TasteTerm)])
        started = time.perf_counter()
        if tastes := self._tastes(query.terms):
            _refuse_other_model(terms, self._model)
            hits, (sure, maybe) = self._by_taste(tastes, terms, query.filters, top)
        elif terms:
            _refuse_other_model(terms, self._model)
            vector = compose(terms)
            nearest, allowed = self.nearest, self._allowed(query.filters)
            hits = self._ranked(
                lambda count: nearest.top(vector, count, allowed), query.filters, top
            )
            scores = [hit.score for hit in hits]
            sure, maybe = bands(scores, self.nearest.sample() @ vector, len(vector))
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
            hint="" if hits else hint(self._reader, query.filters),
        )

    def scores(self, query: Query, rows: Rows) -> Vector:
        """The score of each of these rows for a query's terms, its filters aside."""
        terms = self._terms.embed([one for one in query.terms if not isinstance(one, TasteTerm)])
        _refuse_other_model(terms, self._model)
        matrix = self.nearest.matrix
        if tastes := self._tastes(query.terms):
            score = TasteRanking(self.nearest, tastes, terms, self.nearest.sample()).score
            blocks = (rows[i : i + _BLOCK_ROWS] for i in range(0, len(rows), _BLOCK_ROWS))
            return np.concatenate([score(matrix.unit(block)) for block in blocks])
        if not terms:
            return np.zeros(len(rows), np.float32)
        return scan.scores_of(matrix.parts, compose(terms), rows)

    def _tastes(self, terms: Sequence[Term]) -> list[WeighedTaste]:
        """What the tastes among the terms have learned; KnownError where that is too little."""
        tastes, model = Tastes(self._reader.connection), self._model
        return [
            WeighedTaste(recommender_of(tastes, model.id, model.dim or 1, one.name), one.weight)
            for one in terms
            if isinstance(one, TasteTerm)
        ]

    def _by_taste(
        self,
        tastes: list[WeighedTaste],
        terms: list[EmbeddedTerm],
        filters: Sequence[Filter],
        top: int,
    ) -> tuple[list[Hit], tuple[int, int]]:
        ranking = TasteRanking(self.nearest, tastes, terms, self.nearest.sample())
        allowed = self._allowed(filters)
        hits = self._ranked(lambda count: ranking.top(count, allowed), filters, top)
        return hits, ranking.bands([hit.score for hit in hits])

    def _ranked(
        self,
        best: Callable[[int], tuple[Rows, Vector]],
        filters: Sequence[Filter],
        top: int,
    ) -> list[Hit]:
        """Photos of the `best` rows; asked for so many, it gives rows and scores, best first."""
        count = top
        while True:
            rows, scores = best(count)
            hits = self._photos(self.nearest.matrix.ids[rows], scores, filters)
            if len(hits) >= top or len(rows) < count:
                return hits[:top]
            count *= _WIDEN

    def _allowed(self, filters: Sequence[Filter]) -> Rows | None:
        if not filters:
            return None
        ids = self._left.embeddings(self._model.id, filters)
        return self.nearest.matrix.rows_of(ids)

    def _photos(
        self, ids: npt.NDArray[np.int64], scores: Vector, filters: Sequence[Filter]
    ) -> list[Hit]:
        photos = self._reader.photos_of_embeddings(ids.tolist(), wants_hidden(filters))
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
