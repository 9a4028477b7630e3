"""How much a library file holds, in the numbers that a person knows it by.

Read from a database of any released schema. Asked of the library and its copies by `backup`, and of
a copy by those who offer to put it back.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec

_COUNTS = {
    "folders": "SELECT count(*) FROM folders",
    "photos": "SELECT count(*) FROM photos WHERE missing = 0",
    "votes": "SELECT count(*) FROM votes",
}


class Holding(msgspec.Struct, frozen=True):
    """What is lost with such a file; photos themselves lie elsewhere."""

    folders: int = 0
    photos: int = 0
    votes: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether it is as good as new."""
        return not (self.folders or self.photos or self.votes)

    def has_begun_beside(self, earlier: "Holding") -> bool:
        """Whether there are photos or votes of which the earlier one has none at all."""
        return bool((self.photos and not earlier.photos) or (self.votes and not earlier.votes))


def holding(file: Path, *, still: bool) -> Holding | None:
    """What `file` holds, None where it can't be read; `still` where nobody writes to it."""
    uri = f"{file.absolute().as_uri()}?mode=ro{'&immutable=1' if still else ''}"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            return Holding(
                **{
                    name: connection.execute(sql).fetchone()[0]
                    for name, sql in _COUNTS.items()
                    if name in tables
                }
            )
    except (sqlite3.Error, UnicodeDecodeError):
        return None
