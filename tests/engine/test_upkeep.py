"""The weekly backup: made in the background, broken off with the engine, complained of once."""

import queue
import threading

import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.messages import Said
from imagefinder.engine import upkeep
from imagefinder.engine.upkeep import Upkeep
from imagefinder.store.backup import backups
from tests.engine.conftest import PATIENCE_S
from tests.engine.home import Home, draw_many


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at once and again and again."""
    for name in ("FIRST_LOOK_S", "LOOK_S", "PAUSE_S"):
        monkeypatch.setattr(upkeep, name, 0.001)


def test_a_backup_is_made_in_the_background(home: Home, eager: None, monkeypatch) -> None:
    draw_many(home.pictures, 3)
    home.index()
    made = threading.Event()
    real = upkeep.back_up

    def watched(*arguments):
        backup = real(*arguments)
        made.set()
        return backup

    monkeypatch.setattr(upkeep, "back_up", watched)
    care = Upkeep(home.paths, lambda event: pytest.fail(f"said {event}"))
    try:
        assert made.wait(PATIENCE_S)
    finally:
        care.close()
    assert len(backups(home.paths)) == 1, "none is due after the first"


def test_closing_breaks_a_backup_off(home: Home, eager: None, monkeypatch) -> None:
    home.index()
    monkeypatch.setattr("imagefinder.store.backup.STEP_PAGES", 1)
    # It goes on no sooner than it is closed.
    monkeypatch.setattr(upkeep, "PAUSE_S", PATIENCE_S)
    begun = threading.Event()
    real = Upkeep._pause

    def pause(care: Upkeep) -> None:
        begun.set()
        real(care)

    monkeypatch.setattr(Upkeep, "_pause", pause)
    care = Upkeep(home.paths, lambda event: None)
    assert begun.wait(PATIENCE_S)
    care.close()
    care._thread.join(PATIENCE_S)
    assert list(home.paths.backups.iterdir()) == []


def test_what_goes_wrong_is_said_once(home: Home, eager: None, monkeypatch) -> None:
    home.index()
    looks = queue.SimpleQueue()

    def fails(*_: object) -> None:
        looks.put(None)
        raise KnownError("The disk is full.")

    monkeypatch.setattr(upkeep, "back_up", fails)
    said: list[object] = []
    care = Upkeep(home.paths, said.append)
    for _ in range(3):
        looks.get(timeout=PATIENCE_S)
    care.close()
    assert len(said) == 1
    assert isinstance(said[0], Said)
    assert said[0].notice is not None
    assert "disk is full" in said[0].notice.text
