"""Where one is on the map, with an engine that only notes what it is asked."""

from collections.abc import Callable
from itertools import count

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from imagefinder.core.mapping import (
    BelowFolder,
    GiveUpLayout,
    HitsOf,
    LaidOut,
    LayOut,
    Layout,
    WholeLibrary,
)
from imagefinder.core.query import Query
from imagefinder.gui.map.requests import Requests
from imagefinder.gui.map.walk import Walk


class Engine(QObject):
    map_answered = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._numbers = count(1)
        self.sent: list[LayOut | GiveUpLayout] = []
        self.send = self.sent.append

    def next_request(self) -> int:
        return next(self._numbers)

    def answer(self, number: int | None = None) -> None:
        """This, or what was asked last, is laid out."""
        number = number or self.sent[-1].request
        self.map_answered.emit(LaidOut(number, Layout(f"layout {number}", 9, (1.0,), "model")))


@pytest.fixture
def engine(qapp: QApplication) -> Engine:
    return Engine()


@pytest.fixture
def walk(engine: Engine) -> Walk:
    return Walk(Requests(engine), engine)  # type: ignore[arg-type]


def names(walk: Walk) -> list[str]:
    return [place.name for place in walk.places]


def test_looking_at_the_map_lays_out_the_library_once(walk: Walk, engine: Engine) -> None:
    walk.begin()
    engine.answer()
    walk.begin()
    assert [asked.scope for asked in engine.sent] == [WholeLibrary()]
    assert names(walk) == ["Library"]


def test_each_place_stands_behind_the_one_it_was_laid_out_of(walk: Walk, engine: Engine) -> None:
    steps: list[Callable[[], None]] = [
        walk.begin,
        lambda: walk.go_to_hits(Query()),
        lambda: walk.go_to_photos(np.array([3, 5, 8], np.int64)),
    ]
    for step in steps:
        step()
        engine.answer()
    assert names(walk)[:2] == ["Library", "What the query finds"]
    assert names(walk)[2].startswith("3 chosen photo")
    # A folder is one of the library's, wherever one is.
    walk.go_to_folder("/photos/Norway")
    engine.answer()
    assert names(walk) == ["Library", "Norway"]
    assert engine.sent[-1].scope == BelowFolder("/photos/Norway")
    walk.go_back(0)
    assert names(walk) == ["Library"]


def test_a_new_photo_lays_out_anew_where_one_is(walk: Walk, engine: Engine) -> None:
    walk.begin()
    engine.answer()
    walk.go_to_hits(Query())
    engine.answer()
    walk.follow(looked_at=False)
    assert len(engine.sent) == 2, "nobody looks"
    walk.begin()
    assert engine.sent[-1].scope == HitsOf(Query())
    engine.answer()
    assert names(walk) == ["Library", "What the query finds"]
    walk.refit()
    assert [asked.refit for asked in engine.sent] == [False, False, False, True]


def test_what_is_stopped_begins_anew_only_for_who_comes_back(walk: Walk, engine: Engine) -> None:
    walk.begin()
    walk.stop()
    number = engine.sent[0].request
    assert engine.sent[-1] == GiveUpLayout(number)
    engine.answer(number)
    assert not walk.places, "an answer to what was given up"
    walk.follow(looked_at=True)
    assert len(engine.sent) == 2
    walk.begin()
    assert isinstance(engine.sent[-1], LayOut)


def test_what_failed_is_tried_again(walk: Walk, engine: Engine) -> None:
    walk.begin()
    walk.fail()
    walk.begin()
    assert [asked.scope for asked in engine.sent] == [WholeLibrary(), WholeLibrary()]


def test_no_photos_are_no_place(walk: Walk, engine: Engine) -> None:
    walk.go_to_photos(np.empty(0, np.int64))
    assert engine.sent == []
