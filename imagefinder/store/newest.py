"""The newest first: the first photos of a filter, all of the library, or some photos in that order.

The time of a photo is when it was taken or else, as local time, when its file was last written;
photos of the same second follow each other by path. `Reader` is built on this. A million photos are
ordered in numpy from a few long texts that SQLite joins: a row of Python for each took seconds, and
kept the window from painting meanwhile.
"""

import json
import os
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from imagefinder.core.paths import path_from_column
from imagefinder.core.query import Filter, wants_hidden
from imagefinder.store import filters
from imagefinder.store.counts import Counts
from imagefinder.store.rows import FROM_PHOTOS, PHOTO, PhotoRow, photo_row

Whole = npt.NDArray[np.int64]

_FROM_DATED = (
    "FROM pictures m CROSS JOIN photos p ON p.digest = m.digest "
    "JOIN folders f ON f.id = p.folder_id"
)
# One statement, so that all of it is true at one moment. The + keeps SQLite from the index over
# times, by which it would look up each photo somewhere else on the disk.
_EVERY = (
    "SELECT paths.ids, dated.ids, dated.times, unreadable.ids FROM "
    "(SELECT group_concat(id) ids FROM (SELECT id FROM photos ORDER BY path)) paths, "
    "(SELECT group_concat(p.id) ids, CAST(group_concat(m.taken_at, '') AS BLOB) times "
    "FROM pictures m CROSS JOIN photos p ON p.digest = m.digest "
    "WHERE +m.taken_at IS NOT NULL) dated, "
    "(SELECT group_concat(id) ids FROM (SELECT id FROM photos WHERE missing = 1 "
    "UNION ALL SELECT id FROM photos WHERE problem IS NOT NULL "
    "UNION ALL SELECT id FROM photos WHERE digest IS NULL)) unreadable"
)
_WRITTEN = (
    "SELECT group_concat(p.id), group_concat(p.mtime_ns / 1000000000) "
    "FROM json_each(?) j CROSS JOIN photos p ON p.id = j.value"
)
_LOCAL = "SELECT group_concat(strftime('%s', value, 'unixepoch', 'localtime')) FROM json_each(?)"
_PIECE = 20_000
# Where the digits of 2019-06-30T23:59:59 stand.
_TIME_LETTERS = 19
_PARTS = ((0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19))
_DAY_S = 86_400
# A local time and UTC differ by less than a day.
_SLACK_S = 2 * _DAY_S
_NEVER = np.iinfo(np.int64).min


