"""Keeps the watched folders under watch: which of them are dirty, and when a full scan is due.

Events are hints, the full scan is the truth: it runs at the start and then every hour. Used by
`imagefinder watch` and by the engine's writing thread; the watcher's own thread only marks.
"""

import threading
import time
from pathlib import Path

from imagefinder.core.errors import FolderOffline
from imagefinder.engine.engine import Engine
from imagefinder.files.watch import Watcher

LOOK_FOR_OFFLINE_S = 10.0


class Watching:
    """Follows the engine's folders. `due` is polled by whoever indexes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._dirty: set[str] = set()
        self._lock = threading.Lock()
        self._next_full_scan = 0.0
        self._next_look = 0.0
        self._followed: set[str] = set()
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
        for path in self._followed - wanted:
            self._watcher.unwatch(path)
        self._followed &= wanted
        notes = [self._follow(path) for path in sorted(wanted - self._followed)]
        return [note for note in notes if note]

    def due(self) -> list[str] | None:
        """Dirty folders to index now; an empty list for everything; None for nothing."""
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + LOOK_FOR_OFFLINE_S
            self._on_dirty(self._came_back())
        if now >= self._next_full_scan:
            self._next_full_scan = now + self._engine.settings.full_scan_seconds
            self._take()
            return []
        return self._take() or None

    def close(self) -> None:
        """Stop watching."""
        self._watcher.stop()

    def _follow(self, path: str) -> str | None:
        try:
            note = self._watcher.watch(path)
        except FolderOffline:
            return None  # the next scan says so; it is followed when it is back
        self._followed.add(path)
        return note

    def _came_back(self) -> set[str]:
        """Offline folders in which there is something again: a disk was plugged in."""
        offline = [Path(f.path) for f in self._engine.library.folders() if f.offline]
        return {str(path) for path in offline if _has_entries(path)}

    def _on_dirty(self, folders: set[str]) -> None:
        with self._lock:
            self._dirty |= folders

    def _take(self) -> list[str]:
        with self._lock:
            dirty, self._dirty = self._dirty, set()
        return sorted(dirty)


def _has_entries(folder: Path) -> bool:
    try:
        return next(folder.iterdir(), None) is not None
    except OSError:
        return False
