"""Which embeddings filters leave: from columns in memory where they are there, else by SQL.

Used by the engine process, which stays and so reads the columns once for many searches, in a
thread, and follows what changed at each search; a command asks the database.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from imagefinder.core.errors import KnownError
from imagefinder.core.query import Filter
from imagefinder.store.changes import changed_since, last_change
from imagefinder.store.columns import Columns
from imagefinder.store.reader import Reader

log = logging.getLogger(__name__)

# Fewer photos are filtered by SQL in a tenth of a second.
COLUMNS_FROM = 30_000
# More changes than these are read in a thread, with all the rest: reading one takes 10 us.
MOST_CHANGES = 10_000


class _Read(NamedTuple):
    """Columns of one model that hold all changes up to a number."""

    model_id: int
    columns: Columns
    change: int


class Left:
    """Asked by one thread at a time."""

    def __init__(self, reader: Reader, open_reader: Callable[[], Reader] | None) -> None:
        self._reader = reader
        self._open_reader = open_reader
        self._read: _Read | None = None
        self._thread: threading.Thread | None = None

    def embeddings(self, model_id: int, filters: Sequence[Filter]) -> npt.NDArray[np.int64]:
        """Ascending ids of the embeddings with at least one photo that all filters leave."""
        columns = self._columns(model_id)
        ids = None if columns is None else columns.left_by(filters)
        return self._reader.embeddings_left_by(model_id, filters) if ids is None else ids

    def wait(self) -> None:
        """Until columns that are being read are there."""
        if self._thread is not None:
            self._thread.join()

    def _columns(self, model_id: int) -> Columns | None:
        """Columns as the library is now; None where they are still to be read."""
        read = self._read
        if read is not None and read.model_id == model_id:
            changed = changed_since(self._reader, read.change)
            if changed is not None and len(changed[1]) <= MOST_CHANGES:
                read.columns.follow(self._reader, changed[1])
                self._read = read._replace(change=changed[0])
                return read.columns
        self._read_anew(model_id)
        return None

    def _read_anew(self, model_id: int) -> None:
        if self._open_reader is None or (self._thread and self._thread.is_alive()):
            return
        if self._reader.vector_count(model_id) < COLUMNS_FROM:
            return
        self._thread = threading.Thread(
            target=self._run, args=(model_id, self._open_reader), name="columns", daemon=True
        )
        self._thread.start()

    def _run(self, model_id: int, open_reader: Callable[[], Reader]) -> None:
        try:
            with closing(open_reader()) as reader:
                # First: what changes while the columns are read is read once more.
                change = last_change(reader)
                self._read = _Read(model_id, Columns.read(reader, model_id), change)
        except KnownError as e:
            log.info("no columns to filter by: %s", e)
