"""Large pictures wait for each other, small ones for nobody."""

import threading

import pytest

from imagefinder.files.turns import LARGE_PIXELS, large_in_turn, waiting_threads

PATIENCE_S = 120.0
LARGE, SMALL = (LARGE_PIXELS, 2), (4000, 3000)


def test_two_large_ones_are_never_at_work_together() -> None:
    at_work, together = set(), []
    lock = threading.Lock()

    def work(number: int) -> None:
        with large_in_turn() as take_turn:
            take_turn(LARGE)
            with lock:
                at_work.add(number)
                together.append(len(at_work))
            with lock:
                at_work.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert together == [1] * 8


def test_small_ones_pass_a_large_one_and_a_turn_ends_with_a_fault() -> None:
    with large_in_turn() as take_turn:
        take_turn(LARGE)
        with large_in_turn() as other:
            other(SMALL)
    with pytest.raises(ZeroDivisionError):
        fault_at_a_large_one()
    passed = threading.Event()

    def third() -> None:
        with large_in_turn() as take_turn:
            take_turn(LARGE)
            passed.set()

    threading.Thread(target=third, daemon=True).start()
    assert passed.wait(PATIENCE_S)


def fault_at_a_large_one() -> None:
    with large_in_turn() as take_turn:
        take_turn(LARGE)
        raise ZeroDivisionError


def test_who_waits_for_a_turn_is_told_and_who_has_it_is_not() -> None:
    has_turn = threading.Event()

    def wait_and_take() -> None:
        with large_in_turn() as take_turn:
            take_turn(LARGE)
            has_turn.set()

    thread = threading.Thread(target=wait_and_take)
    with large_in_turn() as take_turn:
        take_turn(LARGE)
        assert waiting_threads() == frozenset()
        thread.start()
        while not waiting_threads():
            pass
        assert waiting_threads() == {thread.ident}
        assert not has_turn.is_set()
    thread.join(PATIENCE_S)
    assert has_turn.is_set()
    assert waiting_threads() == frozenset()
