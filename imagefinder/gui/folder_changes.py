"""Changes that the person wants made to the library, as requests to the engine.

After each the folders are looked through again; how things stand is asked when it is done.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from imagefinder.core.choices import IgnoreProblems, LookAgain
from imagefinder.core.messages import (
    AddFolder,
    Done,
    Failed,
    GiveUpPhotos,
    Index,
    RemoveFolder,
    Request,
    RetryProblems,
    StopIndexing,
    UseModel,
)
from imagefinder.gui.engine_client import EngineClient


class FolderChanges(QObject):
    """Sends them to one engine, which answers `Done` or `Failed`.

    `model_refused` says why a model that was chosen can't be used; the one before goes on.
    """

    model_refused = Signal(str)

    def __init__(self, engine: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        # The first folders wait for their model: with another they would fetch that one.
        self._begun_with = 0
        self._first_folders: Sequence[str] = ()
        self._chosen_with = 0
        engine.done.connect(self._on_done)
        engine.failed.connect(self._on_failed)

    def begin(self, folders: Sequence[str], model: str) -> None:
        """The first folders, and the model to look at them with."""
        # A path alone is a sequence as well: of its letters.
        folders = (folders,) if isinstance(folders, str) else tuple(folders)
        self._begun_with, self._first_folders = self._number(), folders
        self._engine.send(UseModel(self._begun_with, model))

    def use_model(self, model: str) -> None:
        """Look at everything with this model; what runs with another one is then given up."""
        self._chosen_with = self._number()
        self._engine.send(UseModel(self._chosen_with, model))

    def add(self, path: str) -> None:
        """Watch this folder."""
        self._change(AddFolder(self._number(), path))

    def remove(self, path: str) -> None:
        """Watch it no longer."""
        self._change(RemoveFolder(self._number(), path))

    def give_up(self, path: str) -> None:
        """Its pictures are gone for good."""
        self._change(GiveUpPhotos(self._number(), path))

    def retry_problems(self, paths: Sequence[str] = ()) -> None:
        """Read these files again that could not be read, or all."""
        self._change(RetryProblems(self._number(), tuple(paths)))

    def ignore_problems(self, paths: Sequence[str]) -> None:
        """List these files as problems no more."""
        self._engine.send(IgnoreProblems(self._number(), tuple(paths)))

    def rescan(self) -> None:
        """Look through all folders."""
        self._engine.send(Index())

    def rescan_one(self, path: str) -> None:
        """Look through this folder."""
        self._engine.send(LookAgain(self._number(), (path,)))

    def _number(self) -> int:
        return self._engine.next_request()

    def _change(self, request: Request) -> None:
        self._engine.send(request)
        self._engine.send(Index())

    def _on_failed(self, failed: Failed) -> None:
        if failed.request and failed.request == self._chosen_with:
            self._chosen_with = 0
            self.model_refused.emit(failed.text)

    def _on_done(self, done: Done) -> None:
        if done.request and done.request == self._chosen_with:
            self._chosen_with = 0
            self._engine.send(StopIndexing())
            self._engine.send(Index())
        if done.request and done.request == self._begun_with:
            self._begun_with = 0
            for folder in self._first_folders:
                self._engine.send(AddFolder(self._number(), folder))
            self._engine.send(Index())
