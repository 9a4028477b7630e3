"""Keeps the watched folders under watch: which of them are dirty, and when a full scan is due.

Events are hints, the full scan is the truth: it runs at the start and then every hour. In between
each folder is looked at every ten seconds: whether it came back, or is no longer the one that was
watched. Used by `imagefinder watch` and by the engine's writing thread; the threads of the watcher
and of the lookout only mark.
"""

import threading
import time
from collections.abc import Callable

from imagefinder.core.errors import FolderOffline
from imagefinder.engine.engine import Engine
from imagefinder.files.lookout import Identity, Lookout, has_entries, identity
from imagefinder.files.watch import Watcher
from imagefinder.store.rows import Folder

LOOK_S = 10.0


class Watching:
    """Follows the engine's folders. `due` is polled by whoever indexes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._dirty: set[str] = set()
        self._lock = threading.Lock()
        self._next_full_scan = 0.0
        self._next_look = 0.0
        # What each watched folder was when the watching began.
        self._followed: dict[str, Identity | None] = {}
        self._replaced: set[str] = set()
        self._notes: list[str] = []
        self._lookout = Lookout(self._on_replaced)
        self._watcher = Watcher(
            self._on_dirty,
            own=str(engine.paths.derived),
            poll_s=engine.settings.poll_seconds,
            # The library may lie in a watched folder: indexing must not set itself off.
            skip=(str(engine.paths.folder),),
        )

    def follow_folders(self) -> list[str]:
        """Watch what is on the list of folders now; returns sentences where only polling works."""
        wanted = {f.path for f in self._engine.library.folders() if f.offline is None}
        for path in self._followed.keys() - wanted:
            self._unfollow(path)
        for path in sorted(wanted - self._followed.keys()):
            self._follow(path)
        notes, self._notes = self._notes, []
        return notes

    def due(self) -> list[str] | None:
        """Dirty folders to index now; an empty list for everything; None for nothing."""
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + LOOK_S
            self._look()
        if now >= self._next_full_scan:
            self._next_full_scan = now + self._engine.settings.full_scan_seconds
            self._take()
            return []
        return self._take() or None

    def close(self) -> None:
        """Stop watching."""
        self._watcher.stop()

    def _follow(self, path: str) -> None:
        # Before the watching begins: a folder that is exchanged meanwhile is then found out.
        found = identity(path)
        try:
            note = self._watcher.watch(path)
        except FolderOffline:
            return  # the next scan says so; it is followed when it is back
        self._followed[path] = found
        self._notes += [note] if note else []

    def _unfollow(self, path: str) -> None:
        self._watcher.unwatch(path)
        self._followed.pop(path, None)

    def _look(self) -> None:
        for folder in self._engine.library.folders():
            self._lookout.ask(folder.path, self._question(folder))

    def _question(self, folder: Folder) -> Callable[[str], bool]:
        """Whether the folder has to be watched and scanned anew."""
        if folder.offline is not None:
            return has_entries
        watched = self._followed.get(folder.path)
        return lambda path: watched is None or identity(path) != watched

    def _on_replaced(self, folder: str) -> None:
        with self._lock:
            self._replaced.add(folder)

    def _on_dirty(self, folders: set[str]) -> None:
        with self._lock:
            self._dirty |= folders

    def _take(self) -> list[str]:
        """The dirty folders, once; those that came back or were exchanged are watched from here."""
        with self._lock:
            dirty, self._dirty = self._dirty, set()
            replaced, self._replaced = self._replaced, set()
        for path in replaced:
            # Ahead of the scan: what is added behind its back is then marked.
            self._unfollow(path)
            self._follow(path)
        return sorted(dirty | replaced)
