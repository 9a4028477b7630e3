"""What engine tests share: the model that sees colours, a home, and a watch over leftovers."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.engine import fakes
from tests.engine.home import Home, draw_many

PATIENCE_S = 30.0


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[fakes.ColourEncoder]]:
    """Every model that the engines of this test have loaded, by name."""
    return fakes.install(monkeypatch.setattr)


@pytest.fixture
def home(tmp_path: Path, loaded: dict[str, list[fakes.ColourEncoder]]) -> Home:
    return Home(tmp_path, loaded)


@pytest.fixture
def sixty(home: Home) -> Home:
    """A home of sixty pictures, ten of each colour in turn, indexed."""
    draw_many(home.pictures, 60)
    home.index()
    return home


@pytest.fixture
def no_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures of one colour are nearly alike to the colour model; here they count as different."""
    monkeypatch.setattr("imagefinder.learn.next_vote.NEAR_COPY", 2.0)


@pytest.fixture
def talkative(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is said at every step, so that a test can stop between any two."""
    monkeypatch.setattr("imagefinder.engine.rate.REPORTS_PER_SECOND", 1e9)


@pytest.fixture(autouse=True)
def _leaves_nothing_behind() -> Iterator[None]:
    """No thread and no process of the engine outlives its test."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + PATIENCE_S
    while leftovers := _leftovers(before):
        assert time.monotonic() < deadline, f"left behind: {leftovers}"
        time.sleep(0.01)


def _leftovers(before: set[threading.Thread]) -> list[object]:
    threads = [t for t in threading.enumerate() if t not in before]
    return [*threads, *psutil.Process().children()]
