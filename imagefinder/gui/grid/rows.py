"""What the grid shows of each photo, and a cache of it: the grid itself holds ids only."""

import os
from collections.abc import Callable, Mapping, Sequence

import msgspec

from imagefinder.core.types import Digest

# Some kilobytes a hundred rows: more than anybody scrolls through before looking.
LIMIT_ROWS = 10_000


class RowInfo(msgspec.Struct, frozen=True):
    """One photo, ready to show: `taken` is text in the person's language.

    `digest` is None until the file was read; `problem` says why it can't be.
    """

    path: str
    digest: Digest | None = None
    taken: str = ""
    online: bool = True
    problem: str | None = None

    @property
    def name(self) -> str:
        """The file's name as it can be displayed."""
        return displayed(self.path.rpartition(os.sep)[2])


RowSource = Callable[[Sequence[int]], Mapping[int, RowInfo]]


class RowCache:
    """Rows by photo id, asked for in one call and kept; the oldest are dropped first."""

    def __init__(self, row_info: RowSource, limit: int = LIMIT_ROWS) -> None:
        self._row_info = row_info
        self._limit = limit
        # None for a photo that is not there any more, so that it isn't asked for at every paint.
        self._rows: dict[int, RowInfo | None] = {}

    def fetch(self, ids: Sequence[int]) -> Mapping[int, RowInfo | None]:
        """A mapping that holds at least the rows of these photos; None for one that is gone."""
        lacking = [photo_id for photo_id in ids if photo_id not in self._rows]
        if lacking:
            if len(self._rows) + len(lacking) > self._limit:
                self._shrink(keep=set(ids))
            found = self._row_info(lacking)
            self._rows.update((photo_id, found.get(photo_id)) for photo_id in lacking)
        return self._rows

    def get(self, photo_id: int) -> RowInfo | None:
        """The row of one photo."""
        return self.fetch([photo_id])[photo_id]

    def forget(self, ids: Sequence[int] | None = None) -> None:
        """Ask again for these rows, or for all, when they are next shown."""
        for photo_id in list(self._rows) if ids is None else ids:
            self._rows.pop(photo_id, None)

    def _shrink(self, keep: set[int]) -> None:
        for photo_id in list(self._rows)[: self._limit // 2]:
            if photo_id not in keep:
                del self._rows[photo_id]


def displayed(path: str) -> str:
    """`path` with what is not valid text replaced: Qt drops such characters without a trace."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
