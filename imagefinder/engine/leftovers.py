"""What a killed program left half-written in the library's folder: swept out at the next start.

Everything here is written under such a name first and renamed when whole, so nothing of it is ever
needed. Called by the engine, which holds the lock: nobody else is writing.
"""

import logging
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from imagefinder.core.paths import LibraryPaths

log = logging.getLogger(__name__)

_FILES = ("*.tmp", "*.tmp.*", "*.part", "*.part-journal", "writing-*")
_FOLDERS = ("building-*", "making-*")


def sweep(paths: LibraryPaths) -> None:
    """Remove unfinished files and folders; what can't be removed stays until the next start."""
    for leftover in list(_leftovers(paths)):
        log.info("removing %s, which was left unfinished", leftover)
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            with suppress(OSError):
                leftover.unlink()


def _leftovers(paths: LibraryPaths) -> Iterator[Path]:
    for folder in (paths.folder, paths.backups):
        for pattern in _FILES:
            yield from folder.glob(pattern)
    # Not in what the person dropped or named: those are no files of ours.
    for pattern in (*_FILES, *_FOLDERS):
        yield from paths.derived.glob(pattern)
        yield from paths.derived.glob(f"*/{pattern}")
        yield from paths.derived.glob(f"matrix-*/reduced/{pattern}")
