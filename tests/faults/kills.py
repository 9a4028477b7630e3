"""kill -9 at random moments: of the engine, a job, the window, all at once; then all must be there.

Maps are laid out, components and forests built and backups made without end (the engine is made
eager, see `stand_in`), and settings saved. Between two kills pictures come, votes are cast,
thumbnails are lost and the model is changed, so that each run has something to do. What the engine
acknowledged before it died must be there afterwards.
"""

import random
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np
import psutil

from benchmarks.random_weights import random_model, write_weights
from imagefinder.core.choices import ChangeSettings
from imagefinder.core.mapping import LaidOut, LayOut, ThesePhotos, WholeLibrary
from imagefinder.core.messages import (
    AddFolder,
    Event,
    Failed,
    Frames,
    Index,
    Indexed,
    Said,
    UseModel,
    frame,
)
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import Progress
from imagefinder.core.settings import Settings, save_settings
from imagefinder.core.tasting import TasteIs, Vote
from imagefinder.engine.supervision import engine_command
from tests.faults.after_kill import incomplete, orphans, unsound
from tests.faults.places import STAND_IN, command, environment
from tests.faults.samples import drawn

PATIENCE_S = 600.0
FIRST_PICTURES = 60
MORE_PICTURES = 4
FOREST_FROM = 40
TASTE = "kills"
MODEL = "demo"
# A real architecture of open_clip, its smallest, with random weights: what it says is no matter.
OTHER_ARCHITECTURE = "ViT-S-32-alt"
# A run from start to end takes this long at most before it is killed, unless it ends by itself.
LONGEST_S = 12.0
# Counted from when pictures are being read: on a busy machine most runs would end before otherwise.
LONGEST_AT_WORK_S = 5.0


class Killed(msgspec.Struct):
    """What came of it: kills that hit, runs that ended before, and everything that was wrong."""

    kills: int = 0
    ended: int = 0
    windows: int = 0
    together: int = 0
    jobs: int = 0
    maps: int = 0
    model_changes: int = 0
    wrong: list[str] = msgspec.field(default_factory=list)
    orphans: int = 0
    votes: int = 0


def kill_often(folder: Path, times: int, seed: int = 0) -> Killed:
    """Kill the engine `times` at random moments, then let it end, and look at everything."""
    life = _Life(folder, random.Random(seed))
    result = Killed()
    for number in range(times):
        life.add_pictures(MORE_PICTURES if number else FIRST_PICTURES)
        if life.chance.random() < 0.2:
            life.lose_thumbnails()
        if number and life.chance.random() < 0.3:
            life.change_model()
            result.model_changes += 1
        if number and life.chance.random() < 0.25:
            _one_window(life, result)
        else:
            _one_run(life, result)
        result.orphans += orphans(life.paths.folder)
        result.wrong += [f"after kill {number}: {text}" for text in unsound(life.paths)]
    _to_the_end(life, result)
    result.wrong += incomplete(life.paths, life.pictures, life.voted)
    result.votes = len(life.voted)
    return result


