"""Threads that work off a list of wishes, which is replaced at will: that is the cancelling.

Thumbnails and whole pictures are loaded this way. Each thread makes its own `Work` (a database
connection may not change threads); results come back to the thread that owns `Loaders`, several to
a signal, since a signal per thumbnail would cost more than the thumbnail.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal

_BATCH = 12
_BATCH_S = 0.008

K = TypeVar("K", bound=Hashable)
K_in = TypeVar("K_in", contravariant=True)
V_out = TypeVar("V_out", covariant=True)

logger = logging.getLogger(__name__)


class Work(Protocol[K_in, V_out]):
    """What one thread does. Made, called and closed in that thread only."""

    def load(self, key: K_in) -> V_out:
        """What the key stands for; a fault of the world is a value, not an exception."""

    def close(self) -> None:
        """Let go of what it holds."""


class Wishes(Generic[K]):
    """What each asker wants, most urgent first; askers take turns. Safe in every thread."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._wanted: dict[str, deque[K]] = {}
        self._in_work: set[K] = set()
        self._closed = False

    def replace(self, asker: str, keys: Sequence[K]) -> None:
        """Forget what this asker wanted and want these instead."""
        with self._condition:
            self._wanted[asker] = deque(keys)
            self._condition.notify_all()

    def take(self, wait: bool) -> K | None:
        """The next key, now in work; None when closed or, unless `wait`, when there is none."""
        with self._condition:
            while not self._closed:
                if (key := self._next()) is not None:
                    self._in_work.add(key)
                    return key
                if not wait:
                    break
                self._condition.wait()
            return None

    def done(self, keys: Sequence[K]) -> None:
        """The results of these keys are known; from now on they can be taken again."""
        with self._condition:
            self._in_work.difference_update(keys)

    def close(self) -> None:
        """Wake whoever waits; nothing is handed out any more."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def _next(self) -> K | None:
        for asker in list(self._wanted):
            keys = self._wanted.pop(asker)
            while keys:
                key = keys.popleft()
                if key not in self._in_work:
                    # Put last, so that the other askers are served before it comes again.
                    self._wanted[asker] = keys
                    return key
        return None


class Loaders(QObject):
    """A few threads and the wishes that they share."""

    # list[tuple[K, V]], in the thread of this object.
    loaded = Signal(object)

    def __init__(
        self, make_work: Callable[[], Work[Any, Any]], threads: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._wishes: Wishes[Any] = Wishes()
        self._threads = [_Loader(make_work, self._wishes) for _ in range(threads)]
        for thread in self._threads:
            thread.batch_loaded.connect(self._on_batch_loaded)
            thread.start()
        app = QCoreApplication.instance()
        if app is not None:
            # A QThread that is destroyed while it runs ends the program with an abort.
            app.aboutToQuit.connect(self.close)

    def want(self, asker: str, keys: Sequence[Any]) -> None:
        """Load these next, in this order, in place of what `asker` wanted before."""
        self._wishes.replace(asker, keys)

    def close(self) -> None:
        """Stop after what is in work at present, and wait for that. May be called twice."""
        self._wishes.close()
        for thread in self._threads:
            thread.wait()

    def _on_batch_loaded(self, batch: list[tuple[Any, Any]]) -> None:
        self._wishes.done([key for key, _ in batch])
        self.loaded.emit(batch)


class _Loader(QThread):
    batch_loaded = Signal(object)

    def __init__(self, make_work: Callable[[], Work[Any, Any]], wishes: Wishes[Any]) -> None:
        super().__init__()
        self._make_work = make_work
        self._wishes = wishes

    def run(self) -> None:
        """Load until the wishes are closed."""
        work = self._make_work()
        while (key := self._wishes.take(wait=True)) is not None:
            self.batch_loaded.emit(self._batch(work, key))
        work.close()

    def _batch(self, work: Work[Any, Any], first: Hashable) -> list[tuple[Any, Any]]:
        key: Hashable | None = first
        batch: list[tuple[Any, Any]] = []
        end = time.monotonic() + _BATCH_S
        while key is not None:
            batch.append((key, _result(work, key)))
            full = len(batch) == _BATCH or time.monotonic() > end
            key = None if full else self._wishes.take(wait=False)
        return batch


def _result(work: Work[Any, Any], key: Hashable) -> Any:
    try:
        return work.load(key)
    except Exception:
        # One bad picture must not end the thread that would load the others.
        logger.exception("loading %r failed", key)
        return None
