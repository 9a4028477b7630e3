"""The window's end of the pipe, against an engine process that can be made to die."""

import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from imagefinder.core.messages import AddFolder, Index, Search, Watch
from imagefinder.core.query import Query
from imagefinder.gui.engine_client import EngineClient

FAKE = Path(__file__).with_name("fake_engine.py")
PATIENCE_MS = 60_000


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> Iterator[EngineClient]:
    monkeypatch.setattr(
        "imagefinder.gui.engine_client.engine_command",
        lambda library: [sys.executable, str(FAKE), str(library)],
    )
    engine = EngineClient(tmp_path)
    yield engine
    engine.close()


def told(tmp_path: Path) -> list[str]:
    file = tmp_path / "told"
    return file.read_text().split() if file.exists() else []


def test_what_is_sent_before_the_engine_is_there_waits(qtbot: QtBot, engine: EngineClient) -> None:
    engine.send(Search(1, Query()))
    with qtbot.waitSignals([engine.ready, engine.found], timeout=PATIENCE_MS):
        engine.start()


def test_a_dead_engine_is_told_again(qtbot: QtBot, engine: EngineClient, tmp_path: Path) -> None:
    with qtbot.waitSignal(engine.ready, timeout=PATIENCE_MS):
        engine.start()
    first = engine.pid
    with qtbot.waitSignals([engine.restarted, engine.done], timeout=PATIENCE_MS):
        engine.send(Watch())
        engine.send(AddFolder(1, "die once"))
        engine.send(Index())
    qtbot.waitUntil(lambda: told(tmp_path)[-1] == "Index", timeout=PATIENCE_MS)
    # The folder first, so that the indexing that comes again finds it.
    assert told(tmp_path)[-3:] == ["AddFolder", "Watch", "Index"]
    assert engine.pid != first


def test_what_kills_the_engine_twice_is_given_up(qtbot: QtBot, engine: EngineClient) -> None:
    with qtbot.waitSignal(engine.failed, timeout=PATIENCE_MS) as failed:
        engine.start()
        engine.send(AddFolder(7, "die"))
    assert failed.args[0].request == 7
    with qtbot.waitSignal(engine.found, timeout=PATIENCE_MS):
        engine.send(Search(8, Query()))


def test_a_refusal_is_told_in_its_own_words(
    qtbot: QtBot, engine: EngineClient, tmp_path: Path
) -> None:
    (tmp_path / "refuse").touch()
    with qtbot.waitSignal(engine.given_up, timeout=PATIENCE_MS) as given_up:
        engine.start()
    assert given_up.args == ["Another program is writing to this library."]


def test_an_engine_that_can_not_be_started_is_a_sentence(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        "imagefinder.gui.engine_client.engine_command", lambda _: [str(tmp_path / "nothing")]
    )
    engine = EngineClient(tmp_path)
    with qtbot.waitSignal(engine.given_up, timeout=PATIENCE_MS) as given_up:
        engine.start()
    assert "can't be started" in given_up.args[0]


def test_closing_leaves_no_process(qtbot: QtBot, engine: EngineClient) -> None:
    with qtbot.waitSignal(engine.ready, timeout=PATIENCE_MS):
        engine.start()
    pid = engine.pid
    engine.close()
    assert not psutil.pid_exists(pid)