class _Life:
    """One library, its pictures, and the votes that were acknowledged."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.paths = LibraryPaths(folder / "library")
        self.pictures = folder / "pictures"
        self.chance = chance
        self.voted: dict[bytes, bool] = {}
        self.model = MODEL
        self._other = folder / "other.safetensors"
        self._count = 0
        self.pictures.mkdir(parents=True)
        self.paths.folder.mkdir()
        save_settings(self.paths.settings, Settings(forest_from=FOREST_FROM))

    def add_pictures(self, count: int) -> None:
        for _ in range(count):
            drawn(self._count).save(self.pictures / f"{self._count:05}.jpg", quality=90)
            self._count += 1

    def change_model(self) -> None:
        if not self._other.exists():
            write_weights(random_model(OTHER_ARCHITECTURE), self._other)
        other = f"{OTHER_ARCHITECTURE}:{self._other}"
        self.model = other if self.model == MODEL else MODEL

    def lose_thumbnails(self) -> None:
        for file in self.paths.derived.glob("thumbnails.sqlite*"):
            file.unlink()

    def settings(self) -> Settings:
        return Settings(forest_from=FOREST_FROM, decode_threads=self.chance.randrange(3))

    def vote(self) -> Vote:
        digest, liked = self.chance.randbytes(16), self.chance.random() < 0.5
        return Vote(9, TASTE, liked, (digest,))


class _Run:
    """One engine process, heard on a thread."""

    def __init__(self, life: _Life) -> None:
        self.process = subprocess.Popen(
            engine_command(life.paths.folder),
            env=_eager(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.at_work, self.indexed = threading.Event(), threading.Event()
        self.voted, self.mapped = threading.Event(), threading.Event()
        self.last_vote: Vote | None = None
        self.maps = 0
        self._life = life
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.send(UseModel(1, life.model), AddFolder(2, str(life.pictures)), Index())

    def send(self, *requests: object) -> None:
        with suppress(OSError):
            self.process.stdin.write(b"".join(map(frame, requests)))  # type: ignore[union-attr]
            self.process.stdin.flush()  # type: ignore[union-attr]

    def vote(self) -> None:
        self.last_vote = self._life.vote()
        self.voted.clear()
        self.send(self.last_vote)

    def lay_out(self) -> None:
        """A map of everything, or of some: then what is chosen goes to the job in a file."""
        chosen = np.arange(1, 60, dtype="<i8").tobytes()
        scope = ThesePhotos(chosen) if self._life.chance.random() < 0.5 else WholeLibrary()
        self.mapped.clear()
        self.send(LayOut(10, scope, refit=True))

    def change_settings(self) -> None:
        self.send(ChangeSettings(11, self._life.settings()))

    def end(self) -> None:
        with suppress(OSError):
            self.process.stdin.close()  # type: ignore[union-attr]
        self.process.wait(PATIENCE_S)
        self._listener.join(PATIENCE_S)
        self.process.stdout.close()  # type: ignore[union-attr]

    def _listen(self) -> None:
        frames: Frames[Event] = Frames(Event)  # type: ignore[arg-type]
        while data := self.process.stdout.read1(65536):  # type: ignore[union-attr]
            for event in frames.feed(data):
                match event:
                    case Said(progress=Progress(phase="index")):
                        self.at_work.set()
                    case Indexed():
                        self.at_work.set()
                        self.indexed.set()
                    case TasteIs() if self.last_vote is not None:
                        vote = self.last_vote
                        self._life.voted[vote.digests[0]] = bool(vote.liked)
                        self.voted.set()
                    case Failed(request=9):  # not acknowledged, and so not promised
                        self.voted.set()
                    case LaidOut():
                        self.maps += 1
                        self.mapped.set()
                    case Failed(request=10):
                        self.mapped.set()


def _one_run(life: _Life, result: Killed) -> None:
    run = _Run(life)
    deadline = time.monotonic() + life.chance.uniform(0.05, LONGEST_S)
    if life.chance.random() < 0.75 and run.at_work.wait(PATIENCE_S):
        deadline = time.monotonic() + life.chance.uniform(0, LONGEST_AT_WORK_S)
    run.vote()
    run.lay_out()
    while time.monotonic() < deadline and not _is_through(run):
        if run.voted.wait(0.02):
            run.vote()
        # Not at once: as long as there is nothing to lay out, it is refused without end.
        if run.mapped.is_set() and life.chance.random() < 0.05:
            run.lay_out()
        if life.chance.random() < 0.01:
            run.change_settings()
        if life.chance.random() < 0.01:
            result.jobs += _kill(_jobs(run.process.pid))
    if run.indexed.is_set():
        result.ended += 1
    result.kills += _kill_engine(run.process, life.chance)
    result.maps += run.maps
    run.end()


def _is_through(run: _Run) -> bool:
    """It has done all it had to, and one map besides."""
    return run.indexed.is_set() and run.maps > 0


def _one_window(life: _Life, result: Killed) -> None:
    """The window alone is killed: its engine, with whatever job it has, must end by itself. Or all
    of them at once."""
    window = subprocess.Popen(
        command(life.paths.folder),
        env={**_eager(), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        code = window.wait(life.chance.uniform(0.5, LONGEST_S))
        result.wrong.append(f"the window ended by itself, with {code}")
    except subprocess.TimeoutExpired:
        if life.chance.random() < 0.5:
            _kill([psutil.Process(window.pid), *_jobs(window.pid)])
            result.together += 1
        window.kill()
        window.wait()
        result.kills += 1
        result.windows += 1


def _kill_engine(process: "subprocess.Popen[bytes]", chance: random.Random) -> int:
    """The engine alone, or its jobs and it."""
    jobs = _jobs(process.pid) if chance.random() < 0.5 else []
    with suppress(psutil.Error):
        return min(1, _kill([*jobs, psutil.Process(process.pid)]))
    return 0


def _jobs(pid: int) -> list[psutil.Process]:
    """All that a process has started, and what that has."""
    with suppress(psutil.Error):
        return psutil.Process(pid).children(recursive=True)
    return []


def _kill(victims: Sequence[psutil.Process]) -> int:
    """How many of them were still there to be killed."""
    killed = 0
    for victim in victims:
        with suppress(psutil.Error):
            victim.kill()
            killed += 1
    return killed


def _eager() -> dict[str, str]:
    return {**environment(STAND_IN), "IMAGEFINDER_TEST_EAGER": "1"}


def _to_the_end(life: _Life, result: Killed) -> None:
    run = _Run(life)
    indexed = run.indexed.wait(PATIENCE_S)
    run.vote()  # now that there is something to suggest, it must be acknowledged
    run.lay_out()
    if not (indexed and run.voted.wait(PATIENCE_S) and run.mapped.wait(PATIENCE_S)):
        result.wrong.append("the last run came to no end")
        run.process.kill()
    run.end()
