"""What stands in one page of a b-tree: its kind, its children, its rows.

Comes in: `Pages` and a number. Goes out: rows as tuples of Python values. A cell that makes no
sense is left out, and its neighbours come all the same. The format is that of
https://www.sqlite.org/fileformat2.html.
"""

import struct
from collections.abc import Iterator

import msgspec

from imagefinder.store.salvage.pages import Pages

Value = None | int | float | str | bytes
Values = tuple[Value, ...]

_INDEX_INNER, _TABLE_INNER, _INDEX_LEAF, _TABLE_LEAF = 0x02, 0x05, 0x0A, 0x0D
_KINDS = frozenset({_INDEX_INNER, _TABLE_INNER, _INDEX_LEAF, _TABLE_LEAF})
# The header of the file stands before the content of page 1.
_FILE_HEADER_BYTES = 100
_INTEGER_BYTES = (0, 1, 2, 3, 4, 6, 8)
_REAL, _ZERO, _ONE, _FIRST_BLOB = 7, 8, 9, 12


class Row(msgspec.Struct, frozen=True):
    """One row; `rowid` is None in indexes and in tables without."""

    rowid: int | None
    values: Values


class Page:
    """One page of a b-tree, or of something else (`kind` is None)."""

    def __init__(self, pages: Pages, number: int) -> None:
        self._pages = pages
        self._bytes = pages[number]
        self._start = _FILE_HEADER_BYTES if number == 1 else 0
        kind = self._bytes[self._start]
        self.kind = kind if kind in _KINDS else None

    @property
    def is_index(self) -> bool:
        """Of an index, or of a table WITHOUT ROWID, which is kept as one."""
        return self.kind in (_INDEX_INNER, _INDEX_LEAF)

    @property
    def is_inner(self) -> bool:
        """Whether it has children."""
        return self.kind in (_INDEX_INNER, _TABLE_INNER)

    @property
    def row_count(self) -> int:
        """How many rows it says it has."""
        return 0 if self.kind in (None, _TABLE_INNER) else len(self._cells())

    def children(self) -> list[int]:
        """Numbers of the pages below, as far as they can be numbers of pages."""
        if not self.is_inner:
            return []
        last = struct.unpack_from(">I", self._bytes, self._start + 8)[0]
        found = [struct.unpack_from(">I", self._bytes, cell)[0] for cell in self._cells()]
        return [number for number in (*found, last) if 1 < number <= self._pages.count]

    def rows(self) -> Iterator[Row]:
        """The rows that make sense."""
        if self.kind in (None, _TABLE_INNER):
            return
        for cell in self._cells():
            try:
                yield self._row(cell)
            except (ValueError, IndexError, struct.error):
                continue

    def _cells(self) -> list[int]:
        """Where cells begin; pointers that lead outside of the page are left out."""
        head = self._start + (12 if self.is_inner else 8)
        count = struct.unpack_from(">H", self._bytes, self._start + 3)[0]
        count = min(count, (self._pages.usable - head) // 2)
        end = head + 2 * count
        pointers = struct.unpack_from(f">{count}H", self._bytes, head)
        return [pointer for pointer in pointers if end <= pointer <= self._pages.usable - 4]

    def _row(self, cell: int) -> Row:
        at = cell + 4 if self.is_inner else cell
        length, at = varint(self._bytes, at)
        rowid = None
        if not self.is_index:
            rowid, at = varint(self._bytes, at)
            rowid -= 2**64 if rowid >= 2**63 else 0
        return Row(rowid, record(self._payload(at, length)))

    def _payload(self, at: int, length: int) -> bytes:
        here = _local_bytes(length, self._pages.usable, self.is_index)
        if at + here > self._pages.usable:
            raise ValueError("a row that goes on behind its page")
        payload = self._bytes[at : at + here]
        if here == length:
            return payload
        return self._continued(payload, length, struct.unpack_from(">I", self._bytes, at + here)[0])

    def _continued(self, payload: bytes, length: int, following: int) -> bytes:
        """The rest of a long row, from the chain of pages that it was continued on."""
        parts, seen, have = [payload], set[int](), len(payload)
        while have < length:
            if not 1 < following <= self._pages.count or following in seen:
                raise ValueError("a row whose rest is gone")
            seen.add(following)
            page = self._pages[following][: self._pages.usable]
            following = struct.unpack_from(">I", page)[0]
            parts.append(page[4:])
            have += len(page) - 4
        return b"".join(parts)[:length]


def varint(content: bytes, at: int) -> tuple[int, int]:
    """SQLite's number of variable length at `at`, and where it ends."""
    value = 0
    for position in range(at, at + 8):
        byte = content[position]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, position + 1
    return value << 8 | content[at + 8], at + 9


def record(payload: bytes) -> Values:
    """The values of one row; ValueError where lengths don't agree to the byte."""
    end, at = varint(payload, 0)
    body, values = end, list[Value]()
    while at < end:
        kind, at = varint(payload, at)
        value, body = _value(payload, body, kind)
        values.append(value)
    if at != end or body != len(payload):
        raise ValueError("a row of another length than it says")
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind >= _FIRST_BLOB:
        end = at + (kind - _FIRST_BLOB) // 2
        raw = payload[at:end]
        return (raw.decode() if kind % 2 else raw), end
    if kind < len(_INTEGER_BYTES):
        end = at + _INTEGER_BYTES[kind]
        return (int.from_bytes(payload[at:end], "big", signed=True) if kind else None), end
    if kind == _REAL:
        return struct.unpack_from(">d", payload, at)[0], at + 8
    if kind in (_ZERO, _ONE):
        return kind - _ZERO, at
    raise ValueError("a kind of value that there is not")


def _local_bytes(length: int, usable: int, is_index: bool) -> int:
    """How much of a row lies on its own page."""
    most = (usable - 12) * 64 // 255 - 23 if is_index else usable - 35
    if length <= most:
        return length
    least = (usable - 12) * 32 // 255 - 23
    here = least + (length - least) % (usable - 4)
    return here if here <= most else least
