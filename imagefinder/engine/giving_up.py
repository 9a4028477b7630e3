"""Work that may be given up while it is done: by its request's number, from any thread.

The worker's main thread is told which request is given up; the thread that carries it out says when
it begins, asks now and then, and names the process that it waits for, which is ended.
"""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from imagefinder.core.errors import Stopped


class GivingUp:
    """Belongs to one thread that carries out one request after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given_up: set[int] = set()
        self._running = 0
        self._process: subprocess.Popen[bytes] | None = None

    def give_up(self, request: int) -> None:
        """Have this request end soon, or not begin at all."""
        with self._lock:
            self._given_up.add(request)
            if request == self._running and self._process is not None:
                self._process.kill()

    def begin(self, request: int) -> None:
        """This one is carried out from now on. Raises `Stopped` where it was given up already."""
        with self._lock:
            self._running = request
            # Numbers only grow: what is older will not come again.
            self._given_up = {number for number in self._given_up if number >= request}
        self.check()

    def check(self) -> None:
        """Raise `Stopped` where what is carried out was given up."""
        with self._lock:
            if self._running in self._given_up:
                raise Stopped

    @contextmanager
    def ending(self, process: "subprocess.Popen[bytes]") -> Iterator[None]:
        """Meanwhile giving up ends this process."""
        with self._lock:
            self._process = process
            if self._running in self._given_up:
                process.kill()
        try:
            yield
        finally:
            with self._lock:
                self._process = None
