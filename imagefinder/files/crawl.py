"""Walking a folder: which files it holds, and which of its sub-folders can't be looked into.

The engine compares what comes out with what the library holds. A photo is only ever removed because
a folder that *can* be read lacks it, hence `UnreadableFolder`: what lies below it is to be kept,
whether it was seen or not. A root that can't be read at all raises `FolderOffline`.

Nothing outside the root is visited: links to folders are never followed, links to files only where
they end on a file inside the root.
"""

import os
import re
import stat
from collections.abc import Collection, Iterator, Sequence
from fnmatch import translate

import msgspec

from imagefinder.core.errors import FolderOffline
from imagefinder.core.paths import absolute, is_inside
from imagefinder.core.types import FileStamp, FoundFile
from imagefinder.files.formats import is_candidate

# Bins, snapshots and thumbnails of operating systems and network storages; all in lower case.
_SYSTEM_FOLDERS = frozenset(
    {"$recycle.bin", "recycler", "recycled", "system volume information", "found.000"}
    | {"lost+found", "__macosx", "@eadir", "@tmp", "#recycle", "#snapshot", "@recycle"}
    | {"@recently-snapshot"}
)

FolderId = tuple[int, int]


class UnreadableFolder(msgspec.Struct, frozen=True):
    """A folder of which not everything could be seen: keep what is known below it."""

    path: str
    reason: str


Found = FoundFile | UnreadableFolder


def crawl(
    root: str,
    exclude: Sequence[str] = (),
    skip: Collection[str] = (),
    start: str | None = None,
) -> Iterator[FoundFile | UnreadableFolder]:
    """Every candidate file below `root`, folder by folder in the order of their names.

    With `start`, only those at or below that folder: what a whole crawl would find there, which is
    nothing where `start` is gone or would not be entered.

    `exclude` holds glob patterns: one with a slash is matched against the absolute path and the
    path below `root`, any other against the name of each file and folder. `skip` names folders not
    to enter, like the library's own. Raises `FolderOffline` at once where `root` can't be read.
    """
    walk = _Walk(root, exclude, skip)
    return walk.tree() if start is None else walk.part(absolute(start))


def is_entered(name: str) -> bool:
    """Whether folders of this name are looked into: neither hidden nor the system's own."""
    return not name.startswith(".") and name.lower() not in _SYSTEM_FOLDERS


