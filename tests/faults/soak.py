"""The real engine for a long time, while its folder changes without end: what grows, what is lost?

Pictures come, move, are rewritten and go; ten searches a second, a vote now and then, the map laid
out anew. Memory and open handles of the engine are looked at all the while; at the end its answers
are compared with a scan of our own over what the database holds.
"""

import random
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

import msgspec
import numpy as np
import psutil

from imagefinder.core.mapping import LaidOut, LayOut
from imagefinder.core.messages import (
    AddFolder,
    Event,
    Failed,
    Found,
    Index,
    Indexed,
    SearchText,
    UseModel,
    Watch,
)
from imagefinder.core.paths import LibraryPaths, path_from_column
from imagefinder.core.settings import Settings, save_settings
from imagefinder.core.tasting import TasteIs, Vote
from imagefinder.engine.client import EngineClient
from tests.faults.samples import drawn

PICTURES = 200
FOREST_FROM = 150
SEARCH_S, CHANGE_S, VOTE_S, MAP_S, SAMPLE_S = 0.1, 0.5, 3.0, 20.0, 2.0
WORDS = ("red", "a blue circle", "green -yellow", "two squares", "night", "white on black")
# Caches fill and models load at first: what is looked at begins after this share of the time.
WARM_UP = 0.3
PATIENCE_S = 180.0
_TOP = 20


class Soaked(msgspec.Struct):
    """Counts, samples of (seconds, bytes, handles), and everything that was wrong."""

    answers: int = 0
    slowest_s: float = 0.0
    changes: int = 0
    votes: int = 0
    maps: int = 0
    indexings: int = 0
    restarts: int = 0
    samples: list[tuple[float, int, int]] = msgspec.field(default_factory=list)
    wrong: list[str] = msgspec.field(default_factory=list)

    def slope(self, column: int) -> float:
        """How much grows in ten minutes, by a straight line through the samples after warm-up."""
        samples = np.array(self.samples, float)
        kept = samples[samples[:, 0] >= WARM_UP * samples[-1, 0]]
        return float(np.polyfit(kept[:, 0], kept[:, column], 1)[0] * 600)


def soak(folder: Path, minutes: float, seed: int = 0) -> Soaked:
    """Keep the engine busy for so long, then compare what it says with what is there."""
    return _Soak(folder, seed).run(minutes * 60)


