"""Killed or interrupted at whatever moment, the program loses nothing and completes next time."""

import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from imagefinder.demo.library import DemoPicture
from tests.e2e.conftest import PATIENCE_S, Held, Program

PICTURES = 600
# Of these; far enough from the end that a quick machine is still at work when it is killed.
LAST_MOMENTS = (0, 60, 120, 180, 240)
# Two seconds are meant. A busy machine may take some more, most of all in a library that it is
# only loading: until that is there, Python hears of no signal.
SOON_S = 60.0

pytestmark = pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs /proc")


def check_whole(program: Program, folder: Path) -> None:
    """Every picture has one row, one vector and one thumbnail, and nothing lies about."""
    files = sorted(str(path) for path in folder.rglob("*") if path.is_file())
    with closing(sqlite3.connect(program.database)) as library:
        assert library.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert library.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = library.execute("SELECT path, problem, dirty, missing FROM photos ORDER BY path")
        assert rows.fetchall() == [(path, None, 0, 0) for path in files]
        digests = library.execute("SELECT digest FROM photos ORDER BY digest").fetchall()
        vectors = library.execute("SELECT digest FROM embeddings ORDER BY digest").fetchall()
        assert vectors == sorted(set(digests))
        assert library.execute("SELECT * FROM suspects").fetchall() == []
    with closing(sqlite3.connect(program.library / "derived" / "thumbnails.sqlite")) as thumbs:
        assert thumbs.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert thumbs.execute("SELECT count(*) FROM thumbnails").fetchone() == (len(set(digests)),)
    leftovers = [
        path.name
        for path in program.library.rglob("*")
        if ".tmp" in path.name or "building" in path.name or path.name.endswith(".journal")
    ]
    assert leftovers == []


def moments(program: Program) -> Iterator[tuple[str, Callable[[subprocess.Popen[bytes]], bool]]]:
    """Ten moments spread over a run: by what is on the disk, and by time where nothing is yet."""
    started = time.monotonic()

    def after(seconds: float) -> Callable[[subprocess.Popen[bytes]], bool]:
        return lambda _: time.monotonic() - started > seconds

    def more_than(count: int) -> Callable[[subprocess.Popen[bytes]], bool]:
        return lambda _: program.embedded() > count

    yield "at once", after(0.05)
    started = time.monotonic()
    yield "while importing", after(0.5)
    yield "when the lock is taken", lambda _: (program.library / "writer.lock").exists()
    yield "when the library is made", lambda _: program.database.exists()
    yield "when decoding begins", lambda _: (program.library / "decoding.journal").exists()
    for count in LAST_MOMENTS:
        yield f"with more than {count} vectors", more_than(count)


def break_off(
    program: Program,
    folder: Path,
    due: Callable[[subprocess.Popen[bytes]], bool],
    by: signal.Signals,
) -> tuple[int, float, str]:
    """Index until `due`, then send the signal; exit code, seconds it took to end, errors."""
    with program.start("index", folder, "--model", "demo") as process:
        deadline = time.monotonic() + PATIENCE_S
        while not due(process) and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.002)
        sent = time.monotonic()
        process.send_signal(by)
        _, errors = process.communicate(timeout=PATIENCE_S)
        return process.returncode, time.monotonic() - sent, errors.decode()


def test_killed_at_ten_moments_and_complete_in_the_end(program: Program, many: Path) -> None:
    kept = 0
    killed = 0
    for name, due in moments(program):
        code, _, _ = break_off(program, many, due, signal.SIGKILL)
        killed += code == -signal.SIGKILL
        now = program.embedded()
        assert now >= kept, f"killed {name}: vectors were lost"
        kept = now
    assert killed >= 9
    # All may be there already: a quick machine writes the rest between looking and killing.
    assert LAST_MOMENTS[-1] < kept <= PICTURES

    report = program.index()

    assert report["scanned"] == PICTURES
    assert report["embedded"] == PICTURES - kept
    assert report["problems"] == 0
    check_whole(program, many)


def check_stopped(code: int, seconds: float, errors: str) -> None:
    assert code == 130, errors
    assert seconds < SOON_S
    assert "Traceback" not in errors
    assert errors.rstrip().endswith("Stopped; what was done is kept.")


def test_ctrl_c_at_the_start(program: Program, drawn: tuple[Path, list[DemoPicture]]) -> None:
    # Until the interpreter is up, Ctrl-C is its own matter; then the commands are imported.
    def due(process: subprocess.Popen[bytes]) -> bool:
        return imports(process.pid, "msgspec")

    check_stopped(*break_off(program, drawn[0], due, signal.SIGINT))

    assert program.embedded() == 0
    assert program.index(drawn[0], "--model", "demo")["embedded"] == len(drawn[1])
    check_whole(program, drawn[0])


@pytest.mark.parametrize(("moment", "least"), [("while the model loads", 0), ("in the middle", 40)])
def test_ctrl_c_stops_soon_and_keeps_what_was_done(
    program: Program, held: Held, moment: str, least: int
) -> None:
    due: dict[str, Callable[[subprocess.Popen[bytes]], bool]] = {
        "while the model loads": lambda process: imports(process.pid, "libtorch"),
        "in the middle": lambda _: program.embedded() > 40,
    }

    check_stopped(*break_off(program, held.folder, due[moment], signal.SIGINT))

    kept = program.embedded()
    assert least <= kept <= held.before
    held.let_go()
    report = program.index(held.folder, "--model", "demo")
    assert report["embedded"] == held.count - kept
    check_whole(program, held.folder)


def imports(pid: int, library: str) -> bool:
    """Whether the process has begun to import what lies in a library of this name."""
    try:
        return library in Path(f"/proc/{pid}/maps").read_text()
    except OSError:
        return False


def test_ctrl_c_while_searching(
    indexed: Program, drawn: tuple[Path, list[DemoPicture]], tmp_path: Path
) -> None:
    another = tmp_path / "another.jpg"
    with Image.open(drawn[1][0].path) as opened:
        opened.convert("RGB").rotate(90).save(another)
    # Words alone would be answered without torch.
    with indexed.start("search", "--like", another) as process:
        deadline = time.monotonic() + PATIENCE_S
        while not imports(process.pid, "libtorch") and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.002)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert output == b""
    assert b"Traceback" not in errors
