"""Whether a watched folder is still the one that is watched, asked where nobody has to wait for it.

A root that is unmounted, renamed or deleted tells its watcher nothing that could be relied on, so
the engine asks every ten seconds. On a network share whose server died even `stat` doesn't come
back: each question has a thread of its own, and a root whose question still stands isn't asked
again. Used by `engine.watching`.
"""

import os
import threading
from collections.abc import Callable
from contextlib import suppress

from imagefinder.files.mounts import network_type

Identity = tuple[int, int]


class Lookout:
    """Asks about roots; `on_yes` is called with each of which the answer is yes."""

    def __init__(self, on_yes: Callable[[str], None]) -> None:
        self._on_yes = on_yes
        self._asked: set[str] = set()
        self._lock = threading.Lock()

    def ask(self, root: str, question: Callable[[str], bool]) -> None:
        """Have `question` answered soon, on another thread; dropped while an earlier one stands."""
        with self._lock:
            if root in self._asked:
                return
            self._asked.add(root)
        # A daemon: what hangs in the kernel must not keep the program from ending.
        threading.Thread(
            target=self._answer, args=(root, question), name="lookout", daemon=True
        ).start()

    def _answer(self, root: str, question: Callable[[str], bool]) -> None:
        try:
            if question(root):
                self._on_yes(root)
        finally:
            with self._lock:
                self._asked.discard(root)


def identity(root: str) -> Identity | None:
    """What tells one folder from another at the same path; None where there is none.

    Another disk, or none, at a mount point is another device; a folder in the place of one that
    was renamed is another inode. A network's numbers for folders may be made up, and change.
    """
    with suppress(OSError):
        status = os.stat(root)  # noqa: PTH116 - keeps undecodable names as they are
        return status.st_dev, 0 if network_type(root) else status.st_ino
    return None


def has_entries(folder: str) -> bool:
    """Whether there is anything in a folder: on a disk that was plugged in there is."""
    try:
        with os.scandir(folder) as listing:
            return next(listing, None) is not None
    except OSError:
        return False
