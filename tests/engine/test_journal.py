"""Which files were in flight when the program died, and when one of them is set aside."""

import errno
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagefinder.core.paths import LibraryPaths
from imagefinder.engine.engine import Engine
from imagefinder.engine.journal import (
    CRASH_STRIKES,
    DEATH_STRIKES,
    SET_ASIDE_STRIKES,
    CrashJournal,
    crash_log,
    set_aside,
    strike_suspects,
)
from imagefinder.store.library import Library
from tests.engine.home import Home, draw_many


class NoLibrary:
    """Holds strikes, as the library does."""

    def __init__(self) -> None:
        self.strikes: dict[str, int] = {}

    def suspects(self) -> dict[str, int]:
        return dict(self.strikes)

    def set_strikes(self, path: str, strikes: int) -> None:
        self.strikes[path] = strikes

    def transaction(self):
        from contextlib import nullcontext

        return nullcontext()


def die(paths: LibraryPaths, *in_flight: str, crash: bool = False) -> None:
    """What a program leaves that dies while these files are being decoded."""
    paths.folder.mkdir(exist_ok=True)
    lines = [f"+{json.dumps(path)}\n" for path in in_flight]
    paths.crash_journal.write_text("".join(lines))
    if crash:
        crash_log(paths).write_text("Fatal Python error: Segmentation fault")


@pytest.fixture
def paths(tmp_path: Path) -> LibraryPaths:
    return LibraryPaths(tmp_path)


def struck(paths: LibraryPaths) -> dict[str, int]:
    library = NoLibrary()
    strike_suspects(library, paths)  # type: ignore[arg-type]
    return library.strikes


def test_what_is_in_flight_is_on_the_disk_before_decoding_begins(paths: LibraryPaths) -> None:
    journal = CrashJournal(paths.crash_journal)
    with journal.decoding("/a"), journal.decoding("/b"):
        assert struck(paths) == {"/a": DEATH_STRIKES, "/b": DEATH_STRIKES}
    journal = CrashJournal(paths.crash_journal)
    with journal.decoding("/a"):
        with journal.decoding("/b"):
            pass
        with pytest.raises(ZeroDivisionError), journal.decoding("/c"):
            raise ZeroDivisionError
        assert struck(paths) == {"/a": DEATH_STRIKES}
    journal.close()


def test_the_journal_stays_small_and_goes_at_an_orderly_end(paths: LibraryPaths) -> None:
    journal = CrashJournal(paths.crash_journal)
    for number in range(1000):
        with journal.decoding(f"/{number}"):
            pass
    assert paths.crash_journal.stat().st_size == 0
    with journal.decoding("/a"):
        journal.close()
    assert not paths.crash_journal.exists()


def test_a_native_crash_weighs_more_than_a_kill(paths: LibraryPaths) -> None:
    die(paths, "/a")
    assert struck(paths) == {"/a": DEATH_STRIKES}
    die(paths, "/a", crash=True)
    assert struck(paths) == {"/a": CRASH_STRIKES}
    assert struck(paths) == {}  # that run is forgotten


def test_the_file_of_the_thread_that_crashed_is_set_aside_alone(paths: LibraryPaths) -> None:
    paths.folder.mkdir(exist_ok=True)
    paths.crash_journal.write_text('+"/a"\t7f01\n+"/b"\t7f02\n+"/c\\t"\t7f03\n-"/a"\t7f01\n')
    crash_log(paths).write_text(
        "Current thread 0x0000000000007f02 (most recent call first):\n  File ...\n\n"
        "Fatal Python error: Aborted\n\n"
        "Thread 0x0000000000007f02 (most recent call first):\n  File ...\n\n"
        "Current thread 0x0000000000007f03 (most recent call first):\n  File ...\n"
    )
    assert struck(paths) == {"/c\t": SET_ASIDE_STRIKES}


def test_a_file_that_is_accused_of_hanging_is_set_aside_alone(paths: LibraryPaths) -> None:
    journal = CrashJournal(paths.crash_journal)
    with journal.decoding("/a"), journal.decoding("/hangs\t"):
        journal.accuse("/hangs\t")
        crash_log(paths).write_text("Current thread 0x7f09 (most recent call first):\n")
        assert struck(paths) == {"/hangs\t": SET_ASIDE_STRIKES}
        assert struck(paths) == {}
    journal.close()


def test_who_comes_to_an_end_in_spite_of_it_is_not_to_blame(paths: LibraryPaths) -> None:
    journal = CrashJournal(paths.crash_journal)
    with journal.decoding("/a"):
        with journal.decoding("/slow"):
            journal.accuse("/slow")
        journal.accuse("/slow")  # too late
        assert struck(paths) == {"/a": DEATH_STRIKES}
    journal.close()


