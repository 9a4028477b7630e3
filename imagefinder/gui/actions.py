"""What can be done with photos outside the window: open, show, copy, export copies.

Nothing here writes to a photograph. Every function returns None, or a sentence when it failed.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage

from imagefinder.gui.grid.rows import displayed


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


def copy_files(paths: Sequence[str]) -> None:
    """Put the files, and their paths as text, on the clipboard."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    data.setText("\n".join(displayed(path) for path in paths))
    QGuiApplication.clipboard().setMimeData(data)


def copy_paths(paths: Sequence[str]) -> None:
    """Put the paths on the clipboard, a line each."""
    QGuiApplication.clipboard().setText("\n".join(displayed(path) for path in paths))


def copy_image(image: QImage) -> None:
    """Put a picture on the clipboard."""
    QGuiApplication.clipboard().setImage(image)


def export_copies(paths: Sequence[str], folder: Path) -> str | None:
    """Copy the files into `folder`; a name that is taken there gets a number."""
    failed = []
    for path in paths:
        try:
            shutil.copy2(path, free_name(folder, Path(path).name))
        except OSError as e:
            failed.append(f"{displayed(path)} ({e.strerror})")
    return f"Not copied: {', '.join(failed)}" if failed else None


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
