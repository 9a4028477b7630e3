"""Copies photos into a folder, in the background. Nothing is overwritten."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Signal

from imagefinder.gui.actions import export_copy
from imagefinder.gui.file_work import FileWork

# So many names fit into a sentence.
_NAMED = 3


class Copying(QObject):
    """Copies, and says how far it is and what came of it."""

    remarked = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = FileWork(self)
        self._work.progressed.connect(self._on_progressed)
        self._work.finished.connect(self._on_finished)

    def copy(self, paths: Sequence[str], folder: Path) -> None:
        """Copy these files into `folder`."""
        self._work.begin(paths, lambda path: export_copy(path, folder))

    def close(self) -> None:
        """Wait for the file that is being copied: half a copy would be worse."""
        self._work.close()

    def _on_progressed(self, done: int, total: int) -> None:
        number = QLocale().toString
        self.remarked.emit(self.tr("Copying: {0} of {1}").format(number(done), number(total)))

    def _on_finished(self, done: Sequence[str], complaints: Sequence[str]) -> None:
        if complaints:
            self.remarked.emit(self.tr("Not copied: {0}").format(few_of(complaints)))
        else:
            self.remarked.emit(self.tr("%Ln file(s) copied", "", len(done)))


def few_of(sentences: Sequence[str]) -> str:
    """The first of these, and how many more there are."""
    more = len(sentences) - _NAMED
    rest = [f"… +{QLocale().toString(more)}"] if more > 0 else []
    return ", ".join([*sentences[:_NAMED], *rest])
