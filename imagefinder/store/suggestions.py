"""What the library holds that one may ask for: cameras, formats, months and folders, with counts.

Asked by the window for its completion, through a connection of its own: over a million photos these
questions take some seconds, so they are asked once for each change of the library, and the answer
is kept in a derived file, to begin with another time. The engine makes that file before anybody
types (`engine.offering`); where there is none yet, a sketch of the library serves meanwhile.
"""

import datetime
import json
import os
import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from imagefinder.core.private import write_private
from imagefinder.store.faults import faults_as_sentences, primary

# Both tables are walked in the order of digests, the second by its index alone.
_CONTENTS = (
    "SELECT m.camera, m.lens, m.format, substr(m.taken_at, 1, 7), count(*) FROM pictures m "
    "CROSS JOIN photos p ON p.digest = m.digest "
    "WHERE p.id NOT IN (SELECT id FROM photos WHERE missing = 1) GROUP BY 1, 2, 3, 4"
)
# The folder of a path, by cutting off all trailing characters that are not its separator: in SQL,
# since a million calls into Python would hold up the window. Names that are not text (they can't
# be typed either) are left out.
_FOLDERS = (
    "SELECT rtrim(path, replace(path, ?1, '')), count(*) FROM photos "
    "WHERE typeof(path) = 'text' AND id NOT IN (SELECT id FROM photos WHERE missing = 1) "
    "AND id NOT IN (SELECT id FROM photos WHERE problem IS NOT NULL) GROUP BY 1"
)
# What does not say when it was taken counts by its file's time: by whole days, since to make each
# time a text takes long; so at the turn of a month a few may be counted for the other one.
_DAYS = (
    "SELECT p.mtime_ns / 86400000000000, count(*) FROM pictures m "
    "CROSS JOIN photos p ON p.digest = m.digest "
    "WHERE m.taken_at IS NULL AND p.missing = 0 GROUP BY 1"
)
# So many photos, picked at random, are read at once also from a disk that was asleep.
_SKETCHED = 1000
_SKETCH = (
    "SELECT rtrim(p.path, replace(p.path, ?2, '')), p.mtime_ns / 86400000000000, "
    "m.camera, m.lens, m.format, substr(m.taken_at, 1, 7) "
    "FROM json_each(?1) j CROSS JOIN photos p ON p.id = j.value "
    "LEFT JOIN pictures m ON m.digest = p.digest "
    "WHERE typeof(p.path) = 'text' AND p.missing = 0 AND p.problem IS NULL"
)
_WATCHED = "SELECT path FROM folders"
_NEWEST = "SELECT coalesce(max(id), 0) FROM embeddings"
_TASTES = (
    "SELECT t.name, count(v.id) FROM tastes t LEFT JOIN votes v ON v.taste_id = t.id GROUP BY t.id"
)
MOST_FOLDERS = 5000
# What was kept is counted anew when so much is new to it.
NEW_SHARE, FEW = 0.2, 500
# Of SQLite's machine, between two questions whether to go on: some milliseconds.
_STEPS = 10_000
_EPOCH = datetime.date(1970, 1, 1)

Counted = Mapping[str, int]


class Suggestions(msgspec.Struct, frozen=True):
    """Values by what they are; each with the number of its photos (a taste: of its votes).

    `months` are `2019-06`; `folders` are names of watched folders and of what lies below them.
    Where they are not `counted`, numbers only tell what is more and what is less. `newest` is the
    library's newest embedding: what came later is not among them.
    """

    cameras: Counted = {}
    formats: Counted = {}
    months: Counted = {}
    folders: Counted = {}
    tastes: Counted = {}
    counted: bool = True
    newest: int = 0


def suggestions(
    connection: sqlite3.Connection, given_up: Callable[[], bool] = lambda: False
) -> Suggestions | None:
    """Everything that may be asked for in this library, but for tastes.

    None soon after `given_up` says yes: nobody should wait for it to close a window.
    """
    # SQLite breaks off where its handler answers with anything but nought.
    connection.set_progress_handler(lambda: int(given_up()), _STEPS)
    try:
        return _found(connection)
    except sqlite3.OperationalError as e:
        if primary(e) != sqlite3.SQLITE_INTERRUPT:
            raise
        return None
    finally:
        connection.set_progress_handler(None, 0)


