"""The window's end of the engine process: requests go down, events come up as signals.

QProcess needs no reader thread and brings exit code and standard error. A dead engine is started
again with its standing orders; one that dies too often is given up with a sentence.
"""

import logging
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from imagefinder.core.errors import BugError
from imagefinder.core.messages import (
    Done,
    Event,
    Failed,
    Found,
    Frames,
    Indexed,
    Interrupted,
    Paused,
    Ready,
    Request,
    Said,
    StatusIs,
    frame,
)
from imagefinder.engine.supervision import GRACE_S, Supervision, engine_command

log = logging.getLogger(__name__)


class EngineClient(QObject):
    """One engine, kept alive. Every signal is emitted on the window's thread."""

    ready = Signal()
    restarted = Signal(int)
    given_up = Signal(str)
    said = Signal(object)  # Said
    paused = Signal(bool)
    indexed = Signal(object)  # Indexed
    interrupted = Signal()
    found = Signal(object)  # Found
    status_received = Signal(object)  # StatusIs
    done = Signal(object)  # Done
    failed = Signal(object)  # Failed

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._supervision = Supervision()
        self._process: QProcess | None = None
        self._frames: Frames[Event] = Frames(Event)  # type: ignore[arg-type]
        self._waiting: list[Request] = []
        self._next_request = 0
        self._restarts = 0
        self._closing = False

    @property
    def pid(self) -> int:
        """The process id of the engine, 0 while there is none."""
        return self._process.processId() if self._process else 0

    def start(self) -> None:
        """Start the engine; what is sent before it is ready waits."""
        self._frames = Frames(Event)  # type: ignore[arg-type]
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUNBUFFERED", "1")
        process.setProcessEnvironment(environment)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        process.readyReadStandardOutput.connect(self._on_output)
        process.readyReadStandardError.connect(self._on_errors)
        process.finished.connect(self._on_finished)
        process.started.connect(self._send_waiting)
        self._process = process
        program, *arguments = engine_command(self._library)
        process.start(program, arguments)

    def next_request(self) -> int:
        """A number that no other request of this window has."""
        self._next_request += 1
        return self._next_request

    def send(self, request: Request) -> None:
        """Send a request as soon as there is an engine to take it."""
        self._supervision.sent(request)
        if self._process and self._process.state() == QProcess.ProcessState.Running:
            self._process.write(frame(request))
        else:
            self._waiting.append(request)

    def close(self) -> None:
        """End the engine: ask, wait, terminate, wait, kill."""
        self._closing = True
        process = self._process
        if process is None or process.state() == QProcess.ProcessState.NotRunning:
            return
        process.closeWriteChannel()
        for push in (process.terminate, process.kill):
            if process.waitForFinished(int(GRACE_S * 1000)):
                return
            push()
        process.waitForFinished(int(GRACE_S * 1000))

    def _send_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for request in waiting:
            if self._process:
                self._process.write(frame(request))

    def _on_output(self) -> None:
        if self._process is None:
            return
        data = bytes(self._process.readAllStandardOutput().data())
        for event in self._frames.feed(data):
            self._supervision.received(event)
            self._hand_out(event)

    def _on_errors(self) -> None:
        if self._process:
            text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
            log.info("engine: %s", text.rstrip())

    def _on_finished(self, code: int) -> None:
        if self._closing or self._process is None:
            return
        self._process.deleteLater()
        orders = self._supervision.died()
        if orders is None:
            self._process = None
            self.given_up.emit(
                f"The engine ended several times within two minutes (exit code {code}). "
                "Close this window and try again; nothing is lost."
            )
            return
        self._restarts += 1
        self._waiting = [*orders, *self._waiting]
        self.start()
        self.restarted.emit(self._restarts)

    def _hand_out(self, event: Event) -> None:
        match event:
            case Ready():
                self.ready.emit()
            case Said():
                self.said.emit(event)
            case Paused(held=held):
                self.paused.emit(held)
            case Indexed():
                self.indexed.emit(event)
            case Interrupted():
                self.interrupted.emit()
            case Found():
                self.found.emit(event)
            case StatusIs():
                self.status_received.emit(event)
            case Done():
                self.done.emit(event)
            case Failed():
                self.failed.emit(event)
            case _:
                raise BugError(f"an event that nobody takes: {event}")
