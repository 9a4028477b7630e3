"""`imagefinder` without a command, and `imagefinder demo`, open the window."""

import argparse
from pathlib import Path

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import absolute, default_library_folder


def open_window(options: argparse.Namespace) -> None:
    """Open the window on the library."""
    open_on(Path(absolute(options.library)) if options.library else default_library_folder())


def open_on(library: Path) -> None:
    """Open the window on the library in this folder."""
    require_window()
    # Here, since only the window needs Qt: no other command pays for importing it.
    from imagefinder.gui.app import run

    raise SystemExit(run(library))


def require_window() -> None:
    """Raises KnownError where no window can be opened, with what to do instead."""
    try:
        from imagefinder.gui.screen import why_no_window
    except ImportError as e:
        raise KnownError(
            f"Qt can't be loaded ({e}). In a checkout, make run says what the system lacks; every "
            "other command works without it."
        ) from e
    if reason := why_no_window():
        raise KnownError(reason)
