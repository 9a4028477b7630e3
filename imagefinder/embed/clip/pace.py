"""How many pictures at once, so that a query never waits long behind a batch.

`start` finds a size for this machine, which may have been busy just then, or be busy now; the
encoder reports every batch here and asks for the next one's size.
"""

from collections import deque

BATCH_S = 0.25
_MOST = 1024
_OBSERVED = 3


class Pace:
    """A batch size that follows what batches take: powers of two, slow to change its mind."""

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once
        self._most = _MOST
        self._seconds: deque[float] = deque(maxlen=_OBSERVED)

    def observe(self, pictures: int, seconds: float) -> None:
        """Take note of a batch; one that was not full tells nothing."""
        if pictures < self.at_once:
            return
        self._seconds.append(seconds)
        if len(self._seconds) < _OBSERVED:
            return
        if min(self._seconds) > 1.5 * BATCH_S and self.at_once > 1:
            self._change_to(self.at_once // 2)
        elif max(self._seconds) < BATCH_S / 2.5 and 2 * self.at_once <= self._most:
            self._change_to(2 * self.at_once)

    def limit(self, most: int) -> None:
        """Never more than `most` again: there is no memory for it."""
        self._most = most
        self._change_to(min(self.at_once, most))

    def _change_to(self, at_once: int) -> None:
        self.at_once = at_once
        self._seconds.clear()
