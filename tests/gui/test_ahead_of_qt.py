"""What is imported before Qt is all that the window needs, and nothing of Qt."""

import subprocess
import sys

_CODE = """
import sys
import imagefinder.gui.ahead_of_qt
ahead = set(sys.modules)
assert not any(name.startswith(("PySide6", "shiboken")) for name in ahead)
import imagefinder.gui.app
for name in sorted(set(sys.modules) - ahead):
    if name.startswith("imagefinder.") and not name.startswith("imagefinder.gui"):
        print(name)
    elif "." not in name and "site-packages" in (getattr(sys.modules[name], "__file__", "") or ""):
        print(name)
"""


def test_nothing_but_qt_and_the_window_itself_is_imported_after_qt() -> None:
    command = [sys.executable, "-c", _CODE]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) <= {"PySide6", "shiboken6"}
