"""Work is given up by number, whether it waits, runs, or waits for a process."""

import subprocess
import sys

import pytest

from imagefinder.core.errors import Stopped
from imagefinder.engine.giving_up import GivingUp


@pytest.fixture
def sleeping() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])


def test_what_nobody_gave_up_goes_on() -> None:
    giving_up = GivingUp()
    giving_up.give_up(4)
    giving_up.begin(5)
    giving_up.check()


def test_what_waits_does_not_begin() -> None:
    giving_up = GivingUp()
    giving_up.begin(1)
    giving_up.give_up(2)
    giving_up.check()
    with pytest.raises(Stopped):
        giving_up.begin(2)
    giving_up.begin(3)


def test_what_runs_stops_at_its_next_question() -> None:
    giving_up = GivingUp()
    giving_up.begin(1)
    giving_up.give_up(1)
    with pytest.raises(Stopped):
        giving_up.check()


def test_the_process_that_is_waited_for_is_ended(sleeping: "subprocess.Popen[bytes]") -> None:
    giving_up = GivingUp()
    giving_up.begin(1)
    with sleeping, giving_up.ending(sleeping):
        giving_up.give_up(1)
        assert sleeping.wait(timeout=240) != 0


def test_a_process_that_comes_too_late_is_ended_too(sleeping: "subprocess.Popen[bytes]") -> None:
    giving_up = GivingUp()
    giving_up.begin(1)
    giving_up.give_up(1)
    with sleeping, giving_up.ending(sleeping):
        assert sleeping.wait(timeout=240) != 0
