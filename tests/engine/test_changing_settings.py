"""Settings that change while the engine runs: what they cause at once, and what they refuse."""

import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image

from imagefinder.core.choices import ChangeSettings, LookAgain
from imagefinder.core.errors import KnownError
from imagefinder.core.machine import DescribeMachine
from imagefinder.core.messages import Done, Event, Indexed
from imagefinder.core.settings import Settings, changed, load_settings
from imagefinder.engine.answers import Answers
from imagefinder.engine.choosing import carry_out
from imagefinder.engine.engine import Engine
from imagefinder.engine.indexing import Indexing
from imagefinder.engine.machine import Describing
from tests.engine.home import Home, draw_many, finish

PATIENCE_S = 60.0
E = TypeVar("E", bound=Event)


class Running:
    """An engine's writing thread in this process."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.events: queue.Queue[Event | Exception] = queue.Queue()
        self.indexing = Indexing(engine, self.events.put, lambda _, error: self.events.put(error))
        self.number = 0

    def until(self, kind: type[E]) -> E:
        while True:
            event = self.events.get(timeout=PATIENCE_S)
            assert not isinstance(event, Exception), event
            if isinstance(event, kind):
                return event

    def do(self, task: Callable[[], object] = lambda: None) -> None:
        """Have something done between two steps, and wait until it is."""
        self.number += 1
        number = self.number
        self.indexing.between_steps(number, lambda: (task(), Done(number))[1])
        while self.until(Done).request != number:
            pass

    def change(self, **choices: object) -> None:
        choice = ChangeSettings(1, changed(self.engine.settings, **choices))
        self.do(lambda: carry_out(self.engine, choice))

    def indexed_meanwhile(self) -> bool:
        """Whether an indexing came by itself while the thread looked twice for what is due."""
        self.do()
        looked: queue.Queue[None] = queue.Queue()
        take_dirty = self.engine.take_dirty
        self.engine.take_dirty = lambda: (looked.put(None), take_dirty())[1]  # type: ignore[method-assign]
        for _ in range(3):
            looked.get(timeout=PATIENCE_S)
        self.engine.take_dirty = take_dirty  # type: ignore[method-assign]
        seen = [self.events.get() for _ in range(self.events.qsize())]
        return any(isinstance(event, Indexed) for event in seen)


@pytest.fixture
def running(home: Home) -> Iterator[Callable[..., Running]]:
    opened: list[Running] = []

    def run(**choices: object) -> Running:
        home.configure(**choices)
        engine = Engine(home.library)
        engine.add_folder(str(home.pictures))
        opened.append(Running(engine))
        return opened[-1]

    yield run
    for one in opened:
        one.indexing.close()
        one.engine.close()


def test_folders_that_are_not_watched_are_scanned_when_asked(
    running: Callable[..., Running], home: Home
) -> None:
    one = running(watch=False)
    one.indexing.watch()
    draw_many(home.pictures, 3)
    assert not one.indexed_meanwhile()

    choice = LookAgain(1, (str(home.pictures),))
    one.do(lambda: carry_out(one.engine, choice))
    assert one.until(Indexed).report.added == 3


def test_watching_is_begun_and_ended_by_the_setting(
    running: Callable[..., Running], home: Home
) -> None:
    one = running(watch=False)
    one.indexing.watch()
    one.do()
    draw_many(home.pictures, 2)

    one.change(watch=True)
    assert one.until(Indexed).report.added == 2
    draw_many(home.pictures, 1, first=2)
    assert one.until(Indexed).report.added == 1

    one.change(watch=False)
    one.do()
    draw_many(home.pictures, 1, first=3)
    assert not one.indexed_meanwhile()


def test_what_is_left_out_leaves_the_library_at_once(
    running: Callable[..., Running], home: Home
) -> None:
    draw_many(home.pictures, 4)
    one = running(watch=False)
    one.indexing.start()
    assert one.until(Indexed).report.added == 4

    one.change(exclude=("0001*", "0002*"))
    assert one.until(Indexed).report.removed == 2
    one.change(exclude=())
    assert one.until(Indexed).report.added == 2
    assert home.embedded() == 4


def test_limits_apply_to_what_was_refused_before(
    running: Callable[..., Running], home: Home
) -> None:

    Image.new("RGB", (1200, 1000), "red").save(home.pictures / "big.png")
    one = running(watch=False, max_megapixels=1)
    one.indexing.start()
    assert one.until(Indexed).report.problems == 1

    one.change(max_megapixels=2)
    report = one.until(Indexed).report
    assert (report.problems, report.embedded) == (0, 1)


def test_settings_hold_for_searches_too_and_at_the_next_start(home: Home) -> None:
    with Engine(home.library) as engine:
        answers = Answers(engine.paths, lambda: engine.settings, engine.encoders)
        engine.change_settings(Settings(effort="full", exclude=("*.gif",)))
        assert answers._settings() == Settings(effort="full", exclude=("*.gif",))
        answers.close()
    with Engine(home.library) as engine:
        assert engine.settings == Settings(effort="full", exclude=("*.gif",))


def test_a_device_that_is_not_there_is_refused_and_changes_nothing(home: Home, loaded) -> None:
    with Engine(home.library) as engine:
        with pytest.raises(KnownError, match="no device “cuda:7”"):
            engine.change_settings(Settings(device="cuda:7"))
        assert engine.settings == Settings()
        assert load_settings(home.paths.settings) == Settings()


def test_another_device_has_the_model_loaded_anew(home: Home, loaded) -> None:
    draw_many(home.pictures, 2)
    with Engine(home.library) as engine:
        engine.add_folder(str(home.pictures))
        finish(engine.index())
        model = engine.wanted_model()
        engine.change_settings(Settings(device="cpu"))
        assert engine.encoders.loaded(model.key) is None
        engine.encoders.get(model)
        assert len(loaded["default"]) == 2


def test_the_old_model_answers_until_the_new_one_has_seen_everything(
    running: Callable[..., Running], home: Home, talkative: None
) -> None:
    draw_many(home.pictures, 12)
    one = running(watch=False)
    one.indexing.start()
    one.until(Indexed)
    answers = Answers(one.engine.paths, lambda: one.engine.settings, one.engine.encoders)
    try:
        one.do(lambda: one.engine.use_model("coarse"))
        steps = one.engine.index()
        while True:
            next(steps)
            status = answers.status()
            if status.embedded:
                break
        assert (status.model, status.answering_model) == ("coarse", "default")
        assert status.pending > 0
        found = answers.search("red", top=12)
        assert (found.model, len(found.hits)) == ("default", 12)
        finish(steps)
        assert answers.status().answering_model == "coarse"
        assert answers.search("red").model == "coarse"
    finally:
        answers.close()


def test_gentle_work_says_so_and_rests(home: Home, talkative: None, monkeypatch) -> None:
    home.configure(effort="gentle")
    draw_many(home.pictures, 12)
    rests = []
    monkeypatch.setattr("imagefinder.engine.effort.time.sleep", rests.append)
    monkeypatch.setattr("imagefinder.engine.effort.LONGEST_REST_S", 0.001)
    with Engine(home.library) as engine:
        engine.add_folder(str(home.pictures))
        said = [step for step in engine.index() if getattr(step, "phase", "") == "index"]
    assert {step.gentle for step in said} == {"chosen"}
    assert home.embedded() == 12


def test_a_bad_settings_file_is_a_sentence_and_starts_no_engine(home: Home) -> None:
    home.library.mkdir()
    home.paths.settings.write_text('{"effort": "heroic"}')
    with pytest.raises(KnownError, match=r"settings\.json .*effort"):
        Engine(home.library)


def test_the_machine_is_described(tmp_path: Path, home: Home) -> None:
    settings = Settings()
    (answer,) = Describing(home.paths, lambda: settings).answer(DescribeMachine(5))
    machine = answer.machine
    assert answer.request == 5
    assert machine.devices[-1] == "cpu"
    assert len(machine.names) == len(machine.devices)
    assert {rate.model for rate in machine.rates} >= {"ViT-B-32-256:datacomp_s34b_b86k"}
    assert all(rate.per_second > 0 and not rate.measured for rate in machine.rates)