class Newest(Counts):
    """Questions for the newest photos of one library; see `Questions`."""

    def newest_photos(self, chosen: Iterable[Filter], count: int) -> list[PhotoRow]:
        """Readable photos that all filters leave, newest first."""
        chosen, count = tuple(chosen), max(count, 0)
        condition, values = filters.where(chosen)
        if not wants_hidden(chosen):
            condition += f" AND NOT {filters.HIDDEN}"
        left = f"p.missing = 0 AND p.problem IS NULL AND p.digest IS NOT NULL AND {condition}"
        # Apart, so that no photo's time must be made a text to compare it; both by an index where
        # nothing is filtered.
        tables = FROM_PHOTOS if values else _FROM_DATED
        dated = (
            f"SELECT m.taken_at, {PHOTO} {tables} WHERE m.taken_at IS NOT NULL AND {left} "
            "ORDER BY m.taken_at DESC, p.path LIMIT ?"
        )
        rows = self._all(dated, *values, count)
        undated = (
            f"SELECT {filters.FILE_TIME}, {PHOTO} {FROM_PHOTOS} WHERE m.taken_at IS NULL "
            f"AND {left} AND p.mtime_ns >= ? ORDER BY p.mtime_ns DESC, p.path LIMIT ?"
        )
        # Without a bound all of a dated library would be walked through to find nothing.
        oldest_ns = _earliest_ns(str(rows[-1][0])) if 0 < count == len(rows) else _NEVER
        rows += self._all(undated, *values, int(oldest_ns), count)
        rows.sort(key=lambda row: os.fsencode(path_from_column(row[3])))
        rows.sort(key=lambda row: row[0] or "", reverse=True)
        return [photo_row(row[1:]) for row in rows[:count]]

    def newest_ids(self, hidden: bool = False) -> Whole:
        """Ids of all readable photos, newest first; hidden ones too with `hidden`."""
        row = self._one(_EVERY)
        by_path, dated, unreadable = (
            _numbers(row[column] if row else None) for column in (0, 1, 3)
        )
        times = np.full(by_path.max(initial=0) + 1, _NEVER)
        if row and len(dated):
            times[dated] = _taken_s(row[2])
        wanted = np.ones(len(times), np.bool_)
        wanted[unreadable] = False
        if not hidden:
            left_out = self.hidden_ids()
            wanted[left_out[left_out < len(wanted)]] = False
        ids = by_path[wanted[by_path]]
        for written, local_s in self._local_times(np.sort(ids[times[ids] == _NEVER])):
            times[written] = local_s
        return ids[np.argsort(~times[ids], kind="stable")]

    def newest_of(self, ids: Whole) -> Whole:
        """Those of `ids` that are readable photos, newest first: for some thousand."""
        sql = (
            "SELECT p.id FROM json_each(?) j CROSS JOIN photos p ON p.id = j.value "
            "LEFT JOIN pictures m ON m.digest = p.digest WHERE p.missing = 0 "
            "AND p.problem IS NULL AND p.digest IS NOT NULL "
            f"ORDER BY {filters.TAKEN} DESC, p.path"
        )
        rows = self._all(sql, json.dumps(np.unique(ids).tolist()))
        return np.fromiter((i for (i,) in rows), np.int64, len(rows))

    def hidden_ids(self) -> Whole:
        """Ids of the photos that are left out of all answers: few."""
        sql = "SELECT p.id FROM hidden h CROSS JOIN photos p ON p.digest = h.digest"
        return np.fromiter((i for (i,) in self._all(sql)), dtype=np.int64)

    def _local_times(self, ids: Whole) -> Iterator[tuple[Whole, Whole]]:
        """Ids and local times of their files, in seconds, some thousand at once."""
        for start in range(0, len(ids), _PIECE):
            row = self._one(_WRITTEN, json.dumps(ids[start : start + _PIECE].tolist()))
            seconds = _numbers(row[1] if row else None)
            yield _numbers(row[0] if row else None), self._local_s(seconds)

    def _local_s(self, seconds: Whole) -> Whole:
        """Local time for UTC, as SQLite has it.

        Only the two ends of each day are asked for: between them clocks are put forward or back
        once at most. Where they were, each second is.
        """
        days, which = np.unique(seconds // _DAY_S, return_inverse=True)
        morning, evening = days * _DAY_S, days * _DAY_S + _DAY_S - 1
        offset_s = self._asked_local_s(morning) - morning
        local_s = seconds + offset_s[which]
        turned = (self._asked_local_s(evening) - evening != offset_s)[which]
        distinct, back = np.unique(seconds[turned], return_inverse=True)
        local_s[turned] = self._asked_local_s(distinct)[back]
        return local_s

    def _asked_local_s(self, seconds: Whole) -> Whole:
        row = self._one(_LOCAL, json.dumps(seconds.tolist()))
        return _numbers(row[0] if row else None)


def _earliest_ns(time: str) -> int:
    """The file time before which no file is as new as this local time."""
    seconds = int(_taken_s(time.encode())[0]) - _SLACK_S
    return max(int(_NEVER), seconds * 10**9)


def _numbers(text: str | None) -> Whole:
    """What `group_concat` has joined; nothing where there were no rows."""
    return np.fromstring(text, np.int64, sep=",") if text else np.empty(0, np.int64)


def _taken_s(times: bytes) -> Whole:
    """Seconds since 1970 on the camera's clock, of times as `Metadata` has them, all in a row."""
    letters = np.frombuffer(times, np.uint8).reshape(-1, _TIME_LETTERS)
    year, month, day, hour, minute, second = (
        _number(letters[:, start:end]) for start, end in _PARTS
    )
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]").astype(np.int64) + day - 1
    return np.asarray(((days * 24 + hour) * 60 + minute) * 60 + second)


def _number(digits: npt.NDArray[np.uint8]) -> Whole:
    number = np.zeros(len(digits), np.int64)
    for column in range(digits.shape[1]):
        number = number * 10 + (digits[:, column] - ord("0"))
    return number
