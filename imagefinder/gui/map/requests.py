"""Requests to the engine about the map: which answer belongs to what, and which comes too late."""

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from imagefinder.core.mapping import GiveUpLayout, LayingOut, MapEvent, MapRequest
from imagefinder.core.messages import Failed
from imagefinder.gui.engine_client import EngineClient


class _Asked(NamedTuple):
    kind: str
    then: Callable[[Any], object]


class Requests(QObject):
    """Of each kind only the newest is answered."""

    progressed = Signal(object)  # LayingOut
    failed = Signal(str, str)  # kind, a sentence

    def __init__(self, engine: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._asked: dict[int, _Asked] = {}
        self._ever: set[int] = set()
        engine.map_answered.connect(self._on_answer)
        engine.failed.connect(self._on_failed)

    def ask(
        self, kind: str, make: Callable[[int], MapRequest], then: Callable[[Any], object]
    ) -> None:
        """Send what `make` makes of a number; `then` gets its answer."""
        self.forget(kind)
        number = self._engine.next_request()
        self._asked[number] = _Asked(kind, then)
        self._ever.add(number)
        self._engine.send(make(number))

    def forget(self, kind: str) -> None:
        """An answer to this comes too late."""
        self._asked = {n: asked for n, asked in self._asked.items() if asked.kind != kind}

    def give_up(self, kind: str) -> None:
        """Nobody wants this any more: the engine may end it."""
        for number, asked in self._asked.items():
            if asked.kind == kind:
                self._engine.send(GiveUpLayout(number))
        self.forget(kind)

    def awaits(self, kind: str) -> bool:
        """Whether an answer is on its way."""
        return any(asked.kind == kind for asked in self._asked.values())

    def is_mine(self, failed: Failed) -> bool:
        """Whether the map tells it."""
        return failed.request in self._ever

    def _on_answer(self, event: MapEvent) -> None:
        asked = self._asked.get(event.request)
        if asked is None:
            return
        if isinstance(event, LayingOut):
            self.progressed.emit(event)
            return
        del self._asked[event.request]
        asked.then(event)

    def _on_failed(self, failed: Failed) -> None:
        asked = self._asked.pop(failed.request, None)
        if asked is not None:
            self.failed.emit(asked.kind, failed.text)
