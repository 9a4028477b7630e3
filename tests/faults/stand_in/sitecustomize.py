"""What tests slip into the program's processes: Python imports a module of this name at its start.

With IMAGEFINDER_TEST_DECODER set, a picture whose bytes hold the word ABORT ends the process as a
native crash does, one with HANG keeps its thread for ever, one with WAIT FOR: until the file named
behind it is there; from then on IMAGEFINDER_TEST_PATIENCE_S is how long a decoder may take. With
IMAGEFINDER_TEST_STARTS set, each engine tells of its start in the file of that name.
With IMAGEFINDER_TEST_SOCKETS set, whatever a process does with sockets is refused, and told in the
file of that name. With IMAGEFINDER_TEST_NO_EVENTS set, watched folders tell of no change, as on
some network file systems. With IMAGEFINDER_TEST_DEVICE set, torch seems to have a device that runs
out of memory (oom), is lost after some pictures (lost), answers with no numbers after some (nan),
computes nonsense (wrong), or works (sound), in float32 all of them.
With IMAGEFINDER_TEST_EAGER set, an engine does over some tens of pictures, and each second, what it
else does over many thousands, and each week: maps and components in jobs, backups.
"""

import os
import sys
import time

SOME = 20


def put_in_decoder() -> None:
    from imagefinder.files import openers

    real = openers.load

    def load(data, *arguments, **options):  # type: ignore[no-untyped-def]
        if b"ABORT" in data:
            os.abort()
        _, waits, file = data.partition(b"WAIT FOR:")
        if b"HANG" in data or waits:
            bound_patience()
        while b"HANG" in data:
            pass  # computes without end, as a decoder that hangs does
        while waits and not os.path.exists(file):  # noqa: PTH110 - as little as possible
            time.sleep(0.005)
        return real(data, *arguments, **options)

    openers.load = load


def bound_patience() -> None:
    # Not from the start: on a busy machine a sound picture may take longer than a test's patience.
    if patience_s := os.environ.get("IMAGEFINDER_TEST_PATIENCE_S"):
        from imagefinder.engine import patience

        patience.PATIENCE_S = int(patience_s)


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


def pretend_device(fault: str) -> None:
    import torch

    from imagefinder.embed.clip import start, towers
    from imagefinder.embed.clip.load import load

    made, compute = towers.ImageTower.__init__, towers.ImageTower.__call__
    seen = 0

    def make(self, visual, preprocess, placement, lanes):  # type: ignore[no-untyped-def]
        made(self, visual, preprocess, towers.CPU_FLOAT32, lanes)
        self.placement = placement

    def answer(self, crops):  # type: ignore[no-untyped-def]
        nonlocal seen
        if self.placement.device == "cpu":
            return compute(self, crops)
        # One at a time are the self-test and the timing.
        seen += len(crops) if len(crops) > 1 else 0
        if fault == "oom" and len(crops) > 3:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
        if fault == "lost" and seen > SOME:
            raise RuntimeError("CUDA error: device-side assert triggered")
        if fault == "nan" and seen > SOME:
            return towers._unit(torch.full((len(crops), 4), float("nan")))
        self.placement, pretended = towers.CPU_FLOAT32, self.placement
        vectors = compute(self, crops)
        self.placement = pretended
        return -vectors if fault == "wrong" else vectors

    towers.ImageTower.__init__ = make  # type: ignore[method-assign]
    towers.ImageTower.__call__ = answer  # type: ignore[method-assign]
    text = towers.TextTower.__init__
    towers.TextTower.__init__ = lambda self, model, _: text(self, model, "cpu")  # type: ignore[method-assign]
    start.quick_precisions = lambda device: ["float32"]
    start._largest_batch = lambda tower: (8, 100.0)
    load.__globals__["devices_for"] = lambda wanted: ["cuda:0", "cpu"]
    load.__globals__["placed"] = lambda module, *_, **__: module


def make_eager() -> None:
    from imagefinder.engine import mapping, upkeep
    from imagefinder.index import reduced
    from imagefinder.store import backup

    reduced.REDUCED_FROM, reduced.LONGEST_TAIL = 40, 4
    mapping.JOB_FROM = 30
    upkeep.FIRST_LOOK_S, upkeep.LOOK_S, upkeep.PAUSE_S = 0.5, 0.5, 0.1
    backup.EVERY_S, backup.STEP_PAGES = 1.0, 4


def tell_start(told: str) -> None:
    with open(told, "a") as file:  # noqa: PTH123 - as little as possible
        file.write(f"{os.getpid()}\n")


if "imagefinder.engine.worker" in sys.orig_argv:
    if os.environ.get("IMAGEFINDER_TEST_EAGER"):
        make_eager()
    if told := os.environ.get("IMAGEFINDER_TEST_STARTS"):
        tell_start(told)
if os.environ.get("IMAGEFINDER_TEST_DECODER"):
    put_in_decoder()
if told := os.environ.get("IMAGEFINDER_TEST_SOCKETS"):
    forbid_sockets(told)
if os.environ.get("IMAGEFINDER_TEST_NO_EVENTS"):
    swallow_events()
if fault := os.environ.get("IMAGEFINDER_TEST_DEVICE"):
    pretend_device(fault)
