"""What can be done with photos outside the window: open, show, copy, export copies.

Nothing here writes to a photograph. What may fail returns None, or a sentence when it failed.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage

from imagefinder.gui.grid.rows import displayed
from imagefinder.gui.viewer import LoadPicture
from imagefinder.gui.viewer.picture import PictureWork, Unshown

# Qt reads the list of addresses at once, and keeps every thread waiting: a tenth of a second here.
MOST_FILES = 20_000
# A clipboard holds pixels, four bytes each, and copies of them in several formats.
MOST_PIXELS = 40_000_000


def open_with_system(path: str) -> str | None:
    """Open the file with the system's program for it."""
    if QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
        return None
    return f"No program on this system opens {displayed(path)}."


def show_in_folder(path: str) -> str | None:
    """Show the file in the system's file manager, selected where that is possible."""
    if sys.platform == "darwin":
        return _run(["open", "-R", path])
    if sys.platform == "win32":
        return _run(["explorer", f"/select,{path}"])
    return open_with_system(str(Path(path).parent))


def files_to_copy(paths: Sequence[str]) -> QMimeData:
    """The files, and their paths as text, for the clipboard. Called in any thread."""
    addresses = [bytes(QUrl.fromLocalFile(path).toEncoded().data()) for path in paths]
    data = paths_to_copy(paths)
    data.setData("text/uri-list", QByteArray(b"".join(one + b"\r\n" for one in addresses)))
    # What file managers of GNOME and others want to see, so as to paste a copy.
    data.setData("x-special/gnome-copied-files", QByteArray(b"\n".join((b"copy", *addresses))))
    return data


def paths_to_copy(paths: Sequence[str]) -> QMimeData:
    """The paths for the clipboard, a line each. Called in any thread."""
    data = QMimeData()
    data.setText("\n".join(displayed(path) for path in paths))
    return data


def image_to_copy(path: str, load: LoadPicture) -> QImage | str:
    """The picture upright, made smaller where no program would take it; or why there is none.

    Called in any thread.
    """
    picture = PictureWork(load).load(path)
    if isinstance(picture, Unshown):
        return picture.reason
    small_enough = [one for one in picture.levels if one.width() * one.height() <= MOST_PIXELS]
    return small_enough[0] if small_enough else picture.levels[-1]


def put_image_on_clipboard(image: QImage) -> None:
    """Let other programs paste the picture itself."""
    QGuiApplication.clipboard().setImage(image)


def put_on_clipboard(data: QMimeData) -> None:
    """Let other programs paste this."""
    QGuiApplication.clipboard().setMimeData(data)


def export_copy(path: str, folder: Path) -> str | None:
    """Copy the file into `folder`; a name that is taken there gets a number."""
    try:
        shutil.copy2(path, free_name(folder, Path(path).name))
    except OSError as e:
        return f"{displayed(path)} ({e.strerror})"
    return None


def free_name(folder: Path, name: str) -> Path:
    """A path in `folder` that is not taken: `name`, else `name (2)` and so on."""
    wanted = folder / name
    number = 2
    while wanted.exists():
        wanted = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
        number += 1
    return wanted


def _run(command: Sequence[str]) -> str | None:
    try:
        subprocess.Popen(command)
    except OSError as e:
        return f"{command[0]} can't be started ({e.strerror})."
    return None
