"""Pace: the rate of the last seconds, and no more than ten reports a second."""

import pytest

from imagefinder.engine.rate import WINDOW_S, Pace, PhasedPace


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_reports_are_due_ten_times_a_second(clock: Clock) -> None:
    pace = Pace("index", 1000, clock)
    due = 0
    for _ in range(1000):
        clock.now += 0.001
        due += pace.due()
    assert 9 <= due <= 10


def test_rate_and_time_left(clock: Clock) -> None:
    pace = Pace("index", 100, clock)
    clock.now += 2
    progress = pace.at(20, note="n")
    assert (progress.rate, progress.seconds_left) == (10.0, 8.0)
    assert (progress.phase, progress.done, progress.total, progress.note) == ("index", 20, 100, "n")


def test_the_rate_is_that_of_the_last_seconds(clock: Clock) -> None:
    pace = Pace("index", None, clock)
    for second in range(1, 41):
        clock.now += 1
        progress = pace.at(second if second <= 20 else 20 + 100 * (second - 20))
    assert progress.rate == pytest.approx(100, rel=1 / WINDOW_S)
    assert progress.seconds_left is None


def test_nothing_done_has_no_rate(clock: Clock) -> None:
    pace = Pace("index", 10, clock)
    assert pace.at(0).rate is None
    clock.now += 5
    assert pace.at(0).rate is None
    assert pace.at(0).seconds_left is None


def test_a_count_beyond_the_total_leaves_no_negative_time(clock: Clock) -> None:
    pace = Pace("index", 10, clock)
    clock.now += 1
    assert pace.at(12).seconds_left == 0


def test_each_phase_is_told_from_its_beginning_and_counts_anew(clock: Clock) -> None:
    pace = PhasedPace("forest", clock)
    told = []
    for name, total in (("adding", 400), ("planting", 4)):
        for done in range(1, total + 1):
            clock.now += 0.01
            told += pace.at(name, done, total)
    adding, planting = ([p for p in told if p.note == n] for n in ("adding", "planting"))
    assert 38 <= len(adding) <= 41
    assert (adding[0].done, adding[0].rate) == (1, None)
    assert adding[-1].rate == pytest.approx(100)
    assert [(p.done, p.total, p.rate) for p in planting] == [(1, 4, None)]
