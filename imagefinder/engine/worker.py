"""The engine process: `python -m imagefinder.engine.worker LIBRARY`, spoken to in frames.

Three threads. The main one takes requests and answers the quick ones at once. The indexing thread
owns all writing: it runs the pipeline, and between two of its steps it does what else must be
written. The search thread answers queries, beside a running indexing. The process ends when its
standard input closes.
"""

import logging
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from imagefinder.core.choices import Choice
from imagefinder.core.errors import KnownError
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
from imagefinder.engine.answers import Answers
from imagefinder.engine.choosing import carry_out
from imagefinder.engine.engine import Engine
from imagefinder.engine.indexing import Indexing

log = logging.getLogger(__name__)

_READ_BYTES = 65536


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
            self.send(Failed(request, str(error)))
            return
        log.error("request %d failed", request, exc_info=error)
        text = "Something went wrong inside imagefinder; this is a bug."
        self.send(Failed(request, text, "".join(traceback.format_exception(error))))


class Searches:
    """The search thread: answers one query after the other, in order."""

    def __init__(self, answers: Callable[[], Answers], outbox: Outbox) -> None:
        self._make_answers = answers
        self._outbox = outbox
        self._requests: queue.SimpleQueue[Search | SearchText | GetStatus] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="search", daemon=True).start()

    def put(self, request: Search | SearchText | GetStatus) -> None:
        """Answer this when it is its turn."""
        self._requests.put(request)

    def _run(self) -> None:
        answers = self._make_answers()
        while True:
            request = self._requests.get()
            try:
                self._outbox.send(_answer(answers, request))
            except Exception as e:
                self._outbox.failed(request.request, e)


def _answer(answers: Answers, request: Search | SearchText | GetStatus) -> Event:
    match request:
        case SearchText(text=text, like=like, unlike=unlike, top=top):
            return Found(request.request, answers.search(text, like, unlike, top))
        case Search(query=query, top=top):
            return Found(request.request, answers.answer(query, top))
        case GetStatus():
            return StatusIs(request.request, answers.status())


class Worker:
    """Composes the threads and hands each request to the right one."""

    def __init__(self, engine: Engine, outbox: Outbox) -> None:
        self._engine = engine
        self._outbox = outbox
        self._searches = Searches(self._answers, outbox)
        self._indexing = Indexing(engine, outbox.send, outbox.failed)

    def handle(self, request: Request) -> None:
        """Answer at once, or hand on."""
        match request:
            case Ping():
                self._outbox.send(Pong(request.request))
            case Search() | SearchText() | GetStatus():
                self._searches.put(request)
            case Index():
                self._indexing.start()
            case Watch():
                self._indexing.watch()
            case Pause() | Resume():
                self._indexing.hold(isinstance(request, Pause))
            case StopIndexing():
                self._indexing.stop()
            case _:
                self._indexing.between_steps(request.request, self._write(request))

    def close(self) -> None:
        """Stop what runs, let go of the library."""
        self._indexing.close()
        self._engine.close()

    def _answers(self) -> Answers:
        engine = self._engine
        return Answers(engine.paths, engine.settings, engine.encoders, engine.matrix_lock)

    def _write(
        self, request: AddFolder | RemoveFolder | GiveUpPhotos | RetryProblems | UseModel | Choice
    ) -> Callable[[], Done]:
        engine, number = self._engine, request.request
        match request:
            case AddFolder(path=path):
                return lambda: Done(number, engine.add_folder(path).path)
            case RemoveFolder(path=path):
                return lambda: Done(number, str(engine.library.remove_folder(path)))
            case GiveUpPhotos(path=path):
                return lambda: Done(number, str(engine.library.give_up_photos(path)))
            case RetryProblems():
                return lambda: Done(number, str(engine.library.retry_problems()))
            case UseModel(name=name):
                return lambda: Done(number, engine.use_model(name).name)
            case _:
                return lambda: carry_out(engine, request)


def main(library: str) -> int:
    """Serve one library until standard input closes."""
    # Ctrl-C goes to everybody in the terminal; this process ends when its pipe closes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe = _private_stdout()
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
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
