"""`imagefinder` without a command, and `imagefinder demo`, open the window."""

import argparse
import gc
from collections.abc import Sequence
from pathlib import Path

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import named_library


def alone(arguments: Sequence[str]) -> argparse.Namespace | None:
    """What the parser makes of no arguments, or of a library alone; None for all others.

    The parser brings every command, and so the engine, before there is a window.
    """
    match arguments:
        case []:
            return argparse.Namespace(library=None, run=open_window)
        case ["--library", folder] if not folder.startswith("-"):
            return argparse.Namespace(library=folder, run=open_window)
    return None


def open_window(options: argparse.Namespace) -> None:
    """Open the window on the library."""
    open_on(named_library(options.library))


def open_on(library: Path) -> None:
    """Open the window on the library in this folder."""
    # What a start makes stays: to look it over for garbage took a tenth of the start. `run` begins
    # again when the window is there.
    gc.disable()
    require_window()
    # Here, since only the window needs Qt: no other command pays for importing it.
    from imagefinder.gui.app import run

    raise SystemExit(run(library))


def require_window() -> None:
    """Raises KnownError where no window can be opened, with what to do instead."""
    # Before the first module of Qt; it says why.
    import imagefinder.gui.ahead_of_qt  # noqa: F401

    try:
        from imagefinder.gui.screen import why_no_window
    except ImportError as e:
        raise KnownError(
            f"Qt can't be loaded ({e}). In a checkout, make run says what the system lacks; every "
            "other command works without it."
        ) from e
    if reason := why_no_window():
        raise KnownError(reason)
