"""Walks the watched folders and notes in the library which files are new, changed or missing.

No file is read here. A folder that can't be read, or is suddenly empty, goes offline and keeps all
its photos. Called by the pipeline, for everything or for the folders that the watcher found dirty.
Scanning everything also has files read again that an older program could not read, or took for no
pictures, where this one may judge otherwise.
"""

import os
from collections.abc import Generator, Sequence
from pathlib import Path

from imagefinder.core.errors import FolderOffline
from imagefinder.core.paths import LibraryPaths, is_inside
from imagefinder.core.reports import IndexReport, Notice, Progress
from imagefinder.core.settings import Settings
from imagefinder.core.types import FoundFile
from imagefinder.engine.journal import SET_ASIDE_REASON
from imagefinder.engine.rate import Pace
from imagefinder.files.crawl import UnreadableFolder, crawl
from imagefinder.files.formats import recognition
from imagefinder.files.openers import decoders
from imagefinder.store.library import Library
from imagefinder.store.rows import Folder
from imagefinder.store.scan import ScanDifference, ScanNotes

Steps = Generator[Progress | Notice, None, None]


class Scanning:
    """One scan of all folders, or of the `dirty` ones inside them; fills in `report`."""

    def __init__(
        self, library: Library, paths: LibraryPaths, settings: Settings, report: IndexReport
    ) -> None:
        self._library = library
        self._skip = (str(paths.folder),)
        self._exclude = settings.exclude
        self._report = report
        self._pace = Pace("scan", None)

    def everything(self) -> Steps:
        """Scan all watched folders."""
        for folder in self._library.folders():
            yield from self._guarded(folder, [folder.path])

    def dirty(self, dirty: Sequence[str]) -> Steps:
        """Scan only these folders and what lies below them."""
        for folder in self._library.folders():
            inside = {
                _existing(path, folder.path) for path in dirty if is_inside(path, folder.path)
            }
            if inside:
                yield from self._guarded(folder, _outermost(inside))

    def _guarded(self, folder: Folder, starts: Sequence[str]) -> Steps:
        try:
            yield from self._folder(folder, starts)
        except FolderOffline as e:
            self._library.set_offline(folder, str(e))
            self._report.offline.append(folder.path)
            if folder.offline is None:
                yield Notice(f"{folder.path} is offline: {e}. Its photos are kept.")
        else:
            self._library.set_offline(folder, None)

    def _folder(self, folder: Folder, starts: Sequence[str]) -> Steps:
        whole = list(starts) == [folder.path]
        notes = ScanNotes(self._library, folder, below=() if whole else starts)
        for start in starts:
            yield from self._walk(folder.path, start, notes)
        if whole:
            self._refuse_sudden_emptiness(folder, notes)
        difference: ScanDifference = notes.apply()
        if whole:
            self._library.judge_again(folder, recognition(), decoders(), but_for=SET_ASIDE_REASON)
        self._report.scanned += difference.seen

    def _walk(self, root: str, start: str, notes: ScanNotes) -> Steps:
        before = self._report.scanned
        files = crawl(root, self._exclude, self._skip, start)
        for seen, found in enumerate(files, start=1):
            match found:
                case FoundFile():
                    notes.saw(found)
                case UnreadableFolder(path=path, reason=reason):
                    notes.could_not_list(path, reason)
            # The clock is asked only now and then: a scan meets 100 thousand files a second.
            if seen % 256 == 0 and self._pace.due():
                yield self._pace.at(before + seen, note=start)

    def _refuse_sudden_emptiness(self, folder: Folder, notes: ScanNotes) -> None:
        known = self._library.photo_count(folder) + self._library.other_count(folder)
        if known and notes.count() == 0:
            raise FolderOffline(
                f"it is empty, though {known} files were known in it (is its disk mounted? if they "
                f"are really gone: imagefinder folder gone {folder.path})"
            )


def holds_files(paths: LibraryPaths, settings: Settings, root: str) -> bool:
    """Whether a scan of `root` would meet any file, as it would not where a disk was unplugged."""
    try:
        found = crawl(root, settings.exclude, (str(paths.folder),))
        return any(isinstance(one, FoundFile) for one in found)
    except FolderOffline:
        return False


def _existing(path: str, root: str) -> str:
    """`path`, or the nearest folder above it that is still there, but never above `root`."""
    while path != root and not Path(path).is_dir():
        path = os.path.dirname(path)  # noqa: PTH120 - keeps undecodable names as they are
    return path


def _outermost(paths: set[str]) -> list[str]:
    """`paths` without those that lie inside another of them."""
    return sorted(p for p in paths if not any(p != q and is_inside(p, q) for q in paths))
