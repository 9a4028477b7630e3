"""What is freed goes back to the system: seen in a process of its own, by what is left to it."""

import subprocess
import sys

import pytest

# Blocks as large as thumbnails between small ones that stay, the way the window's memory looks.
_CODE = """
import sys
from imagefinder.gui import freed_memory

def resident_mb():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 2**20

if sys.argv[1] == "told":
    assert freed_memory.give_back_at_once()
block = b"1" * (16 * 2**20)
del block  # once is enough to raise what the C library keeps
before = resident_mb()
held = [(b"1" * (2 * freed_memory.MAPPED_BYTES), b"1" * 2000) for _ in range(500)]
stays = [small for _, small in held]
del held
print(resident_mb() - before)
"""


def _left_mb(how: str) -> float:
    command = [sys.executable, "-c", _CODE, how]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return float(done.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_dropped_thumbnails_are_not_kept() -> None:
    assert _left_mb("told") < 10 < _left_mb("untold")
