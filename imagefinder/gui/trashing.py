"""Moves photos to the trash once the person has said yes, and lets the engine look at the folders.

What can't be moved to a trash stays where it is, and is named.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from imagefinder.core.choices import LookAgain
from imagefinder.core.errors import KnownError
from imagefinder.files.trash import move_to_trash
from imagefinder.gui.copying import few_of
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.file_work import FileWork
from imagefinder.gui.grid.rows import RowInfo
from imagefinder.gui.sentences import told
from imagefinder.gui.trash_dialog import TrashDialog


class Trashing(QObject):
    """Asks, moves, tells."""

    remarked = Signal(str)
    trashed = Signal(object)  # ids of the photos whose files are gone, int64

    def __init__(self, engine: EngineClient, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._engine = engine
        self._ids: dict[str, int] = {}
        self._work = FileWork(self)
        self._work.progressed.connect(self._on_progressed)
        self._work.finished.connect(self._on_finished)

    def ask(self, photos: Mapping[int, str]) -> None:
        """Ask whether to move these, paths by id."""
        dialog = TrashDialog(list(photos.values()), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._begin(photos))
        dialog.open()

    def close(self) -> None:
        """Wait for the file that is being moved."""
        self._work.close()

    def _begin(self, photos: Mapping[int, str]) -> None:
        self._ids.update((path, photo_id) for photo_id, path in photos.items())
        self._work.begin(list(photos.values()), _complaint)

    def _on_progressed(self, done: int, total: int) -> None:
        number = QLocale().toString
        text = self.tr("Moving to the trash: {0} of {1}").format(number(done), number(total))
        self.remarked.emit(text)

    def _on_finished(self, done: Sequence[str], complaints: Sequence[str]) -> None:
        if done:
            folders = sorted({str(Path(path).parent) for path in done})
            self._engine.send(LookAgain(self._engine.next_request(), tuple(folders)))
            self.trashed.emit(np.array([self._ids.pop(path) for path in done], np.int64))
        if complaints:
            self.remarked.emit(self.tr("Not moved to the trash: {0}").format(few_of(complaints)))
        else:
            self.remarked.emit(self.tr("%Ln photo(s) moved to the trash", "", len(done)))


def _complaint(path: str) -> str | None:
    try:
        move_to_trash(path)
    except KnownError as e:
        return f"{RowInfo(path).name} ({told(str(e))})"
    return None
