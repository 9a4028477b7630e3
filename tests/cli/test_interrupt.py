"""Ctrl-C that a library swallows is raised all the same, and only then."""

import signal
import threading

import pytest

from imagefinder.cli.interrupt import heeding_ctrl_c


def swallowed() -> None:
    """What some C extensions do with an interrupt that comes while they are imported."""
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_a_swallowed_interrupt_is_raised_afterwards() -> None:
    reached = []

    def block() -> None:
        with heeding_ctrl_c():
            swallowed()
            reached.append("its end")

    with pytest.raises(KeyboardInterrupt):
        block()
    assert reached


def test_an_interrupt_that_got_through_is_raised_at_once() -> None:
    reached = []

    def block() -> None:
        with heeding_ctrl_c():
            signal.raise_signal(signal.SIGINT)
            reached.append("its end")

    with pytest.raises(KeyboardInterrupt):
        block()
    assert reached == []


def test_nothing_changes_without_one() -> None:
    with heeding_ctrl_c():
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_program_that_ignores_interrupts_goes_on_doing_so() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with heeding_ctrl_c():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def test_another_thread_may_use_it() -> None:
    passed = []

    def use() -> None:
        with heeding_ctrl_c():
            passed.append(True)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert passed
