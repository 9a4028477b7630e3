"""Remembers which files are being decoded, so that one that kills the program is found out.

Before a file is decoded its path is appended to the journal, with the thread that does it;
afterwards it is crossed out. What a start finds not crossed out was in flight when the last run
died. A native crash leaves its trace in the crash log (`faulthandler`), which names the thread that
crashed: that thread's file is set aside at once. So is one that `patience` accuses of hanging.

Where neither names one of the files, each becomes a suspect: it is decoded alone from then on, and
a run that dies again with it in flight strikes it once more. A crash weighs more than a kill from
outside, which says nothing about the file: two crashes set a file aside, or six plain deaths.
"""

import faulthandler
import json
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.private import make_private_file
from imagefinder.engine.outcomes import Unreadable
from imagefinder.store.library import Library

log = logging.getLogger(__name__)

CRASH_STRIKES = 3
DEATH_STRIKES = 1
SET_ASIDE_STRIKES = 6
_LOGGED_CHARACTERS = 4000
# A trace of a hundred threads, the most that are listed, with a hundred calls each.
_TRACE_CHARACTERS = 1 << 20
# There a trace is left also by faults that somebody caught, and so by a thread of long ago.
_TELLS_OF_SURVIVED_FAULTS = sys.platform == "win32"
_HEXADECIMAL = re.compile(r"[0-9a-f]{1,16}")
_CRASHED_THREAD = re.compile(r"^Current thread 0x([0-9a-f]+)", re.MULTILINE)
SET_ASIDE_REASON = (
    "reading it ended the program, so it is set aside; try again with: imagefinder problems --retry"
)


class Flight(NamedTuple):
    """One decoding under way: of so many bytes, by a thread; numbers are given but once."""

    number: int
    size: int
    thread: int


class CrashJournal:
    """The journal of one running engine. Safe from any thread."""

    def __init__(self, file: Path) -> None:
        # Unbuffered and appending: each line is with the operating system before decoding begins,
        # and so survives the death of this process (though not of the machine).
        make_private_file(file)
        self._descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._file = file
        self._lock = threading.Lock()
        self._in_flight: dict[str, Flight] = {}
        self._begun = self._ended = 0
        self._closed = False

    def standing(self) -> tuple[dict[str, Flight], int]:
        """What is being decoded, and how many were done with before."""
        with self._lock:
            return dict(self._in_flight), self._ended

    @contextmanager
    def decoding(self, path: str, size: int = 0) -> Iterator[None]:
        """Hold `path` in the journal while the block runs, also when the block raises."""
        self._note("+", path, size)
        try:
            yield
        finally:
            self._note("-", path)

    def accuse(self, path: str) -> None:
        """If `path` is still being decoded when this process ends, it is because of that file."""
        with self._lock:
            if path in self._in_flight and not self._closed:
                self._write("!", path)

    def close(self) -> None:
        """This run ends in order: nobody is suspected, not even what is still being decoded."""
        with self._lock:
            self._closed = True
            os.close(self._descriptor)
            self._file.unlink(missing_ok=True)

    def _note(self, sign: str, path: str, size: int = 0) -> None:
        with self._lock:
            if self._closed:
                return
            if sign == "+":
                self._begun += 1
                self._in_flight[path] = Flight(self._begun, size, threading.get_ident())
            else:
                self._in_flight.pop(path, None)
                self._ended += 1
            if not self._in_flight:
                os.ftruncate(self._descriptor, 0)
            else:
                self._write(sign, path)

    def _write(self, sign: str, path: str) -> None:
        """A full disk takes no line: indexing goes on, and a crash then has no file to blame."""
        line = f"{sign}{json.dumps(path)}\t{threading.get_ident():x}\n"
        try:
            os.write(self._descriptor, line.encode("ascii"))
        except OSError as e:
            log.warning("the journal of what is being read can't be written (%s)", e)


def set_aside(strikes: int) -> Unreadable | None:
    """The verdict over a file with so many strikes; None while it may still be tried."""
    return Unreadable(SET_ASIDE_REASON) if strikes >= SET_ASIDE_STRIKES else None


def strike_suspects(library: Library, paths: LibraryPaths) -> None:
    """Strike the files that may have ended the last run; then forget that run."""
    in_flight, accused = _left_in_flight(paths.crash_journal)
    trace = _crash_trace(paths)
    if trace:
        files, head = list(in_flight), trace[:_LOGGED_CHARACTERS]
        log.error("the last run crashed while reading %r:\n%s", files, head)
    known = library.suspects()
    with library.transaction():
        for path, strikes in _strikes(in_flight, accused, trace).items():
            library.set_strikes(path, known.get(path, 0) + strikes)
    paths.crash_journal.unlink(missing_ok=True)
    crash_log(paths).unlink(missing_ok=True)


def _strikes(in_flight: dict[str, str], accused: set[str], trace: str) -> dict[str, int]:
    """All blame on the file that is accused or of the thread that crashed, or some on each."""
    if accused:
        return dict.fromkeys(accused, SET_ASIDE_STRIKES)
    crashed = _CRASHED_THREAD.findall(trace)
    if crashed and not _TELLS_OF_SURVIVED_FAULTS:
        # As numbers: one of them is padded with zeros.
        by_thread = {int(thread, 16): path for path, thread in in_flight.items() if thread}
        if culprit := by_thread.get(int(crashed[-1], 16)):
            return {culprit: SET_ASIDE_STRIKES}
    return dict.fromkeys(in_flight, CRASH_STRIKES if trace else DEATH_STRIKES)


def watch_for_crashes(paths: LibraryPaths) -> TextIOWrapper:
    """Have a native crash write its trace to the crash log; keep the file open meanwhile."""
    make_private_file(crash_log(paths))
    opened = crash_log(paths).open("w", encoding="utf-8")
    faulthandler.enable(file=opened)
    return opened


def crash_log(paths: LibraryPaths) -> Path:
    """Where a native crash leaves its trace."""
    return paths.folder / "crash.log"


def _crash_trace(paths: LibraryPaths) -> str:
    """What the last run's native crash left; empty where there was none."""
    try:
        with crash_log(paths).open(encoding="utf-8", errors="replace") as opened:
            return opened.read(_TRACE_CHARACTERS)
    except FileNotFoundError:
        return ""


def _left_in_flight(journal: Path) -> tuple[dict[str, str], set[str]]:
    """The files that were begun and not ended, each with its thread; those that were accused."""
    in_flight: dict[str, str] = {}
    accused: set[str] = set()
    for sign, path, thread in _entries(journal):
        match sign:
            case "+":
                in_flight[path] = thread
            case "!":
                accused.add(path)
            case _:
                in_flight.pop(path, None)
                accused.discard(path)
    return in_flight, accused & set(in_flight)


def _entries(journal: Path) -> Iterator[tuple[str, str, str]]:
    """The sign, the path and the thread of each line, which is empty where none is told."""
    try:
        lines = journal.read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        # No tab stands in the path: JSON writes it in letters.
        written, _, thread = line[1:].partition("\t")
        try:
            path = json.loads(written)
        except ValueError:
            continue  # the last line, cut short by the death itself
        if isinstance(path, str):
            yield line[0], path, thread if _HEXADECIMAL.fullmatch(thread) else ""
