"""The pages that SQLite's write-ahead log still holds: what was committed, but not yet moved over.

Comes in: the bytes of a `-wal` file. Goes out: the newest committed content of each page. Called by
`pages`. The format is that of https://www.sqlite.org/fileformat2.html#walformat.
"""

import struct
from collections.abc import Iterator

import numpy as np

_HEADER_BYTES, _FRAME_BYTES = 32, 24
_LITTLE, _BIG = 0x377F0682, 0x377F0683
_SIZES = frozenset(2**power for power in range(9, 17))


def page_size_of(log: bytes) -> int | None:
    """The size that the log's header names, where it has one."""
    if len(log) < _HEADER_BYTES or struct.unpack_from(">I", log)[0] not in (_LITTLE, _BIG):
        return None
    size = int(struct.unpack_from(">I", log, 8)[0])
    return size if size in _SIZES else None


def committed_pages(log: bytes) -> dict[int, bytes]:
    """Page number to content, up to the last transaction that the log holds whole."""
    pages: dict[int, bytes] = {}
    begun: dict[int, bytes] = {}
    for number, pages_after, content in _sound_frames(log):
        begun[number] = content
        if pages_after:  # the last frame of a transaction
            pages |= begun
            begun = {}
    return pages


def _sound_frames(log: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Frames in order; the first whose checksum is wrong ends the log, as it does for SQLite."""
    size = page_size_of(log)
    if size is None:
        return
    order = "<u4" if struct.unpack_from(">I", log)[0] == _LITTLE else ">u4"
    salt = log[16:24]
    running = _checksum(log[:24], (0, 0), order)
    if struct.pack(">II", *running) != log[24:32]:
        return
    for start in range(_HEADER_BYTES, len(log) - _FRAME_BYTES - size + 1, _FRAME_BYTES + size):
        content = log[start + _FRAME_BYTES : start + _FRAME_BYTES + size]
        running = _checksum(log[start : start + 8] + content, running, order)
        head = log[start : start + _FRAME_BYTES]
        if head[8:16] != salt or head[16:24] != struct.pack(">II", *running):
            return
        number, pages_after = struct.unpack_from(">II", head)
        yield number, pages_after, content


def _checksum(content: bytes, start: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = start
    for number in np.frombuffer(content, order).reshape(-1, 2).tolist():
        first = (first + number[0] + second) & 0xFFFFFFFF
        second = (second + number[1] + first) & 0xFFFFFFFF
    return first, second
