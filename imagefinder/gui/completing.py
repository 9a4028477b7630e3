"""Completion in the query bar: what is typed goes to `completed`, its offers drop below the line.

Keys of the line are looked at before the bar sees them: Down and Up move through the offers, Enter
and Tab take one, Esc closes the list. Enter with nothing marked stays the bar's own.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent

from imagefinder.gui.completion import Offers, completed
from imagefinder.gui.offer_list import OfferList
from imagefinder.gui.query_bar import QueryBar
from imagefinder.gui.recents import Recents
from imagefinder.store.suggestions import Suggestions


class Completing(QObject):
    """Serves one query bar; `library_values` says what the library holds."""

    def __init__(
        self, bar: QueryBar, library_values: Callable[[], Suggestions], recents: Recents
    ) -> None:
        super().__init__(bar)
        self._bar = bar
        self._line = bar.line
        self._values = library_values
        self._recents = recents
        self._list = OfferList(bar)
        self._list.chosen.connect(self._take)
        self._offers = Offers()
        self._shows_recents = False
        self._line.installEventFilter(self)
        self._line.textEdited.connect(lambda _: self._complete())
        self._line.textChanged.connect(self._on_text)
        self._offered_for = ""
        button = bar.add_button("clock", self.tr("Recent searches"))
        button.setToolTip(self.tr("Recent searches (Down)"))
        button.clicked.connect(self.show_recents)

    @property
    def list(self) -> OfferList:
        """Where offers are shown."""
        return self._list

    def show_recents(self) -> None:
        """What was asked lately, and then the fields of the typed language."""
        self._line.setFocus()
        self._shows_recents = True
        fields = completed(self._line.text()[: self._line.cursorPosition()], self._values(), True)
        self._show(fields)

    def renew(self) -> None:
        """More is known of the library: offer it for what is being typed, if nothing is marked."""
        closed = self._list.isHidden() and bool(self._offers.offers)
        typing = self._line.hasFocus() and self._line.text() == self._offered_for != ""
        if typing and not (closed or self._shows_recents) and self._list.currentRow() < 0:
            self._complete()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that concern the list; it goes with the keyboard."""
        if event.type() == QEvent.Type.FocusOut:
            self._close()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._took(event)
        return False

    def _took(self, event: QKeyEvent) -> bool:
        # Not isVisible: a list in a window that is not shown yet counts too.
        if self._list.isHidden():
            opens = event.key() == Qt.Key.Key_Down
            if opens:
                self._open()
            return opens
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self._say(self._list.mark(1 if event.key() == Qt.Key.Key_Down else -1))
            case Qt.Key.Key_Escape:
                self._close()
            case Qt.Key.Key_Tab:
                return self._take_or_close(0 if self._offers.sure else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return self._take_or_close(-1)
            case _:
                return False
        return True

    def _open(self) -> None:
        """Offers on demand; before anything is typed, what was asked lately."""
        if self._line.text().strip():
            self._shows_recents = False
            text = self._line.text()[: self._line.cursorPosition()]
            self._show(completed(text, self._values(), asked=True))
        else:
            self.show_recents()
        if not self._list.isHidden():
            self._say(self._list.mark(1))

    def _complete(self) -> None:
        self._shows_recents = False
        text = self._line.text()[: self._line.cursorPosition()]
        self._show(completed(text, self._values()))

    def _on_text(self, text: str) -> None:
        """What somebody else writes into the line is nothing to complete."""
        if text != self._offered_for:
            self._close()

    def _show(self, offers: Offers) -> None:
        self._offers = offers
        self._offered_for = self._line.text()
        recent = self._recents.offers() if self._shows_recents else ()
        self._list.offer((*recent, *offers.offers), self._bar)

    def _close(self) -> None:
        self._list.hide()

    def _take_or_close(self, otherwise: int) -> bool:
        """Take what is marked, or else this line; with neither, the key is the bar's."""
        row = self._list.currentRow() if self._list.currentRow() >= 0 else otherwise
        if row < 0:
            self._close()
            return False
        self._take(row)
        return True

    def _take(self, row: int) -> None:
        recent = len(self._recents.offers()) if self._shows_recents else 0
        self._close()
        if row < recent:
            self._recents.take(row, self._bar)
            return
        offers, line = self._offers, self._line
        offer = offers.offers[row - recent]
        before, after = line.text()[: offers.start], line.text()[line.cursorPosition() :]
        if offer.whole:
            line.setText((before.rstrip() + " " + after.lstrip()).strip())
            self._bar.add_typed(offer.insert)
        else:
            line.setText(before + offer.insert + after)
            line.setCursorPosition(len(before + offer.insert))
            self._complete()

    def _say(self, text: str) -> None:
        """Let a screen reader say what is marked: the keyboard stays in the line."""
        if text and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._line, text))
