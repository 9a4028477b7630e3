"""The real engine process under watch: indexes a folder, and what it came to is counted.

Beside it a thread looks at its memory; a picture over which it stands still for too long is noted
and the engine killed, as a person would. Everything is read from the library afterwards.
"""

import json
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import msgspec
import psutil

from imagefinder.core.errors import KnownError
from imagefinder.core.messages import AddFolder, Failed, Index, Indexed, Said, UseModel
from imagefinder.core.paths import LibraryPaths, path_from_column
from imagefinder.engine.client import EngineClient

HUNG_S = 30.0
# Loading the model and taking up a library come before the first picture.
STARTING_S = 600.0
MEMORY_LIMIT_BYTES = 3 * 2**30
_LOOK_S = 0.1


class Outcome(msgspec.Struct):
    """What an indexing came to. `reasons` holds why each file listed is no picture to find."""

    indexed: set[str] = msgspec.field(default_factory=set)
    reasons: dict[str, str] = msgspec.field(default_factory=dict)
    restarts: int = 0
    hung: list[str] = msgspec.field(default_factory=list)
    peak_bytes: int = 0
    seconds: float = 0.0
    refusals: list[str] = msgspec.field(default_factory=list)


def index_watched(
    library: Path, folder: Path, meanwhile: Callable[[], object] = bool, hung_s: float = HUNG_S
) -> Outcome:
    """Index `folder` with the demo's model; `meanwhile` is called again and again until then."""
    outcome, started = Outcome(), time.monotonic()
    with EngineClient(library) as client, _Watch(client, outcome):
        client.send(UseModel(1, "demo"))
        client.send(AddFolder(2, str(folder)))
        client.send(Index())
        _until_indexed(client, outcome, LibraryPaths(library), meanwhile, hung_s)
        outcome.restarts = client.restarts
    outcome.seconds = time.monotonic() - started
    _read(LibraryPaths(library), outcome)
    return outcome


class OnceReading:
    """Does `act` as soon as files are being decoded, once; to be called again and again."""

    def __init__(self, library: Path, act: Callable[[], object]) -> None:
        self.done = False
        self._journal = LibraryPaths(library).crash_journal
        self._act = act

    def __call__(self) -> None:
        if not self.done and _in_flight(self._journal):
            self.done = True
            self._act()


def _until_indexed(
    client: EngineClient,
    outcome: Outcome,
    paths: LibraryPaths,
    meanwhile: Callable[[], object],
    hung_s: float,
) -> None:
    done, moved, patience_s = -1, time.monotonic(), STARTING_S
    while True:
        meanwhile()
        event = client.next_event(_LOOK_S)
        match event:
            case Indexed():
                return
            case Failed(text=text, bug=bug):
                outcome.refusals.append(bug or text)
                return
            case Said(progress=progress) if progress is not None:
                patience_s = hung_s if progress.phase == "index" else STARTING_S
                if progress.done != done:
                    done, moved = progress.done, time.monotonic()
        if time.monotonic() - moved > patience_s:
            outcome.hung += _in_flight(paths.crash_journal) or ["(nothing was being read)"]
            psutil.Process(client.pid).kill()
            moved = time.monotonic()


class _Watch(threading.Thread):
    """Looks at the engine's memory, its jobs' included; kills it where it takes too much."""

    def __init__(self, client: EngineClient, outcome: Outcome) -> None:
        super().__init__(name="memory watch", daemon=True)
        self._client = client
        self._outcome = outcome
        self._ended = threading.Event()

    def __enter__(self) -> "_Watch":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.join()

    def run(self) -> None:
        while not self._ended.wait(_LOOK_S):
            with suppress(psutil.Error):
                engine = psutil.Process(self._client.pid)
                used = sum(p.memory_info().rss for p in (engine, *engine.children()))
                self._outcome.peak_bytes = max(self._outcome.peak_bytes, used)
                if used > MEMORY_LIMIT_BYTES:
                    engine.kill()


def _in_flight(journal: Path) -> list[str]:
    open_lines: dict[str, None] = {}
    with suppress(OSError):
        for line in journal.read_text(encoding="ascii", errors="replace").splitlines():
            with suppress(ValueError):
                path = json.loads(line[1:].partition("\t")[0])  # behind it: the thread
                open_lines.pop(path, None) if line[0] == "-" else open_lines.update({path: None})
    return list(open_lines)


def _read(paths: LibraryPaths, outcome: Outcome) -> None:
    sql = (
        "SELECT path, problem, digest IN (SELECT digest FROM embeddings) FROM photos "
        "WHERE missing = 0"
    )
    if not paths.database.exists():
        raise KnownError(f"the engine made no library: {outcome.refusals}")
    with closing(sqlite3.connect(paths.database)) as library:
        for column, problem, has_vector in library.execute(sql):
            path = path_from_column(column)
            if problem is not None:
                outcome.reasons[path] = problem
            elif has_vector:
                outcome.indexed.add(path)
        for column, reason in library.execute("SELECT path, reason FROM others"):
            outcome.reasons[path_from_column(column)] = reason
