"""Files and folders that only the person may read: all that the program writes, but for exports.

Called before a file is opened by whatever writes it (SQLite, Qt, a log), since those would make it
readable by everybody; what stands there already is closed to others too.
"""

import os
from contextlib import suppress
from pathlib import Path

from imagefinder.core.errors import KnownError

PRIVATE_UMASK = 0o077


def make_private_folder(folder: Path) -> None:
    """Make `folder`, readable by the person only, and its parents."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as e:
        raise KnownError(f"{folder} is a file, but a library is a folder. Name another one.") from e
    except OSError as e:
        raise KnownError(f"The library's folder {folder} can't be made ({e.strerror}).") from e


def make_private_file(file: Path) -> None:
    """An empty file beforehand, since SQLite's -wal and -shm take its permissions."""
    try:
        file.touch(mode=0o600)
        with suppress(PermissionError):  # somebody else's, but we may write to it
            file.chmod(0o600)
    except OSError as e:
        raise KnownError(f"{file} can't be written to ({e.strerror}).") from e


def write_private(file: Path, content: bytes) -> None:
    """Write `file` whole: to a temporary name first, so that no half file ever shows. OSError."""
    unfinished = file.with_name(f"{file.name}.tmp")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
        os.replace(unfinished, file)  # noqa: PTH105 - the name says what is atomic
    except OSError:
        with suppress(OSError):  # half a file would only take up a full disk
            unfinished.unlink()
        raise


def keep_private() -> None:
    """From now on this process makes every file for the person only."""
    os.umask(PRIVATE_UMASK)
