"""Where a map or a taste may be written to: never over a photo, never among the library's files.

Called by the commands that write a file which the person names, and by the taste desk for the
window, which has asked before it replaces a file.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from imagefinder.core.errors import KnownError
from imagefinder.core.exports import publish, refuse_taken
from imagefinder.core.paths import LibraryPaths
from imagefinder.files.formats import named_like_picture
from imagefinder.store.reader import Reader


class Exporting:
    """Writes files that the person named; with `replace` over others, but for the library's."""

    def __init__(self, reader: Reader, paths: LibraryPaths, *, replace: bool) -> None:
        self._reader = reader
        self._paths = paths
        self._replace = replace

    def check(self, file: Path) -> None:
        """A KnownError where `file` must not be written; before work that takes a while."""
        if _lies_in(file, [str(self._paths.folder)]):
            raise KnownError(f"{file} would lie in the library's own folder. Choose another place.")
        refuse_taken(file, replace=self._replace)
        if self._is_photo(file):
            raise KnownError(f"{file} is a photo of the library. Choose another name.")

    def write(self, file: Path, content: bytes) -> None:
        """Write it, whole or not at all."""
        self.check(file)
        publish(file, content, replace=self._replace)

    def _is_photo(self, file: Path) -> bool:
        """Whether there is such a photo, found by whatever way; also one not indexed yet."""
        if _identity(file) is None:
            return False
        watched = [folder.path for folder in self._reader.folders()]
        if named_like_picture(file.name) and _lies_in(file, watched):
            return True
        same_name = self._reader.paths_called(file.name)
        return any(_identity(Path(path)) == _identity(file) for path in same_name)


def _lies_in(file: Path, folders: Iterable[str]) -> bool:
    """Whether a folder above `file` is one of these, by whatever name and through whatever link."""
    above = Path(os.path.realpath(file.parent)) if _is_name(file) else file
    wanted = {_identity(Path(folder)) for folder in folders} - {None}
    return any(_identity(folder) in wanted for folder in (above, *above.parents))


def _identity(path: Path) -> tuple[int, int] | None:
    """The same for the same file only; None where there is none."""
    try:
        there = path.stat()
    except (OSError, ValueError):  # the latter: a NUL in the name
        return None
    return there.st_dev, there.st_ino


def _is_name(file: Path) -> bool:
    return "\0" not in str(file)