def sketched(connection: sqlite3.Connection) -> Suggestions:
    """What some photos hold, picked at random: found at once in a library of any size."""
    tally, folders = _Tally(), Counter[str]()
    with faults_as_sentences(connection):
        first, last = connection.execute("SELECT min(id), max(id) FROM photos").fetchone()
        ids = range(first or 0, (last or -1) + 1)
        picked = random.Random(0).sample(ids, min(_SKETCHED, len(ids)))
        rows = connection.execute(_SKETCH, (json.dumps(picked), os.sep))
        for folder, day, camera, lens, kind, month in rows:
            folders[folder] += 1
            if kind is not None:  # it was read already
                tally.add(camera, lens, kind, month or _month(day), 1)
        watched = [path for (path,) in connection.execute(_WATCHED)]
    return tally.told(_by_name(folders.items(), watched), counted=False)


def is_due(file: Path, connection: sqlite3.Connection) -> bool:
    """Whether nothing is kept, or much was embedded since, or less than then (it was restored)."""
    newest, last = _newest(connection), kept(file)
    if newest == 0 or last is None:
        return newest > 0
    return not last.newest <= newest <= (1 + NEW_SHARE) * last.newest + FEW


def keep(found: Suggestions, file: Path) -> None:
    """Keep them for `kept`; a library that can't be written to keeps none."""
    with suppress(OSError):
        write_private(file, msgspec.json.encode(found))


def kept(file: Path) -> Suggestions | None:
    """What was kept last, true or nearly so; None where nothing was, or it can't be read."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Suggestions)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def taste_names(connection: sqlite3.Connection) -> Counted:
    """Every taste, with the number of its votes."""
    with faults_as_sentences(connection):
        return dict(connection.execute(_TASTES).fetchall())


class _Tally:
    """Adds up what contents say."""

    def __init__(self) -> None:
        self._cameras: Counter[str] = Counter()
        self._formats: Counter[str] = Counter()
        self.months: Counter[str] = Counter()

    def add(
        self, camera: str | None, lens: str | None, kind: str, month: str | None, count: int
    ) -> None:
        """So many photos say this."""
        self._formats[kind] += count
        for name in {camera, lens} - {None, ""}:
            self._cameras[str(name)] += count
        if month:
            self.months[month] += count

    def told(self, folders: Counted, *, counted: bool = True, newest: int = 0) -> Suggestions:
        """All of it, with the names of folders."""
        return Suggestions(
            self._cameras, self._formats, self.months, folders, counted=counted, newest=newest
        )


def _found(connection: sqlite3.Connection) -> Suggestions:
    tally, newest = _Tally(), _newest(connection)
    with faults_as_sentences(connection):
        for row in connection.execute(_CONTENTS):
            tally.add(*row)
        for day, count in connection.execute(_DAYS):
            tally.months[_month(day)] += count
        watched = [path for (path,) in connection.execute(_WATCHED)]
        folders = connection.execute(_FOLDERS, (os.sep,)).fetchall()
    return tally.told(_by_name(folders, watched), newest=newest)


def _newest(connection: sqlite3.Connection) -> int:
    with faults_as_sentences(connection):
        return int(connection.execute(_NEWEST).fetchone()[0])


def _month(day: int) -> str:
    """The month of a day since 1970, as far as calendars go."""
    try:
        return (_EPOCH + datetime.timedelta(days=day)).isoformat()[:7]
    except OverflowError:
        return _EPOCH.isoformat()[:7]


def _by_name(folders: Iterable[tuple[str, int]], watched: Iterable[str | bytes]) -> Counted:
    """How many photos lie below folders of each name, anywhere in the watched ones."""
    roots = [path.rstrip(os.sep) for path in watched if isinstance(path, str)]
    names: Counter[str] = Counter()
    for folder, count in folders:
        for name in _names(folder.rstrip(os.sep), roots):
            names[name] += count
    return dict(names.most_common(MOST_FOLDERS))


def _names(folder: str, roots: Iterable[str]) -> set[str]:
    """The names on the way from a watched folder down to this one, its own included."""
    for root in roots:
        if folder == root or folder.startswith(root + os.sep):
            above = len(root.rpartition(os.sep)[0])
            return set(folder[above:].split(os.sep)) - {""}  # noqa: PTH206 - many of them
    return set()
