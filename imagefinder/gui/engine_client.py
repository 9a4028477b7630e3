"""The window's end of the engine process: requests go down, events come up as signals.

QProcess needs no reader thread and brings exit code and standard error. A dead engine is started
again with its standing orders; one that dies too often is given up with a sentence.
"""

import logging
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal, SignalInstance

from imagefinder.core.machine import MachineIs
from imagefinder.core.mapping import GivenUp, LaidOut, LayingOut, Located, Measured
from imagefinder.core.messages import (
    Done,
    Event,
    Failed,
    Found,
    Frames,
    GetStatus,
    Indexed,
    Interrupted,
    Paused,
    Pong,
    Ready,
    Request,
    Said,
    Search,
    StatusIs,
    frame,
)
from imagefinder.core.tasting import TasteIs, TastesAre
from imagefinder.engine.supervision import GRACE_S, Supervision, engine_command
from imagefinder.gui.sentences import told, told_event

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
    machine_received = Signal(object)  # MachineIs
    tastes_received = Signal(object)  # TastesAre
    taste_received = Signal(object)  # TasteIs
    map_answered = Signal(object)  # MapEvent

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._supervision = Supervision()
        self._process: QProcess | None = None
        self._frames: Frames[Event] = Frames(Event)  # type: ignore[arg-type]
        self._waiting: list[Request] = []
        # What was sent and not answered yet, by number: a new engine is told again.
        self._unanswered: dict[int, Request] = {}
        self._told_again: set[int] = set()
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
        process.errorOccurred.connect(self._on_error)
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
        if isinstance(request, Search | GetStatus):
            self._forget_questions(type(request))
        if number := getattr(request, "request", 0):
            self._unanswered[number] = request
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
            if not isinstance(event, LayingOut):
                self._unanswered.pop(getattr(event, "request", 0), None)
            self._hand_out(told_event(event))

    def _on_errors(self) -> None:
        if self._process:
            text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
            log.info("engine: %s", text.rstrip())

    def _forget_questions(self, kind: type[Request]) -> None:
        """Only the newest question is asked again: an answer to an earlier one serves nobody."""
        self._unanswered = {n: r for n, r in self._unanswered.items() if not isinstance(r, kind)}

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and not self._closing and self._process:
            reason = self._process.errorString()
            self._process = None
            self.given_up.emit(self.tr("The engine can't be started: {0}").format(reason))

    def _on_finished(self, code: int) -> None:
        if self._closing or self._process is None:
            return
        self._process.deleteLater()
        orders = self._supervision.died()
        if orders is None:
            self._process = None
            self.given_up.emit(told(self._supervision.refusal) or self._ended_sentence(code))
            return
        self._restarts += 1
        self._waiting = self._said_again(orders)
        self.start()
        self.restarted.emit(self._restarts)

    def _said_again(self, orders: list[Request]) -> list[Request]:
        """What is told to a new engine: what was not answered comes before the standing orders."""
        self._give_up_told_twice()
        self._told_again.update(self._unanswered)
        unsent = [r for r in self._waiting if not getattr(r, "request", 0)]
        return [*self._unanswered.values(), *orders, *unsent]

    def _give_up_told_twice(self) -> None:
        """A request that the engine died of twice would kill the next one too."""
        for number in self._told_again & self._unanswered.keys():
            del self._unanswered[number]
            self.failed.emit(Failed(number, self.tr("The engine ended twice while at this.")))

    def _ended_sentence(self, code: int) -> str:
        return self.tr(
            "The engine ended several times within two minutes (exit code {0}). Close this window "
            "and try again; nothing is lost."
        ).format(code)

    def _hand_out(self, event: Event) -> None:
        match event:
            case Ready():
                self.ready.emit()
            case Paused(held=held):
                self.paused.emit(held)
            case Interrupted():
                self.interrupted.emit()
            case Pong():
                pass
            case _:
                self._signal_of(event).emit(event)

    def _signal_of(self, event: Event) -> SignalInstance:
        signals: dict[type, SignalInstance] = {
            Said: self.said,
            Indexed: self.indexed,
            Found: self.found,
            StatusIs: self.status_received,
            Done: self.done,
            Failed: self.failed,
            MachineIs: self.machine_received,
            TastesAre: self.tastes_received,
            TasteIs: self.taste_received,
            **dict.fromkeys((LayingOut, LaidOut, GivenUp, Measured, Located), self.map_answered),
        }
        return signals[type(event)]
