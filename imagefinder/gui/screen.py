"""Whether a window can be opened here at all. Asked before Qt is: it ends the process if it can't.

Only Linux can lack a screen. Elsewhere, and with a platform that was chosen by hand, Qt decides.
"""

import ctypes
import os
import sys
from pathlib import Path

import PySide6

_INSTEAD = "Without a window: imagefinder demo --headless, or imagefinder --help for all commands."


def why_no_window() -> str | None:
    """A sentence that says what lacks and what to do, or None where a window can be opened."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return None
    if os.environ.get("WAYLAND_DISPLAY"):
        return None
    display = os.environ.get("DISPLAY")
    if not display:
        return f"There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set). {_INSTEAD}"
    if lacking := _lacking_for_x():
        return f"Qt can't draw windows here: {lacking}. Install what holds that. {_INSTEAD}"
    return None if _answers(display) else f"The screen {display} does not answer. {_INSTEAD}"


def _lacking_for_x() -> str | None:
    """What Qt's plugin for X says when it is loaded; it is loaded again, for good, by Qt."""
    plugin = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if not plugin.exists():  # a system's own PySide6 keeps it elsewhere
        return None
    try:
        ctypes.CDLL(str(plugin))
    except OSError as e:
        return str(e)
    return None


def _answers(display: str) -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed
