"""Where things lie: the library's folder and its files, caches, the resources shipped with us.

A file name on Linux is bytes. Inside the program it is a `str` whose undecodable bytes are
surrogates (`os.fsdecode`); `path_to_column` and `path_from_column` carry it through SQLite.
"""

import os
from pathlib import Path

import msgspec
import platformdirs

from imagefinder.core.errors import KnownError

LIBRARY_VARIABLE = "IMAGEFINDER_LIBRARY"


def default_library_folder() -> Path:
    """The library used when none is named: `IMAGEFINDER_LIBRARY`, else the platform's data dir."""
    if chosen := os.environ.get(LIBRARY_VARIABLE):
        return Path(chosen).expanduser().absolute()
    return Path(platformdirs.user_data_dir("imagefinder", appauthor=False)) / "library"


def named_library(name: str | None, otherwise: Path | None = None) -> Path:
    """The library of this name on the command line; where none is named, `otherwise` or the usual.

    Raises what `absolute` raises: an empty name is one, too.
    """
    return (otherwise or default_library_folder()) if name is None else Path(absolute(name))


def demo_folder() -> Path:
    """Where the demo keeps its pictures and its own library."""
    return Path(platformdirs.user_data_dir("imagefinder", appauthor=False)) / "demo"


def resource(name: str) -> Path:
    """A file or folder shipped in `resources/`, from a checkout or an installed package."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "resources"
    return (installed if installed.is_dir() else package.parent / "resources") / name


class LibraryPaths(msgspec.Struct, frozen=True):
    """The files of one library, below its folder. All but `database` can be derived again."""

    folder: Path

    @property
    def database(self) -> Path:
        """The SQLite file: the one truth."""
        return self.folder / "library.sqlite"

    @property
    def backups(self) -> Path:
        """Copies of the database, made by the program itself."""
        return self.folder / "backups"

    @property
    def logs(self) -> Path:
        """What window and engine note about themselves: `core.log`."""
        return self.folder / "logs"

    @property
    def lock(self) -> Path:
        """Held by the one writer while it runs."""
        return self.folder / "writer.lock"

    @property
    def settings(self) -> Path:
        """The person's choices, as JSON."""
        return self.folder / "settings.json"

    @property
    def timings(self) -> Path:
        """How fast models were found to be on this machine."""
        return self.folder / "precision.json"

    @property
    def crash_journal(self) -> Path:
        """Which files were being decoded; what the engine reads after it has died."""
        return self.folder / "decoding.journal"

    @property
    def derived(self) -> Path:
        """Thumbnails, matrices, forests: can be deleted at any time and come back."""
        return self.folder / "derived"

    @property
    def thumbnails(self) -> Path:
        """The SQLite file of thumbnails."""
        return self.derived / "thumbnails.sqlite"

    @property
    def suggestions(self) -> Path:
        """What the library was last found to hold, for the window's completion."""
        return self.derived / "suggestions.json"


def absolute(path: str | Path) -> str:
    """`path` made absolute and normalised, links in it kept as the person wrote them.

    An empty text is a KnownError: nobody means the current folder by it, but a script
    whose variable is empty would.
    """
    if path == "":
        raise KnownError("An empty name is no path. Name a file or a folder.")
    return os.path.abspath(os.path.expanduser(path))  # noqa: PTH100, PTH111 - keeps links


def is_inside(path: str, folder: str) -> bool:
    """Whether `path` is `folder` or lies anywhere below it; both absolute."""
    return (path.rstrip(os.sep) + os.sep).startswith(folder.rstrip(os.sep) + os.sep)


def below(folder: str) -> tuple[tuple[str, str], tuple[bytes, bytes]]:
    """Where the columns of all paths below `folder` lie: from, and up to, texts; then raw bytes.

    Each such range is a search in an index; a name is never mistaken for a pattern.
    """
    prefix, following = folder.rstrip(os.sep) + os.sep, chr(ord(os.sep) + 1)
    raw = _encoded(prefix)
    text = raw.decode("utf-8", "replace")
    return (text, text[:-1] + following), (raw, raw[:-1] + following.encode())


def _encoded(path: str) -> bytes:
    try:
        return os.fsencode(path)
    except UnicodeEncodeError:  # typed, since no file is named so
        return path.encode("utf-8", "replace")


def path_to_column(path: str) -> str | bytes:
    """`path` as SQLite can hold it: text, or the raw bytes of a name that is not UTF-8."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def path_from_column(value: str | bytes) -> str:
    """The inverse of `path_to_column`."""
    return os.fsdecode(value) if isinstance(value, bytes) else value
