"""Tastes through the engine's pipe: beside a running indexing, and over a restart."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from imagefinder.core.messages import AddFolder, Failed, Found, Index, Indexed, Said, Search
from imagefinder.core.query import Query, TasteTerm
from imagefinder.core.tasting import (
    ChangeTaste,
    ListTastes,
    OpenTaste,
    TasteIs,
    TastesAre,
    TasteStatus,
    TasteSummary,
    UndoVote,
    Vote,
)
from imagefinder.engine.client import EngineClient
from tests.engine import fake_worker
from tests.engine.home import Home, draw_many
from tests.engine.test_worker import Talk


@pytest.fixture
def talk(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Talk]:
    monkeypatch.setattr("imagefinder.engine.client.engine_command", fake_worker.command)
    with EngineClient(home.library) as client:
        yield Talk(client)


def status(talk: Talk, request: OpenTaste | Vote | UndoVote) -> TasteStatus:
    talk.client.send(request)
    answer = talk.until((TasteIs, Failed), lambda event: event.request == request.request)
    assert isinstance(answer, TasteIs), answer
    return answer.status


def test_votes_do_not_wait_for_an_indexing(talk: Talk, home: Home, tmp_path: Path) -> None:
    draw_many(home.pictures, 12)
    talk.ask(AddFolder, str(home.pictures))
    talk.client.send(Index())
    talk.until(Indexed)
    late = draw_many(home.pictures, 12, first=12)
    fake_worker.waiting(late[5], tmp_path / "go on")
    talk.client.send(Index())
    talk.until(Said)

    talk.client.send(ChangeTaste(1, "new", "cosy"))
    assert talk.until(TastesAre).tastes == (TasteSummary("cosy", 0, 0),)
    at = status(talk, OpenTaste(2, "cosy"))
    for turn in range(6):
        assert at.next is not None
        at = status(talk, Vote(3 + turn, "cosy", turn % 2 == 0, (at.next.digest,)))
    assert (at.yes, at.no) == (3, 3)
    assert at.next is not None
    assert at.next.expected_yes is not None
    assert (status(talk, UndoVote(20, "cosy")).no) == 2
    assert not [event for event in talk.heard if isinstance(event, Indexed)]

    (tmp_path / "go on").touch()
    assert talk.until(Indexed).report.embedded == 12


def test_a_search_by_taste_and_its_sentence(talk: Talk, home: Home) -> None:
    draw_many(home.pictures, 12)
    talk.ask(AddFolder, str(home.pictures))
    talk.client.send(Index())
    talk.until(Indexed)
    talk.client.send(ChangeTaste(1, "new", "cosy"))
    talk.until(TastesAre)
    failed = talk.ask(lambda number: Search(number, Query((TasteTerm("cosy"),))))
    assert isinstance(failed, Failed)
    assert "3 of each" in failed.text
    assert failed.bug == ""
    at = status(talk, OpenTaste(2, "cosy"))
    for turn in range(6):
        assert at.next is not None
        at = status(talk, Vote(3 + turn, "cosy", turn % 2 == 0, (at.next.digest,)))
    found = talk.ask(lambda number: Search(number, Query((TasteTerm("cosy"),))))
    assert isinstance(found, Found)
    assert len(found.result.hits) == 12


def test_tastes_outlive_the_engine(home: Home, talk: Talk) -> None:
    talk.client.send(ChangeTaste(1, "new", "cosy"))
    talk.until(TastesAre)
    talk.client.close()
    with EngineClient(home.library) as client:
        client.send(ListTastes(2))
        assert Talk(client).until(TastesAre).tastes == (TasteSummary("cosy", 0, 0),)
