"""The reading half of the engine: searches, status, problems. Works beside any writer.

Used by the command line in its own process, and by the engine's search thread; one thread at a
time. With a `matrix_lock`, new vectors are also appended to the derived matrix on disk.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from threading import Thread

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths, absolute
from imagefinder.core.query import PictureFile, Query
from imagefinder.core.reports import LibraryStatus, Problem, SearchResult
from imagefinder.core.settings import Settings
from imagefinder.embed.encoder import Encoder
from imagefinder.engine.encoders import Encoders
from imagefinder.files.decode import Limits
from imagefinder.index.matrix import Matrix
from imagefinder.index.nearest import Nearest
from imagefinder.index.reduced import Reduced
from imagefinder.search.indexes import catch_up, matrix_folder, open_forest, open_nearest, renewed
from imagefinder.search.left import Left
from imagefinder.search.parse import parse
from imagefinder.search.searcher import Searcher
from imagefinder.search.terms import TermEmbedder
from imagefinder.store.connect import open_for_reading
from imagefinder.store.reader import Reader
from imagefinder.store.rows import ANSWERING_MODEL, WANTED_MODEL, ModelRow


class Answers:
    """Questions to one library."""

    def __init__(
        self,
        paths: LibraryPaths,
        settings: Callable[[], Settings],
        encoders: Encoders,
        matrix_lock: AbstractContextManager[object] | None = None,
    ) -> None:
        self.paths = paths
        self._settings = settings
        self._encoders = encoders
        self._writable = matrix_lock is not None
        self._appending = matrix_lock or nullcontext()
        self.reader = self._open_reader()
        # A process that stays filters by columns in memory.
        self.left = Left(self.reader, self._open_reader if self._writable else None)
        self._nearest: dict[int, Nearest] = {}

    def close(self) -> None:
        """Let go of the library."""
        self.left.wait()
        self.reader.close()

    def search(
        self,
        text: str = "",
        like: Sequence[str] = (),
        unlike: Sequence[str] = (),
        top: int = 20,
    ) -> SearchResult:
        """The best `top` photos for typed text and example pictures (paths)."""
        query = parse(text)
        pictures = [
            *(PictureFile(absolute(path)) for path in like),
            *(PictureFile(absolute(path), weight=-1.0) for path in unlike),
        ]
        return self.answer(Query((*query.terms, *pictures), query.filters), top)

    def answer(self, query: Query, top: int) -> SearchResult:
        """The best `top` photos for a query that is composed already."""
        return self.searcher(self.answering_model()).search(query, top)

    def searcher(self, model: ModelRow) -> Searcher:
        """What searches by `model`, in all that there is of it now."""
        nearest, terms = self.nearest(model), self.terms(model)
        return Searcher(self.reader, model, nearest, terms, self.left)

    def terms(self, model: ModelRow) -> TermEmbedder:
        """What turns words and pictures into vectors of `model`."""
        return TermEmbedder(
            self.reader,
            model.id,
            lambda: self.encoder(model),
            lambda: self._encoders.for_words(model),
            Limits.of(self._settings()),
        )

    def nearest(self, model: ModelRow) -> Nearest:
        """Everything that can be searched of `model` now, with the forest published last."""
        with self._appending:
            if model.id not in self._nearest:
                opened = open_nearest(self.reader, self.paths, model, writable=self._writable)
                if opened.forest and self._writable:
                    # A process that stays has its forest in memory before long.
                    Thread(target=opened.forest.warm, name="warm forest", daemon=True).start()
                self._nearest[model.id] = opened
                return opened
            nearest = self._nearest[model.id]
            matrix = catch_up(self.reader, model.id, nearest.matrix, writable=self._writable)
        published = self.reader.forest(model.id)
        forest = nearest.forest
        if published and (forest is None or forest.generation != published.generation):
            forest = open_forest(self.paths, model.id, matrix, published)
        reduced = renewed(matrix, nearest.reduced)
        if (matrix, forest, reduced) != (nearest.matrix, nearest.forest, nearest.reduced):
            self._nearest[model.id] = Nearest(matrix, forest, reduced)
        return self._nearest[model.id]

    def _open_reader(self) -> Reader:
        return Reader(open_for_reading(self.paths))

    def answering_model(self) -> ModelRow:
        """The model that answers: the last one that caught up, else the one being indexed with."""
        for key in (self.reader.state(ANSWERING_MODEL), self.reader.state(WANTED_MODEL)):
            model = self.reader.model(key) if key else None
            if model is not None and model.dim is not None:
                return model
        raise KnownError(
            f"Nothing is indexed yet in {self.paths.folder}. First: imagefinder index FOLDER"
        )

    def status(self) -> LibraryStatus:
        """The whole library at a glance."""
        wanted = self.reader.state(WANTED_MODEL) or ""
        model = self.reader.model(wanted) or ModelRow(0, wanted, wanted, None, None, None)
        answering = self.reader.model(self.reader.state(ANSWERING_MODEL) or "") or model
        coverage = self.reader.coverage(model.id)
        loaded = self._encoders.loaded(model.key)
        return LibraryStatus(
            photos=coverage.photos,
            embedded=coverage.searched,
            pending=coverage.pending,
            problems=self.reader.problem_count(),
            folders=self.reader.folder_statuses(model.id),
            model=model.name,
            answering_model=answering.name,
            device=loaded.device if loaded else model.device,
            precision=loaded.precision if loaded else model.precision,
            vectors=self.reader.vector_count(model.id),
            forest=self.reader.forest(model.id),
            reduced=self._reduced(model),
            others=self.reader.other_count(),
            ignored=coverage.ignored,
        )

    def _reduced(self, model: ModelRow) -> int:
        """How many rows have components, whether anything was searched yet or not."""
        if model.id in self._nearest:
            reduced = self._nearest[model.id].reduced
        else:
            folder = matrix_folder(self.paths, model.id)
            reduced = Reduced.newest(Matrix.open(folder, model.dim or 1, writable=False))
        return len(reduced) if reduced else 0

    def problems(self) -> list[Problem]:
        """Files and folders that could not be read, by path."""
        return self.reader.problems()

    def others(self) -> list[Problem]:
        """Files that are no pictures, by path."""
        return self.reader.others()

    def encoder(self, model: ModelRow) -> Encoder:
        """The model itself, loaded now if need be."""
        return self._encoders.get(model)
