"""The first folders are sent once their model is there; a model is begun with once it is taken."""

import pytest
from PySide6.QtCore import QObject, Signal

from imagefinder.core.messages import (
    AddFolder,
    Done,
    Failed,
    Index,
    Request,
    StopIndexing,
    UseModel,
)
from imagefinder.gui.folder_changes import FolderChanges


class Engine(QObject):
    """Notes what it is sent."""

    done = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Request] = []

    def next_request(self) -> int:
        return len(self.sent) + 1

    def send(self, request: Request) -> None:
        self.sent.append(request)


@pytest.mark.parametrize("folders", ["/photos", ["/photos"]])
def test_one_folder_may_be_given_by_its_path(folders: str | list[str]) -> None:
    engine = Engine()
    changes = FolderChanges(engine)  # type: ignore[arg-type]
    changes.begin(folders, "demo")
    assert engine.sent == [UseModel(1, "demo")]
    engine.done.emit(Done(1))
    assert engine.sent[1:] == [AddFolder(2, "/photos"), Index()]


def test_what_runs_is_given_up_once_the_other_model_is_taken() -> None:
    engine = Engine()
    changes = FolderChanges(engine)  # type: ignore[arg-type]
    changes.use_model("demo")
    assert engine.sent == [UseModel(1, "demo")]
    engine.done.emit(Done(7))
    assert len(engine.sent) == 1
    engine.done.emit(Done(1))
    engine.done.emit(Done(1))
    assert engine.sent[1:] == [StopIndexing(), Index()]


def test_a_model_that_is_refused_is_told_and_stops_nothing() -> None:
    engine = Engine()
    changes = FolderChanges(engine)  # type: ignore[arg-type]
    told: list[str] = []
    changes.model_refused.connect(told.append)
    engine.failed.emit(Failed(0, "nobody asked"))
    changes.use_model("ViT-B-32:/etc/passwd")
    engine.failed.emit(Failed(5, "something else"))
    engine.failed.emit(Failed(1, "no weights"))
    assert told == ["no weights"]
    assert len(engine.sent) == 1
