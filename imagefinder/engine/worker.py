"""The engine process: `python -m imagefinder.engine.worker LIBRARY`, spoken to in frames.

Some threads. The main one takes requests and answers the quick ones at once. The indexing thread
owns all writing: it runs the pipeline, and between two of its steps it does what else must be
written. The search thread answers queries, beside a running indexing, and the map thread what is
asked of the map; the machine is described in one more. The process ends when its standard input
closes.
"""

import logging
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Generic, Protocol, TypeVar, get_args

from imagefinder.core.choices import Choice
from imagefinder.core.errors import DamagedLibrary, KnownError, ModelUnavailable
from imagefinder.core.log import Discreet, log_to
from imagefinder.core.machine import DescribeMachine
from imagefinder.core.mapping import GiveUpLayout, MapRequest
from imagefinder.core.messages import (
    AddFolder,
    Done,
    Event,
    Failed,
    Found,
    Frames,
    GetStatus,
    GiveUpPhotos,
    Index,
    Pause,
    Ping,
    Pong,
    Ready,
    RemoveFolder,
    Request,
    Resume,
    RetryProblems,
    Search,
    SearchText,
    StatusIs,
    StopIndexing,
    UseModel,
    Watch,
    frame,
)
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.private import keep_private
from imagefinder.core.tasting import TasteRequest
from imagefinder.engine.answers import Answers
from imagefinder.engine.choosing import carry_out
from imagefinder.engine.engine import Engine
from imagefinder.engine.giving_up import GivingUp
from imagefinder.engine.indexing import Indexing
from imagefinder.engine.machine import Describing
from imagefinder.engine.mapping import Maps
from imagefinder.engine.offering import Offering
from imagefinder.engine.tasting import TasteDesk
from imagefinder.engine.upkeep import Upkeep

log = logging.getLogger(__name__)

_READ_BYTES = 65536


Writing = AddFolder | RemoveFolder | GiveUpPhotos | RetryProblems | UseModel | Choice


class _Numbered(Protocol):
    @property
    def request(self) -> int: ...


R = TypeVar("R", bound=_Numbered)


class Outbox:
    """Writes events to the window, from any thread, whole frames only."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def send(self, event: Event) -> None:
        """Send one event; a window that is gone ends this process."""
        try:
            with self._lock:
                self._pipe.write(frame(event))
                self._pipe.flush()
        except OSError:
            os._exit(0)

    def failed(self, request: int, error: Exception) -> None:
        """Report what went wrong: a sentence for the world's faults, a traceback for ours."""
        if isinstance(error, KnownError):
            lacks_model = isinstance(error, ModelUnavailable)
            damaged = isinstance(error, DamagedLibrary)
            said = str(error)
            self.send(Failed(request, said, lacks_model=lacks_model, damaged=damaged))
            return
        log.error("request %d failed", request, exc_info=error)
        text = "Something went wrong inside imagefinder; this is a bug."
        self.send(Failed(request, text, "".join(traceback.format_exception(error))))


class Answering(Generic[R]):
    """A thread that answers one request after the other, in order.

    `make` is called in it and gives the function that turns a request into its events.
    """

    def __init__(
        self, name: str, make: Callable[[], Callable[[R], Iterable[Event]]], outbox: Outbox
    ) -> None:
        self._make = make
        self._outbox = outbox
        self._requests: queue.SimpleQueue[R] = queue.SimpleQueue()
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def put(self, request: R) -> None:
        """Answer this when it is its turn."""
        self._requests.put(request)

    def _run(self) -> None:
        answer = None
        while True:
            request = self._requests.get()
            try:
                # Not before it is needed: a thread that nobody asks costs nothing.
                answer = answer or self._make()
                for event in answer(request):
                    self._outbox.send(event)
            except Exception as e:
                self._outbox.failed(request.request, e)


def _answer(answers: Answers, request: Search | SearchText | GetStatus) -> Iterator[Event]:
    match request:
        case SearchText(text=text, like=like, unlike=unlike, top=top):
            yield Found(request.request, answers.search(text, like, unlike, top))
        case Search(query=query, top=top):
            yield Found(request.request, answers.answer(query, top))
        case GetStatus():
            yield StatusIs(request.request, answers.status())


