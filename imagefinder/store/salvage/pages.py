"""The pages of a database file that SQLite may no longer be able to open.

Comes in: the path of the file; what stands in its log is laid over it. Goes out: pages by number,
from 1, always whole: what can't be read of a page (a cut file, a bad disk) is zeros.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from imagefinder.store.salvage.log import committed_pages, page_size_of

_MAGIC = b"SQLite format 3\0"
# SQLite's own default, and so what every library of ours has.
_USUAL_SIZE = 4096
_SIZES = {1: 65536} | {2**power: 2**power for power in range(9, 16)}


class Pages:
    """Reads one file; close it afterwards. OSError where the file can't be opened."""

    def __init__(self, file: Path) -> None:
        log = _log_of(file)
        self._file = file.open("rb")
        header = self._read(0, 100)
        self._logged = committed_pages(log)
        self.size = _page_size(self._logged.get(1, header)) or page_size_of(log) or _USUAL_SIZE
        whole = -(-os.fstat(self._file.fileno()).st_size // self.size)
        self.count = max([whole, *self._logged])
        self.usable = self.size - _reserved(self[1])

    def __getitem__(self, number: int) -> bytes:
        """One page of `size` bytes."""
        logged = self._logged.get(number)
        return self._read((number - 1) * self.size, self.size) if logged is None else logged

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def free(self) -> Iterator[int]:
        """Numbers of the pages that hold nothing any more, as far as the list of them is sound."""
        if _page_size(self[1]) is None:
            return
        trunk, seen = struct.unpack_from(">I", self[1], 32)[0], set[int]()
        while 1 < trunk <= self.count and trunk not in seen:
            seen.add(trunk)
            yield trunk
            trunk, count, *leaves = struct.unpack_from(f">{self.usable // 4}I", self[trunk])
            yield from leaves[:count]

    def _read(self, start: int, length: int) -> bytes:
        with suppress(OSError):  # a sector that is gone takes no other page along
            self._file.seek(start)
            return self._file.read(length).ljust(length, b"\0")
        return bytes(length)


def _log_of(file: Path) -> bytes:
    try:
        return file.with_name(file.name + "-wal").read_bytes()
    except OSError:
        return b""


def _page_size(header: bytes) -> int | None:
    if header[:16] != _MAGIC:
        return None
    return _SIZES.get(struct.unpack_from(">H", header, 16)[0])


def _reserved(first: bytes) -> int:
    # SQLite wants 480 usable bytes at least; we ourselves never reserve any.
    return first[20] if first[:16] == _MAGIC and first[20] <= 32 else 0
