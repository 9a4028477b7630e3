"""The first folders are sent once their model is there."""

import pytest
from PySide6.QtCore import QObject, Signal

from imagefinder.core.messages import AddFolder, Done, Index, Request, UseModel
from imagefinder.gui.folder_changes import FolderChanges


class Engine(QObject):
    """Notes what it is sent."""

    done = Signal(object)

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