def test_where_survived_faults_leave_traces_too_all_are_accused(
    paths: LibraryPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imagefinder.engine.journal._TELLS_OF_SURVIVED_FAULTS", True)
    paths.folder.mkdir(exist_ok=True)
    paths.crash_journal.write_text('+"/a"\t7f01\n+"/b"\t7f02\n')
    crash_log(paths).write_text("Current thread 0x0000000000007f02 (most recent call first):\n")
    assert struck(paths) == {"/a": CRASH_STRIKES, "/b": CRASH_STRIKES}


def test_a_crash_of_a_thread_that_reads_nothing_accuses_all(paths: LibraryPaths) -> None:
    paths.folder.mkdir(exist_ok=True)
    paths.crash_journal.write_text('+"/a"\t7f01\n+"/b"\tno thread\n')
    crash_log(paths).write_text("Current thread 0x0000000000007f09 (most recent call first):\n")
    assert struck(paths) == {"/a": CRASH_STRIKES, "/b": CRASH_STRIKES}


def test_two_crashes_set_aside_and_so_do_six_deaths() -> None:
    assert 2 * CRASH_STRIKES >= SET_ASIDE_STRIKES > CRASH_STRIKES
    assert 6 * DEATH_STRIKES >= SET_ASIDE_STRIKES > 5 * DEATH_STRIKES
    assert set_aside(SET_ASIDE_STRIKES - 1) is None
    verdict = set_aside(SET_ASIDE_STRIKES)
    assert verdict is not None
    assert "retry" in verdict.reason


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"+",
        b'+"/cut sho',
        b"\x00\x00\x00\x00",
        b'-"/never begun"\n',
        b"+7\n+[1]\n+{}\n+null\n",
        b"\xff\xfe rubbish \n",
        b'?"/odd"\n',
        b'!"/never begun"\n',
    ],
)
def test_corrupt_journals_accuse_nobody(paths: LibraryPaths, content: bytes) -> None:
    paths.crash_journal.write_bytes(content)
    assert struck(paths) == {}
    assert not paths.crash_journal.exists()


def test_lines_around_a_corrupt_one_count(paths: LibraryPaths) -> None:
    paths.crash_journal.write_bytes(b'+"/a"\n+"/b"\nrubb\xffish\n-"/a"\n+"/cut')
    assert struck(paths) == {"/b": DEATH_STRIKES}


@given(st.binary(max_size=200))
def test_no_journal_whatsoever_stops_a_start(tmp_path_factory, content: bytes) -> None:
    paths = LibraryPaths(tmp_path_factory.mktemp("journal"))
    paths.crash_journal.write_bytes(content)
    struck(paths)


# --- Through the engine ---------------------------------------------------------------------------


def test_a_suspect_that_reads_well_is_cleared(home: Home) -> None:
    draw_many(home.pictures, 4)
    suspect = str(home.pictures / "0002.png")
    die(home.paths, suspect, crash=True)

    report = home.index()

    assert (report.embedded, report.added, report.problems) == (4, 4, 0)
    with Engine(home.library) as engine:
        assert engine.library.suspects() == {}


def test_a_suspect_is_cleared_together_with_what_was_read(home: Home, monkeypatch) -> None:
    """Or a kill between the two would leave it suspected for ever."""
    draw_many(home.pictures, 4)
    die(home.paths, str(home.pictures / "0002.png"))
    real = Library.set_strikes

    def dies(library: Library, path: str, strikes: int) -> None:
        if not strikes:
            raise KeyboardInterrupt
        real(library, path, strikes)

    with monkeypatch.context() as patch:
        patch.setattr(Library, "set_strikes", dies)
        with pytest.raises(KeyboardInterrupt):
            home.index()
    assert home.status().embedded == 0

    assert home.index().embedded == 4
    with Engine(home.library) as engine:
        assert engine.library.suspects() == {}


def test_suspects_are_read_alone_and_counted_once(home: Home, monkeypatch) -> None:
    from imagefinder.engine import read as reading

    home.configure(decode_threads=4)
    files = draw_many(home.pictures, 40)
    suspects = [str(file) for file in files[3:20]]
    die(home.paths, *suspects)
    at_once: list[int] = []
    reads: list[str] = []
    original = reading.read_content
    being_read: set[str] = set()

    def read_content(path, limits):
        reads.append(path)
        being_read.add(path)
        if path in suspects:
            at_once.append(len(being_read))
        try:
            return original(path, limits)
        finally:
            being_read.remove(path)

    monkeypatch.setattr(reading, "read_content", read_content)

    report = home.index()

    assert at_once == [1] * len(suspects)
    assert sorted(reads) == sorted(map(str, files))
    assert (report.added, report.embedded) == (40, 40)


def test_a_file_that_crashed_twice_is_set_aside_and_may_be_retried(home: Home) -> None:
    draw_many(home.pictures, 3)
    culprit = str(home.pictures / "0001.png")
    for _ in range(2):
        die(home.paths, culprit, crash=True)
        with Engine(home.library):
            pass

    report = home.index()
    assert (report.embedded, report.problems) == (2, 1)
    assert "set aside" in home.problems()["0001.png"]
    assert home.index().problems == 1

    with Engine(home.library) as engine:
        engine.library.retry_problems()
    assert home.index().embedded == 1
    assert home.problems() == {}


def test_an_orderly_stop_in_the_middle_suspects_nobody(home: Home) -> None:
    draw_many(home.pictures, 30)
    with Engine(home.library) as engine:
        engine.add_folder(str(home.pictures))
        steps = engine.index()
        next(steps)
        steps.close()
    with Engine(home.library) as engine:
        assert engine.library.suspects() == {}


def test_the_second_engine_of_a_process_still_watches_for_crashes(home: Home) -> None:
    import faulthandler

    for _ in range(2):
        with Engine(home.library):
            assert faulthandler.is_enabled()
            assert crash_log(home.paths).exists()
    # The file is closed: a trace must not end up in whatever has its number now.
    assert not faulthandler.is_enabled()


def test_a_full_disk_stops_no_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    journal = CrashJournal(tmp_path / "journal")
    with monkeypatch.context() as patched:
        patched.setattr("imagefinder.engine.journal.os.write", full)
        with journal.decoding("/a.jpg"):
            assert list(journal.standing()[0]) == ["/a.jpg"]
    with journal.decoding("/b.jpg"):
        assert "/b.jpg" in (tmp_path / "journal").read_text()
    journal.close()
