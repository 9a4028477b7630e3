"""A decoder that never comes back ends the process; a busy one, or none at all, does not."""

import itertools
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from imagefinder.engine import patience
from imagefinder.engine.journal import CrashJournal
from imagefinder.engine.patience import Patience
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

    def standing() -> tuple[dict[str, int], int]:
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
    looks: list[tuple[dict[str, int], int]] = []
    done_looking = threading.Event()
    real = journal.standing

    def standing() -> tuple[dict[str, int], int]:
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

    def standing() -> tuple[set[str], int]:
        looks.append(None)
        if len(looks) > 30:
            enough.set()
        return real()

    monkeypatch.setattr(journal, "standing", standing)
    watching = Patience(journal, ended.set)
    assert enough.wait(PATIENCE_S)
    watching.close()
    assert not ended.is_set()