class _Soak:
    def __init__(self, folder: Path, seed: int) -> None:
        self.paths = LibraryPaths(folder / "library")
        self.pictures = folder / "pictures"
        self.chance = random.Random(seed)
        self.result = Soaked()
        self._number = 0
        self._asked: dict[int, float] = {}
        self._request = 0
        self._photo_ids: list[int] = []
        self._indexed = False

    def run(self, seconds: float) -> Soaked:
        self._prepare()
        with EngineClient(self.paths.folder) as client:
            self._client = client
            client.send(UseModel(self._next(), "demo"))
            client.send(AddFolder(self._next(), str(self.pictures)))
            client.send(Watch())
            self._until_indexed()
            self._keep_busy(seconds)
            self._until_indexed(Index())
            self._compare()
            self.result.restarts = client.restarts
        return self.result

    def _prepare(self) -> None:
        self.paths.folder.mkdir(parents=True)
        self.pictures.mkdir()
        save_settings(self.paths.settings, Settings(forest_from=FOREST_FROM))
        for _ in range(PICTURES):
            self._add()

    def _keep_busy(self, seconds: float) -> None:
        began = time.monotonic()
        doings = {
            self._search: SEARCH_S,
            self._change: CHANGE_S,
            self._vote: VOTE_S,
            self._lay_out: MAP_S,
            lambda: self._sample(time.monotonic() - began): SAMPLE_S,
        }
        due = dict.fromkeys(doings, began)
        while (now := time.monotonic()) < began + seconds:
            for do, every_s in doings.items():
                if now >= due[do]:
                    due[do] = max(due[do] + every_s, now)
                    do()
            self._hear(max(0.001, min(due.values()) - time.monotonic()))

    # --- what is done

    def _search(self) -> None:
        if len(self._asked) < 20:  # an engine that is behind is not asked ever more
            number = self._next()
            self._asked[number] = time.monotonic()
            self._client.send(SearchText(number, self.chance.choice(WORDS), top=_TOP))

    def _change(self) -> None:
        files = sorted(path for path in self.pictures.rglob("*.jpg") if path.is_file())
        kind, path = self.chance.randrange(4), self.chance.choice(files)
        self.result.changes += 1
        if kind == 0 or len(files) < PICTURES // 2:
            self._add()
        elif kind == 1:
            target = self.pictures / f"folder {self.chance.randrange(5)}" / path.name
            target.parent.mkdir(exist_ok=True)
            path.rename(target)
        elif kind == 2:
            self._draw(path)
        elif len(files) > PICTURES // 2:
            path.unlink()

    def _add(self) -> None:
        self._draw(self.pictures / f"{self._number:06}.jpg")

    def _draw(self, path: Path) -> None:
        drawn(self._number).save(path, quality=85)
        self._number += 1

    def _vote(self) -> None:
        if self._photo_ids:
            liked, photo = self.chance.random() < 0.5, self.chance.choice(self._photo_ids)
            self._client.send(Vote(self._next(), "soak", liked, photo_ids=(photo,)))

    def _lay_out(self) -> None:
        self._client.send(LayOut(self._next(), refit=True))

    def _sample(self, at_s: float) -> None:
        with suppress(psutil.Error):
            engine = psutil.Process(self._client.pid)
            handles = engine.num_fds() if hasattr(engine, "num_fds") else engine.num_handles()
            self.result.samples.append((at_s, engine.memory_info().rss, handles))

    # --- what is heard

    def _hear(self, wait_s: float) -> None:
        event = self._client.next_event(wait_s)
        if event is not None:
            self._take(event)

    def _take(self, event: Event) -> None:
        result = self.result
        match event:
            case Found(request=number, result=found):
                waited = time.monotonic() - self._asked.pop(number, time.monotonic())
                result.answers += 1
                result.slowest_s = max(result.slowest_s, waited)
                self._photo_ids = [hit.photo_id for hit in found.hits]
                if len(found.hits) != _TOP:
                    result.wrong.append(f"{len(found.hits)} hits for {_TOP}")
            case TasteIs():
                result.votes += 1
            case LaidOut():
                result.maps += 1
            case Indexed():
                result.indexings += 1
                self._indexed = True
            case Failed(request=number, text=text, bug=bug):
                self._asked.pop(number, None)
                # A photo may leave between the answer that names it and the vote on it.
                if bug or "have not been read yet" not in text:
                    result.wrong.append(bug or text)

    def _until_indexed(self, *requests: object) -> None:
        self._indexed = False
        for request in requests:
            self._client.send(request)  # type: ignore[arg-type]
        deadline = time.monotonic() + PATIENCE_S
        while not self._indexed or self._asked:
            self._hear(0.5)
            if time.monotonic() > deadline:
                self.result.wrong.append("an indexing or an answer came to no end")
                return

    def _next(self) -> int:
        self._request += 1
        return self._request

    # --- what must hold

    def _compare(self) -> None:
        # One that ran when the last change came may have ended first: this one saw everything.
        self._until_indexed(Index())
        vectors = self._vectors()
        here = {str(path) for path in self.pictures.rglob("*.jpg")}
        if set(vectors) != here:
            self.result.wrong.append(f"the library differs by {len(set(vectors) ^ here)} photos")
        for path in self.chance.sample(sorted(here & set(vectors)), 20):
            number = self._next()
            self._client.send(SearchText(number, "", like=(path,), top=_TOP))
            expected = sorted((float(v @ vectors[path]) for v in vectors.values()), reverse=True)
            self._check(number, vectors, expected[:_TOP])

    def _check(self, number: int, vectors: dict[str, "np.ndarray"], expected: list[float]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            event = self._client.next_event(0.5)
            if isinstance(event, Found) and event.request == number:
                scores = [hit.score for hit in event.result.hits]
                if not np.allclose(scores, expected, atol=2e-3):
                    self.result.wrong.append(f"answer {number} differs from a scan")
                return
        self.result.wrong.append(f"no answer {number}")

    def _vectors(self) -> dict[str, "np.ndarray"]:
        sql = (
            "SELECT p.path, e.vector FROM photos p JOIN embeddings e ON e.digest = p.digest "
            "WHERE p.missing = 0 AND p.problem IS NULL"
        )
        with closing(sqlite3.connect(self.paths.database)) as library:
            rows = library.execute(sql).fetchall()
        unit = {path_from_column(p): np.frombuffer(v, "<f2").astype(np.float32) for p, v in rows}
        return {path: vector / np.linalg.norm(vector) for path, vector in unit.items()}
