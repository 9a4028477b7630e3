"""The middle of the page: what is expected, the big picture, the buttons, the last votes.

Y, N, S and Z vote from anywhere on the page but from a field that is typed in, which takes its
letters first. A key that is held down votes once.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from imagefinder.core.tasting import Suggestion, TasteStatus
from imagefinder.gui.muted import Muted
from imagefinder.gui.style import SPACE_M, SPACE_S, SPACE_XS, heading_font
from imagefinder.gui.taste import sentences
from imagefinder.gui.taste.big_picture import BigPicture
from imagefinder.gui.taste.sources import Sources
from imagefinder.gui.taste.vote_button import VoteButton
from imagefinder.gui.taste.vote_strip import VoteStrip

# Yes and No come first, and are told by their names as long as possible.
_VOTES = 2


class Ballot(QWidget):
    """One picture to vote on; what the person says comes out as signals."""

    voted = Signal(bool)
    skipped = Signal()
    undone = Signal()

    def __init__(self, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = BigPicture(sources, self)
        self.strip = VoteStrip(sources.thumbnails, self)
        self._expected = QLabel(self)
        self._expected.setFont(heading_font(self.font()))
        self._expected.setAccessibleName(self.tr("What is expected"))
        self._why = Muted(self)
        self._buttons = [
            self._button(self.tr("Yes"), "heart", "Y", "liked", lambda: self.voted.emit(True)),
            self._button(self.tr("No"), "close", "N", "text", lambda: self.voted.emit(False)),
            self._button(self.tr("Skip"), "right", "S", "muted", self.skipped.emit),
            self._button(self.tr("Undo"), "undo", "Z", "muted", self.undone.emit),
        ]
        self.picture.waited.connect(self._clear)
        self._lay_out()

    def show_suggestion(self, suggestion: Suggestion) -> None:
        """Ask for a vote on this picture."""
        self._expected.setText(sentences.expectation(suggestion))
        self._why.setText(sentences.why(suggestion.why))
        self.picture.show_suggestion(suggestion)

    def show_waiting(self) -> None:
        """The next picture is not known yet."""
        self.picture.show_waiting()

    def show_message(self, title: str, detail: str = "") -> None:
        """There is nothing to vote on, and why."""
        self._clear()
        self.picture.show_message(title, detail)

    def show_status(self, status: TasteStatus) -> None:
        """The last votes."""
        self.strip.show_votes(status.recent)

    def _button(
        self, text: str, icon_name: str, key: str, tone: str, run: Callable[[], object]
    ) -> VoteButton:
        button = VoteButton(text, icon_name, key, tone, self)
        button.clicked.connect(lambda: run())
        return button

    def add_keys(self, page: QWidget) -> None:
        """Let the buttons' keys work everywhere on this page."""
        for button in self._buttons:
            shortcut = QShortcut(QKeySequence(button.key), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(button.click)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is not room for all names, Skip and Undo go without, then all."""
        super().resizeEvent(event)
        gaps = SPACE_S * (len(self._buttons) - 1)
        full = [button.full_width_px() for button in self._buttons]
        short = [button.compact_width_px() for button in self._buttons]
        for place, button in enumerate(self._buttons):
            wide = full if place >= _VOTES else [*full[:_VOTES], *short[_VOTES:]]
            button.set_compact(sum(wide) + gaps > self.width())

    def _clear(self) -> None:
        self._expected.clear()
        self._why.clear()

    def _lay_out(self) -> None:
        said = QVBoxLayout()
        said.setSpacing(SPACE_XS)
        for label in (self._expected, self._why):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            said.addWidget(label)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addStretch(1)
        for button in self._buttons:
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.picture, stretch=1)
        column.addLayout(said)
        column.addLayout(buttons)
        column.addWidget(self.strip)
