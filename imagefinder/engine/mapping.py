"""Answers what the window asks of the map: layouts, axes and colours, where a picture lies.

Belongs to the engine's map thread, or to the command line. Small maps are made here, large ones in
a job process, so that searches go on undisturbed.
"""

from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from imagefinder.core.errors import KnownError, Stopped
from imagefinder.core.mapping import (
    Axis,
    BelowFolder,
    Colouring,
    GivenUp,
    HitsOf,
    LaidOut,
    LayingOut,
    LayOut,
    Layout,
    Locate,
    Located,
    MapEvent,
    MapRequest,
    Measure,
    Measured,
    Scope,
    ThesePhotos,
)
from imagefinder.core.paths import LibraryPaths, absolute
from imagefinder.core.private import make_private_folder
from imagefinder.engine.answers import Answers
from imagefinder.engine.giving_up import GivingUp
from imagefinder.engine.jobs import JobFailed, JobLaidOut, JobStep, MapTask, run_job
from imagefinder.engine.map_files import find_measures, write_measures
from imagefinder.engine.map_layouts import (
    layouts_folder,
    newest_whole,
    opened,
    prune,
    remove_unfinished,
)
from imagefinder.engine.map_making import Steps, Wanted, lay_out
from imagefinder.engine.map_measures import Measuring, Vocabulary
from imagefinder.engine.rate import Pace
from imagefinder.search.hints import nothing_below
from imagefinder.store.rows import ModelRow

# A map of more photos than these is made in a job: beyond, it takes more than half a second.
JOB_FROM = 20_000


class Maps:
    """Maps of one library. Without a `folder` they are kept in the library, and large ones made in
    jobs; with one they are made there, in this process. A layout ends where it is `giving_up`."""

    def __init__(
        self,
        paths: LibraryPaths,
        answers: Answers,
        folder: Path | None = None,
        giving_up: GivingUp | None = None,
    ) -> None:
        self._paths = paths
        self._answers = answers
        self._folder = folder
        self._giving_up = giving_up or GivingUp()
        self._vocabulary = Vocabulary(paths.derived, answers.encoder)
        # What the library was like when all of it was laid out last: finding out anew what is new
        # takes seconds among a million.
        self._state: tuple[str, int] | None = None

    def answer(self, request: MapRequest) -> Iterator[MapEvent]:
        """Progress, at most some times a second, then the answer; raises KnownError."""
        match request:
            case LayOut():
                try:
                    yield from self._told(request)
                except Stopped:
                    yield GivenUp(request.request)
            case Measure(layout=layout, by=by):
                yield self._measured(request.request, layout, by)
            case Locate():
                yield self._located(request)

    def lay_out(self, scope: Scope, refit: bool = False) -> Steps:
        """The map of a scope by the model that answers."""
        model, wanted = self._answers.answering_model(), self._wanted(scope, refit)
        state = (model.key, self._answers.reader.version())
        kept = layouts_folder(self._paths, model.id)
        if not refit and state == self._state and wanted.whole and (last := newest_whole(kept)):
            return opened(last)
        layout = yield from self._made(model, wanted, kept)
        if wanted.whole and self._folder is None:
            self._state = state
        return layout

    def _made(self, model: ModelRow, wanted: Wanted, kept: Path) -> Steps:
        # Brings the matrix on disk up to the database, which a job reads.
        matrix = self._answers.nearest(model).matrix
        if self._folder is None:
            prune(kept)
            count = len(matrix) if wanted.photo_ids is None else len(wanted.photo_ids)
            if min(count, len(matrix)) > JOB_FROM:
                return (yield from self._in_job(model, wanted))
        folder = self._folder or kept
        return (yield from lay_out(self._answers.reader, model, matrix, wanted, folder, kept))

    def measuring(self, layout: Layout) -> Measuring:
        """What measures the photos of a map."""
        return Measuring(self._answers, layout, self._vocabulary)

    def _measured(self, request: int, layout: Layout, by: Axis | Colouring) -> Measured:
        folder = Path(layout.folder)
        kept = find_measures(folder, by)
        file, legend = kept or write_measures(folder, by, self.measuring(layout).measure(by))
        return Measured(request, str(file), legend)

    def _located(self, asked: Locate) -> Located:
        measuring = self.measuring(asked.layout)
        vector = measuring.picture(asked.path)
        places = measuring.coordinates(vector, asked.axes)
        return Located(asked.request, places, measuring.nearest(vector, asked.neighbours))

    def _wanted(self, scope: Scope, refit: bool) -> Wanted:
        match scope:
            case BelowFolder(path=path):
                below = absolute(path)
                if unknown := nothing_below(self._answers.reader, below):
                    raise KnownError(unknown)
                return Wanted(below=below)
            case HitsOf(query=query, top=top):
                hits = self._answers.answer(query, top).hits
                return Wanted(photo_ids=np.array([hit.photo_id for hit in hits], np.int64))
            case ThesePhotos(photo_ids=ids):
                return Wanted(photo_ids=np.frombuffer(ids, "<i8").astype(np.int64))
        return Wanted(refit=refit)

    def _in_job(self, model: ModelRow, wanted: Wanted) -> Steps:
        with _handed_over(wanted.photo_ids, self._paths.derived) as file:
            library = str(self._paths.folder)
            task = MapTask(library, model.key, wanted.below, file, wanted.refit)
            try:
                return (yield from self._made_by(task))
            finally:
                # A job that was ended can't do it itself.
                remove_unfinished(layouts_folder(self._paths, model.id))

    def _made_by(self, task: MapTask) -> Steps:
        with closing(run_job(task, self._giving_up)) as lines:
            for line in lines:
                match line:
                    case JobStep():
                        yield line
                    case JobLaidOut(layout=layout):
                        return layout
                    case JobFailed(reason=reason):
                        raise KnownError(reason)
        self._giving_up.check()
        raise KnownError("Laying out the map broke off. Try it once more.")

    def _told(self, request: LayOut) -> Generator[MapEvent, None, None]:
        pace, phase = Pace("map", None), ""
        self._giving_up.begin(request.request)
        with closing(self.lay_out(request.scope, request.refit)) as steps:
            while True:
                try:
                    step = next(steps)
                except StopIteration as done:
                    layout: Layout = done.value
                    yield LaidOut(request.request, layout)
                    return
                self._giving_up.check()
                if pace.due() or step.phase != phase:
                    phase = step.phase
                    yield LayingOut(request.request, step.phase, step.done, step.total)


@contextmanager
def _handed_over(photo_ids: npt.NDArray[np.int64] | None, derived: Path) -> Iterator[str | None]:
    """The file that tells a job of these photos; None for all."""
    if photo_ids is None:
        yield None
        return
    with ExitStack() as held:
        try:
            make_private_folder(derived)
            # Where a killed engine's leftovers are swept out at the next start.
            folder = TemporaryDirectory(prefix="making-", dir=derived)
            file = str(Path(held.enter_context(folder)) / "photo_ids.npy")
            np.save(file, photo_ids)
        except OSError as e:
            raise KnownError(f"The map can't be laid out ({e}). Is the disk full?") from e
        yield file
