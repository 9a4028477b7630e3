"""`imagefinder` without a command, and `imagefinder demo`, open the window."""

import argparse
from pathlib import Path

from imagefinder.core.paths import absolute, default_library_folder


def open_window(options: argparse.Namespace) -> None:
    """Open the window on the library."""
    open_on(Path(absolute(options.library)) if options.library else default_library_folder())


def open_on(library: Path) -> None:
    """Open the window on the library in this folder."""
    # Here, since only the window needs Qt: no other command pays for importing it.
    from imagefinder.gui.app import run

    raise SystemExit(run(library))