class Worker:
    """Composes the threads and hands each request to the right one."""

    def __init__(self, engine: Engine, outbox: Outbox) -> None:
        self._engine = engine
        self._outbox = outbox
        self._answering: dict[type, Answering[Any]] = {}
        self._answer_by("search", Search | SearchText | GetStatus, self._searching)
        self._layouts = GivingUp()
        self._answer_by("map", MapRequest, lambda: self._maps().answer)
        self._answer_by("taste", TasteRequest, lambda: self._taste_desk().answer)
        self._answer_by("machine", DescribeMachine, lambda: self._describing().answer)
        self._indexing = Indexing(engine, outbox.send, outbox.failed)
        self._upkeep = Upkeep(engine.paths, outbox.send)
        self._offering = Offering(engine.paths)

    def handle(self, request: Request) -> None:
        """Answer at once, or hand on."""
        if answering := self._answering.get(type(request)):
            answering.put(request)
            return
        match request:
            case Ping():
                self._outbox.send(Pong(request.request))
            case GiveUpLayout(of=layout):
                self._layouts.give_up(layout)
            case Index():
                self._indexing.start()
            case Watch():
                self._indexing.watch()
            case Pause() | Resume():
                self._indexing.hold(isinstance(request, Pause))
            case StopIndexing():
                self._indexing.stop()
            case _ if isinstance(request, Writing):
                self._indexing.between_steps(request.request, self._write(request))

    def close(self) -> None:
        """Stop what runs, let go of the library."""
        self._offering.close()
        self._upkeep.close()
        self._indexing.close()
        self._engine.close()

    def _answer_by(
        self, name: str, kinds: Any, make: Callable[[], Callable[[Any], Iterable[Event]]]
    ) -> None:
        """Have one thread answer requests of these kinds: a message, or a union of them."""
        thread = Answering(name, make, self._outbox)
        self._answering.update(dict.fromkeys(get_args(kinds) or (kinds,), thread))

    def _searching(self) -> Callable[[Search | SearchText | GetStatus], Iterator[Event]]:
        return partial(_answer, self._answers())

    def _maps(self) -> Maps:
        return Maps(self._engine.paths, self._answers(), giving_up=self._layouts)

    def _taste_desk(self) -> TasteDesk:
        return TasteDesk(self._engine.paths, self._answers())

    def _describing(self) -> Describing:
        return Describing(self._engine.paths, lambda: self._engine.settings)

    def _answers(self) -> Answers:
        engine = self._engine
        return Answers(engine.paths, lambda: engine.settings, engine.encoders, engine.matrix_lock)

    def _write(self, request: Writing) -> Callable[[], Done]:
        engine, number = self._engine, request.request
        match request:
            case AddFolder(path=path):
                return lambda: Done(number, engine.add_folder(path).path)
            case RemoveFolder(path=path):
                return lambda: Done(number, str(engine.library.remove_folder(path)))
            case GiveUpPhotos(path=path):
                return lambda: Done(number, str(engine.give_up_photos(path)))
            case RetryProblems(paths=paths):
                return lambda: Done(number, str(engine.library.retry_problems(paths)))
            case UseModel(name=name):
                return lambda: Done(number, engine.use_model(name).name)
            case _:
                return lambda: carry_out(engine, request)


def main(library: str) -> int:
    """Serve one library until standard input closes."""
    # Ctrl-C goes to everybody in the terminal; this process ends when its pipe closes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep_private()
    pipe = _private_stdout()
    _begin_logs(LibraryPaths(Path(library)))
    outbox = Outbox(pipe)
    try:
        engine = Engine(Path(library))
    except Exception as e:
        outbox.failed(0, e)
        return 1
    worker = Worker(engine, outbox)
    outbox.send(Ready(os.getpid()))
    _serve(worker)
    worker.close()
    # Decoders may still be running in threads that nobody waits for.
    sys.stderr.flush()
    os._exit(0)


def _begin_logs(paths: LibraryPaths) -> None:
    """All of it goes to the engine's log, what matters to standard error as well."""
    errors = logging.StreamHandler(sys.stderr)
    errors.setFormatter(Discreet())
    errors.setLevel(logging.WARNING)
    logging.getLogger().addHandler(errors)
    with suppress(KnownError, OSError):  # a library that can't be written to is told of elsewhere
        log_to(paths.logs, "engine")


def _serve(worker: Worker) -> None:
    frames: Frames[Request] = Frames(Request)  # type: ignore[arg-type]
    while data := os.read(sys.stdin.fileno(), _READ_BYTES):
        for request in frames.feed(data):
            worker.handle(request)


def _private_stdout() -> BinaryIO:
    """The pipe for frames; whatever libraries print goes to standard error from now on."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return pipe


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