class _Walk:
    """One walk below one root, and the rules by which it goes."""

    def __init__(self, root: str, exclude: Sequence[str], skip: Collection[str]) -> None:
        self._root = absolute(root)
        self._real_root = os.path.realpath(self._root)
        self._root_id = _root_id(self._root)
        self._excludes_name = _any_of(p for p in exclude if "/" not in p.rstrip("/"))
        self._excludes_path = _any_of(p for p in exclude if "/" in p.rstrip("/"))
        self._skip_paths = {absolute(path) for path in skip}
        self._skip_ids = {found for path in self._skip_paths if (found := _id_or_none(path))}

    def tree(self) -> Iterator[Found]:
        yield from self._below(self._root, ())

    def part(self, start: str) -> Iterator[Found]:
        if start == self._root:
            yield from self.tree()
            return
        try:
            leads_there = self._leads_to(start)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as e:
            yield UnreadableFolder(start, _why(e))
            return
        if leads_there:
            yield from self._below(start, (self._root_id,))

    def _below(self, start: str, above_start: tuple[FolderId, ...]) -> Iterator[Found]:
        # A stack, not recursion: folders can be nested deeper than Python's stack. The ids of the
        # folders above tell a mount that leads back to one of them.
        pending: list[tuple[str, tuple[FolderId, ...]]] = [(start, above_start)]
        while pending:
            folder, above = pending.pop()
            own_id = self._enter(folder, above)
            if isinstance(own_id, UnreadableFolder):
                yield own_id
            elif own_id:
                folders: list[str] = []
                yield from self._files(folder, folders)
                pending.extend((path, (*above, own_id)) for path in reversed(folders))

    def _leads_to(self, folder: str) -> bool:
        """Whether the walk, on its way down from the root, comes to `folder`; raises `OSError`."""
        if not is_inside(folder, self._root):
            return False
        at = self._root
        for name in folder[len(at) :].split(os.sep):  # noqa: PTH206
            if not name:
                continue
            at = os.path.join(at, name)  # noqa: PTH118
            is_folder = stat.S_ISDIR(os.lstat(at).st_mode)
            if not is_folder or not self._wants_folder(name, at):
                return False
            if _folder_id(at) in self._skip_ids:
                return False
        return self._root_id not in self._skip_ids

    def _enter(
        self, folder: str, above: tuple[FolderId, ...]
    ) -> FolderId | UnreadableFolder | None:
        """The identity of `folder`, None if it is one not to be entered."""
        try:
            own_id = _folder_id(folder) if above else self._root_id
        except OSError as e:
            return UnreadableFolder(folder, _why(e))
        # Some file systems number nothing: all their folders would look like one.
        loops = own_id in above and own_id[1] != 0
        return None if loops or own_id in self._skip_ids else own_id

    def _files(self, folder: str, folders: list[str]) -> Iterator[Found]:
        """The files of `folder`; its sub-folders to enter are added to `folders`."""
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=_name)
        except OSError as e:
            if folder == self._root:
                raise FolderOffline(f"can't be read: {_why(e)}") from e
            yield UnreadableFolder(folder, _why(e))
            return
        unseen: OSError | None = None
        for entry in entries:
            try:
                found = self._look_at(entry, folders)
            except FileNotFoundError:
                continue  # gone since the folder was listed
            except OSError as e:
                unseen = e
                continue
            if found:
                yield found
        if unseen:
            yield UnreadableFolder(folder, _why(unseen))

    def _look_at(self, entry: os.DirEntry[str], folders: list[str]) -> FoundFile | None:
        name = entry.name
        if entry.is_dir(follow_symlinks=False):
            if self._wants_folder(name, entry.path):
                folders.append(entry.path)
            return None
        if not is_candidate(name) or self._excludes(name, entry.path):
            return None
        status = self._linked(entry) if entry.is_symlink() else entry.stat(follow_symlinks=False)
        if status is None or not stat.S_ISREG(status.st_mode):
            return None
        return FoundFile(entry.path, FileStamp(status.st_size, status.st_mtime_ns))

    def _linked(self, entry: os.DirEntry[str]) -> os.stat_result | None:
        """The status of what a link leads to, None where that is outside the root or nowhere."""
        try:
            target = os.path.realpath(entry.path, strict=True)
            return os.stat(target) if is_inside(target, self._real_root) else None  # noqa: PTH116
        except OSError:
            return None

    def _wants_folder(self, name: str, path: str) -> bool:
        return is_entered(name) and path not in self._skip_paths and not self._excludes(name, path)

    def _excludes(self, name: str, path: str) -> bool:
        if self._excludes_name and self._excludes_name.match(name):
            return True
        if not self._excludes_path:
            return False
        below_root = path[len(self._root) :].lstrip(os.sep)
        return bool(self._excludes_path.match(path) or self._excludes_path.match(below_root))


def _any_of(patterns: Iterator[str]) -> re.Pattern[str] | None:
    """One expression for all glob `patterns`, since it is asked for every file; None for none."""
    globs = [os.path.expanduser(pattern.rstrip("/")) for pattern in patterns]  # noqa: PTH111
    expressions = [translate(glob) for glob in globs if glob]
    return re.compile("|".join(expressions)) if expressions else None


def _root_id(root: str) -> FolderId:
    try:
        found = _folder_id(root)
        with os.scandir(root):
            return found
    except FileNotFoundError as e:
        raise FolderOffline("isn't there") from e
    except NotADirectoryError as e:
        raise FolderOffline("is no folder") from e
    except OSError as e:
        raise FolderOffline(f"can't be read: {_why(e)}") from e


def _id_or_none(folder: str) -> FolderId | None:
    try:
        return _folder_id(folder)
    except OSError:
        return None


def _folder_id(folder: str) -> FolderId:
    # Not from the DirEntry: Windows leaves the number out there.
    status = os.stat(folder)  # noqa: PTH116
    return status.st_dev, status.st_ino


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
