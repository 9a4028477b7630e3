"""Carries out what the person wants done with photos, and says in a sentence what did not work.

`PhotoActions` say what and with which ids. Their paths are looked up, and what is to be done is
prepared, in a thread with a connection of its own: half a million photos may be chosen.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QLocale, QMimeData, QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.query import Query, wants_hidden
from imagefinder.gui import actions
from imagefinder.gui.copying import Copying
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.hiding import Hiding
from imagefinder.gui.library_view import LibraryReads
from imagefinder.gui.listing import Ids
from imagefinder.gui.photo_actions import PhotoActions
from imagefinder.gui.query_bar import QueryBar
from imagefinder.gui.taking_in import MOST_PICTURES
from imagefinder.gui.trashing import Trashing
from imagefinder.gui.viewer import LoadPicture
from imagefinder.store.reader import Reader

T = TypeVar("T")
Paths = Sequence[str]


class PhotoDeeds(QObject):
    """Serves any number of `PhotoActions`."""

    remarked = Signal(str)
    # Ids (int64) that are not to be listed any more; then what is listed is to be asked for again.
    left = Signal(object)
    listing_changed = Signal()

    def __init__(
        self,
        paths: LibraryPaths,
        engine: EngineClient,
        bar: QueryBar,
        load: LoadPicture,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bar = bar
        self._load = load
        # Not the window's: opening a photo must not wait until a million are listed.
        self._reads = LibraryReads(paths, self)
        self._numbers = count()
        self._served: list[PhotoActions] = []
        self._connecting: list[Callable[[PhotoActions], object]] = []
        self._copying = Copying(self)
        self._trashing = Trashing(engine, window)
        self._hiding = Hiding(engine, self)
        for part in (self._copying, self._trashing, self._hiding):
            part.remarked.connect(self.remarked)
        self._trashing.trashed.connect(self.left)
        self._hiding.moved.connect(self.left)
        self._hiding.moved.connect(lambda _: self.listing_changed.emit())
        bar.query_changed.connect(self._on_query)

    def serve(self, wanted: PhotoActions) -> None:
        """Carry out what these actions want from now on."""
        wanted.only_similar_wanted.connect(self._on_only_similar)
        wanted.similar_wanted.connect(self._on_similar)
        wanted.open_wanted.connect(self._on_open)
        wanted.show_in_folder_wanted.connect(self._on_show_in_folder)
        wanted.copy_files_wanted.connect(self._on_copy_files)
        wanted.copy_paths_wanted.connect(self._on_copy_paths)
        wanted.copy_image_wanted.connect(self._on_copy_image)
        wanted.export_wanted.connect(self._on_export)
        wanted.hide_wanted.connect(self._hiding.hide)
        wanted.trash_wanted.connect(self._on_trash)
        self._served.append(wanted)
        for connect in self._connecting:
            connect(wanted)

    def for_each(self, connect: Callable[[PhotoActions], object]) -> None:
        """Call `connect` with all actions that are served, now and later on."""
        self._connecting.append(connect)
        for wanted in self._served:
            connect(wanted)

    def close(self) -> None:
        """Wait for the files that are being copied or moved."""
        for part in (self._reads, self._copying, self._trashing):
            part.close()

    def show_in_folder(self, path: str) -> None:
        """In the system's file manager."""
        self._say(actions.show_in_folder(path))

    def export(self, paths: Paths, folder: Path) -> None:
        """Copy the files into this folder, in the background."""
        self._copying.copy(paths, folder)

    def _on_query(self, query: Query) -> None:
        hidden = wants_hidden(query.filters)
        for wanted in self._served:
            wanted.show_hidden(hidden)

    def _on_only_similar(self, ids: Ids) -> None:
        self._with_paths(ids[:1], self._bar.ask_for_pictures)

    def _on_similar(self, ids: Ids, weight: float) -> None:
        self._with_paths(ids[:MOST_PICTURES], lambda paths: self._bar.add_pictures(paths, weight))

    def _on_open(self, ids: Ids) -> None:
        self._with_paths(ids[:1], lambda paths: self._say(actions.open_with_system(paths[0])))

    def _on_show_in_folder(self, ids: Ids) -> None:
        self._with_paths(ids[:1], lambda paths: self.show_in_folder(paths[0]))

    def _on_copy_files(self, ids: Ids) -> None:
        if len(ids) > actions.MOST_FILES:
            text = self.tr("So many files don't fit on the clipboard: {0} at most. Export them.")
            self.remarked.emit(text.format(QLocale().toString(actions.MOST_FILES)))
            return

        def copy(data: QMimeData) -> None:
            actions.put_on_clipboard(data)
            self.remarked.emit(self.tr("%Ln file(s) copied", "", len(ids)))

        self._prepared(ids, actions.files_to_copy, copy)

    def _on_copy_paths(self, ids: Ids) -> None:
        self._prepared(ids, actions.paths_to_copy, actions.put_on_clipboard)

    def _on_copy_image(self, ids: Ids) -> None:
        def load(paths: Sequence[str]) -> QImage | str:
            return actions.image_to_copy(paths[0], self._load)

        def copy(image: QImage | str) -> None:
            if isinstance(image, str):
                self.remarked.emit(self.tr("This image can't be copied. {0}").format(image))
            else:
                actions.put_image_on_clipboard(image)
                self.remarked.emit(self.tr("Image copied"))

        self._prepared(ids[:1], load, copy)

    def _on_trash(self, ids: Ids) -> None:
        self._reads.ask(
            f"deed {next(self._numbers)}", lambda reader: reader.paths(ids), self._ask_for_trash
        )

    def _ask_for_trash(self, photos: Mapping[int, str]) -> None:
        if photos:
            self._trashing.ask(photos)

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
