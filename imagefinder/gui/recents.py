"""What was asked lately: the last queries, newest first, kept in `window.ini` as JSON.

A query counts as asked once it stands for a while or Enter was pressed. Nothing of this leaves the
library's folder, and `forget` leaves nothing of it there.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from imagefinder.core.escaping import query_as_json, query_from_json
from imagefinder.core.query import PictureFile, Query, Words
from imagefinder.gui.chip_text import query_label
from imagefinder.gui.completion import Offer
from imagefinder.gui.query_bar import QueryBar
from imagefinder.gui.remembered import Remembered

MOST = 20
STANDS_AFTER_MS = 3000


class Recents(QObject):
    """The queries of one window; pictures that were dropped lie in `dropped`."""

    changed = Signal()

    def __init__(self, remembered: Remembered, bar: QueryBar, dropped: Path) -> None:
        super().__init__(bar)
        self._remembered = remembered
        self._dropped = dropped
        self._queries = _from_text(remembered.recent)
        self._asked = Query()
        self._timer = QTimer(self, singleShot=True, interval=STANDS_AFTER_MS)
        self._timer.timeout.connect(self._keep)
        bar.query_changed.connect(self._on_query)
        bar.entered.connect(self._keep)

    def queries(self) -> Sequence[Query]:
        """Newest first, without those whose pictures are gone."""
        return [query for query in self._queries if not self._has_lost_a_picture(query)]

    def offers(self) -> tuple[Offer, ...]:
        """A line for each, and one that forgets them."""
        lines = [Offer(query_label(query), "", icon="clock") for query in self.queries()]
        forgetting = Offer(self.tr("Forget recent searches"), "", icon="close")
        return (*lines, forgetting) if lines else ()

    def take(self, row: int, bar: QueryBar) -> None:
        """Do what this line of `offers` says."""
        queries = self.queries()
        if row < len(queries):
            bar.show_query(queries[row])
        else:
            self.forget()

    def forget(self) -> None:
        """Keep none of them."""
        self._queries = []
        self._tell()

    def _on_query(self, query: Query) -> None:
        self._asked = query
        self._timer.start()

    def _keep(self) -> None:
        self._timer.stop()
        asked = self._asked
        if not (asked.terms or asked.filters):
            return
        earlier = [one for one in self._queries if one != asked]
        # Typing went on: what stood for a while on the way is not a search of its own.
        if earlier and _goes_on(earlier[0], asked):
            del earlier[0]
        self._queries = [asked, *earlier][:MOST]
        self._tell()

    def _tell(self) -> None:
        self._remembered.keep(recent=_as_text(self._queries))
        self.changed.emit()

    def _has_lost_a_picture(self, query: Query) -> bool:
        """Whether a picture that we kept ourselves is deleted; others may be offline."""
        paths = (Path(term.path) for term in query.terms if isinstance(term, PictureFile))
        return any(path.parent == self._dropped and not path.exists() for path in paths)


def _goes_on(earlier: Query, now: Query) -> bool:
    """Whether `now` is `earlier` with more letters typed at its end."""
    if earlier.filters != now.filters or len(earlier.terms) != len(now.terms) or not now.terms:
        return False
    first, second = earlier.terms[-1], now.terms[-1]
    same = earlier.terms[:-1] == now.terms[:-1]
    both = isinstance(first, Words) and isinstance(second, Words)
    return same and both and second.text.startswith(first.text)  # type: ignore[union-attr]


def _as_text(queries: Sequence[Query]) -> str:
    return msgspec.json.encode([query_as_json(query).decode() for query in queries]).decode()


def _from_text(kept: str) -> list[Query]:
    try:
        texts = msgspec.json.decode(kept, type=list[str])
    except msgspec.DecodeError:
        return []
    queries = (query_from_json(text) for text in texts)
    return [query for query in queries if query is not None]
