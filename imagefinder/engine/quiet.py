"""A thread of the engine process that looks now and then whether there is something to do.

`upkeep` and `offering` say what: work that can wait, beside whatever else goes on.
"""

import threading
from abc import ABC, abstractmethod


class QuietThread(ABC):
    """Runs from the end of its making until `close`: first looks after a while, then regularly."""

    def __init__(self, name: str, first_look_s: float, look_s: float) -> None:
        self._first_look_s = first_look_s
        self._look_s = look_s
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Break off what is being done; nothing half done is left of it."""
        self._closed.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        self._begin()
        wait_s = self._first_look_s
        while not self._closed.wait(wait_s):
            self._look()
            wait_s = self._look_s

    def _begin(self) -> None:  # noqa: B027 - most have nothing to do here
        """Called in the thread, before it waits for the first time."""

    @abstractmethod
    def _look(self) -> None:
        """Do what there is to do; raises nothing, and ends soon after `_closed` is set."""
