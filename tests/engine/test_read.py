"""Reading ahead: in order, bounded, and given up half-way without anything left stuck."""

import threading
import time
from collections.abc import Iterator

import pytest

from imagefinder.core.types import FileStamp
from imagefinder.engine.outcomes import Gone, Outcome
from imagefinder.engine.read import read_ahead
from imagefinder.store.rows import PhotoRow
from tests.engine.conftest import PATIENCE_S


def photos(count: int) -> Iterator[PhotoRow]:
    for number in range(count):
        yield PhotoRow(number, 1, f"/{number}", FileStamp(1, 1), None, online=True)


def test_outcomes_come_in_order_though_reading_does_not() -> None:
    late = threading.Event()

    def read(photo: PhotoRow) -> Outcome:
        if photo.id == 0:
            assert late.wait(PATIENCE_S)
        elif photo.id == 3:
            late.set()
        return Gone()

    steps = read_ahead(photos(8), read, threads=4, ahead=lambda: 8)
    assert [item[0].id for item in steps if item] == list(range(8))


def test_none_is_said_while_the_next_is_not_ready() -> None:
    gate = threading.Event()

    def read(_: PhotoRow) -> Outcome:
        assert gate.wait(PATIENCE_S)
        return Gone()

    steps = read_ahead(photos(1), read, threads=1, ahead=lambda: 1)
    assert next(steps) is None
    gate.set()
    assert [item[0].id for item in steps if item] == [0]


@pytest.mark.parametrize("ahead", [1, 5])
def test_no_more_than_so_many_are_in_flight(ahead: int) -> None:
    taken = 0

    def counted() -> Iterator[PhotoRow]:
        nonlocal taken
        for photo in photos(100):
            taken += 1
            yield photo

    settled = 0
    for item in read_ahead(counted(), lambda _: Gone(), threads=3, ahead=lambda: ahead):
        if item:
            assert taken - settled <= ahead
            settled += 1
    assert settled == 100


def test_the_look_ahead_may_grow_while_reading() -> None:
    ahead = 1
    began: list[int] = []
    gate = threading.Event()

    def read(photo: PhotoRow) -> Outcome:
        began.append(photo.id)
        if photo.id > 0:
            assert gate.wait(PATIENCE_S)
        return Gone()

    steps = read_ahead(photos(10), read, threads=6, ahead=lambda: ahead)
    assert next(item for item in steps if item)[0].id == 0
    ahead = 5
    next(steps)
    deadline = time.monotonic() + PATIENCE_S
    while len(began) < 6:
        assert time.monotonic() < deadline
    gate.set()
    assert len([item for item in steps if item]) == 9


def test_closing_half_way_begins_nothing_more_and_waits_for_nobody() -> None:
    gate = threading.Event()
    began: list[int] = []

    def read(photo: PhotoRow) -> Outcome:
        began.append(photo.id)
        assert gate.wait(PATIENCE_S)
        return Gone()

    steps = read_ahead(photos(50), read, threads=2, ahead=lambda: 20)
    next(steps)
    steps.close()  # returns though two files are being read
    assert len(began) <= 2
    gate.set()
    deadline = time.monotonic() + PATIENCE_S
    while any(thread.name.startswith("decode") for thread in threading.enumerate()):
        assert time.monotonic() < deadline
    assert len(began) <= 2


def test_an_error_of_a_reader_comes_out_where_its_photo_would() -> None:
    def read(photo: PhotoRow) -> Outcome:
        if photo.id == 2:
            raise ZeroDivisionError
        return Gone()

    seen = []
    steps = (item[0].id for item in read_ahead(photos(5), read, 2, ahead=lambda: 5) if item)
    with pytest.raises(ZeroDivisionError):
        seen.extend(steps)
    assert seen == [0, 1]
