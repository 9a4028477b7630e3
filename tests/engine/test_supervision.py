"""What a dead engine's successor is told, and when there is none."""

from pathlib import Path

import pytest

from imagefinder.core.messages import (
    Failed,
    Index,
    Indexed,
    Interrupted,
    Pause,
    Ready,
    Resume,
    SearchText,
    Watch,
)
from imagefinder.core.reports import IndexReport
from imagefinder.engine.supervision import DEATHS_ALLOWED, WITHIN_S, Supervision, engine_command


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def supervision(clock: Clock) -> Supervision:
    supervision = Supervision(clock)
    supervision.received(Ready(1))
    return supervision


def test_an_idle_engine_is_started_again_without_orders(supervision: Supervision) -> None:
    supervision.sent(SearchText(1, "red"))
    assert supervision.died() == []


def test_standing_orders_come_in_an_order_that_holds_before_it_indexes(
    supervision: Supervision,
) -> None:
    for request in (Index(), Watch(), Pause()):
        supervision.sent(request)
    assert supervision.died() == [Pause(), Watch(), Index()]


@pytest.mark.parametrize("end", [Indexed(IndexReport(), False), Interrupted(), Failed(0, "no")])
def test_an_indexing_that_ended_is_not_begun_again(supervision: Supervision, end) -> None:
    supervision.sent(Index())
    supervision.received(end)
    assert supervision.died() == []


def test_a_failed_search_ends_no_indexing(supervision: Supervision) -> None:
    supervision.sent(Index())
    supervision.received(Failed(7, "no"))
    assert supervision.died() == [Index()]


def test_resume_takes_pause_back(supervision: Supervision) -> None:
    supervision.sent(Pause())
    supervision.sent(Resume())
    assert supervision.died() == []


def test_too_many_deaths_in_a_row_are_the_end(supervision: Supervision, clock: Clock) -> None:
    for _ in range(DEATHS_ALLOWED):
        clock.now += 1
        assert supervision.died() == []
    assert supervision.died() is None


def test_deaths_long_ago_are_forgotten(supervision: Supervision, clock: Clock) -> None:
    for _ in range(5 * DEATHS_ALLOWED):
        clock.now += WITHIN_S / DEATHS_ALLOWED + 1
        assert supervision.died() == []


def test_a_refused_library_is_refused_again_so_no_other_is_started() -> None:
    supervision = Supervision()
    supervision.received(Failed(0, "The library is being written by process 1."))
    assert supervision.died() is None
    assert supervision.refusal == "The library is being written by process 1."


def test_the_command_runs_this_interpreter(tmp_path: Path) -> None:
    import sys

    command = engine_command(tmp_path)
    assert command[0] == sys.executable
    assert command[-1] == str(tmp_path)
