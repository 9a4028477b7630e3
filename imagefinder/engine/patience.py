"""Ends the process when a decoder never comes back: no thread can be stopped from outside.

Looks once a second whether some file's decoding ended. Where none did for `PATIENCE_S` looks, and
more the larger the files in flight are, the process aborts, which counts as a crash. Where one file
alone had all the time that it may take, the journal is told, and it is set aside after the next
start; where there are several, each of them is read alone then, and the one that hangs again is.
Looks are counted, not seconds, so that a process or a machine that slept is not taken for one that
hangs. Nor is one that other programs keep from computing: a look counts for the share of the
processor that this process had. A slow disk is no matter: the whole file was read before.
"""

import logging
import os
import threading
import time
from collections.abc import Callable

from imagefinder.engine.journal import CrashJournal, Flight
from imagefinder.files.turns import waiting_threads

log = logging.getLogger(__name__)

# A picture of 250 megapixels that is packed into little takes 9 s at most: JPEG 2000, reckoned from
# 36 megapixels measured on two busy cores.
PATIENCE_S = 30
# One full of noise takes up to 80 s, but no more than 0.17 s a megabyte: JPEG 2000 again.
PATIENCE_S_PER_MB = 1
_LOOK_S = 1.0
# What a look counts for at the least: a decoder may also wait for ever, and compute nothing.
_LEAST_SHARE = 0.1


class Patience:
    """Watches one journal from its making until `close`."""

    def __init__(self, journal: CrashJournal, end: Callable[[], object] = os.abort) -> None:
        self._journal = journal
        self._end = end
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="patience", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Watch no more."""
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        looks, ended, computed_s = 0.0, 0, time.process_time()
        seen: dict[int, float] = {}
        while not self._closed.wait(_LOOK_S):
            before_s, computed_s = computed_s, time.process_time()
            share = min(1.0, max(_LEAST_SHARE, (computed_s - before_s) / _LOOK_S))
            in_flight, now_ended = self._journal.standing()
            looks = looks + share if in_flight and now_ended == ended else 0.0
            ended = now_ended
            numbers = [flight.number for flight in in_flight.values()]
            seen = {number: seen.get(number, 0.0) + share for number in numbers}
            if looks >= patience_s(max((flight.size for flight in in_flight.values()), default=0)):
                log.error("reading %s does not come to an end; starting again", sorted(in_flight))
                self._accuse(in_flight, seen)
                self._end()
                return

    def _accuse(self, in_flight: dict[str, Flight], seen: dict[int, float]) -> None:
        """Tell the journal which file it is, if only one can be."""
        waiting = waiting_threads()
        overdue = [
            path
            for path, flight in in_flight.items()
            if seen[flight.number] >= patience_s(flight.size) and flight.thread not in waiting
        ]
        if len(overdue) == 1:
            self._journal.accuse(overdue[0])


def patience_s(size: int) -> float:
    """How long nothing may come to an end while a file of so many bytes is being decoded."""
    return PATIENCE_S + PATIENCE_S_PER_MB * size / 1e6
