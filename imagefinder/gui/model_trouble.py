"""What to do when the model can't be had: a sentence why, and the ways out as buttons.

Shown above the pages, since it concerns all of them; gone as soon as indexing goes on.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from imagefinder.core.messages import Said
from imagefinder.core.reports import LibraryStatus
from imagefinder.gui import models
from imagefinder.gui.complaint import Complaint
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.folder_changes import FolderChanges
from imagefinder.gui.icons import put_icon
from imagefinder.gui.news import News
from imagefinder.gui.style import SPACE_L, SPACE_S


class ModelTrouble(QWidget):
    """Hidden until there is trouble."""

    retry_wanted = Signal()
    model_chosen = Signal(str)
    others_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = models.DEFAULT_TIER
        self._waiting = False
        self.complaint = Complaint(self)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        for name, icon_name, run in (
            (self.tr("Try again"), "retry", self._on_retry),
            (self.tr("Choose a weights file…"), "folder", self._on_file),
            (self.tr("Another model…"), "settings", self.others_wanted.emit),
            (self.tr("Try the demo"), "picture", self.demo_wanted.emit),
        ):
            buttons.addWidget(self._button(name, icon_name, run))
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        column.setSpacing(SPACE_S)
        column.addWidget(self.complaint)
        column.addLayout(buttons)
        self.hide()

    def follow(self, engine: EngineClient, news: News, changes: FolderChanges) -> None:
        """Hear of trouble, and have what is chosen done."""
        news.model_lacking.connect(self.show_trouble)
        changes.model_refused.connect(self.show_refusal)
        news.status_changed.connect(self.follow_status)
        engine.said.connect(self.follow_work)
        self.retry_wanted.connect(changes.rescan)
        self.model_chosen.connect(changes.use_model)

    def show_trouble(self, text: str) -> None:
        """Why there is no model."""
        self.complaint.say(text)
        self.show()

    def show_refusal(self, text: str) -> None:
        """Why what was chosen here is no way out; what is chosen elsewhere is told there."""
        if self._waiting:
            self._waiting = False
            self.show_trouble(text)

    def follow_status(self, status: LibraryStatus) -> None:
        """Which model it is about."""
        self._model = status.model or models.DEFAULT_TIER

    def follow_work(self, said: Said) -> None:
        """What is indexed needs no help."""
        if said.progress is not None and said.progress.phase == "index" and said.progress.done:
            self._waiting = False
            self.hide()

    def _on_retry(self) -> None:
        self.hide()
        self.retry_wanted.emit()

    def _on_file(self) -> None:
        if model := models.ask_for_weights(self, self._model):
            self.hide()
            self._waiting = True
            self.model_chosen.emit(model)

    def _button(self, text: str, icon_name: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        put_icon(button, icon_name, self)
        button.clicked.connect(lambda: run())
        return button
