"""Carries out what is asked about tastes: votes, what to vote on next, how a taste stands.

In come taste requests (`core.tasting`), out go their events. `TasteDesk` belongs to one thread: the
engine process's taste thread, or the command line. It writes through a connection of its own, so
that no vote waits for a batch of the indexing; who makes it holds the writer's lock.

For a map's colours: `decision_values(reader, model_id, name, vectors)`.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from imagefinder.core.errors import KnownError
from imagefinder.core.messages import Done
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.query import Words
from imagefinder.core.tasting import (
    ChangeTaste,
    ExportTaste,
    ImportTaste,
    ListTastes,
    OpenTaste,
    Suggestion,
    TasteEvent,
    TasteIs,
    TasteRequest,
    TastesAre,
    TasteStatus,
    UndoVote,
    Vote,
    Why,
)
from imagefinder.core.types import Digest, Vector, Vectors
from imagefinder.engine import taste_files
from imagefinder.engine.answers import Answers
from imagefinder.engine.exporting import Exporting
from imagefinder.engine.suggesting import Standing, Suggesting, suggestion
from imagefinder.engine.taste_status import note, status, strongest
from imagefinder.learn.next_vote import Votes
from imagefinder.learn.recommender import Recommender, fit, warm
from imagefinder.search.tasting import recommender_of, usable
from imagefinder.store.connect import open_for_writing
from imagefinder.store.reader import Reader
from imagefinder.store.rows import ModelRow
from imagefinder.store.tastes import DIGEST_BYTES, Tastes, Votable, VoteRow

# A scan of a million photos is written in one transaction.
_PATIENCE_MS = 60_000


def decision_values(reader: Reader, model_id: int, name: str, vectors: Vectors) -> Vector:
    """What a taste makes of `(n, dim)` float32 unit rows of a model: `(n,)`, above 0 is liked.

    Raises KnownError where there is no such taste, or its votes are too few.
    """
    tastes = Tastes(reader.connection)
    return recommender_of(tastes, model_id, vectors.shape[1], name).decide(vectors)


class TasteDesk:
    """Answers taste requests. `answers` are this thread's own, and closed with the desk."""

    def __init__(self, paths: LibraryPaths, answers: Answers) -> None:
        self._answers = answers
        self._paths = paths
        self.tastes = Tastes(open_for_writing(paths))
        self.tastes.connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        self._suggesting = Suggesting(self.tastes)
        self._seeds: dict[str, _Seeds] = {}

    def close(self) -> None:
        """Let go of the library."""
        self.tastes.close()
        self._answers.close()

    def answer(self, request: TasteRequest) -> Iterator[TasteEvent | Done]:
        """Carry it out; one event for each request. Raises KnownError."""
        number, tastes = request.request, self.tastes
        match request:
            case ListTastes():
                yield TastesAre(number, tastes.all())
            case ChangeTaste():
                self._change(request)
                yield TastesAre(number, tastes.all())
            case OpenTaste():
                self._seed(request)
                yield TasteIs(number, self._status(request.name, request.skipped))
                # Behind the answer, while somebody looks at the picture.
                warm()
            case Vote():
                self._model()  # where nothing is indexed, refuse before anything is stored
                self.vote(request)
                yield TasteIs(number, self._status(request.name, request.skipped))
            case UndoVote(name=name, skipped=skipped):
                self._model()
                digest = tastes.undo(name)
                yield TasteIs(number, self._status(name, skipped, again=digest))
            case ExportTaste(name=name, file=file):
                self._give_out(name, file)
                yield Done(number, file)
            case ImportTaste(file=file):
                self.take_in(file)
                yield TastesAre(number, tastes.all())

    def take_in(self, file: str) -> str:
        """Import a taste and return the name that it has here."""
        return taste_files.read_taste(self.tastes, self._model(), file)

    def _give_out(self, name: str, file: str) -> None:
        content = taste_files.taste_content(self.tastes, self._model(), name)
        # The window has asked already whether to replace a file that is there.
        Exporting(self._answers.reader, self._paths, replace=True).write(Path(file), content)

    def _change(self, request: ChangeTaste) -> None:
        tastes, name = self.tastes, request.name.strip()
        self._seeds.pop(name, None)
        match request.change:
            case "new":
                tastes.make(name)
            case "rename":
                tastes.rename(name, request.to)
            case "duplicate":
                tastes.duplicate(name, request.to)
            case "reset":
                tastes.reset(name)
            case "delete":
                tastes.delete(name)

    def _seed(self, request: OpenTaste) -> None:
        """Begin with what was named; without, what was named before goes on."""
        model = self._model()
        since = len(self.tastes.votes(request.name)) + len(request.skipped)
        if request.words.strip():
            (term,) = self._answers.terms(model).embed([Words(request.words)])
            self._seeds[request.name] = _Seeds(model.id, term.vector[None], "words", since)
        elif request.photo_ids:
            digests = self.tastes.digests_of(request.photo_ids)
            vectors = list(self.tastes.vectors(model.id, digests).values())
            if vectors:
                seeds = _Seeds(model.id, np.array(vectors), "selection", since)
                self._seeds[request.name] = seeds

    def vote(self, request: Vote) -> None:
        """Vote, or take votes back, without asking for the next picture."""
        chosen = (*request.digests, *self.tastes.digests_of(request.photo_ids))
        digests = [digest for digest in dict.fromkeys(chosen) if len(digest) == DIGEST_BYTES]
        if not digests:
            raise KnownError("These photos have not been read yet. Vote on them once they are.")
        if request.liked is None:
            self.tastes.take_back(request.name, digests)
            return
        expected = request.expected_yes if len(digests) == 1 else None
        votes = [VoteRow(digest, request.liked, expected) for digest in digests]
        self.tastes.cast(request.name, votes)

    def _status(
        self, name: str, skipped: Sequence[Digest], again: Digest | None = None
    ) -> TasteStatus:
        model = self._model()
        rows = self.tastes.votes(name)
        used, votes = usable(self.tastes, model.id, model.dim or 1, rows)
        learned = fit(votes.vectors, votes.likes) if len(votes.likes) else None
        at = self._standing(name, model, rows, votes, learned, skipped)
        following = (again and self._again(model, at, again)) or self._suggesting.suggest(
            self._answers.nearest(model), at
        )
        return status(
            name=name.strip(),
            rows=rows,
            photos=self.tastes.photos_of([row.digest for row in rows]),
            strongest=strongest(used, votes, learned) if learned else [],
            note=note(rows, votes, model.name, following),
            following=following,
        )

    def _standing(
        self,
        name: str,
        model: ModelRow,
        rows: Sequence[VoteRow],
        votes: Votes,
        learned: Recommender | None,
        skipped: Sequence[Digest],
    ) -> Standing:
        seeds, dim = self._seeds.get(name), model.dim or 1
        last = [row.digest for row in rows[-1:]] + list(skipped[-1:])
        shown = list(self.tastes.vectors(model.id, last).values())
        return Standing(
            name=name,
            model_id=model.id,
            votes=votes,
            recommender=learned if votes.enough else None,
            voted=frozenset(row.digest for row in rows),
            skipped=tuple(skipped),
            shown_last=np.array(shown, np.float32).reshape(len(shown), dim),
            seeds=seeds.vectors
            if seeds and seeds.model_id == model.id
            else np.empty((0, dim), "f4"),
            seeds_are=seeds.why if seeds else "varied",
            seeds_since=seeds.since if seeds else 0,
        )

    def _again(self, model: ModelRow, at: Standing, digest: Digest) -> Suggestion | None:
        """The picture whose vote was just taken back, where it can be shown."""
        photo = self.tastes.photos_of([digest]).get(digest)
        vector = self.tastes.vectors(model.id, [digest]).get(digest)
        if photo is None or vector is None:
            return None
        return suggestion(Votable(0, digest, photo), vector, at)

    def _model(self) -> ModelRow:
        return self._answers.answering_model()


class _Seeds(NamedTuple):
    model_id: int
    vectors: Vectors
    why: Why
    since: int
