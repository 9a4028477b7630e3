"""What the window lets go of goes back to the system at once. Called before anything large is made.

The C library keeps freed memory for the next who asks, and the larger the blocks that it has seen,
the larger those it keeps: a closed search left its arrays, a resize a screen of pixels, and after a
day's scrolling 170 MB of thumbnails that were long dropped. The price is the mapping: 2 ms more for
a resize, whose pixels are asked for anew each time.
"""

import ctypes
import sys

# Blocks of this many bytes are mapped one by one. A usual thumbnail is just above it.
MAPPED_BYTES = 64 * 1024

# mallopt(3). Naming it also ends its growing, and that of what is kept at the heap's end.
_M_MMAP_THRESHOLD = -3


def give_back_at_once() -> bool:
    """Whether the C library could be told; only glibc's has to be."""
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(_M_MMAP_THRESHOLD, MAPPED_BYTES) == 1
