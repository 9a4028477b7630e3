"""`imagefinder` without a command, and `imagefinder demo`, open the window."""

import argparse
from pathlib import Path

from imagefinder.cli.output import say
from imagefinder.core.errors import KnownError
from imagefinder.core.paths import absolute, default_library_folder


def open_window(options: argparse.Namespace) -> None:
    """Open the window on the library."""
    open_on(Path(absolute(options.library)) if options.library else default_library_folder())


def open_on(library: Path) -> None:
    """Open the window on the library in this folder."""
    say(f'The library is in {library}. Search it: imagefinder --library "{library}" search WORDS')
    raise KnownError("This version has no window yet. See: imagefinder --help")
