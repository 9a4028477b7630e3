"""A batch on a CPU as several smaller ones side by side, each on one core.

By itself torch shares each product of matrices among all cores and waits for the slowest after
every one. Where decoding goes on beside it, that is most of the time a core that does something
else. Lanes wait for each other once a batch. `towers` sends pictures through them.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch

from imagefinder.core.types import Pixels, Vectors

# With fewer at once a core mostly waits for the weights to come from memory.
LEAST_PICTURES = 2


class Lanes:
    """`count` lanes; made and used by one thread at a time."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ThreadPoolExecutor | None = None

    def run(self, compute: Callable[[Pixels], Vectors], crops: Pixels) -> Vectors:
        """`compute(crops)`, in a part for each lane where there are enough pictures for all."""
        # Fewer lanes would leave cores idle, which all pictures at once do not.
        if self._count < 2 or len(crops) < LEAST_PICTURES * self._count:
            return compute(crops)
        if self._pool is None:
            self._pool = _started(self._count)
        return np.concatenate(list(self._pool.map(compute, np.array_split(crops, self._count))))


def _started(count: int) -> ThreadPoolExecutor:
    """Threads for which torch uses one core each.

    To say so to one thread also says it to all threads that come to torch later: it is taken back.
    """
    all_there = threading.Barrier(count)

    def begin() -> None:
        torch.set_num_threads(1)
        # A thread takes the number over when it first asks: later it would be that of all others.
        torch.get_num_threads()
        all_there.wait()

    before = torch.get_num_threads()
    pool = ThreadPoolExecutor(count, thread_name_prefix="lane")
    try:
        list(pool.map(lambda _: begin(), range(count)))
    except BaseException:  # such as no more threads: those that are there must not wait for ever
        all_there.abort()
        pool.shutdown(wait=False)
        raise
    finally:
        torch.set_num_threads(before)
    return pool
