"""Standard output that is full, closed or a terminal; names of files that would rule a terminal."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from imagefinder.cli.streams import shown
from tests.cli.conftest import Run
from tests.engine.home import Home, draw

EVIL = "a\x1b[31m\x1b]0;owned\x07\nb\x9b2J.png"
full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110


@pytest.fixture
def library(home: Home, run: Run) -> Path:
    home.draw("a.png")
    assert run("index", home.pictures).code == 0
    return home.library


def shell(library: Path, line: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """The real program in a shell's line, `imagefinder` standing for it and its library."""
    program = shlex.join([sys.executable, "-m", "imagefinder", "--library", str(library)])
    root = str(Path(__file__).resolve().parents[2])
    return subprocess.run(
        ["sh", "-c", line.replace("imagefinder", program)],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": root, **environment},
    )


@full
@pytest.mark.parametrize("command", ["status", "status --json", "folder list", "--help"])
def test_a_result_that_nothing_takes_is_one_sentence(library: Path, command: str) -> None:
    ran = shell(library, f"imagefinder {command} >/dev/full")
    said = b"imagefinder: The result can't be written: No space left on device.\n"
    # What argparse itself prints it drops in silence.
    assert (ran.returncode, ran.stderr) in ((1, said), (0, b""))
    assert ran.returncode or command == "--help"


@pytest.mark.parametrize("command", ["status", "status --json", "folder list"])
def test_a_closed_standard_output_is_one_sentence(library: Path, command: str) -> None:
    ran = shell(library, f"imagefinder {command} >&-")
    said = b"imagefinder: The result can't be written: standard output is closed.\n"
    assert (ran.returncode, ran.stderr) == (1, said)


def test_what_writes_nothing_there_needs_no_standard_output(library: Path) -> None:
    before = (library / "library.sqlite").read_bytes()[:16]
    ran = shell(library, "imagefinder folder add / >&- 2>&- <&-")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert (library / "library.sqlite").read_bytes()[:16] == before


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full"])
@full
def test_notes_that_nobody_can_read_are_left_out(library: Path, where: str) -> None:
    assert shell(library, f"imagefinder folder add / {where}").stdout == b""
    ran = shell(library, f"imagefinder folder list {where}")
    assert ran.returncode == 0
    assert b"online" in ran.stdout
    assert shell(library, f"imagefinder index /nowhere {where}").returncode == 1


@pytest.mark.parametrize("command", ["folder list", "status", "index", "problems"])
def test_names_where_the_system_says_ascii(library: Path, command: str) -> None:
    folder = library.with_name("Bäume")
    draw(folder / "a.png")
    shell(library, f"imagefinder folder add {shlex.quote(str(folder))}")
    ran = shell(library, f"imagefinder {command}", LC_ALL="C", PYTHONUTF8="0")
    # Indexing lacks its model here, which it would not come to without the names.
    assert b"Error: " not in ran.stderr
    assert b"codec" not in ran.stderr
    if command in ("folder list", "status"):
        assert ran.returncode == 0, ran.stderr
        assert os.fsencode(folder) in ran.stdout


@contextmanager
def terminal() -> Iterator[int]:
    """Standard output is a terminal; what it is sent is read from this descriptor."""
    reading, writing = os.openpty()
    os.set_blocking(reading, False)
    before = sys.stdout
    try:
        with os.fdopen(writing, "w") as sys.stdout:
            yield reading
    finally:
        sys.stdout = before
        os.close(reading)


@pytest.fixture
def evil(home: Home, run: Run) -> Path:
    picture = home.draw("a.png")
    evil = home.pictures / EVIL
    picture.rename(evil)
    assert run("index", home.pictures).code == 0
    return evil


def test_a_terminal_obeys_no_name(evil: Path, run: Run) -> None:
    with terminal() as reading:
        assert run("search", "red", "--paths").code == 0
        sent = os.read(reading, 10_000)
    assert b"\x1b" not in sent
    assert b"\x07" not in sent
    assert sent.count(b"\n") == 1
    assert rb"a\x1b[31m\x1b]0;owned\x07\nb\x9b2J.png" in sent


def test_a_pipe_gets_each_byte(evil: Path, run: Run) -> None:
    assert run("search", "red", "--paths").output == os.fsencode(evil) + b"\n"


@pytest.mark.parametrize("flag", ["--null", "-0"])
def test_names_with_line_ends_come_apart_by_null(evil: Path, run: Run, flag: str) -> None:
    ran = run("search", "red", flag)
    assert ran.output == os.fsencode(evil) + b"\0"
    assert ran.errors == ""


def test_what_is_harmless_is_shown_as_it_is() -> None:
    kept = "Bäume\t日本 👩\u200d👧 שלום\u200f a\\b"
    assert shown(kept) == kept
    assert shown("a\u202egnp.exe") == r"a\u202egnp.exe"
    assert shown(os.fsdecode(b"\x9b2J")) == r"\x9b2J"
