"""How fast work goes and how long it will take, from the last seconds of it."""

import time
from collections import deque
from collections.abc import Callable, Iterator

from imagefinder.core.reports import Phase, Progress

WINDOW_S = 10.0
# The window repaints at most so often; more would only cost it time.
REPORTS_PER_SECOND = 10


class Pace:
    """Turns counts into `Progress`; `due` limits how often that is worth saying."""

    def __init__(
        self,
        phase: Phase,
        total: int | None,
        clock: Callable[[], float] = time.monotonic,
        done: int = 0,
    ) -> None:
        """What was `done` before it is looked at counts as no speed."""
        self._phase = phase
        self._clock = clock
        self.total = total
        self._samples: deque[tuple[float, int]] = deque([(clock(), done)])
        self._said_at = 0.0

    def due(self) -> bool:
        """Whether the last progress is long enough ago for another."""
        now = self._clock()
        if now - self._said_at < 1 / REPORTS_PER_SECOND:
            return False
        self._said_at = now
        return True

    def at(self, done: int, note: str = "") -> Progress:
        """The progress at `done`, with the rate of the last seconds."""
        rate = self._rate(done)
        left = None
        if rate and self.total is not None:
            left = max(0, self.total - done) / rate
        return Progress(self._phase, done, self.total, rate, left, note)

    def _rate(self, done: int) -> float | None:
        now = self._clock()
        self._samples.append((now, done))
        while len(self._samples) > 2 and now - self._samples[0][0] > WINDOW_S:
            self._samples.popleft()
        started, before = self._samples[0]
        return (done - before) / (now - started) if now > started and done > before else None


class PhasedPace:
    """The same for work in phases with names, each of which counts anew."""

    def __init__(self, phase: Phase, clock: Callable[[], float] = time.monotonic) -> None:
        self._phase = phase
        self._clock = clock
        self._name: str | None = None
        self._pace = Pace(phase, None, clock)

    def at(self, name: str, done: int, total: int) -> Iterator[Progress]:
        """The progress at `done` of the phase `name`, where that is worth saying."""
        if name != self._name:
            self._name, self._pace = name, Pace(self._phase, total, self._clock, done)
        if self._pace.due():
            yield self._pace.at(done, note=name)
