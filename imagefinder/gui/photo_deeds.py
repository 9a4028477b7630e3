"""Carries out what the person wants done with photos, and says in a sentence what did not work.

`PhotoActions` say what and with which ids. Their paths are looked up, and what is to be done is
prepared, in a thread with a connection of its own: half a million photos may be chosen.
"""

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from imagefinder.core.paths import LibraryPaths
from imagefinder.gui import actions
from imagefinder.gui.copying import Copying
from imagefinder.gui.library_view import LibraryReads
from imagefinder.gui.listing import Ids
from imagefinder.gui.photo_actions import PhotoActions
from imagefinder.gui.query_bar import QueryBar
from imagefinder.gui.taking_in import MOST_PICTURES
from imagefinder.store.reader import Reader

T = TypeVar("T")
Paths = Sequence[str]


class PhotoDeeds(QObject):
    """Serves any number of `PhotoActions`."""

    remarked = Signal(str)

    def __init__(self, paths: LibraryPaths, bar: QueryBar, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._bar = bar
        # Not the window's: opening a photo must not wait until a million are listed.
        self._reads = LibraryReads(paths, self)
        self._numbers = count()
        self._served: list[PhotoActions] = []
        self._connecting: list[Callable[[PhotoActions], object]] = []
        self._copying = Copying(self)
        self._copying.remarked.connect(self.remarked)

    def serve(self, wanted: PhotoActions) -> None:
        """Carry out what these actions want from now on."""
        wanted.only_similar_wanted.connect(self._on_only_similar)
        wanted.similar_wanted.connect(self._on_similar)
        wanted.open_wanted.connect(self._on_open)
        wanted.show_in_folder_wanted.connect(self._on_show_in_folder)
        wanted.copy_files_wanted.connect(self._on_copy_files)
        wanted.copy_paths_wanted.connect(self._on_copy_paths)
        wanted.export_wanted.connect(self._on_export)
        self._served.append(wanted)
        for connect in self._connecting:
            connect(wanted)

    def for_each(self, connect: Callable[[PhotoActions], object]) -> None:
        """Call `connect` with all actions that are served, now and later on."""
        self._connecting.append(connect)
        for wanted in self._served:
            connect(wanted)

    def close(self) -> None:
        """Wait for what is being copied."""
        self._reads.close()
        self._copying.close()

    def show_in_folder(self, path: str) -> None:
        """In the system's file manager."""
        self._say(actions.show_in_folder(path))

    def export(self, paths: Paths, folder: Path) -> None:
        """Copy the files into this folder, in the background."""
        self._copying.copy(paths, folder)

    def _on_only_similar(self, ids: Ids) -> None:
        self._with_paths(ids[:1], self._bar.ask_for_pictures)

    def _on_similar(self, ids: Ids, weight: float) -> None:
        self._with_paths(ids[:MOST_PICTURES], lambda paths: self._bar.add_pictures(paths, weight))

    def _on_open(self, ids: Ids) -> None:
        self._with_paths(ids[:1], lambda paths: self._say(actions.open_with_system(paths[0])))

    def _on_show_in_folder(self, ids: Ids) -> None:
        self._with_paths(ids[:1], lambda paths: self.show_in_folder(paths[0]))

    def _on_copy_files(self, ids: Ids) -> None:
        def copy(data: QMimeData) -> None:
            actions.put_on_clipboard(data)
            self.remarked.emit(self.tr("%Ln file(s) copied", "", len(ids)))

        self._prepared(ids, actions.files_to_copy, copy)

    def _on_copy_paths(self, ids: Ids) -> None:
        self._prepared(ids, actions.paths_to_copy, actions.put_on_clipboard)

    def _on_export(self, ids: Ids) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Copy the files to"))
        if folder:
            self._with_paths(ids, lambda paths: self.export(paths, Path(folder)))

    def _with_paths(self, ids: Ids, do: Callable[[Paths], object]) -> None:
        self._prepared(ids, lambda paths: paths, do)

    def _prepared(self, ids: Ids, prepare: Callable[[Paths], T], do: Callable[[T], object]) -> None:
        """Call `prepare` with the paths in the thread, then `do` with what it made in the window's.

        Where none of the photos is in the library any more, that is said instead.
        """

        def read(reader: Reader) -> T | None:
            paths = list(reader.paths(ids).values())
            return prepare(paths) if paths else None

        def then(prepared: T | None) -> None:
            if prepared is None:
                self.remarked.emit(self.tr("This photo is gone."))
            else:
                do(prepared)

        # A kind of its own for each: none may push out another that has not begun.
        self._reads.ask(f"deed {next(self._numbers)}", read, then)

    def _say(self, text: str | None) -> None:
        if text:
            self.remarked.emit(text)
