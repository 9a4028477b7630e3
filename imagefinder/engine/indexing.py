"""The engine process's writing thread: the pipeline, and between its steps whatever else writes.

One thread owns the library's connection, so nothing that writes can cross a batch. Holding and
stopping take effect between two steps, that is within a batch (about 250 ms). While it is held,
whatever else writes is still done.
"""

import queue
import threading
from collections.abc import Callable, Generator

from imagefinder.core.errors import Stopped
from imagefinder.core.messages import Done, Event, Indexed, Interrupted, Paused, Said
from imagefinder.core.reports import IndexReport, Notice, Progress
from imagefinder.engine.engine import Engine
from imagefinder.engine.watching import Watching

_IDLE_S = 0.5
# How often the watcher's dirty folders are asked for.
_POLL_S = 0.05
_Task = Callable[[], Event | None]


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
        self._tasks: queue.SimpleQueue[tuple[int, _Task]] = queue.SimpleQueue()
        self._held = threading.Event()
        self._closed = threading.Event()
        # How often stopping was asked for; an indexing that was asked for earlier gives up.
        self._stops = 0
        self._wanted: int | None = None
        self._watch_wanted = False
        self._watching: Watching | None = None
        self._thread = threading.Thread(target=self._run, name="indexing", daemon=True)
        self._thread.start()

    def start(self) -> None:
        """Index everything; while an indexing runs, once more after it."""
        stops = self._stops
        self._tasks.put((0, lambda: self._want(stops)))

    def watch(self) -> None:
        """Index what changes from now on."""
        self._tasks.put((0, self._begin_watching))

    def hold(self, held: bool) -> None:
        """Pause or resume."""
        (self._held.set if held else self._held.clear)()
        self._send(Paused(held))
        self._wake()

    def stop(self) -> None:
        """Give up the running indexing, and one that was asked for and has not begun."""
        self._stops += 1
        self._wake()

    def between_steps(self, request: int, task: Callable[[], Done]) -> None:
        """Carry out something that writes, as soon as no batch is under way."""
        self._tasks.put((request, task))

    def close(self) -> None:
        """Stop and wait for the batch at hand."""
        self._closed.set()
        self.stop()
        self._thread.join(timeout=5)
        self._end_watching()

    def _wake(self) -> None:
        self._tasks.put((0, lambda: None))

    def _want(self, stops: int) -> None:
        self._wanted = stops

    def _run(self) -> None:
        while not self._closed.is_set():
            self._do_tasks()
            if self._wanted is not None:
                stops, self._wanted = self._wanted, None
                self._guarded(self._engine.index(), stops)
            elif (dirty := self._due()) is not None:
                self._guarded(self._engine.index(dirty or None), self._stops)
            else:
                self._idle()

    def _due(self) -> list[str] | None:
        """What is to be scanned; a watcher that fails is given up and does not end the thread."""
        if self._held.is_set():
            return None
        if dirty := self._engine.take_dirty():
            return dirty
        try:
            return self._watching.due() if self._watching else None
        except Exception as e:
            self._end_watching()
            self._failed(0, e)
            return None

    def _idle(self) -> None:
        try:
            numbered = self._tasks.get(timeout=_POLL_S if self._watching else _IDLE_S)
        except queue.Empty:
            return
        self._do(*numbered)

    def _do_tasks(self) -> None:
        while not self._tasks.empty():
            self._do(*self._tasks.get())

    def _do(self, request: int, task: _Task) -> None:
        try:
            event = task()
            if event is not None:
                self._send(event)
            self._follow_settings()
            self._follow_folders()
        except Exception as e:
            self._failed(request, e)

    def _guarded(self, steps: Generator[Progress | Notice, None, IndexReport], stops: int) -> None:
        try:
            report = self._drive(steps, stops)
            self._follow_folders()
        except Stopped:
            self._send(Interrupted())
        except Exception as e:
            self._failed(0, e)
        else:
            self._send(Indexed(report, changed=_changed(report)))

    def _drive(
        self, steps: Generator[Progress | Notice, None, IndexReport], stops: int
    ) -> IndexReport:
        while True:
            while self._held.is_set() and self._stops == stops:
                self._idle()
            if self._stops != stops:
                steps.close()
                raise Stopped
            try:
                said = next(steps)
            except StopIteration as done:
                report: IndexReport = done.value
                return report
            self._send(_said(said))
            self._do_tasks()

    def _begin_watching(self) -> Event:
        self._watch_wanted = True
        self._follow_settings()
        notes = self._watching.follow_folders() if self._watching else []
        return Done(0, " ".join(notes))

    def _follow_settings(self) -> None:
        """Watch or not, as the person chose; scanned on demand is scanned all the same."""
        wanted = self._watch_wanted and self._engine.settings.watch
        if wanted and self._watching is None:
            self._watching = Watching(self._engine)
        elif not wanted:
            self._end_watching()

    def _follow_folders(self) -> None:
        """Watch folders that were added or came back, and no longer those that left."""
        for note in self._watching.follow_folders() if self._watching else ():
            self._send(Said(notice=Notice(note)))

    def _end_watching(self) -> None:
        if self._watching:
            self._watching.close()
        self._watching = None


def _said(said: Progress | Notice) -> Said:
    return Said(progress=said) if isinstance(said, Progress) else Said(notice=said)


def _changed(report: IndexReport) -> bool:
    return any((report.added, report.changed, report.moved, report.removed, report.embedded))
