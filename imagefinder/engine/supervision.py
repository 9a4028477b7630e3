"""What to do when the engine process dies: start it again, with what it was doing.

Pure bookkeeping without a process of its own: `engine.client` holds the other end with a pipe, the
window with QProcess, and both ask here.
"""

import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from imagefinder.core.messages import (
    Event,
    Failed,
    Index,
    Indexed,
    Interrupted,
    Pause,
    Ready,
    Request,
    Resume,
    Watch,
)

# Each file that crashes the decoder costs two deaths before it is set aside: allow a few of them.
DEATHS_ALLOWED = 8
WITHIN_S = 120.0
GRACE_S = 5.0


def engine_command(library: Path) -> list[str]:
    """How to start the engine process of a library."""
    return [sys.executable, "-m", "imagefinder.engine.worker", str(library)]


class Supervision:
    """Remembers what the engine was told and decides whether a dead one is started again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._deaths: deque[float] = deque()
        self._indexing = False
        self._watching = False
        self._held = False
        self._ready = False
        self.refusal = ""

    def sent(self, request: Request) -> None:
        """Note a request that goes down to the engine."""
        match request:
            case Index():
                self._indexing = True
            case Watch():
                self._watching = True
            case Pause() | Resume():
                self._held = isinstance(request, Pause)

    def received(self, event: Event) -> None:
        """Note an event that came up from the engine."""
        match event:
            case Ready():
                self._ready = True
            case Failed(request=0, text=text) if not self._ready:
                self.refusal = text
            case Indexed() | Interrupted() | Failed(request=0):
                self._indexing = False

    def died(self) -> list[Request] | None:
        """The requests to begin a new engine with; None when there is no use in another.

        That is when it died too often, or said (in `refusal`) why it can't open the library.
        """
        now = self._clock()
        self._ready = False
        if self.refusal:
            return None
        self._deaths.append(now)
        while now - self._deaths[0] > WITHIN_S:
            self._deaths.popleft()
        return None if len(self._deaths) > DEATHS_ALLOWED else self._standing_orders()

    def _standing_orders(self) -> list[Request]:
        orders: list[Request] = []
        if self._held:
            orders.append(Pause())
        if self._watching:
            orders.append(Watch())
        if self._indexing:
            orders.append(Index())
        return orders
