"""The engine process, driven through its pipe by the client that has no Qt."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.messages import (
    AddFolder,
    Done,
    Event,
    Failed,
    Found,
    Frames,
    GetStatus,
    GiveUpPhotos,
    Index,
    Indexed,
    Interrupted,
    Pause,
    Paused,
    Ping,
    Pong,
    Ready,
    RemoveFolder,
    Resume,
    RetryProblems,
    Said,
    SearchText,
    StatusIs,
    StopIndexing,
    UseModel,
    Watch,
    frame,
)
from imagefinder.core.reports import LibraryStatus
from imagefinder.engine.client import EngineClient
from imagefinder.engine.engine import Engine
from imagefinder.engine.journal import SET_ASIDE_REASON
from tests.engine import fake_worker
from tests.engine.home import Home, draw, draw_many, names_of

PATIENCE_S = 300.0
E = TypeVar("E")


class Talk:
    """A conversation with one engine; events that nobody waited for are kept."""

    def __init__(self, client: EngineClient) -> None:
        self.client = client
        self.heard: list[Event] = []
        self.number = 100

    def until(
        self,
        kind: type[E] | tuple[type[E], ...],
        where: Callable[[E], bool] = lambda _: True,
    ) -> E:
        """The next event of this kind, heard already or still to come; no other may fail."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            for event in self.heard:
                if isinstance(event, kind) and where(event):
                    self.heard.remove(event)
                    return event
            assert time.monotonic() < deadline, f"no {kind}; heard {self.heard}"
            event = self.client.next_event(0.2)
            if event is not None:
                self.heard.append(event)
                assert not isinstance(event, Failed) or isinstance(event, kind), event

    def ask(self, make: Callable[..., object], *values: object) -> Event:
        """Send a request that has a number, and wait for its answer."""
        self.number += 1
        self.client.send(make(self.number, *values))  # type: ignore[arg-type]
        answers = (Done, Found, StatusIs, Pong, Failed)
        return self.until(answers, lambda event: event.request == self.number)

    def hits(self, text: str, top: int = 1000) -> list[str]:
        answer = self.ask(lambda number: SearchText(number, text, top=top))
        assert isinstance(answer, Found), answer
        return names_of(hit.path for hit in answer.result.hits)

    def status(self) -> LibraryStatus:
        answer = self.ask(GetStatus)
        assert isinstance(answer, StatusIs), answer
        return answer.status

    def pending(self) -> int:
        return self.status().pending

    def wait_for(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline


@pytest.fixture
def fake_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imagefinder.engine.client.engine_command", fake_worker.command)


@pytest.fixture
def talk(home: Home, fake_engine: None) -> Iterator[Talk]:
    with EngineClient(home.library) as client:
        yield Talk(client)


def add(talk: Talk, home: Home) -> None:
    assert talk.ask(AddFolder, str(home.pictures)) == Done(talk.number, str(home.pictures))


# --- Answers --------------------------------------------------------------------------------------


def test_ready_comes_first_and_a_ping_is_answered(talk: Talk) -> None:
    first = talk.client.next_event(PATIENCE_S)
    assert first == Ready(talk.client.pid)
    assert isinstance(talk.ask(Ping), Pong)


def test_index_search_status(talk: Talk, home: Home) -> None:
    draw_many(home.pictures, 20)
    add(talk, home)

    talk.client.send(Index())
    indexed = talk.until(Indexed)

    assert (indexed.report.embedded, indexed.changed) == (20, True)
    assert set(talk.hits("green", top=4)) == {f"{n:04}.png" for n in (1, 7, 13, 19)}
    talk.client.send(Index())
    assert not talk.until(Indexed).changed
    assert talk.pending() == 0


def test_known_errors_are_sentences_without_a_traceback(talk: Talk, home: Home) -> None:
    failures = [
        talk.ask(lambda n: SearchText(n, "red")),
        talk.ask(AddFolder, str(home.pictures / "nowhere")),
        talk.ask(RemoveFolder, "/never/added"),
        talk.ask(GiveUpPhotos, "/never/added"),
        talk.ask(lambda n: SearchText(n, "after:yesterday")),
    ]
    for failed in failures:
        assert isinstance(failed, Failed)
        assert failed.bug == ""
        assert failed.text.endswith((".", "FOLDER", "list"))


def test_a_bug_shows_its_traceback_and_the_engine_lives_on(talk: Talk, home: Home) -> None:
    draw_many(home.pictures, 2)
    add(talk, home)
    talk.client.send(Index())
    talk.until(Indexed)

    failed = talk.ask(lambda n: SearchText(n, fake_worker.BUG))

    assert isinstance(failed, Failed)
    assert "bug" in failed.text
    assert "Traceback" in failed.bug
    assert len(talk.hits("red")) == 2


def test_a_library_damaged_meanwhile_is_told_and_the_engine_lives_on(
    talk: Talk, home: Home
) -> None:
    draw_many(home.pictures, 2)
    add(talk, home)
    talk.client.send(Index())
    talk.until(Indexed)
    shutil.rmtree(home.paths.derived)
    for file in home.library.glob("library.sqlite*"):
        file.write_bytes(b"overwritten by somebody" * 1000)

    failed = talk.ask(lambda n: SearchText(n, "red"))

    assert isinstance(failed, Failed)
    assert "damaged" in failed.text
    assert isinstance(talk.ask(Ping), Pong)


def test_what_writes_is_done_and_answered(talk: Talk, home: Home) -> None:
    draw_many(home.pictures, 3)
    (home.pictures / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more of it")
    add(talk, home)
    talk.client.send(Index())
    talk.until(Indexed)

    assert talk.ask(RetryProblems) == Done(talk.number, "1")
    assert talk.ask(UseModel, "coarse") == Done(talk.number, "coarse")
    talk.client.send(Index())
    assert talk.until(Indexed).report.model == "coarse"
    refused = talk.ask(GiveUpPhotos, str(home.pictures))
    assert isinstance(refused, Failed)
    assert "can be reached; nothing is given up" in refused.text
    home.pictures.rename(home.pictures.with_name("away"))
    assert talk.ask(GiveUpPhotos, str(home.pictures)) == Done(talk.number, "4")
    assert talk.ask(RemoveFolder, str(home.pictures)) == Done(talk.number, "0")
    assert talk.hits("red") == []


def test_names_that_are_not_utf8_cross_the_pipe(talk: Talk, home: Home) -> None:
    folder = home.pictures / os.fsdecode(b"caf\xe9")
    draw(folder / os.fsdecode(b"\xff.png"), "blue")
    assert isinstance(talk.ask(AddFolder, str(folder)), Done)
    talk.client.send(Index())
    talk.until(Indexed)
    assert [os.fsencode(name) for name in talk.hits("blue")] == [b"\xff.png"]
    assert talk.status().folders[0].path == str(folder)


# --- While it indexes -----------------------------------------------------------------------------


@pytest.fixture
def go(tmp_path: Path) -> Path:
    """The file that waiting pictures wait for."""
    return tmp_path / "go"


@pytest.fixture
def half_way(talk: Talk, home: Home, go: Path) -> Talk:
    """A conversation in the middle of an indexing: 32 of 48 pictures are written, one waits."""
    files = draw_many(home.pictures, 48)
    waiting = fake_worker.waiting(files[32], go)
    add(talk, home)
    talk.client.send(Index())
    assert waiting.exists()
    # Batches of eight are written as they fill up, and the waiting one holds back the rest.
    talk.wait_for(lambda: talk.status().embedded == 32)
    return talk


def test_searches_and_pings_are_answered_meanwhile(half_way: Talk, go: Path) -> None:
    found = half_way.ask(lambda n: SearchText(n, "red", top=1000))
    assert isinstance(found, Found)
    seen = found.result.coverage
    assert len(found.result.hits) == seen.searched
    assert (seen.photos, seen.pending) == (48, 16)
    assert isinstance(half_way.ask(Ping), Pong)
    go.touch()
    assert half_way.until(Indexed).report.embedded == 48
    assert len(half_way.hits("red")) == 48


def test_progress_says_how_far_it_is(half_way: Talk, go: Path) -> None:
    go.touch()
    half_way.until(Indexed)
    said = [e.progress for e in half_way.heard if isinstance(e, Said) and e.progress]
    last = [progress for progress in said if progress.phase == "index"][-1]
    assert (last.done, last.total) == (48, 48)


def test_a_held_indexing_writes_nothing_but_everything_else_goes_on(
    half_way: Talk, home: Home, go: Path, tmp_path: Path
) -> None:
    half_way.client.send(Pause())
    half_way.until(Paused, lambda e: e.held)
    other = tmp_path / "other"
    draw(other / "a.png")
    # What writes is done between two steps: once it is answered, the indexing stands.
    assert isinstance(half_way.ask(AddFolder, str(other)), Done)
    go.touch()
    assert isinstance(half_way.ask(RemoveFolder, str(other)), Done)
    assert half_way.pending() == 16
    assert half_way.hits("red")
    assert not [e for e in half_way.heard if isinstance(e, Indexed)]

    half_way.client.send(Resume())
    half_way.until(Paused, lambda e: not e.held)
    assert half_way.until(Indexed).report.embedded == 48


def test_stopping_keeps_what_was_done(half_way: Talk, home: Home, go: Path) -> None:
    half_way.client.send(StopIndexing())
    half_way.until(Interrupted)
    assert half_way.pending() <= 16
    go.touch()
    half_way.client.send(Index())
    assert half_way.until(Indexed).report.embedded <= 16
    assert half_way.pending() == 0


def test_stopping_a_held_indexing(half_way: Talk, go: Path) -> None:
    half_way.client.send(Pause())
    half_way.client.send(StopIndexing())
    half_way.until(Interrupted)
    go.touch()
    half_way.client.send(Index())
    half_way.client.send(Resume())
    half_way.until(Indexed)
    assert half_way.pending() == 0


def test_an_indexing_asked_for_meanwhile_comes_afterwards(
    half_way: Talk, home: Home, go: Path
) -> None:
    draw(home.pictures / "late.png", "blue", seed=999)
    half_way.client.send(Index())
    half_way.client.send(Index())
    go.touch()
    assert half_way.until(Indexed).report.scanned == 48
    assert half_way.until(Indexed).report.added == 1


def test_stopping_gives_up_what_was_asked_for_and_has_not_begun(talk: Talk, home: Home) -> None:
    draw_many(home.pictures, 5)
    add(talk, home)
    talk.client.send(Pause())
    talk.client.send(Index())
    talk.client.send(StopIndexing())
    talk.until(Interrupted)
    talk.client.send(Resume())
    talk.client.send(Index())
    assert talk.until(Indexed).report.embedded == 5


def test_stopping_an_idle_engine_stops_no_later_indexing(talk: Talk, home: Home) -> None:
    draw_many(home.pictures, 5)
    add(talk, home)
    talk.client.send(StopIndexing())
    talk.client.send(Index())
    assert talk.until(Indexed).report.embedded == 5


def test_a_folder_removed_meanwhile_breaks_nothing(half_way: Talk, home: Home, go: Path) -> None:
    assert isinstance(half_way.ask(RemoveFolder, str(home.pictures)), Done)
    go.touch()
    half_way.until(Indexed)
    assert half_way.hits("red") == []


def test_a_wider_folder_added_meanwhile_breaks_nothing(
    half_way: Talk, home: Home, go: Path
) -> None:
    assert isinstance(half_way.ask(AddFolder, str(home.pictures.parent)), Done)
    go.touch()
    half_way.until(Indexed)
    half_way.client.send(Index())
    half_way.until(Indexed)
    assert len(half_way.hits("red")) == 48


def test_another_model_chosen_meanwhile_is_next(half_way: Talk, go: Path) -> None:
    half_way.ask(UseModel, "coarse")
    go.touch()
    assert half_way.until(Indexed).report.model == "default"
    half_way.client.send(Index())
    assert half_way.until(Indexed).report.model == "coarse"


# --- Watching -------------------------------------------------------------------------------------


def test_a_new_picture_is_found_without_being_asked(talk: Talk, home: Home) -> None:
    draw_many(home.pictures, 2)
    add(talk, home)
    talk.client.send(Watch())
    talk.until(Indexed)  # the full scan that watching begins with

    draw(home.pictures / "sub" / "new.png", "blue", seed=77)
    talk.until(Indexed, lambda e: e.report.added == 1)
    assert "new.png" in talk.hits("blue")

    (home.pictures / "sub" / "new.png").unlink()
    talk.until(Indexed, lambda e: e.report.removed == 1)


def test_a_folder_added_later_is_watched_too(talk: Talk, home: Home, tmp_path: Path) -> None:
    draw_many(home.pictures, 1)
    other = tmp_path / "other"
    draw(other / "a.png", "green")
    add(talk, home)
    talk.client.send(Watch())
    talk.until(Indexed)
    talk.ask(AddFolder, str(other))
    talk.client.send(Index())
    talk.until(Indexed, lambda e: e.report.added == 1)

    draw(other / "b.png", "blue")

    talk.until(Indexed, lambda e: e.report.added == 1)


def test_watching_begins_though_a_folder_is_missing(
    home: Home, tmp_path: Path, fake_engine: None
) -> None:
    gone = tmp_path / "gone"
    draw(gone / "a.png")
    home.draw("b.png", "blue")
    home.index(gone, home.pictures)
    shutil.rmtree(gone)
    with EngineClient(home.library) as client:
        talk = Talk(client)
        client.send(Watch())
        assert talk.until(Indexed).report.offline == [str(gone)]
        home.draw("new.png", "green", seed=4)
        talk.until(Indexed, lambda e: e.report.added == 1)


def test_a_library_inside_its_own_folder_does_not_set_itself_off(
    home: Home, fake_engine: None
) -> None:
    home.library = home.pictures / "library"
    home.draw("a.png")
    with EngineClient(home.library) as client:
        talk = Talk(client)
        add(talk, home)
        client.send(Watch())
        talk.until(Indexed)
        home.draw("b.png", "blue")
        talk.until(Indexed, lambda e: e.report.added == 1)
        home.draw("c.png", "green")
        talk.until(Indexed, lambda e: e.report.added == 1)
    assert not [e for e in talk.heard if isinstance(e, Indexed) and not e.changed]


# --- Death ----------------------------------------------------------------------------------------


def test_a_killed_engine_is_started_again_and_completes(half_way: Talk, go: Path) -> None:
    os.kill(half_way.client.pid, signal.SIGKILL)
    go.touch()
    report = half_way.until(Indexed).report
    assert half_way.client.restarts == 1
    assert report.embedded <= 16
    assert half_way.pending() == 0
    assert len(set(half_way.hits("red"))) == 48


def test_a_held_engine_that_is_killed_is_held_again(half_way: Talk, go: Path) -> None:
    half_way.client.send(Pause())
    half_way.until(Paused, lambda e: e.held)
    os.kill(half_way.client.pid, signal.SIGKILL)
    half_way.until(Paused, lambda e: e.held)
    go.touch()
    assert isinstance(half_way.ask(Ping), Pong)
    assert not [e for e in half_way.heard if isinstance(e, Indexed)]
    half_way.client.send(Resume())
    half_way.until(Indexed)


def test_a_picture_that_crashes_the_decoder_is_set_aside(talk: Talk, home: Home) -> None:
    files = draw_many(home.pictures, 24)
    fake_worker.cursed(files[9])
    fake_worker.cursed(files[17])
    add(talk, home)

    talk.client.send(Index())
    report = talk.until(Indexed).report

    assert report.problems == 2
    assert set(home.problems()) == {"0009.png", "0017.png"}
    assert set(home.problems().values()) == {SET_ASIDE_REASON}
    assert len(talk.hits("red")) == 22
    assert talk.client.restarts == 2  # one for each
    talk.client.send(Index())
    assert talk.until(Indexed).report.problems == 2


def test_an_engine_that_cannot_live_is_given_up(home: Home, monkeypatch) -> None:
    dying = [sys.executable, "-c", "import os; os._exit(3)"]
    monkeypatch.setattr("imagefinder.engine.client.engine_command", lambda library: dying)
    with EngineClient(home.library) as client:
        with pytest.raises(KnownError, match="exit code 3"):
            client.next_event(PATIENCE_S)
        assert client.restarts == 8


def test_a_library_being_written_is_refused_with_a_sentence(home: Home, fake_engine: None) -> None:
    with Engine(home.library), EngineClient(home.library) as client:
        failed = client.next_event(PATIENCE_S)
        assert isinstance(failed, Failed)
        assert (failed.request, failed.bug) == (0, "")
        assert "being written by process" in failed.text
        with pytest.raises(KnownError) as refusal:
            client.next_event(PATIENCE_S)
        assert str(refusal.value) == failed.text
        assert client.restarts == 0


# --- The pipe -------------------------------------------------------------------------------------


@pytest.fixture
def engine(home: Home) -> Iterator[subprocess.Popen[bytes]]:
    """A bare engine process with its two ends."""
    with subprocess.Popen(
        fake_worker.command(home.library),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        yield process
        process.kill()


def tell(engine: subprocess.Popen[bytes], *requests: object) -> None:
    assert engine.stdin is not None
    for request in requests:
        engine.stdin.write(frame(request))  # type: ignore[arg-type]
    engine.stdin.flush()


def read_until(engine: subprocess.Popen[bytes], kind: type) -> bytes:
    """Everything up to and with the first event of this kind."""
    assert engine.stdout is not None
    frames: Frames[Event] = Frames(Event)  # type: ignore[arg-type]
    read = b""
    while data := engine.stdout.read1(65536):  # type: ignore[attr-defined]
        read += data
        if any(isinstance(event, kind) for event in frames.feed(data)):
            return read
    raise AssertionError(f"the engine ended without {kind.__name__}")


def test_nothing_but_frames_comes_out_though_libraries_print(engine, home: Home) -> None:
    draw_many(home.pictures, 20)
    tell(engine, AddFolder(1, str(home.pictures)), Index())
    read = read_until(engine, Indexed)
    output, errors = engine.communicate(timeout=PATIENCE_S)
    frames: Frames[Event] = Frames(Event)  # type: ignore[arg-type]
    events = list(frames.feed(read + output))
    assert [type(e) for e in events if not isinstance(e, Said)] == [Ready, Done, Indexed]
    assert not frames._buffer
    assert b"a library prints" in errors
    assert b"native code" in errors
    assert engine.returncode == 0


def test_an_idle_engine_ends_with_its_pipe(engine) -> None:
    read_until(engine, Ready)
    engine.stdin.close()
    assert engine.wait(timeout=PATIENCE_S) == 0
    assert b"Traceback" not in engine.stderr.read()


@pytest.mark.parametrize("held", [False, True])
def test_a_busy_engine_ends_with_its_pipe(engine, home: Home, tmp_path: Path, held: bool) -> None:
    files = draw_many(home.pictures, 30)
    fake_worker.waiting(files[20], tmp_path / "never")
    tell(engine, AddFolder(1, str(home.pictures)), Watch(), *([Pause()] if held else []), Index())
    read_until(engine, Paused if held else Said)
    engine.stdin.close()
    assert engine.wait(timeout=PATIENCE_S) == 0
    with Engine(home.library) as after:  # the lock is free, and nobody is suspected
        assert after.library.suspects() == {}


def test_an_engine_whose_reader_is_gone_ends(engine, home: Home) -> None:
    draw_many(home.pictures, 30)
    read_until(engine, Ready)
    engine.stdout.close()
    tell(engine, Ping(1))
    engine.wait(timeout=PATIENCE_S)


@pytest.mark.skipif(os.name != "posix", reason="needs SIGINT")
def test_ctrl_c_in_the_terminal_is_not_for_the_engine(engine, home: Home) -> None:
    read_until(engine, Ready)
    engine.send_signal(signal.SIGINT)
    tell(engine, Ping(1))
    read_until(engine, Pong)


def test_the_client_leaves_no_process_behind(home: Home, fake_engine: None) -> None:
    with EngineClient(home.library) as client:
        process = psutil.Process(client.pid)
    assert not process.is_running()
