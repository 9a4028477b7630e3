"""From a query to a listing: asks the engine, orders the answer, drops what is out of date.

The window tells `ask` the newest query; `listed` brings what to show, also when indexing has found
more. While an answer is awaited for long enough to be noticed, `waiting` says so.
"""

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from imagefinder.core.messages import Failed, Found, Search
from imagefinder.core.query import Query
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.library_view import LibraryReads
from imagefinder.gui.listing import (
    FIRST,
    Ids,
    Listing,
    Order,
    first_photos,
    in_order,
    of_result,
    ordered,
    whole_library,
)
from imagefinder.store.reader import Reader

TOP = 2000
NOTICED_AFTER_MS = 200
_NEWEST_FIRST = (Order.RELEVANCE, Order.NEWEST)


class Asking(QObject):
    """One query at a time."""

    listed = Signal(object, bool)  # Listing, whether it is the same query as before
    waiting = Signal(str)  # a sentence, or nothing when the waiting is over
    refused = Signal(str)

    def __init__(
        self, engine: EngineClient, reads: LibraryReads, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._reads = reads
        self._query = Query()
        # Photos that are listed without being asked for in words.
        self._given: Ids | None = None
        self._order = Order.RELEVANCE
        # Counts queries and orders, so that an answer to an earlier one is known as such.
        self._turn = 0
        self._shown_turn = -1
        self._request = 0
        self._requests: set[int] = set()
        self._refusal = ""
        self._model_loaded = False
        self._notice = QTimer(self, singleShot=True, interval=NOTICED_AFTER_MS)
        self._notice.timeout.connect(self._on_notice)
        engine.found.connect(self._on_found)
        engine.failed.connect(self._on_failed)
        engine.restarted.connect(lambda _: self._forget_model())

    @property
    def order(self) -> Order:
        """The order that was asked for last."""
        return self._order

    def ask(self, query: Query) -> None:
        """This is the query from now on."""
        self._given = None
        self._query = query
        self._turn += 1
        self.ask_again()

    def show_photos(self, ids: Ids) -> None:
        """List these from now on, whatever was asked."""
        self._query, self._given = Query(), ids
        self._turn += 1
        self.ask_again()

    def set_order(self, order: Order) -> None:
        """The order to begin with."""
        self._order = order

    def sort(self, order: Order) -> None:
        """List in this order from now on."""
        self._order = order
        self._turn += 1
        self.ask_again()

    def ask_again(self) -> None:
        """The same once more: the library may have changed."""
        self._refusal = ""
        if not (self._query.terms or self._query.filters):
            self._stop_waiting()
            self._list_library()
            return
        self._request = self._engine.next_request()
        self._requests.add(self._request)
        if self._shown_turn != self._turn and not self._notice.isActive():
            self._notice.start()
        self._engine.send(Search(self._request, self._query, TOP))

    def is_mine(self, failed: Failed) -> bool:
        """Whether it was a query that failed: those are told by `refused`, or out of date."""
        return failed.request in self._requests

    def show_refusal(self) -> None:
        """List nothing, if what was asked last was refused: it is not what was found before."""
        if self._refusal:
            self.listed.emit(Listing(np.empty(0, np.int64), refused=self._refusal), False)

    def _list_library(self) -> None:
        turn, order, self._request, given = self._turn, self._order, 0, self._given
        # Of a million photos the first screens come at once, the rest a second later.
        begins = given is None and self._shown_turn != turn and order in _NEWEST_FIRST

        def read(reader: Reader) -> Ids:
            if begins:
                return first_photos(reader)
            return whole_library(reader, order) if given is None else ordered(reader, given, order)

        def show(ids: Ids) -> None:
            self._show(turn, Listing(ids, chosen=given is not None))
            if begins and len(ids) == FIRST and turn == self._turn:
                self._list_library()

        self._reads.ask("library", read, show)

    def _on_found(self, found: Found) -> None:
        if found.request != self._request:
            return
        self._model_loaded = self._model_loaded or bool(self._query.terms)
        self._stop_waiting()
        listing, turn, order = of_result(found.result), self._turn, self._order
        if order is Order.RELEVANCE:
            self._show(turn, listing)
            return
        self._reads.ask(
            "answer",
            lambda reader: ordered(reader, listing.ids, order),
            lambda ids: self._show_ordered(turn, listing, ids),
        )

    def _show_ordered(self, turn: int, listing: Listing, ids: Ids) -> None:
        self._show(turn, in_order(listing, ids))

    def _show(self, turn: int, listing: Listing) -> None:
        if turn == self._turn:
            self.listed.emit(listing, turn == self._shown_turn)
            self._shown_turn = turn

    def _on_failed(self, failed: Failed) -> None:
        if self._request and failed.request == self._request:
            self._stop_waiting()
            # What comes next is an answer anew, even to the same query.
            self._shown_turn = -1
            self._refusal = failed.text
            self.refused.emit(failed.text)

    def _on_notice(self) -> None:
        needs_model = bool(self._query.terms) and not self._model_loaded
        self.waiting.emit(self.tr("Loading the model…") if needs_model else self.tr("Searching…"))

    def _stop_waiting(self) -> None:
        self._notice.stop()
        self.waiting.emit("")

    def _forget_model(self) -> None:
        self._model_loaded = False
