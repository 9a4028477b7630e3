"""Very large pictures are decoded one at a time: a dozen threads with one each fill any memory.

`decode` holds a turn while it works on a picture; the decoder asks for it once it knows the size.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeAlias

TakeTurn: TypeAlias = Callable[[tuple[int, int]], None]

# Pillow holds 4 bytes of each pixel, several times over while it converts: some 400 MB from here.
LARGE_PIXELS = 48_000_000
_LARGE = threading.Lock()
_WAITING: set[int] = set()


def waiting_threads() -> frozenset[int]:
    """The threads that wait for their turn: if nothing goes on, it is not because of them."""
    return frozenset(_WAITING.copy())


def at_once(_: tuple[int, int]) -> None:
    """No turn is waited for."""


@contextmanager
def large_in_turn() -> Iterator[TakeTurn]:
    """What it yields waits, told the size of a large picture, until no other is being decoded."""
    with ExitStack() as held:

        def take_turn(size: tuple[int, int]) -> None:
            if size[0] * size[1] > LARGE_PIXELS:
                with _waiting():
                    held.enter_context(_LARGE)

        yield take_turn


@contextmanager
def _waiting() -> Iterator[None]:
    # Each thread adds and removes its own number, which takes no lock.
    _WAITING.add(threading.get_ident())
    try:
        yield
    finally:
        _WAITING.discard(threading.get_ident())
