"""Reads photos ahead of the model: a pool of threads digests and decodes, results come in order.

`Reading` is what one thread does with one file; `read_ahead` keeps a bounded number of files in
flight, so that memory stays flat whatever the library's size.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait

from imagefinder.core.errors import NotAPicture, UnreadableImage, Vanished
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.types import CropSpec, Digest
from imagefinder.engine.journal import CrashJournal
from imagefinder.engine.outcomes import Decoded, Gone, Known, Other, Outcome, Unreadable
from imagefinder.files.decode import Content, Limits, decode, read_content
from imagefinder.files.digest import digest_file
from imagefinder.store.connect import open_for_reading
from imagefinder.store.reader import Reader
from imagefinder.store.rows import PhotoRow
from imagefinder.store.thumbs import read_thumbnails

log = logging.getLogger(__name__)

# What is not even read through is digested all the same when it is small: a move is recognised.
SMALL_FILE_BYTES = 4 * 2**20
_POLL_S = 0.1


class KnownContents:
    """Which contents need no decoding, asked by several threads through one connection."""

    def __init__(self, paths: LibraryPaths, model_id: int) -> None:
        self._reader = Reader(open_for_reading(paths))
        self._thumbnails = read_thumbnails(paths.thumbnails)
        self._model_id = model_id
        self._lock = threading.Lock()

    def __call__(self, digest: Digest) -> Known | None:
        """What is known of a content; None where it must be decoded."""
        with self._lock:
            if self._reader.embedded(self._model_id, digest) and self._thumbnails.has(digest):
                return Known(digest)
            problem = self._reader.problem_of(digest)
        return Known(digest, problem) if problem else None

    def close(self) -> None:
        """Let go of both files."""
        with self._lock:
            self._reader.close()
            self._thumbnails.close()


class Reading:
    """Reads one file. Called from several threads at once."""

    def __init__(
        self,
        known: Callable[[Digest], Known | None],
        crop: Callable[[], CropSpec],
        limits: Limits,
        journal: CrashJournal,
        give_way: Callable[[], object] = lambda: None,
    ) -> None:
        self._known = known
        self._crop = crop
        self._limits = limits
        self._journal = journal
        self._give_way = give_way

    def __call__(self, photo: PhotoRow) -> Outcome:
        """What `photo`'s file holds. A bad file is an outcome, never an exception."""
        self._give_way()
        try:
            content = read_content(photo.path, self._limits)
        except Vanished:
            return Gone()
        except NotAPicture as e:
            return Other(str(e))
        except UnreadableImage as e:
            return self._unreadable(photo, str(e))
        return self._known(content.digest) or self._decoded(photo, content)

    def _decoded(self, photo: PhotoRow, content: Content) -> Outcome:
        crop = self._crop()
        try:
            with self._journal.decoding(photo.path, len(content.data)):
                return Decoded(decode(content, crop, self._limits))
        except UnreadableImage as e:
            return Unreadable(str(e), content.digest)
        except Exception as e:  # the edge of a task: a bug met in one picture ends no indexing
            log.exception("decoding %r failed", photo.path)
            fault = f"{type(e).__name__}: {e}"
            return Unreadable(f"imagefinder failed to read it, which is a bug ({fault})")

    def _unreadable(self, photo: PhotoRow, reason: str) -> Unreadable:
        if photo.stamp.size > SMALL_FILE_BYTES:
            return Unreadable(reason)
        try:
            return Unreadable(reason, digest_file(photo.path))
        except OSError:
            return Unreadable(reason)


def read_ahead(
    photos: Iterator[PhotoRow],
    read: Callable[[PhotoRow], Outcome],
    threads: int,
    ahead: Callable[[], int],
) -> Iterator[tuple[PhotoRow, Outcome] | None]:
    """Photos with their outcomes, in order; None now and then while the next is not ready.

    At most `ahead()` files are in flight. Closing the generator drops what has not begun; what has
    is not waited for.
    """
    pool = ThreadPoolExecutor(threads, thread_name_prefix="decode")
    flight: deque[tuple[PhotoRow, Future[Outcome]]] = deque()
    try:
        while True:
            _fill(flight, photos, ahead(), lambda photo: pool.submit(read, photo))
            if not flight:
                return
            photo, future = flight[0]
            if not wait([future], _POLL_S).done:
                yield None
                continue
            flight.popleft()
            yield photo, future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _fill(
    flight: deque[tuple[PhotoRow, Future[Outcome]]],
    photos: Iterator[PhotoRow],
    ahead: int,
    submit: Callable[[PhotoRow], Future[Outcome]],
) -> None:
    while len(flight) < ahead:
        photo = next(photos, None)
        if photo is None:
            return
        flight.append((photo, submit(photo)))
