"""Ctrl-C while modules are imported: some C extensions drop every exception that comes up then."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def heeding_ctrl_c() -> Iterator[None]:
    """Raise KeyboardInterrupt after the block where Ctrl-C came inside it and was dropped."""
    came = threading.Event()

    def on_ctrl_c(_number: int, _frame: FrameType | None) -> None:
        came.set()
        raise KeyboardInterrupt

    # Only the main thread may choose a handler; a program started to ignore Ctrl-C goes on so.
    is_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not is_ours or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, on_ctrl_c)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if came.is_set():
        raise KeyboardInterrupt
