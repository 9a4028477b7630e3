"""kill -9 at random moments: of the engine, of a job, of the window; then all must be there.

Between two kills pictures come, votes are cast, thumbnails are lost and the model is changed, so
that each run has something to do. What the engine acknowledged before it died must be there
afterwards.
"""

import os
import random
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import msgspec
import psutil

from benchmarks.random_weights import random_model, write_weights
from imagefinder.core.messages import (
    AddFolder,
    Event,
    Failed,
    Frames,
    Index,
    Indexed,
    UseModel,
    frame,
)
from imagefinder.core.paths import LibraryPaths, path_from_column
from imagefinder.core.settings import Settings, save_settings
from imagefinder.core.tasting import TasteIs, Vote
from imagefinder.engine.supervision import engine_command
from tests.faults.places import command, environment
from tests.faults.samples import drawn

PATIENCE_S = 180.0
FIRST_PICTURES = 60
MORE_PICTURES = 4
FOREST_FROM = 40
TASTE = "kills"
MODEL = "demo"
# A real architecture of open_clip, its smallest, with random weights: what it says is no matter.
OTHER_ARCHITECTURE = "ViT-S-32-alt"
# A run from start to end takes this long at most before it is killed, unless it ends by itself.
LONGEST_S = 12.0


class Killed(msgspec.Struct):
    """What came of it: kills that hit, runs that ended before, and everything that was wrong."""

    kills: int = 0
    ended: int = 0
    windows: int = 0
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
        result.orphans += _orphans(life.paths.folder)
        result.wrong += [f"after kill {number}: {text}" for text in _unsound(life.paths)]
    _to_the_end(life, result)
    result.wrong += _incomplete(life)
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

    def vote(self) -> Vote:
        digest, liked = self.chance.randbytes(16), self.chance.random() < 0.5
        return Vote(9, TASTE, liked, (digest,))


class _Run:
    """One engine process, heard on a thread."""

    def __init__(self, life: _Life) -> None:
        self.process = subprocess.Popen(
            engine_command(life.paths.folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.indexed, self.voted = threading.Event(), threading.Event()
        self.last_vote: Vote | None = None
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
                    case Indexed():
                        self.indexed.set()
                    case TasteIs() if self.last_vote is not None:
                        vote = self.last_vote
                        self._life.voted[vote.digests[0]] = bool(vote.liked)
                        self.voted.set()
                    case Failed(request=9):  # not acknowledged, and so not promised
                        self.voted.set()


def _one_run(life: _Life, result: Killed) -> None:
    run = _Run(life)
    deadline = time.monotonic() + life.chance.uniform(0.05, LONGEST_S)
    run.vote()
    while time.monotonic() < deadline and not run.indexed.is_set():
        if run.voted.wait(0.02):
            run.vote()
    if run.indexed.is_set():
        result.ended += 1
    result.kills += _kill(run.process, life.chance)
    run.end()


def _one_window(life: _Life, result: Killed) -> None:
    """The window alone is killed; its engine, with whatever job it has, must end by itself."""
    window = subprocess.Popen(
        command(life.paths.folder),
        env={**environment(), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        code = window.wait(life.chance.uniform(0.5, LONGEST_S))
        result.wrong.append(f"the window ended by itself, with {code}")
    except subprocess.TimeoutExpired:
        window.kill()
        window.wait()
        result.kills += 1
        result.windows += 1


def _kill(process: "subprocess.Popen[bytes]", chance: random.Random) -> int:
    """The engine, or its jobs first, or the jobs alone and then the engine."""
    with suppress(psutil.Error):
        jobs = psutil.Process(process.pid).children(recursive=True)
        order = [*jobs, psutil.Process(process.pid)]
        if chance.random() < 0.5:
            order = order[-1:]
        for victim in order:
            victim.kill()
        return 1
    return 0


def _to_the_end(life: _Life, result: Killed) -> None:
    run = _Run(life)
    indexed = run.indexed.wait(PATIENCE_S)
    run.vote()  # now that there is something to suggest, it must be acknowledged
    if not (indexed and run.voted.wait(PATIENCE_S)):
        result.wrong.append("the last run came to no end")
        run.process.kill()
    run.end()


def _orphans(library: Path) -> int:
    """Processes that still work on this library some seconds after its engine died."""
    deadline = time.monotonic() + 20
    while (count := len(list(_at_work_on(library)))) and time.monotonic() < deadline:
        time.sleep(0.05)
    return count


def _at_work_on(library: Path) -> Iterator[int]:
    for process in psutil.process_iter(["cmdline"]):
        line = process.info["cmdline"] or ()
        if process.pid != os.getpid() and any(str(library) in word for word in line):
            yield process.pid


def _unsound(paths: LibraryPaths) -> Iterator[str]:
    """What SQLite says of each file, as it lies there after the kill."""
    for file in (paths.database, paths.thumbnails):
        if file.exists():
            with closing(sqlite3.connect(file)) as connection:
                said = connection.execute("PRAGMA integrity_check").fetchone()[0]
                if said != "ok":
                    yield f"{file.name}: {said}"


def _incomplete(life: _Life) -> Iterator[str]:
    """What is lost, doubled or left over at the end."""
    files = {str(file) for file in life.pictures.iterdir()}
    with closing(sqlite3.connect(life.paths.database)) as library:
        rows = [
            (path_from_column(p), *rest)
            for p, *rest in library.execute(
                "SELECT path, digest, dirty, problem, missing FROM photos"
            )
        ]
        model = _answering(library)
        vectors = library.execute("SELECT model_id, digest FROM embeddings").fetchall()
        votes = dict(library.execute("SELECT digest, liked FROM votes"))
        forests = {m for (m,) in library.execute("SELECT model_id FROM forests")}
    with closing(sqlite3.connect(life.paths.thumbnails)) as thumbnails:
        pictured = {d for (d,) in thumbnails.execute("SELECT digest FROM thumbnails")}
    digests = {row[1] for row in rows}
    checks = {
        "photos lost or doubled": sorted(row[0] for row in rows) == sorted(files),
        "photos unread or with a problem": all(row[2:] == (0, None, 0) for row in rows),
        "vectors lost": {d for m, d in vectors if m == model} == digests,
        "vectors doubled": len(vectors) == len(set(vectors)),
        "thumbnails lost": digests <= pictured,
        "acknowledged votes lost": all(votes.get(d) == liked for d, liked in life.voted.items()),
        "no vote was ever acknowledged": bool(life.voted),
        "no forest": model in forests,
    }  # fmt: skip
    yield from (text for text, holds in checks.items() if not holds)
    left = [p for p in life.paths.folder.rglob("*") if _is_leftover(p.name)]
    yield from (f"left over: {path}" for path in left)


def _answering(library: sqlite3.Connection) -> int:
    """The model that answers, which must be the one that was wanted last."""
    keys = dict(library.execute("SELECT key, value FROM state WHERE key LIKE '%_model'"))
    if keys["answering_model"] != keys["wanted_model"]:
        return 0
    sql = "SELECT id FROM models WHERE key = ?"
    return int(library.execute(sql, [keys["answering_model"]]).fetchone()[0])


def _is_leftover(name: str) -> bool:
    return any(mark in name for mark in (".tmp", ".part", ".journal")) or name.startswith(
        ("building-", "making-", "writing-")
    )
