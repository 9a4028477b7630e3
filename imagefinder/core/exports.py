"""Files that a person asked for by name: written whole, and over another one only if so told.

In come the file's name and its content; whoever calls (`engine.exporting`) has looked whether the
name may be used at all. Until all of it is on the disk the content lies under a name of its own.
"""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from imagefinder.core.errors import KnownError


def publish(file: Path, content: bytes, *, replace: bool = False) -> None:
    """Write `file`; a KnownError where there is one, but for a plain file that is to be replaced.

    Between the look and the writing nothing can slip in: the name itself is taken exclusively.
    """
    try:
        refuse_taken(file, replace=replace)
        unfinished = _written(file.parent, content)
        try:
            _put_in_place(unfinished, file, replace=replace)
        finally:
            with suppress(FileNotFoundError):
                unfinished.unlink()
    except FileExistsError as e:
        raise _taken(file) from e
    except OSError as e:
        raise KnownError(f"{file} can't be written ({e.strerror}). Choose another place.") from e
    except ValueError as e:  # a NUL in the name
        raise KnownError(f"{file!s} is no name of a file. Choose another one.") from e


def refuse_taken(file: Path, *, replace: bool) -> None:
    """A KnownError where `file` is there already and must not, or can't, be replaced."""
    try:
        there = file.lstat()
    except (OSError, ValueError):  # nothing there; what hinders writing is said by writing
        return
    if not replace:
        raise _taken(file)
    if not stat.S_ISREG(there.st_mode):
        raise KnownError(f"{file} is no plain file, so it is not replaced. Choose another name.")


def _written(folder: Path, content: bytes) -> Path:
    """The content in a new file of `folder`, which nobody else has; for the person only."""
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".imagefinder-", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
    except BaseException:
        os.unlink(name)  # noqa: PTH108 - a name as the system gave it
        raise
    return Path(name)


def _put_in_place(unfinished: Path, file: Path, *, replace: bool) -> None:
    if not replace and not _linked(unfinished, file):
        # Where files have no second name: the empty file that holds the name is ours to replace.
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        replace = True
    if replace:
        os.replace(unfinished, file)  # noqa: PTH105 - the name says what is atomic


def _linked(unfinished: Path, file: Path) -> bool:
    """Whether `file` is a name of the content now; False where the disk knows no such links."""
    try:
        os.link(unfinished, file)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        return False
    return True


def _taken(file: Path) -> KnownError:
    return KnownError(f"{file} exists already. Choose another name, or add --force.")
