"""Noticing that a watched folder changed, soon and cheaply.

The engine watches each root here and gets sets of *dirty* folders, which it scans again. Events are
hints, no truth: they say which folder to look at, never what to do with a file, and the kernel
may drop some. The engine's full scans find what was missed.

Three kinds of threads: watchdog's observers bring events, which only mark folders; the thread of
`Watcher` calls `on_dirty` once it has been quiet for a moment.
"""

import errno
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserverVFS

from imagefinder.core.errors import FolderOffline
from imagefinder.core.paths import absolute, is_inside
from imagefinder.files.crawl import is_entered
from imagefinder.files.formats import is_candidate
from imagefinder.files.mounts import network_type

logger = logging.getLogger(__name__)

# Under a constant stream of events there is no quiet: report this long after the first at latest.
LATE_S = 5.0

# As folders are named that are swept out at a start (`engine.leftovers`).
PROBE_PREFIX = "making-watch-"
_OUT_OF_WATCHES = (errno.ENOSPC, errno.EMFILE, errno.ENFILE)
# What changes a folder. Opening and reading don't, and are left out in the kernel already: indexing
# would set itself off. "Attrib" has no class of its own before watchdog 7.
_CHANGES = [
    getattr(events, kind + change + "Event")
    for kind in ("File", "Dir")
    for change in ("Created", "Modified", "Closed", "Deleted", "Moved", "Attrib")
    if hasattr(events, kind + change + "Event") and kind + change != "DirModified"
]


class DirtyFolders:
    """Folders that changed, held until no more changes came for `quiet_s` seconds."""

    def __init__(self, quiet_s: float, late_s: float = LATE_S) -> None:
        self._quiet_s = quiet_s
        self._late_s = late_s
        self._folders: set[str] = set()
        self._first_s = self._last_s = 0.0

    def add(self, folders: Iterable[str], now_s: float) -> None:
        """Mark `folders` at the time `now_s`."""
        if not self._folders:
            self._first_s = now_s
        self._folders.update(folders)
        self._last_s = now_s

    def due_in_s(self, now_s: float) -> float | None:
        """How long to wait until they are to be taken; None while there are none."""
        if not self._folders:
            return None
        due_s = min(self._last_s + self._quiet_s, self._first_s + self._late_s)
        return max(0.0, due_s - now_s)

    def take(self) -> set[str]:
        """The folders, which are then no longer held."""
        taken, self._folders = self._folders, set()
        return taken


class _Watched(NamedTuple):
    observer: BaseObserver
    watch: ObservedWatch
    marker: "_Marker"


class Watcher:
    """Watches folders; `on_dirty` is called on a thread of its own, one call at a time.

    It gets the folders in which something changed: absolute, below a root as that was given. A
    folder among them that is gone was deleted or moved away, with everything below it. Events in
    hidden and system folders and in those of `skip` are ignored. In `own`, a folder of the program
    itself, one is made for a moment to try whether the system still watches folders.
    """

    def __init__(
        self,
        on_dirty: Callable[[set[str]], None],
        own: str,
        quiet_s: float = 0.5,
        poll_s: float = 60,
        skip: Collection[str] = (),
    ) -> None:
        self._on_dirty = on_dirty
        self._own = own
        self._poll_s = poll_s
        self._skip = tuple(absolute(folder) for folder in skip)
        self._dirty = DirtyFolders(quiet_s)
        self._changed = threading.Condition()
        self._stopping = False
        self._watched: dict[str, _Watched] = {}
        self._native: BaseObserver | None = None
        self._polling: BaseObserver | None = None
        self._thread = threading.Thread(target=self._run, name="folder-watcher", daemon=True)
        self._thread.start()

    def watch(self, root: str) -> str | None:
        """Watch `root` and all below; called again, start afresh, as after it was offline.

        Returns None, or a sentence for the person where the folder had to be polled instead. Takes
        as long as a walk through the folders. Raises `FolderOffline` where `root` can't be read.
        """
        self.unwatch(root)
        kind = network_type(root)
        reason = f"it lies on a network ({kind})" if kind else self._watch_natively(root)
        if reason is None:
            return None
        try:
            self._poll(root)
        except RecursionError:
            return f"Changes in {root} are found by full scans only, since {reason}."
        return f"{root} is looked through every {self._poll_s:g} seconds, since {reason}."

    def unwatch(self, root: str) -> None:
        """Watch `root` no more; nothing happens where it isn't watched."""
        watched = self._watched.pop(absolute(root), None)
        if watched is None:
            return
        if any(other.watch == watched.watch for other in self._watched.values()):
            watched.observer.remove_handler_for_watch(watched.marker, watched.watch)
        else:
            watched.observer.unschedule(watched.watch)

    def stop(self) -> None:
        """Stop watching and wait for all threads; may be called twice, and from `on_dirty`."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        for observer in (self._native, self._polling):
            if observer is not None and observer.is_alive():
                observer.stop()
                observer.join()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _watch_natively(self, root: str) -> str | None:
        """Watch `root` by the system's own means; else the reason why that failed."""
        try:
            if self._native is None:
                self._native = _started(Observer())
            self._schedule(self._native, root)
            _probe(self._native, self._own)
        except OSError as e:
            self.unwatch(root)
            if e.errno in _OUT_OF_WATCHES:
                return "the system's limit of watched folders is reached (fs.inotify.max_user_…)"
            if e.errno in (errno.ENOENT, errno.ENOTDIR, errno.EACCES):
                raise FolderOffline(f"can't be watched: {e.strerror or e}") from e
            return f"the system can't watch it ({e.strerror or e})"
        except RecursionError:
            # watchdog goes down a tree by calling itself, before Python 3.12 also through os.walk.
            return "its folders lie too deep in each other to be watched"
        return None

    def _poll(self, root: str) -> None:
        try:
            if self._polling is None:
                polling = PollingObserverVFS(
                    os.lstat, _visible_entries, polling_interval=self._poll_s
                )
                self._polling = _started(polling)
            self._schedule(self._polling, root)
        except OSError as e:
            raise FolderOffline(f"can't be read: {e.strerror or e}") from e

    def _schedule(self, observer: BaseObserver, root: str) -> None:
        root = absolute(root)
        # A root that is a link would itself be watched, not what it leads to.
        marker = _Marker(root, os.path.realpath(root), self._skip, self._mark)
        watch = observer.schedule(marker, marker.real_root, recursive=True, event_filter=_CHANGES)
        self._watched[root] = _Watched(observer, watch, marker)

    def _mark(self, folders: set[str]) -> None:
        with self._changed:
            self._dirty.add(folders, time.monotonic())
            self._changed.notify_all()

    def _run(self) -> None:
        while (folders := self._next_dirty()) is not None:
            try:
                self._on_dirty(folders)
            except Exception:
                # The edge of this thread: one failed scan must not end all watching.
                logger.exception("Changed folders could not be handled")

    def _next_dirty(self) -> set[str] | None:
        """Wait for folders that are due; None when stopping."""
        with self._changed:
            while not self._stopping:
                wait_s = self._dirty.due_in_s(time.monotonic())
                if wait_s == 0:
                    return self._dirty.take()
                self._changed.wait(wait_s)
        return None


