"""Carries out what the person wants done with photos, and says in a sentence what did not work."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from imagefinder.gui import actions
from imagefinder.gui.copying import Copying
from imagefinder.gui.photo_actions import PhotoActions
from imagefinder.gui.query_bar import QueryBar


class PhotoDeeds(QObject):
    """Connects the actions on photos with who does them."""

    remarked = Signal(str)

    def __init__(self, wanted: PhotoActions, bar: QueryBar, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._copying = Copying(self)
        self._copying.finished.connect(self.remarked)
        wanted.only_similar_wanted.connect(bar.ask_for_picture)
        wanted.similar_wanted.connect(bar.add_pictures)
        wanted.open_wanted.connect(self._on_open)
        wanted.show_in_folder_wanted.connect(self.show_in_folder)
        wanted.copy_files_wanted.connect(actions.copy_files)
        wanted.copy_paths_wanted.connect(actions.copy_paths)
        wanted.export_wanted.connect(self._on_export)

    def close(self) -> None:
        """Wait for what is being copied."""
        self._copying.close()

    def show_in_folder(self, path: str) -> None:
        """In the system's file manager."""
        self._say(actions.show_in_folder(path))

    def export(self, paths: list[str], folder: Path) -> None:
        """Copy the files into this folder, in the background."""
        self._copying.copy(paths, folder)

    def _on_open(self, path: str) -> None:
        self._say(actions.open_with_system(path))

    def _on_export(self, paths: list[str]) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Copy the files to"))
        if folder:
            self.export(paths, Path(folder))

    def _say(self, text: str | None) -> None:
        if text:
            self.remarked.emit(text)
