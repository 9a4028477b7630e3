"""Hides photos from results, or shows them again: the engine notes it, the answer is told."""

from PySide6.QtCore import QObject, Signal

from imagefinder.core.choices import Hide
from imagefinder.core.messages import Done
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.listing import Ids


class Hiding(QObject):
    """Asks one engine."""

    remarked = Signal(str)
    # Ids that are no longer to be listed where they were, once that is written down.
    moved = Signal(object)

    def __init__(self, engine: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._asked: dict[int, tuple[Ids, bool]] = {}
        engine.done.connect(self._on_done)

    def hide(self, ids: Ids, hidden: bool) -> None:
        """Leave these out of results, or not `hidden` any more."""
        number = self._engine.next_request()
        self._asked[number] = (ids, hidden)
        self._engine.send(Hide(number, ids.astype("<i8").tobytes(), hidden))

    def _on_done(self, done: Done) -> None:
        if done.request not in self._asked:
            return
        ids, hidden = self._asked.pop(done.request)
        self.moved.emit(ids)
        if hidden:
            self.remarked.emit(
                self.tr("Hidden: %Ln photo(s). Find them with is:hidden.", "", len(ids))
            )
        else:
            self.remarked.emit(self.tr("%Ln photo(s) shown in results again", "", len(ids)))
