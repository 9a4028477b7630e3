"""What the engine says by itself: how far indexing is, how the library stands, what went wrong.

Shown in the status line and on the pages for folders and problems. While indexing runs, and when it
is done, `library_changed` asks for what is listed to be looked at again.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from imagefinder.core.messages import Failed, GetStatus, Indexed, Said, StatusIs
from imagefinder.core.reports import LibraryStatus
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.status_line import StatusLine

# While indexing runs, what is new shows up at this interval.
REFRESH_MS = 2000


class News(QObject):
    """Listens to one engine."""

    status_changed = Signal(object)  # LibraryStatus
    # Whether rows known already may have changed too, not only come in addition.
    library_changed = Signal(bool)
    # Why the indexing ended early; or, where that is why, that there is no model.
    indexing_failed = Signal(str)
    model_lacking = Signal(str)

    def __init__(
        self, engine: EngineClient, line: StatusLine, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._line = line
        self._status: LibraryStatus | None = None
        self._refresh = QTimer(self, interval=REFRESH_MS)
        self._refresh.timeout.connect(self._on_refresh)
        engine.said.connect(self._on_said)
        engine.paused.connect(line.show_held)
        engine.indexed.connect(self._on_indexed)
        engine.interrupted.connect(self._on_idle)
        engine.status_received.connect(self._on_status)
        engine.done.connect(lambda _: self.ask_status())
        engine.failed.connect(self._on_failed)
        engine.restarted.connect(lambda _: line.show_remark(self.tr("The engine was restarted")))
        engine.given_up.connect(self._on_given_up)

    @property
    def model(self) -> str:
        """The model that answers, as far as is known."""
        return self._status.answering_model or self._status.model if self._status else ""

    def ask_status(self) -> None:
        """Ask how the library stands."""
        self._engine.send(GetStatus(self._engine.next_request()))

    def close(self) -> None:
        """Ask no more."""
        self._refresh.stop()

    def _on_said(self, said: Said) -> None:
        if said.progress is not None:
            self._line.show_progress(said.progress)
            if said.progress.phase == "index" and not self._refresh.isActive():
                self._refresh.start()
        elif said.notice is not None:
            self._line.show_remark(said.notice.text)

    def _on_refresh(self) -> None:
        self.ask_status()
        self.library_changed.emit(False)

    def _on_indexed(self, indexed: Indexed) -> None:
        self._on_idle()
        if indexed.changed:
            self.library_changed.emit(True)

    def _on_idle(self) -> None:
        self._refresh.stop()
        self._line.show_idle(self._status)
        self.ask_status()

    def _on_status(self, answer: StatusIs) -> None:
        self._status = answer.status
        self._line.show_status(answer.status)
        self.status_changed.emit(answer.status)

    def _on_failed(self, failed: Failed) -> None:
        if failed.request == 0:
            self._refresh.stop()
            self._line.show_idle(self._status)
            self.indexing_failed.emit(failed.text)
            if failed.lacks_model:
                self.model_lacking.emit(failed.text)

    def _on_given_up(self, text: str) -> None:
        self._refresh.stop()
        self._line.show_note(text)
