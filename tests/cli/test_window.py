"""Opening the window alone: meant by the same arguments, and without the rest of the program."""

import subprocess
import sys

import pytest

from imagefinder.cli.parser import parse_arguments
from imagefinder.cli.window import alone


@pytest.mark.parametrize("arguments", [[], ["--library", "/pictures"], ["--library", "a b"]])
def test_it_means_what_the_parser_makes_of_it(arguments: list[str]) -> None:
    assert alone(arguments) == parse_arguments(arguments)


@pytest.mark.parametrize(
    "arguments",
    [["demo"], ["--library", "x", "index"], ["--library"], ["--library", "--help"], ["--version"]],
)
def test_everything_else_is_left_to_the_parser(arguments: list[str]) -> None:
    assert alone(arguments) is None


def test_no_command_is_imported_for_it() -> None:
    code = """
import sys
from imagefinder import cli
from imagefinder.cli import window
window.open_on = lambda library: print([m for m in sys.modules if m.startswith("imagefinder.cli")])
cli.main(["--library", "somewhere"])
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    assert "imagefinder.cli.parser" not in done.stdout
    assert "imagefinder.cli.window" in done.stdout


def test_a_start_is_not_held_up_by_looking_for_garbage() -> None:
    code = """
import gc
from imagefinder.cli import window
from imagefinder.gui import app
app.run = lambda library: gc.isenabled()
window.open_on("somewhere")
"""
    # The exit code is what `run` answers.
    assert subprocess.run([sys.executable, "-c", code], timeout=240).returncode == 0
