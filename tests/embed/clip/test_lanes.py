"""Batches side by side: nothing lost or out of order, and torch is left as it was."""

import threading

import numpy as np
import pytest
import torch

from imagefinder.core.types import Pixels, Vectors
from imagefinder.embed.clip.lanes import LEAST_PICTURES, Lanes


class Watched:
    """Tells which threads computed how many pictures, and on how many cores."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int, int]] = []

    def __call__(self, crops: Pixels) -> Vectors:
        name = threading.current_thread().name
        self.seen.append((name, len(crops), torch.get_num_threads()))
        return crops.reshape(len(crops), 3).astype(np.float32)


def pictures(count: int) -> Pixels:
    return np.arange(count * 3, dtype=np.uint8).reshape(count, 1, 1, 3)


@pytest.mark.parametrize("count", [2 * LEAST_PICTURES, 2 * LEAST_PICTURES + 3, 40])
def test_parts_come_back_in_order(count: int) -> None:
    compute = Watched()
    found = Lanes(2).run(compute, pictures(count))
    assert np.array_equal(found, pictures(count).reshape(count, 3))
    assert sorted(size for _, size, _ in compute.seen) == [count // 2, count - count // 2]


def test_each_lane_has_one_core_and_all_others_have_what_they_had() -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        compute = Watched()
        Lanes(3).run(compute, pictures(3 * LEAST_PICTURES))
        assert {cores for _, _, cores in compute.seen} == {1}
        assert all(name.startswith("lane") for name, _, _ in compute.seen)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


# Two lanes of four would leave two cores idle.
@pytest.mark.parametrize(
    ("lanes", "count"), [(1, 40), (4, 2 * LEAST_PICTURES), (4, 4 * LEAST_PICTURES - 1), (4, 0)]
)
def test_few_pictures_or_one_core_need_no_lanes(lanes: int, count: int) -> None:
    compute = Watched()
    Lanes(lanes).run(compute, pictures(count))
    assert [(name, size) for name, size, _ in compute.seen] == [
        (threading.current_thread().name, count)
    ]


def test_a_failure_in_a_lane_is_the_batchs() -> None:
    def fail(crops: Pixels) -> Vectors:
        if crops[0, 0, 0, 0]:
            raise MemoryError
        return np.zeros((len(crops), 3), np.float32)

    with pytest.raises(MemoryError):
        Lanes(2).run(fail, pictures(2 * LEAST_PICTURES))


def test_lanes_that_can_not_all_be_had_leave_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start, begun = threading.Thread.start, []

    def refuse_the_second(thread: threading.Thread) -> None:
        begun.append(thread)
        if len(begun) > 1:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse_the_second)
    before = torch.get_num_threads()
    with pytest.raises(RuntimeError, match="can't start"):
        Lanes(2).run(Watched(), pictures(2 * LEAST_PICTURES))
    begun[0].join(30)
    assert not begun[0].is_alive()
    assert torch.get_num_threads() == before
