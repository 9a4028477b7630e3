"""From watched folders to vectors: scan, read ahead, embed in batches, write, clean up.

`Pipeline.run` is a generator of progress; closing it between two yields stops the work cleanly, and
what was written stays. It is driven by the command line and by the engine's indexing thread.
"""

import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress

import msgspec
import numpy as np

from imagefinder.core.errors import UnreadableImage
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import IndexReport, Notice, Progress
from imagefinder.core.settings import Settings
from imagefinder.core.types import Digest, Pixels, Vector
from imagefinder.embed.encoder import Encoder
from imagefinder.engine.batch import Batch, ModelGate, Step
from imagefinder.engine.effort import Pacing
from imagefinder.engine.encoders import Encoders
from imagefinder.engine.journal import CrashJournal, set_aside
from imagefinder.engine.outcomes import Outcome
from imagefinder.engine.rate import Pace
from imagefinder.engine.read import KnownContents, Reading, read_ahead
from imagefinder.engine.scanning import Scanning
from imagefinder.engine.settling import Settling
from imagefinder.files.decode import Limits, crop_thumbnail
from imagefinder.store.library import Library
from imagefinder.store.rows import ModelRow, PhotoRow
from imagefinder.store.thumbs import ThumbnailFile

Steps = Generator[Progress | Notice, None, None]

_PAGE = 1000
_BY_THUMBNAILS = "offline photos, by their thumbnails"