class _Marker(events.FileSystemEventHandler):
    """Turns the events below one root into folders to be marked; runs on an observer's thread."""

    def __init__(
        self,
        root: str,
        real_root: str,
        skip: tuple[str, ...],
        mark: Callable[[set[str]], None],
    ) -> None:
        self._root = root
        self.real_root = real_root
        self._skip = skip
        self._mark = mark

    def dispatch(self, event: events.FileSystemEvent) -> None:
        """Mark the folders that `event` changed; called by watchdog for every event."""
        paths = (os.fsdecode(path) for path in (event.src_path, event.dest_path) if path)
        folders = {folder for path in paths for folder in self._changed(path, event.is_directory)}
        if folders:
            self._mark(folders)

    def _changed(self, real_path: str, is_folder: bool) -> Iterator[str]:
        """The folder in which something happened, and the one to which it happened."""
        if not is_inside(real_path, self.real_root):
            return
        path = self._root.rstrip(os.sep) + real_path[len(self.real_root.rstrip(os.sep)) :]
        if path == self._root:
            yield path
            return
        folder, name = os.path.split(path)
        if not (is_entered(name) if is_folder else is_candidate(name)) or self._is_hidden(folder):
            return
        yield folder
        if is_folder and path not in self._skip:
            yield path

    def _is_hidden(self, folder: str) -> bool:
        names = folder[len(self._root) :].split(os.sep)  # noqa: PTH206
        skipped = any(is_inside(folder, skipped) for skipped in self._skip)
        return skipped or not all(is_entered(name) for name in names if name)


def _started(observer: BaseObserver) -> BaseObserver:
    observer.start()
    return observer


def _probe(observer: BaseObserver, own: str) -> None:
    """Raise the `OSError` for a lack of watches, which watchdog 7 keeps to itself below the root.

    A new folder, for one that is watched already would need no further watch. Not where the system
    has temporary ones: that may be any folder, also the current one, and who is killed here leaves
    it behind. In `own` the next start sweeps it out.
    """
    try:
        made = tempfile.TemporaryDirectory(prefix=PROBE_PREFIX, dir=own, ignore_cleanup_errors=True)
    except OSError as e:  # a full disk, say, which tells nothing of watches
        logger.info("no folder can be made to try watching it: %s", e)
        return
    with made as folder:
        watch = observer.schedule(events.FileSystemEventHandler(), folder)
        observer.unschedule(watch)


def _visible_entries(folder: str | None) -> Iterator[os.DirEntry[str]]:
    """What a poll has to compare; the rest needn't even be looked at."""
    with os.scandir(folder) as listing:
        for entry in listing:
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_entered(entry.name) if is_folder else is_candidate(entry.name):
                yield entry
