"""Names of files are UTF-8 to this program, whatever the locale says; called first by `cli.main`.

The database keeps names as text. Where Python takes the system's names for ASCII or Latin-1 (a
locale of old, or UTF-8 mode forbidden), it can't name a file by the text that another start wrote.
"""

import os
import sys

_MODE = "PYTHONUTF8"


def speak_utf8() -> None:
    """Begin this process anew in Python's UTF-8 mode where names are not UTF-8, once."""
    if sys.getfilesystemencoding() == "utf-8" or os.environ.get(_MODE) == "1":
        return
    # The engine and its jobs inherit it.
    os.environ[_MODE] = "1"
    os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - what runs already, as it was called
