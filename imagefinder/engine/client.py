"""Holds the other end of an engine process without Qt: tests and programs of others use it.

Starts the engine, sends requests, hands out events in order, restarts an engine that dies and ends
it in steps: ask, wait, terminate, wait, kill.
"""

import queue
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

from imagefinder.core.closing import ClosedAtEnd
from imagefinder.core.errors import KnownError
from imagefinder.core.messages import Event, Frames, Request, frame
from imagefinder.engine.supervision import GRACE_S, Supervision, engine_command

_READ_BYTES = 65536


class EngineClient(ClosedAtEnd):
    """One engine, kept alive. Use it as a context manager, from one thread."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._supervision = Supervision()
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self.restarts = 0
        self._start()

    @property
    def pid(self) -> int:
        """The process id of the engine that runs at present."""
        return self._process.pid

    def send(self, request: Request) -> None:
        """Send a request; one that a dying engine misses is lost, unless it is a standing order."""
        self._supervision.sent(request)
        with suppress(BrokenPipeError):
            self._pipe_in.write(frame(request))
            self._pipe_in.flush()

    def next_event(self, timeout_s: float) -> Event | None:
        """The next event, or None when none came in time.

        Restarts a dead engine; raises KnownError when it died too often or refuses the library.
        """
        try:
            event = self._events.get(timeout=timeout_s)
        except queue.Empty:
            return None
        if event is None:
            self._restart()
            return self.next_event(timeout_s)
        self._supervision.received(event)
        return event

    def close(self) -> None:
        """End the engine: ask, wait, terminate, wait, kill."""
        with suppress(OSError):
            self._pipe_in.close()
        for push in (self._process.terminate, self._process.kill):
            try:
                self._process.wait(timeout=GRACE_S)
                break
            except subprocess.TimeoutExpired:
                push()
        self._process.wait()
        self._reader.join()
        self._pipe_out.close()

    def _start(self) -> None:
        process = subprocess.Popen(
            engine_command(self._library), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        if process.stdin is None or process.stdout is None:
            raise AssertionError("both pipes were asked for")
        self._process, self._pipe_in, self._pipe_out = process, process.stdin, process.stdout
        self._reader = threading.Thread(target=self._read, name="engine events", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        frames: Frames[Event] = Frames(Event)  # type: ignore[arg-type]
        pipe = self._pipe_out
        try:
            while data := pipe.read1(_READ_BYTES):  # type: ignore[attr-defined]
                for event in frames.feed(data):
                    self._events.put(event)
        finally:
            self._events.put(None)

    def _restart(self) -> None:
        self._process.wait()
        orders = self._supervision.died()
        if orders is None:
            raise KnownError(
                self._supervision.refusal
                or f"The engine of {self._library} ended {self.restarts + 1} times within two "
                f"minutes (exit code {self._process.returncode}). See its log, then try again."
            )
        self.restarts += 1
        with suppress(OSError):
            self._pipe_in.close()
        self._pipe_out.close()
        self._start()
        for order in orders:
            self.send(order)
