"""How hard to work: by choice, by the plug, felt within a batch."""

import os
import sys
import threading

import pytest

from imagefinder.core.settings import Settings
from imagefinder.engine.effort import LONGEST_REST_S, Pacing


class Machine:
    """A machine whose plug, clock and settings are ours."""

    def __init__(self, **settings: object) -> None:
        self.settings = Settings(**settings)
        self.unplugged = False
        self.now = 100.0
        self.rested = 0.0
        self.pacing = Pacing(
            lambda: self.settings, lambda: self.unplugged, 8, lambda: self.now, self.sleep
        )

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.rested += seconds

    def rest(self, worked_s: float) -> float:
        self.rested = 0.0
        for _ in self.pacing.resting(worked_s):
            pass
        return self.rested


def test_normally_nothing_is_held_back() -> None:
    machine = Machine()
    assert machine.pacing.gentle() == ""
    assert machine.pacing.files_at_once(48) == 48
    assert machine.pacing.threads() == 8
    assert machine.rest(3.0) == 0


def test_gently_two_files_at_once_and_a_third_of_the_time() -> None:
    machine = Machine(effort="gentle")
    assert machine.pacing.gentle() == "chosen"
    assert machine.pacing.files_at_once(48) == 2
    assert machine.rest(1.0) == pytest.approx(2.0, abs=0.1)
    assert machine.rest(60.0) == pytest.approx(LONGEST_REST_S, abs=0.1)


def test_the_plug_is_felt_without_a_restart() -> None:
    machine = Machine(effort="full")
    assert machine.pacing.gentle() == ""
    machine.unplugged = True
    machine.now += 60
    assert machine.pacing.gentle() == "battery"
    machine.settings = Settings(effort="full", gentle_on_battery=False)
    assert machine.pacing.gentle() == ""


def test_the_plug_is_not_looked_at_for_every_file() -> None:
    looks = []
    pacing = Pacing(Settings, lambda: looks.append(1) or False, clock=lambda: 5.0)
    for _ in range(100):
        pacing.gentle()
    assert len(looks) == 1


def test_a_rest_ends_when_the_person_wants_it_fast() -> None:
    machine = Machine(effort="gentle")
    rests = machine.pacing.resting(2.0)
    next(rests)
    machine.settings = Settings(effort="full")
    assert list(rests) == []
    assert machine.rested < 1.0


def test_a_number_of_threads_that_was_chosen_holds() -> None:
    assert Machine(decode_threads=3).pacing.threads() == 3


@pytest.mark.skipif(sys.platform != "linux", reason="threads have priorities of their own there")
@pytest.mark.parametrize(("effort", "nice"), [("gentle", 10), ("normal", 5), ("full", 0)])
def test_only_the_thread_that_asks_gives_way(effort: str, nice: int) -> None:
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    found = []

    def give_way() -> None:
        Machine(effort=effort).pacing.give_way()
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    thread = threading.Thread(target=give_way)
    thread.start()
    thread.join()
    assert found == [nice if nice else before]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before
