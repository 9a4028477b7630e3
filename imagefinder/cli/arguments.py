"""What the parsers of several commands share: a command with its one sentence, a count."""

import argparse
import re

FORCE_HELP = "write over a file that is there, but never over a photo of the library"
Subparsers = argparse._SubParsersAction


def add_command(
    subparsers: "Subparsers[argparse.ArgumentParser]", name: str, does: str
) -> argparse.ArgumentParser:
    """A command that its parent's help and its own describe by the same words."""
    return subparsers.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.")


def add_paths_only(form: "argparse._MutuallyExclusiveGroup") -> None:
    """`--paths` and `--null`, for other programs; `output.tell_paths` heeds them."""
    form.add_argument("--paths", action="store_true", help="paths only, a line each")
    text = "paths only, each ended by a NUL character, as xargs -0 takes them"
    form.add_argument("-0", "--null", action="store_true", help=text)


def positive(text: str) -> int:
    """A whole number from 1."""
    digits = re.fullmatch(r"0*([1-9]\d{0,17})", text, re.ASCII)
    if digits is None:
        raise argparse.ArgumentTypeError("must be a whole number, at least 1")
    return int(digits[1])
