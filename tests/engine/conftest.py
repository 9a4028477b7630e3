"""What engine tests share: the model that sees colours, a home, and a watch over leftovers."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.engine import fakes
from tests.engine.home import Home, draw_many

# Only so that a test that hangs ends: no machine is so busy.
PATIENCE_S = 120.0


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
def scripted_job(tmp_path: Path) -> Callable[[Path, str, str], str]:
    """Makes a job to be run in place of the interpreter: it is at work as long as a test wants.

    It leaves the folder `leftover`, tells a step of `phase`, and goes on as the `rest` says.
    """

    def made(leftover: Path, phase: str, rest: str) -> str:
        job = tmp_path / "job"
        step = f'{{"type":"step","phase":"{phase}","done":8,"total":30}}'
        job.write_text(f"#!/bin/sh\nmkdir -p '{leftover}'\necho '{step}'\n{rest}\n")
        job.chmod(0o700)
        return str(job)

    return made


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
