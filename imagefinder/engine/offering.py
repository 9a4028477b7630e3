"""The engine process's thread that counts what may be asked for, before anybody types.

Over a million photos it takes some seconds, which the first completion would wait for. It begins
when the start is over, makes way for everybody else, and writes the derived file that the window
reads: where there is none, and whenever a library that is being indexed has grown much.
"""

import logging
from contextlib import closing

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import LibraryPaths
from imagefinder.engine.effort import lower_thread_priority
from imagefinder.engine.quiet import QuietThread
from imagefinder.store.connect import open_for_reading
from imagefinder.store.suggestions import is_due, keep, suggestions

log = logging.getLogger(__name__)

FIRST_LOOK_S = 3.0
LOOK_S = 60.0
# After each millisecond or so of counting; the disk rests, too.
REST_S = 0.001
_NICE = 10


class Offering(QuietThread):
    """Runs from its making until `close`, which breaks off the counting."""

    def __init__(self, paths: LibraryPaths) -> None:
        self._paths = paths
        super().__init__("offers", FIRST_LOOK_S, LOOK_S)

    def _begin(self) -> None:
        lower_thread_priority(_NICE)

    def _look(self) -> None:
        try:
            with closing(open_for_reading(self._paths)) as connection:
                if not is_due(self._paths.suggestions, connection):
                    return
                found = suggestions(connection, lambda: self._closed.wait(REST_S))
                if found is not None:
                    keep(found, self._paths.suggestions)
        except KnownError as e:
            log.warning("what may be asked for could not be counted: %s", e)
        except Exception:  # the edge of a thread: the window counts by itself
            log.exception("counting what may be asked for failed")
