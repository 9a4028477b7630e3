"""The engine process's writing thread: the pipeline, and between its steps whatever else writes.

One thread owns the library's connection, so nothing that writes can cross a batch. Holding and
stopping take effect between two steps, that is within a batch (about 250 ms).
"""

import queue
import threading
from collections.abc import Callable, Generator
from contextlib import suppress

from imagefinder.core.errors import Stopped
from imagefinder.core.messages import Done, Event, Indexed, Interrupted, Paused, Said
from imagefinder.core.reports import IndexReport, Notice, Progress
from imagefinder.engine.engine import Engine
from imagefinder.engine.watching import Watching

_IDLE_S = 0.5
# How often the watcher's dirty folders are asked for.
_POLL_S = 0.05
_Task = tuple[int, Callable[[], Event]]


class Indexing:
    """Start, hold, stop, watch; call from any thread. Speaks through `send` and `failed`."""

    def __init__(
        self,
        engine: Engine,
        send: Callable[[Event], None],
        failed: Callable[[int, Exception], None],
    ) -> None:
        self._engine = engine
        self._send = send
        self._failed = failed
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._wanted = threading.Event()
        self._running = threading.Event()
        self._running.set()
        self._stop = threading.Event()
        self._closed = threading.Event()
        self._watching: Watching | None = None
        self._thread = threading.Thread(target=self._run, name="indexing", daemon=True)
        self._thread.start()

    def start(self) -> None:
        """Index everything; while an indexing runs, once more after it."""
        self._wanted.set()
        self._tasks.put(None)  # wakes the thread

    def watch(self) -> None:
        """Index what changes from now on."""
        self._tasks.put((0, self._begin_watching))

    def hold(self, held: bool) -> None:
        """Pause or resume."""
        (self._running.clear if held else self._running.set)()
        self._send(Paused(held))

    def stop(self) -> None:
        """Give up the running indexing."""
        self._stop.set()
        self._running.set()

    def between_steps(self, request: int, task: Callable[[], Done]) -> None:
        """Carry out something that writes, as soon as no batch is under way."""
        self._tasks.put((request, task))

    def close(self) -> None:
        """Stop and wait for the batch at hand."""
        self._closed.set()
        self.stop()
        self._thread.join(timeout=5)
        if self._watching:
            self._watching.close()

    def _run(self) -> None:
        while not self._closed.is_set():
            self._do_tasks()
            if self._wanted.is_set():
                self._wanted.clear()
                self._guarded(self._engine.index())
            elif self._watching and (dirty := self._watching.due()) is not None:
                self._guarded(self._engine.index(dirty or None))
            else:
                self._idle()

    def _idle(self) -> None:
        with suppress(queue.Empty):
            self._do(self._tasks.get(timeout=_POLL_S if self._watching else _IDLE_S))

    def _do_tasks(self) -> None:
        while not self._tasks.empty():
            self._do(self._tasks.get())

    def _do(self, numbered: "_Task | None") -> None:
        if numbered is None:
            return
        request, task = numbered
        try:
            self._send(task())
        except Exception as e:
            self._failed(request, e)

    def _guarded(self, steps: Generator[Progress | Notice, None, IndexReport]) -> None:
        self._stop.clear()
        try:
            report = self._drive(steps)
        except Stopped:
            self._send(Interrupted())
        except Exception as e:
            self._failed(0, e)
        else:
            self._send(Indexed(report, changed=_changed(report)))

    def _drive(self, steps: Generator[Progress | Notice, None, IndexReport]) -> IndexReport:
        while True:
            try:
                said = next(steps)
            except StopIteration as done:
                report: IndexReport = done.value
                return report
            self._send(_said(said))
            self._do_tasks()
            self._running.wait()
            if self._stop.is_set():
                steps.close()
                raise Stopped

    def _begin_watching(self) -> Event:
        if self._watching is None:
            self._watching = Watching(self._engine)
        return Done(0, " ".join(self._watching.follow_folders()))


def _said(said: Progress | Notice) -> Said:
    return Said(progress=said) if isinstance(said, Progress) else Said(notice=said)


def _changed(report: IndexReport) -> bool:
    return any((report.added, report.changed, report.moved, report.removed, report.embedded))
