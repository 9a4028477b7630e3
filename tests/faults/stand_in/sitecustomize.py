"""What tests slip into the program's processes: Python imports a module of this name at its start.

With IMAGEFINDER_TEST_DECODER set, a picture whose bytes hold the word ABORT ends the process as a
native crash does, one with HANG keeps its thread for ever; IMAGEFINDER_TEST_PATIENCE_S shortens the
time after which a decoder counts as hanging. With IMAGEFINDER_TEST_SOCKETS set, whatever a process
does with sockets is refused, and told in the file of that name. With IMAGEFINDER_TEST_NO_EVENTS
set, watched folders tell of no change, as on some network file systems.
"""

import os
import sys
import time


def put_in_decoder() -> None:
    from imagefinder.files import openers

    real = openers.load

    def load(data, *arguments, **options):  # type: ignore[no-untyped-def]
        if b"ABORT" in data:
            os.abort()
        while b"HANG" in data:
            time.sleep(1)
        return real(data, *arguments, **options)

    openers.load = load
    if hasty := os.environ.get("IMAGEFINDER_TEST_PATIENCE_S"):
        from imagefinder.engine import patience

        patience.PATIENCE_S = int(hasty)


def forbid_sockets(told: str) -> None:
    def heard(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith("socket.") and event not in ("socket.gethostname", "socket.__new__"):
            with open(told, "a") as file:  # noqa: PTH123 - as little as possible
                file.write(f"{event} {arguments}\n")
            raise PermissionError(f"{event} is forbidden")

    sys.addaudithook(heard)


def swallow_events() -> None:
    from imagefinder.files import watch

    watch.Watcher.watch = lambda self, root: None  # type: ignore[method-assign]


if os.environ.get("IMAGEFINDER_TEST_DECODER"):
    put_in_decoder()
if told := os.environ.get("IMAGEFINDER_TEST_SOCKETS"):
    forbid_sockets(told)
if os.environ.get("IMAGEFINDER_TEST_NO_EVENTS"):
    swallow_events()
