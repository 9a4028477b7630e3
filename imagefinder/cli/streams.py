"""Standard output and standard error as they are found: closed, full, a terminal, a pipe.

In come lines of a result and notes to the person. What can't be written of a result is a
`KnownError`; a note that nobody can read is left out. On a terminal no name of a file can move the
cursor or change the colours: such characters are shown escaped; in pipes all bytes stay as they
are. Used by `cli.main`, and by all commands through `output`. Imports nothing that takes a moment.
"""

import os
import sys
from contextlib import suppress

from imagefinder.core.errors import KnownError

# Control characters but for the tab, the ends of lines and turns of direction that Unicode knows,
# and bytes that are no text: in some encodings those are control characters.
_UNSHOWN = {
    *range(0x09),
    *range(0x0A, 0x20),
    *range(0x7F, 0xA0),
    *(0x2028, 0x2029),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
}
_RAW_BYTES = range(0xDC80, 0xDD00)
_SHORT = {"\n": r"\n", "\r": r"\r"}
_ESCAPES = {
    **{code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" for code in _UNSHOWN},
    **{code: f"\\x{code - 0xDC00:02x}" for code in _RAW_BYTES},
    **{ord(character): escape for character, escape in _SHORT.items()},
}


def hold_places() -> None:
    """Where a standard stream is closed, let no file take its number and be written to."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free


def shown(text: str) -> str:
    """`text` such as a terminal shows all of it and obeys none of it."""
    return text.translate(_ESCAPES)


def write_result(text: str, end: bytes = b"\n") -> None:
    """A piece of the result, now; names that are not UTF-8 keep their bytes in a pipe."""
    if sys.stdout is None:
        raise KnownError("The result can't be written: standard output is closed.")
    raw = _raw(shown(text) if sys.stdout.isatty() else text)
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw + end)
        sys.stdout.buffer.flush()
    except OSError as e:
        raise _given_up(e) from e


def write_note(text: str) -> None:
    """A line for the person, on standard error."""
    if sys.stderr is None:
        return
    with suppress(OSError):
        print(shown(text) if sys.stderr.isatty() else text, file=sys.stderr)


def flush_result() -> None:
    """Have all be written that argparse, say, has printed."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as e:
        raise _given_up(e) from e


def leave_at_once(code: int) -> None:
    """End this process without the interpreter's own farewell."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.flush()
    os._exit(code)


def silence_result() -> None:
    """Keep the interpreter from trying again, at its end, to write what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _given_up(e: OSError) -> OSError | KnownError:
    """What to raise: whoever closed a pipe has enough of the result, and that is no error."""
    if isinstance(e, BrokenPipeError):
        return e
    silence_result()
    return KnownError(f"The result can't be written: {e.strerror}.")


def _raw(text: str) -> bytes:
    try:
        return os.fsencode(text)
    except UnicodeEncodeError:  # a system that says its names are ASCII, though they are not
        return text.encode("utf-8", "surrogateescape")
