"""The page of tastes: which, the picture to vote on, and how well the taste is known by now.

`Tasting` tells it what to show and listens to what the person wants.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from imagefinder.core.tasting import Suggestion, TasteStatus, TasteSummary
from imagefinder.gui.style import SPACE_L, SPACE_M
from imagefinder.gui.taste.ballot import Ballot
from imagefinder.gui.taste.deeds import TasteDeeds
from imagefinder.gui.taste.empty import NoTasteYet
from imagefinder.gui.taste.sources import Sources
from imagefinder.gui.taste.standing import Standing
from imagefinder.gui.taste.taste_list import TasteList

# Of a narrow page the list and the panel take a share, and leave the picture the rest.
LIST_WIDTHS_PX, LIST_SHARE = (104, 168), 0.16
STANDING_WIDTHS_PX, STANDING_SHARE = (160, 224), 0.23


class TastePage(QWidget):
    """`chosen_count` tells how many photos are chosen elsewhere, to start a taste from."""

    shown = Signal()

    def __init__(
        self, sources: Sources, chosen_count: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._chosen_count = chosen_count
        self.list = TasteList(self)
        self.ballot = Ballot(sources, self)
        self.standing = Standing(sources, self)
        self.empty = NoTasteYet(self)
        self.deeds = TasteDeeds(self.list, self)
        self.empty.import_wanted.connect(self.deeds.ask_import)
        self.empty.start_wanted.connect(lambda name: self.deeds.change_wanted.emit("new", name, ""))
        self._voting = QWidget(self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.ballot.add_keys(self._voting)

    def show_tastes(self, tastes: Sequence[TasteSummary], current: str) -> None:
        """List these tastes; without one, explain what a taste is."""
        self.list.show_tastes(tastes, current)
        self.deeds.show_tastes(tastes, current)
        wanted = self._voting if tastes else self.empty
        if self._stack.currentWidget() is not wanted:
            self._stack.setCurrentWidget(wanted)
            self._take_keys()

    def show_status(self, status: TasteStatus) -> None:
        """How the current taste stands."""
        self.ballot.show_status(status)
        self.standing.show_status(status)
        self._fit()

    def show_suggestion(self, suggestion: Suggestion) -> None:
        """The picture to vote on now."""
        self.ballot.show_suggestion(suggestion)

    def stop(self) -> None:
        """End the thread that reads pictures."""
        self.ballot.picture.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard goes to the picture, so that keys vote at once."""
        super().showEvent(event)
        self.standing.show_selection(self._chosen_count())
        self._fit()
        self._take_keys()
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the sides are narrower."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.list.setFixedWidth(_share(self.width(), LIST_SHARE, LIST_WIDTHS_PX))
        wide = _share(self.width(), STANDING_SHARE, STANDING_WIDTHS_PX)
        self.standing.setFixedWidth(max(wide, self.standing.least_width_px()))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._voting)
        row.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_M)
        row.setSpacing(SPACE_L)
        row.addWidget(self.list)
        row.addWidget(self.ballot, stretch=1)
        row.addWidget(self.standing)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._voting)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _take_keys(self) -> None:
        if not self.isVisible():
            return
        if self._stack.currentWidget() is self.empty:
            self.empty.take_keys()
        else:
            self.ballot.picture.setFocus(Qt.FocusReason.OtherFocusReason)


def _share(width_px: int, share: float, bounds_px: tuple[int, int]) -> int:
    least, most = bounds_px
    return min(max(least, round(share * width_px)), most)
