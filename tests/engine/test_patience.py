"""A decoder that never comes back ends the process; a busy one, or none at all, does not."""

import itertools
import json
import threading
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest

from imagefinder.engine import patience
from imagefinder.engine.journal import CrashJournal, Flight
from imagefinder.engine.patience import Patience
from imagefinder.files.turns import LARGE_PIXELS, large_in_turn, waiting_threads
from tests.engine.conftest import PATIENCE_S


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_LOOK_S", 0.005)
    monkeypatch.setattr(patience, "PATIENCE_S", 5)


@pytest.fixture
def journal(tmp_path: Path):
    journal = CrashJournal(tmp_path / "decoding.journal")
    yield journal
    journal.close()


def test_one_that_hangs_ends_the_process(journal: CrashJournal) -> None:
    ended = threading.Event()
    watching = Patience(journal, ended.set)
    with journal.decoding("/a.jpg"):
        assert ended.wait(PATIENCE_S)
        assert "/a.jpg" in journal._file.read_text()
    watching.close()


def accused(journal: CrashJournal) -> list[str]:
    lines = journal._file.read_text().splitlines()
    return [json.loads(line[1:].partition("\t")[0]) for line in lines if line[0] == "!"]


def test_one_alone_is_accused_before_the_end(journal: CrashJournal) -> None:
    before: list[list[str]] = []
    ended = threading.Event()

    def end() -> None:
        before.append(accused(journal))
        ended.set()

    watching = Patience(journal, end)
    with journal.decoding("/a.jpg"):
        assert ended.wait(PATIENCE_S)
    watching.close()
    assert before == [["/a.jpg"]]


def test_of_two_that_hang_either_may_keep_the_other(journal: CrashJournal) -> None:
    ended = threading.Event()
    with journal.decoding("/a.jpg"), journal.decoding("/b.jpg"):
        watching = Patience(journal, ended.set)
        assert ended.wait(PATIENCE_S)
        watching.close()
        assert accused(journal) == []


def test_one_that_has_just_begun_is_not_to_blame(journal: CrashJournal, monkeypatch) -> None:
    ended = threading.Event()
    looks: list[None] = []
    real = journal.standing

    def standing() -> tuple[dict[str, Flight], int]:
        looks.append(None)
        if len(looks) == 3:
            held.enter_context(journal.decoding("/just begun.jpg"))
        return real()

    monkeypatch.setattr(journal, "standing", standing)
    with ExitStack() as held, journal.decoding("/hangs.jpg"):
        watching = Patience(journal, ended.set)
        assert ended.wait(PATIENCE_S)
        watching.close()
        assert set(real()[0]) == {"/hangs.jpg", "/just begun.jpg"}
        assert accused(journal) == ["/hangs.jpg"]


def test_a_file_that_was_read_before_has_its_time_anew(journal: CrashJournal, monkeypatch) -> None:
    """Its earlier reading counts for nothing: it ended."""
    ended = threading.Event()
    looks: list[None] = []
    real = journal.standing

    def standing() -> tuple[dict[str, Flight], int]:
        looks.append(None)
        if len(looks) == 4:
            first.close()
            held.enter_context(journal.decoding("/hangs.jpg"))
        if len(looks) == 7:
            held.enter_context(journal.decoding("/again.jpg"))
        return real()

    monkeypatch.setattr(journal, "standing", standing)
    with ExitStack() as held, ExitStack() as first:
        first.enter_context(journal.decoding("/again.jpg"))
        watching = Patience(journal, ended.set)
        assert ended.wait(PATIENCE_S)
        watching.close()
        assert accused(journal) == ["/hangs.jpg"]


def test_who_waits_for_its_turn_is_not_to_blame(journal: CrashJournal) -> None:
    ended = threading.Event()

    def wait_for_turn() -> None:
        with journal.decoding("/waits.png"), large_in_turn() as take_turn:
            take_turn((LARGE_PIXELS, 2))

    waiter = threading.Thread(target=wait_for_turn)
    with large_in_turn() as take_turn, journal.decoding("/hangs.png"):
        take_turn((LARGE_PIXELS, 2))
        waiter.start()
        while not waiting_threads():
            pass
        watching = Patience(journal, ended.set)
        assert ended.wait(PATIENCE_S)
        watching.close()
        assert set(journal.standing()[0]) == {"/hangs.png", "/waits.png"}
        assert accused(journal) == ["/hangs.png"]
    waiter.join(PATIENCE_S)


@pytest.mark.parametrize(("computed_s", "looks"), [(0.0, 50), (0.0025, 10), (0.5, 5)])
def test_a_look_counts_for_the_share_of_the_processor_that_there_was(
    journal: CrashJournal, monkeypatch, computed_s: float, looks: int
) -> None:
    ended, seen = threading.Event(), []
    clock = itertools.count()
    real = journal.standing
    fake = SimpleNamespace(process_time=lambda: next(clock) * computed_s)
    monkeypatch.setattr(patience, "time", fake)
    monkeypatch.setattr(journal, "standing", lambda: (seen.append(None), real())[1])
    with journal.decoding("/a.jpg"):
        watching = Patience(journal, ended.set)
        assert ended.wait(PATIENCE_S)
    watching.close()
    assert looks <= len(seen) <= looks + 1


def test_a_large_file_is_given_more_time(journal: CrashJournal, monkeypatch) -> None:
    ended = threading.Event()
    looks: list[bool] = []
    real = journal.standing

    def standing() -> tuple[dict[str, Flight], int]:
        looks.append(ended.is_set())
        return real()

    monkeypatch.setattr(journal, "standing", standing)
    watching = Patience(journal, ended.set)
    with journal.decoding("/large.jp2", 100_000_000), journal.decoding("/small.jpg", 1000):
        assert ended.wait(PATIENCE_S)
        assert len(looks) > 100
        assert not any(looks)
    watching.close()


def test_while_others_come_to_an_end_it_waits(journal: CrashJournal, monkeypatch) -> None:
    ended = threading.Event()
    looks: list[tuple[dict[str, Flight], int]] = []
    done_looking = threading.Event()
    real = journal.standing

    def standing() -> tuple[dict[str, Flight], int]:
        with journal.decoding(f"/{len(looks)}.jpg"):
            pass  # between two looks a file was done with
        looks.append(real())
        if len(looks) > 30:
            done_looking.set()
        return looks[-1]

    monkeypatch.setattr(journal, "standing", standing)
    watching = Patience(journal, ended.set)
    with journal.decoding("/slow.jpg"):
        assert done_looking.wait(PATIENCE_S)
    watching.close()
    assert not ended.is_set()


def test_where_nothing_is_read_it_waits_for_ever(journal: CrashJournal, monkeypatch) -> None:
    ended, looks = threading.Event(), []
    real = journal.standing
    enough = threading.Event()

    def standing() -> tuple[dict[str, Flight], int]:
        looks.append(None)
        if len(looks) > 30:
            enough.set()
        return real()

    monkeypatch.setattr(journal, "standing", standing)
    watching = Patience(journal, ended.set)
    assert enough.wait(PATIENCE_S)
    watching.close()
    assert not ended.is_set()
