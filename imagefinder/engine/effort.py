"""How hard to work: how many files at once, at which priority, and how long to rest in between.

    gentle   a quarter of the cores reads files; two thirds of the time nothing is done
    normal   all cores read files, and other programs come first
    full     as normal, and no other program comes first

The pipeline asks before each file and after each batch, so that a change of the settings, or of the
plug, is felt within a batch. What reads files lowers its own thread's priority only: a search stays
quick, and a system lets nobody raise it again.
"""

import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from imagefinder.core.reports import Gentle
from imagefinder.core.settings import Effort, Settings
from imagefinder.engine.battery import on_battery

# A rest is so many times as long as the work before it: a third of the time is worked.
REST_PER_WORK = 2.0
# However long a batch took, somebody may be waiting for the indexing to be stopped.
LONGEST_REST_S = 5.0
_LOOK_AT_PLUG_S = 10.0
_SLICE_S = 0.05
_NICE = {"gentle": 10, "normal": 5, "full": 0}
_BELOW_NORMAL_ON_WINDOWS = -1


class Pacing:
    """Asks the settings and the plug what holds now."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        on_battery: Callable[[], bool] = on_battery,
        cores: int | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._on_battery = on_battery
        self._cores = cores or os.cpu_count() or 1
        self._clock = clock
        self._sleep = sleep
        self._plug_looked_at = -_LOOK_AT_PLUG_S
        self._unplugged = False
        self._lowered = threading.local()

    def gentle(self) -> Gentle:
        """Whether to work gently, and why."""
        settings = self._settings()
        if settings.effort == "gentle":
            return "chosen"
        return "battery" if settings.gentle_on_battery and self._is_unplugged() else ""

    def files_at_once(self, ahead: int) -> int:
        """How many files may be in flight, where `ahead` would serve the model best."""
        return max(1, self._cores // 4) if self.gentle() else ahead

    def threads(self) -> int:
        """How many threads an indexing that begins now reads files in."""
        return self._settings().decode_threads or self._cores

    def give_way(self) -> None:
        """Lower the priority of the thread that calls, if it is not so low already."""
        wanted = _NICE[self._effort()]
        if wanted > getattr(self._lowered, "nice", 0):
            self._lowered.nice = wanted
            lower_thread_priority(wanted)

    def resting(self, worked_s: float) -> Iterator[None]:
        """Rests after so much work; yields often, and ends at once where it is gentle no longer."""
        until = self._clock() + min(REST_PER_WORK * worked_s, LONGEST_REST_S)
        while self.gentle() and self._clock() < until:
            self._sleep(_SLICE_S)
            yield

    def _effort(self) -> Effort:
        return "gentle" if self.gentle() else self._settings().effort

    def _is_unplugged(self) -> bool:
        now = self._clock()
        if now - self._plug_looked_at >= _LOOK_AT_PLUG_S:
            self._plug_looked_at = now
            self._unplugged = self._on_battery()
        return self._unplugged


def lower_thread_priority(nice: int) -> None:
    """Let other programs come before this thread, where the system knows priorities of threads."""
    if sys.platform == "linux":
        with suppress(OSError):  # a sandbox may forbid it; then it is worked as before
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), nice)
    elif windows := getattr(ctypes, "windll", None):
        thread = windows.kernel32.GetCurrentThread()
        windows.kernel32.SetThreadPriority(thread, _BELOW_NORMAL_ON_WINDOWS)
