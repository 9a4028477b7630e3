"""Does one thing with many files in a thread of its own: disks are slow, the window must not wait.

Used to export copies and to move photos to the trash. The end waits for the file in work only: what
is left undone then was not begun.
"""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QThread, Signal

_TELL_EVERY_S = 0.25

# Does it with one file; returns None, or the file's name with the reason why it could not.
Do = Callable[[str], str | None]


class FileWork(QObject):
    """Works through lists of files, each list in a thread."""

    progressed = Signal(int, int)  # how many of how many are done
    finished = Signal(object, object)  # list[str]: paths that are done; sentences of the others

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[_Thread] = []

    def begin(self, paths: Sequence[str], do: Do) -> None:
        """Call `do` with each path, in the thread."""
        thread = _Thread(tuple(paths), do)
        self._threads.append(thread)
        thread.progressed.connect(self.progressed)
        thread.finished.connect(lambda: self._on_finished(thread))
        thread.start()

    def close(self) -> None:
        """End after the files in work."""
        for thread in self._threads:
            thread.requestInterruption()
        for thread in self._threads:
            thread.wait()

    def _on_finished(self, thread: "_Thread") -> None:
        thread.wait()
        self._threads.remove(thread)
        thread.deleteLater()
        self.finished.emit(thread.done, thread.complaints)


class _Thread(QThread):
    progressed = Signal(int, int)

    def __init__(self, paths: Sequence[str], do: Do) -> None:
        super().__init__()
        self._paths = paths
        self._do = do
        self.done: list[str] = []
        self.complaints: list[str] = []

    def run(self) -> None:
        """On the thread itself."""
        told = time.monotonic()
        for number, path in enumerate(self._paths):
            if self.isInterruptionRequested():
                return
            if time.monotonic() - told > _TELL_EVERY_S:
                told = time.monotonic()
                self.progressed.emit(number, len(self._paths))
            complaint = self._do(path)
            if complaint is None:
                self.done.append(path)
            else:
                self.complaints.append(complaint)
