"""PySide6 must keep its hands off the reference counts of None and True.

PySide6 6.12.0 on Python 3.11 loses a reference at every call that returns nothing: a window that
runs for an hour ends in "deallocating None". pyproject.toml keeps that version out; this test says
so again when the range is changed. It runs in a process of its own, which may die.
"""

import subprocess
import sys

PROBE = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Sender(QObject):
    sent = Signal(int)

app = QCoreApplication([])
sender = Sender()
sender.sent.connect(lambda number: None)
before = sys.getrefcount(None), sys.getrefcount(True)
for number in range(10_000):
    QCoreApplication.processEvents()
    sender.sent.emit(number)
after = sys.getrefcount(None), sys.getrefcount(True)
print(before[0] - after[0], before[1] - after[1])
"""


def test_none_and_true_keep_their_references() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    lost_none, lost_true = (int(word) for word in done.stdout.split())
    assert lost_none <= 50
    assert lost_true <= 50
