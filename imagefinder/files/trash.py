"""Moves a file to the system's trash, from where the person can put it back. Never deletes.

Called by the window, in a thread, after the person has said yes.
"""

import ctypes
import os
import sys
from pathlib import Path

from send2trash import TrashPermissionError, send2trash

from imagefinder.core.errors import KnownError

_WINDOWS_FIXED_DISK = 3


def move_to_trash(path: str) -> None:
    """KnownError, with the reason alone, where there is no trash for it: the file stays."""
    if not os.path.lexists(path):
        raise KnownError("it is not there any more")
    # Windows deletes for good, without a word, what lies on a network disk or a memory stick.
    if sys.platform == "win32" and not _on_fixed_disk(path):
        raise KnownError("its disk has no trash")
    try:
        send2trash(path)
    except TrashPermissionError as e:
        raise KnownError("its disk has no trash that you may write to") from e
    except OSError as e:
        raise KnownError(e.strerror or str(e)) from e


def _on_fixed_disk(path: str) -> bool:
    windows = getattr(ctypes, "windll", None)
    if windows is None:
        return False
    return bool(windows.kernel32.GetDriveTypeW(Path(path).anchor) == _WINDOWS_FIXED_DISK)
