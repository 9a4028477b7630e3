"""The engine process's quiet thread: a backup each week, made beside whatever else goes on.

It waits until the start is over, looks once an hour, and copies a few megabytes at a time. What
goes wrong is said once, as a notice. The command line calls `back_up_if_due` after an indexing.
"""

import logging
from collections.abc import Callable

from imagefinder.core.errors import KnownError, Stopped
from imagefinder.core.messages import Event, Said
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import Notice
from imagefinder.engine.quiet import QuietThread
from imagefinder.store.backup import WEEKLY, back_up, is_due

log = logging.getLogger(__name__)

FIRST_LOOK_S = 120.0
LOOK_S = 3600.0
# Between two steps of 4 MB: a copy of 1 GB takes some ten seconds longer and holds up nobody.
PAUSE_S = 0.04


class Upkeep(QuietThread):
    """Runs from its making until `close`, which breaks off a backup that is being made."""

    def __init__(self, paths: LibraryPaths, send: Callable[[Event], None]) -> None:
        self._paths = paths
        self._send = send
        self._said = ""
        super().__init__("upkeep", FIRST_LOOK_S, LOOK_S)

    def _look(self) -> None:
        try:
            back_up_if_due(self._paths, self._pause)
        except Stopped:
            pass
        except KnownError as e:
            self._say(f"No backup was made: {e}")
        except Exception:  # the edge of a thread: the engine goes on without a backup
            log.exception("making a backup failed")

    def _pause(self) -> None:
        if self._closed.wait(PAUSE_S):
            raise Stopped

    def _say(self, text: str) -> None:
        if text != self._said:
            self._said = text
            log.warning(text)
            self._send(Said(notice=Notice(text)))


def back_up_if_due(paths: LibraryPaths, pause: Callable[[], object] = bool) -> None:
    """Make the weekly backup where the last one is old; see `store.backup.back_up`."""
    if is_due(paths):
        made = back_up(paths, WEEKLY, pause)
        log.info("backup %d made: %d bytes", made.number, made.size)
