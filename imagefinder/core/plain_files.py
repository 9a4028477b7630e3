"""Opens what should be a file, and finds out that it is one: no device, pipe, socket or folder.

Used for all files that a person names or that lie among the photos: reading from a pipe would wait
for a writer for ever, and from some devices there is no end of it.
"""

import os
import stat
from pathlib import Path
from typing import BinaryIO


class NotPlainFile(OSError):
    """Something else stands under that name."""


def open_plain(path: str | Path) -> BinaryIO:
    """The file at `path` open for reading; OSError, and ValueError for a name that can be none."""
    # Looked at first: to open a device can do something to it, like rewinding a tape.
    _check_plain(os.stat(path))  # noqa: PTH116
    # And it could have become a pipe since, on which opening would wait for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    try:
        _check_plain(os.fstat(descriptor))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _check_plain(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotPlainFile("it is no plain file")
