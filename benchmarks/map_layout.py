"""The map's layout section: how long a job takes, how much memory, how searches fare beside it."""

import os
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import psutil

from benchmarks.clip_like import ClipLike
from benchmarks.made_library import make_library
from benchmarks.measure import table
from imagefinder.core.mapping import (
    ByCluster,
    ByDate,
    ByFolder,
    ByScore,
    Colouring,
    LaidOut,
    LayingOut,
    LayOut,
    Layout,
)
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.query import PictureVector, Query
from imagefinder.core.settings import Settings
from imagefinder.engine.answers import Answers
from imagefinder.engine.encoders import Encoders
from imagefinder.engine.map_measures import Vocabulary
from imagefinder.engine.mapping import Maps
from imagefinder.store.rows import ModelRow

SAMPLE_EVERY_S = 0.05
_MB = 2**20


def show(photos: int, dim: int, folder: Path | None) -> None:
    """Print the section for a library of so many made-up photos; one in `folder` serves again."""
    world = ClipLike(dim)
    with tempfile.TemporaryDirectory() as temporary:
        paths = LibraryPaths(folder or Path(temporary) / "library")
        if not paths.database.exists():
            make_library(paths.folder, photos, dim, world)
        for maps in paths.derived.glob("maps-*"):
            shutil.rmtree(maps)
        query = Query((PictureVector("", world.words(1)[0].tobytes()),))
        print(table((f"layout of {photos:,} x {dim}", ""), _rows(paths, query)), end="\n\n")


def _rows(paths: LibraryPaths, query: Query) -> list[tuple[str, object]]:
    with closing(_answers(paths)) as answers, closing(_answers(paths)) as beside:
        beside.answer(query, 200)
        maps = Maps(paths, answers)
        return [*_laid_out(maps, beside, query), *_measured(maps, query)]


def _answers(paths: LibraryPaths) -> Answers:
    return Answers(paths, Settings, Encoders(paths), threading.Lock())


def _laid_out(maps: Maps, beside: Answers, query: Query) -> Iterator[tuple[str, object]]:
    alone = [_search_ms(beside, query) for _ in range(20)]
    with _Watched(beside, query) as watched:
        seconds, phases = _timed(maps, LayOut(1))
    yield "first layout, s", seconds
    yield from ((f"  {phase}, s", taken) for phase, taken in phases.items())
    yield "processor time of the job, s", watched.processor_s
    yield "memory of the job, MB at most", watched.most_bytes / _MB
    yield "  but for files that it maps, MB", watched.most_own_bytes / _MB
    yield "a search alone, ms", statistics.median(alone)
    yield "a search beside it, ms", statistics.median(watched.search_ms)
    yield "asked again, nothing new, s", _timed(maps, LayOut(2))[0]


def _measured(maps: Maps, query: Query) -> Iterator[tuple[str, object]]:
    *_, last = maps.answer(LayOut(3))
    if not isinstance(last, LaidOut):
        raise TypeError(last)
    colours: dict[str, Colouring] = {
        "score": ByScore(query), "folder": ByFolder(), "date": ByDate(), "cluster": ByCluster(),
    }  # fmt: skip
    for name, by in colours.items():
        yield f"colours by {name}, s", _seconds(maps, last.layout, by)


def _seconds(maps: Maps, layout: Layout, by: Colouring) -> float:
    measuring = maps.measuring(layout)
    measuring._vocabulary = _NoWords()  # no model is here to embed any
    start = time.perf_counter()
    measuring.measure(by)
    return time.perf_counter() - start


class _NoWords(Vocabulary):
    def __init__(self) -> None:
        super().__init__(Path(), lambda model: None)  # type: ignore[arg-type,return-value]

    def vectors(self, model: ModelRow) -> np.ndarray:
        return np.random.default_rng(0).standard_normal((len(self.words), model.dim or 1), "f4")


def _timed(maps: Maps, request: LayOut) -> tuple[float, dict[str, float]]:
    """Seconds in all, and in each phase."""
    phases: dict[str, float] = {}
    phase, begun = "", time.perf_counter()
    since = begun
    for event in maps.answer(request):
        now = time.perf_counter()
        phases[phase] = phases.get(phase, 0.0) + now - since
        since = now
        phase = event.phase if isinstance(event, LayingOut) else phase
    phases.pop("", None)
    return time.perf_counter() - begun, phases


def _search_ms(answers: Answers, query: Query) -> float:
    return answers.answer(query, 200).milliseconds


class _Watched:
    """Samples the memory of our child processes and searches all the while."""

    def __init__(self, beside: Answers, query: Query) -> None:
        self.most_bytes = self.most_own_bytes = 0
        self.processor_s = 0.0
        self.search_ms: list[float] = []
        self._beside, self._query = beside, query
        self._over = threading.Event()
        self._threads = [threading.Thread(target=run) for run in (self._sample, self._search)]

    def __enter__(self) -> "_Watched":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _sample(self) -> None:
        while not self._over.wait(SAMPLE_EVERY_S):
            for child in psutil.Process(os.getpid()).children():
                try:
                    memory, times = child.memory_info(), child.cpu_times()
                except psutil.Error:
                    continue
                self.processor_s = max(self.processor_s, times.user + times.system)
                self.most_bytes = max(self.most_bytes, memory.rss)
                own = memory.rss - getattr(memory, "shared", 0)
                self.most_own_bytes = max(self.most_own_bytes, own)

    def _search(self) -> None:
        while not self._over.wait(0.5):
            self.search_ms.append(_search_ms(self._beside, self._query))
