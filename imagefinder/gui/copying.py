"""Copies photos into a folder in a thread of its own: disks are slow, and the window must not wait.

Nothing is overwritten: a name that is taken gets a number.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from imagefinder.gui.actions import export_copies


class Copying(QObject):
    """One copying after the other."""

    finished = Signal(str)  # a sentence: what was copied, or what was not and why

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[QThread] = []

    def copy(self, paths: Sequence[str], folder: Path) -> None:
        """Copy these files into `folder`."""
        thread = _Copy(tuple(paths), folder)
        self._threads.append(thread)
        thread.finished.connect(lambda: self._on_finished(thread))
        thread.start()

    def close(self) -> None:
        """Wait for what is being copied: half a copy would be worse."""
        for thread in self._threads:
            thread.wait()

    def _on_finished(self, thread: "_Copy") -> None:
        thread.wait()
        self._threads.remove(thread)
        thread.deleteLater()
        done = self.tr("%Ln file(s) copied", "", len(thread.paths))
        self.finished.emit(thread.complaint or done)


class _Copy(QThread):
    def __init__(self, paths: Sequence[str], folder: Path) -> None:
        super().__init__()
        self.paths = paths
        self.complaint: str | None = None
        self._folder = folder

    def run(self) -> None:
        """On the thread itself."""
        self.complaint = export_copies(self.paths, self._folder)
