"""Which embeddings filters leave: from columns in memory where they are fresh, else by SQL.

Used by the engine process, which stays and so reads the columns once for many searches; a command
asks the database. Columns are of one moment: after any change the database answers again, and the
columns are read anew beside it, in a thread.
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
from imagefinder.store.columns import Columns
from imagefinder.store.reader import Reader

log = logging.getLogger(__name__)

# Fewer photos are filtered by SQL in a tenth of a second.
COLUMNS_FROM = 30_000


class _Moment(NamedTuple):
    """Of which model, and of which state of the database as `reader` numbers them."""

    model_id: int
    version: int


class Left:
    """Asked by one thread at a time."""

    def __init__(self, reader: Reader, open_reader: Callable[[], Reader] | None) -> None:
        self._reader = reader
        self._open_reader = open_reader
        self._read: tuple[_Moment, Columns] | None = None
        self._thread: threading.Thread | None = None

    def embeddings(self, model_id: int, filters: Sequence[Filter]) -> npt.NDArray[np.int64]:
        """Ascending ids of the embeddings with at least one photo that all filters leave."""
        now = _Moment(model_id, self._reader.version())
        read = self._read
        if read is not None and read[0] == now:
            ids = read[1].left_by(filters)
            if ids is not None:
                return ids
        else:
            self._read_anew(now)
        return self._reader.embeddings_left_by(model_id, filters)

    def wait(self) -> None:
        """Until columns that are being read are there."""
        if self._thread is not None:
            self._thread.join()

    def _read_anew(self, now: _Moment) -> None:
        """Whatever changes meanwhile changes the version too, so the columns are never taken for
        newer than they are."""
        if self._open_reader is None or (self._thread and self._thread.is_alive()):
            return
        if self._reader.vector_count(now.model_id) < COLUMNS_FROM:
            return
        self._thread = threading.Thread(
            target=self._run, args=(now, self._open_reader), name="columns", daemon=True
        )
        self._thread.start()

    def _run(self, now: _Moment, open_reader: Callable[[], Reader]) -> None:
        try:
            with closing(open_reader()) as reader:
                self._read = now, Columns.read(reader, now.model_id)
        except KnownError as e:
            log.info("no columns to filter by: %s", e)
