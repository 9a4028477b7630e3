"""A decoder that fails as native ones do: put in place of the real one where a test asks for it.

Python imports a module of this name at its start when its folder is on the path. With
IMAGEFINDER_TEST_DECODER set, a picture whose bytes hold the word ABORT ends the process, one with
HANG keeps its thread for ever; all others are decoded as ever. IMAGEFINDER_TEST_PATIENCE_S
shortens the time after which a decoder counts as hanging.
"""

import os
import time

if os.environ.get("IMAGEFINDER_TEST_DECODER"):
    from imagefinder.files import openers

    _real = openers.load

    def _load(data, *arguments, **options):  # type: ignore[no-untyped-def]
        if b"ABORT" in data:
            os.abort()
        while b"HANG" in data:
            time.sleep(1)
        return _real(data, *arguments, **options)

    openers.load = _load
    if hasty := os.environ.get("IMAGEFINDER_TEST_PATIENCE_S"):
        from imagefinder.engine import patience

        patience.PATIENCE_S = int(hasty)
