"""The log of one process on one library: private, limited in size, without what was searched for.

`log_to` is called once, at the start of the window's and of the engine's process; each has a file
of its own, since two processes can't turn one over. `last_lines` reads them for `doctor`.

What an exception says of itself may quote what the person typed: only where it was raised and its
kind are kept, unless IMAGEFINDER_DEBUG is set.
"""

import io
import logging
import os
import time
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from imagefinder.core.private import make_private_folder

DEBUG_VARIABLE = "IMAGEFINDER_DEBUG"
LARGEST_BYTES = 512 * 1024
OLDER_FILES = 2

_ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


def debugging() -> bool:
    """Whether the person asked for everything to be logged."""
    return bool(os.environ.get(DEBUG_VARIABLE))


def log_to(folder: Path, name: str) -> logging.Handler:
    """From now on whatever this process logs goes to `name.log` in `folder` as well."""
    make_private_folder(folder)
    handler = _PrivateFile(
        folder / f"{name}.log",
        maxBytes=LARGEST_BYTES,
        backupCount=OLDER_FILES,
        encoding="utf-8",
        errors="backslashreplace",
        delay=True,
    )
    handler.setFormatter(Discreet())
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG if debugging() else logging.INFO)
    return handler


def last_lines(folder: Path, count: int) -> list[str]:
    """The newest `count` lines of each log, the name of its file before each."""
    lines = []
    for file in sorted(folder.glob("*.log")):
        with file.open(encoding="utf-8", errors="replace") as opened:
            lines += [f"{file.stem}: {line.rstrip()}" for line in opened.readlines()[-count:]]
    return lines


class _PrivateFile(RotatingFileHandler):
    def _open(self) -> io.TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding, errors=self.errors)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """A full disk costs a line of the log, nothing else."""


class Discreet(logging.Formatter):
    """Lines with the time in UTC; of an exception only where it was raised, and its kind."""

    converter = time.gmtime  # type: ignore[assignment]
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line or lines of one record."""
        # Another handler's formatter may have left its own words for the exception in the record.
        words, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = words

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's own name
        """Where the exception was raised, and of what kind it is."""
        if debugging() or ei[0] is None:
            return super().formatException(ei)
        return "".join(traceback.format_tb(ei[2])) + ei[0].__qualname__