class Pipeline:
    """One indexing of one library with one model; `report` holds the counts, also half-way."""

    def __init__(
        self,
        library: Library,
        thumbnails: ThumbnailFile,
        paths: LibraryPaths,
        settings: Settings,
        encoders: Encoders,
        journal: CrashJournal,
        model: ModelRow,
        pacing: Pacing,
    ) -> None:
        self._library = library
        self._thumbnails = thumbnails
        self._paths = paths
        self._settings = settings
        self._encoders = encoders
        self._journal = journal
        self._model = model
        self._pacing = pacing
        self._suspects = library.suspects()
        self.report = IndexReport(model=model.name)
        self._settling = Settling(library, thumbnails, model.id, self.report)

    def run(self, dirty: Sequence[str] | None = None) -> Steps:
        """Index everything, or what lies below the `dirty` folders (and whatever is still open)."""
        started = time.monotonic()
        scanning = Scanning(self._library, self._paths, self._settings, self.report)
        yield from scanning.everything() if dirty is None else scanning.dirty(dirty)
        scanned = time.monotonic()
        yield from self._read_all()
        yield from self._embed_offline()
        self.report.removed = self._library.remove_missing()
        self.report.problems = self._library.problem_count()
        self.report.others = self._library.other_count()
        self._time(started, scanned)

    def _time(self, started: float, scanned: float) -> None:
        now = time.monotonic()
        self.report.seconds = round(now - started, 3)
        if self.report.embedded:
            self.report.images_per_second = round(self.report.embedded / (now - scanned), 2)

    def _read_all(self) -> Steps:
        total = self._library.work_count(self._model.id)
        pace = Pace("index", total)
        done = 0
        for step in self._steps() if total else ():
            done += step.settled
            if step.say is not None:
                yield step.say
            elif pace.due() or (step.settled and done == total):
                yield self._progress(pace, done)

    def _steps(self) -> Iterator[Step]:
        gate = ModelGate(lambda: self._encoders.crop(self._model))
        contents = KnownContents(self._paths, self._model.id)
        reading = Reading(
            contents, gate.crop, Limits.of(self._settings), self._journal, self._pacing.give_way
        )
        with closing(contents):
            yield from self._consume(self._outcomes(reading, gate), gate)

    def _outcomes(
        self, reading: Reading, gate: ModelGate
    ) -> Iterator[tuple[PhotoRow, Outcome] | None]:
        """Suspects of an earlier death first, each alone; then everybody else, many at once."""
        # As they are now: they are cleared while the rows of the second round are being paged.
        suspects = dict(self._suspects)
        if suspects:
            yield from read_ahead(
                (photo for photo in self._work() if photo.path in suspects),
                lambda photo: set_aside(suspects[photo.path]) or reading(photo),
                threads=1,
                ahead=lambda: 1,
            )
        yield from read_ahead(
            (photo for photo in self._work() if photo.path not in suspects),
            reading,
            threads=self._pacing.threads(),
            ahead=lambda: self._pacing.files_at_once(gate.ahead),
        )

    def _work(self) -> Iterator[PhotoRow]:
        last = 0
        while page := self._library.work(self._model.id, last, _PAGE):
            yield from page
            last = page[-1].id

    def _consume(
        self, outcomes: Iterable[tuple[PhotoRow, Outcome] | None], gate: ModelGate
    ) -> Iterator[Step]:
        batch = Batch()
        for item in outcomes:
            if gate.wanted.is_set() and not gate.is_open:
                yield from (Step(say=said) for said in self._encoders.fetch(self._model))
                self._note_loaded(self._encoder())
                gate.open(self._encoder())
            if item is not None:
                batch.add(*item)
            if batch.is_full(gate.batch_size):
                yield self._write(batch)
                yield from (Step() for _ in self._pacing.resting(batch.age_s))
                batch = Batch()
            else:
                yield Step()
        yield self._write(batch)

    def _write(self, batch: Batch) -> Step:
        crops = {d: c for d, c in batch.crops.items() if not self._embedded(d)}
        cleared = [photo.path for photo, _ in batch.items if photo.path in self._suspects]
        self._settling.settle(batch.items, self._vectors(crops), cleared)
        for path in cleared:
            del self._suspects[path]
        return Step(settled=len(batch.items))

    def _vectors(self, crops: dict[Digest, Pixels]) -> dict[Digest, Vector]:
        if not crops:
            return {}
        rows = self._encoder().encode_images(np.stack(list(crops.values())))
        return dict(zip(crops, rows, strict=True))

    def _embed_offline(self) -> Steps:
        """Embed photos of offline folders from their thumbnails: a new model needs no disk."""
        pace = Pace("index", None)
        crops: dict[Digest, Pixels] = {}
        began = time.monotonic()
        for digest, jpeg in self._offline_thumbnails():
            if self._encoders.loaded(self._model.key) is None:
                yield from self._encoders.fetch(self._model)
                self._note_loaded(self._encoder())
            with suppress(UnreadableImage):  # derived data, damaged: the photo stays pending
                crops[digest] = crop_thumbnail(jpeg, self._encoder().crop)
            if len(crops) >= self._encoder().batch_size:
                self._settling.settle([], self._vectors(crops))
                crops = {}
                yield self._progress(pace, self.report.embedded, _BY_THUMBNAILS)
                for _ in self._pacing.resting(time.monotonic() - began):
                    yield self._progress(pace, self.report.embedded, _BY_THUMBNAILS)
                began = time.monotonic()
        self._settling.settle([], self._vectors(crops))

    def _offline_thumbnails(self) -> Iterator[tuple[Digest, bytes]]:
        last = 0
        while page := self._library.offline_work(self._model.id, last, _PAGE):
            last = page[-1].id
            for photo in page:
                # Asked anew, since a page may hold several photos of one content.
                if photo.digest is None or self._embedded(photo.digest):
                    continue
                if jpeg := self._thumbnails.get(photo.digest):
                    yield photo.digest, jpeg

    def _progress(self, pace: Pace, done: int, note: str = "") -> Progress:
        return msgspec.structs.replace(pace.at(done, note), gentle=self._pacing.gentle())

    def _note_loaded(self, encoder: Encoder) -> None:
        self._library.note_model_loaded(
            self._model.id, encoder.dim, encoder.device, encoder.precision
        )

    def _encoder(self) -> Encoder:
        return self._encoders.get(self._model)

    def _embedded(self, digest: Digest) -> bool:
        return self._library.embedded(self._model.id, digest)
