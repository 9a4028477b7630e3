"""An engine process that answers without a library: `python fake_engine.py FOLDER`.

What it was told is appended to `told` in the folder. `AddFolder("die")` ends it each time,
`AddFolder("die once")` the first time; a folder with the file `refuse` is refused.
"""

import os
import sys
from pathlib import Path

from imagefinder.core.messages import (
    AddFolder,
    Done,
    Event,
    Failed,
    Found,
    Frames,
    Ready,
    Request,
    Search,
    frame,
)
from imagefinder.core.reports import SearchResult
from imagefinder.core.types import Coverage

NOTHING = SearchResult("fake", (), Coverage(0, 0, 0, 0, 0), 1.0)


def send(event: Event) -> None:
    os.write(1, frame(event))


def main(folder: Path) -> int:
    if (folder / "refuse").exists():
        send(Failed(0, "Another program is writing to this library."))
        return 1
    send(Ready(os.getpid()))
    frames: Frames[Request] = Frames(Request)  # type: ignore[arg-type]
    while data := os.read(0, 65536):
        for request in frames.feed(data):
            with (folder / "told").open("a") as told:
                told.write(f"{type(request).__name__}\n")
            answer(request, folder)
    return 0


def answer(request: Request, folder: Path) -> None:
    match request:
        case AddFolder(path="die"):
            os._exit(3)
        case AddFolder(path="die once") if not (folder / "died").exists():
            (folder / "died").touch()
            os._exit(3)
        case AddFolder(request=number, path=path):
            send(Done(number, path))
        case Search(request=number):
            # In two pieces, as a pipe may bring it.
            whole = frame(Found(number, NOTHING))
            os.write(1, whole[:7])
            os.write(1, whole[7:])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
