"""Changes that the person wants made to the library, as requests to the engine.

After each the folders are looked through again; how things stand is asked when it is done.
"""

from PySide6.QtCore import QObject

from imagefinder.core.messages import (
    AddFolder,
    GiveUpPhotos,
    Index,
    RemoveFolder,
    Request,
    RetryProblems,
    UseModel,
)
from imagefinder.gui.engine_client import EngineClient


class FolderChanges(QObject):
    """Sends them to one engine, which answers `Done` or `Failed`."""

    def __init__(self, engine: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine

    def begin(self, folder: str, model: str) -> None:
        """The first folder, and the model to look at it with."""
        self._engine.send(UseModel(self._number(), model))
        self.add(folder)

    def add(self, path: str) -> None:
        """Watch this folder."""
        self._change(AddFolder(self._number(), path))

    def remove(self, path: str) -> None:
        """Watch it no longer."""
        self._change(RemoveFolder(self._number(), path))

    def give_up(self, path: str) -> None:
        """Its pictures are gone for good."""
        self._change(GiveUpPhotos(self._number(), path))

    def retry_problems(self) -> None:
        """Read again what could not be read."""
        self._change(RetryProblems(self._number()))

    def rescan(self) -> None:
        """Look through all folders."""
        self._engine.send(Index())

    def _number(self) -> int:
        return self._engine.next_request()

    def _change(self, request: Request) -> None:
        self._engine.send(request)
        self._engine.send(Index())
