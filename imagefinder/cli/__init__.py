"""The command line: every command, composed of the engine in this very process, without Qt.

`main` is the one place that decides what an error means: a `KnownError` is one sentence on standard
error and exit code 1; anything else is a bug and shows its traceback.
"""

import argparse
import os
import sys
import threading
from collections.abc import Sequence

from imagefinder.cli.interrupt import heeding_ctrl_c
from imagefinder.core.errors import KnownError
from imagefinder.core.private import keep_private

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 a known error, 130 interrupted.

    A wrong use ends the process with 2, as argparse does.
    """
    if arguments is None:
        keep_private()
    try:
        options = _parsed(sys.argv[1:] if arguments is None else arguments)
        options.run(options)
    except KnownError as e:
        print(f"imagefinder: {e}", file=sys.stderr)
        return _leave(1)
    except KeyboardInterrupt:
        print("Stopped; what was done is kept.", file=sys.stderr)
        # As the process's own command: taking torch down in order takes seconds when busy.
        return _leave(INTERRUPTED, at_once=arguments is None)
    except BrokenPipeError:
        # Whoever read our output has enough of it; keep the interpreter from saying so at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _leave(0)
    return 0


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    # Imported here, for it takes a moment in which Ctrl-C is to be heeded as well.
    with heeding_ctrl_c():
        from imagefinder.cli.window import alone

        if options := alone(arguments):
            return options
        from imagefinder.cli.parser import parse_arguments
    return parse_arguments(arguments)


def _leave(code: int, *, at_once: bool = False) -> int:
    """Leave at once where a decoder still runs in a thread: the interpreter would wait for it."""
    if at_once or any(thread.name.startswith("decode") for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code
