"""The command line: every command, composed of the engine in this very process, without Qt.

`main` is the one place that decides what an error means: a `KnownError` is one sentence on standard
error and exit code 1; anything else is a bug and shows its traceback.
"""

import argparse
import sys
import threading
from collections.abc import Sequence

from imagefinder.cli.encoding import speak_utf8
from imagefinder.cli.interrupt import heeding_ctrl_c
from imagefinder.cli.streams import (
    flush_result,
    hold_places,
    leave_at_once,
    silence_result,
    write_note,
)
from imagefinder.core.errors import KnownError
from imagefinder.core.private import keep_private

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 a known error, 130 interrupted.

    A wrong use ends the process with 2, as argparse does.
    """
    own = arguments is None
    if own:
        speak_utf8()
        keep_private()
        hold_places()
    try:
        _run(sys.argv[1:] if arguments is None else arguments)
    except KnownError as e:
        write_note(f"imagefinder: {e}")
        return _left(1, own)
    except KeyboardInterrupt:
        write_note("Stopped; what was done is kept.")
        return _left(INTERRUPTED, own, at_once=True)
    except BrokenPipeError:
        silence_result()  # whoever read our output has enough of it
    return _left(0, own)


def _run(arguments: Sequence[str]) -> None:
    try:
        options = _parsed(arguments)
        options.run(options)
    except SystemExit:
        flush_result()
        raise
    flush_result()


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    # Imported here, for it takes a moment in which Ctrl-C is to be heeded as well.
    with heeding_ctrl_c():
        from imagefinder.cli.window import alone

        if options := alone(arguments):
            return options
        from imagefinder.cli.parser import parse_arguments
    return parse_arguments(arguments)


def _left(code: int, own: bool, *, at_once: bool = False) -> int:
    """`code`, to whoever called; a process of the command's own, `own`, may end here instead.

    It does where ending in order would be waited for: the interpreter would wait for a decoder that
    still runs in a thread, and take torch down, which takes most of a second. All is closed by now.
    """
    decodes = any(thread.name.startswith("decode") for thread in threading.enumerate())
    if own and (at_once or decodes or "torch" in sys.modules):
        leave_at_once(code)
    return code
