"""Wrong uses end with 2 and say how it is meant; right ones name their command."""

import pytest

from imagefinder import __version__
from imagefinder.cli import commands, demo, window
from imagefinder.cli.parser import parse_arguments
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    "arguments",
    [
        ["dance"],
        ["--no-such-option"],
        ["search"],
        ["search", ""],
        ["search", " ", "  "],
        ["search", "red", "--top", "0"],
        ["search", "red", "--top", "-3"],
        ["search", "red", "--top", "many"],
        ["search", "red", "--json", "--paths"],
        ["search", "red", "--no-such-option"],
        ["search", "--like"],
        ["index", "--model"],
        ["folder"],
        ["folder", "add"],
        ["folder", "remove", "a", "b"],
        ["model"],
        ["model", "use"],
        ["status", "extra"],
        ["demo", "--headful"],
    ],
)
def test_a_wrong_use_is_2_and_shows_the_right_one(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.output == b""
    assert "usage: imagefinder" in ran.errors
    assert "Traceback" not in ran.errors


def test_a_wrong_use_makes_no_library(run: Run, tmp_path) -> None:
    run("search", "red", "--top", "0")
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], window.open_window),
        (["demo"], demo.run),
        (["index"], commands.index),
        (["index", "a", "b", "--model", "fast", "--json"], commands.index),
        (["watch"], commands.watch),
        (["search", "red", "--like", "a", "--like", "b", "--unlike", "c"], commands.search),
        (["status"], commands.status),
        (["problems", "--retry"], commands.problems),
        (["folder", "add", "x"], commands.folder_add),
        (["folder", "remove", "x"], commands.folder_remove),
        (["folder", "gone", "x"], commands.folder_gone),
        (["folder", "list"], commands.folder_list),
        (["model", "list"], commands.model_list),
        (["model", "use", "fast"], commands.model_use),
        (["model", "download"], commands.model_download),
    ],
)
def test_each_command_is_found(arguments: list[str], command) -> None:
    assert parse_arguments(arguments).run is command


@pytest.mark.parametrize(
    "arguments",
    [
        ["--top", "3", "--", "-people", "dog"],
        ["--top", "3", "-people", "dog"],
        ["-people", "dog", "--top", "3"],
    ],
)
def test_a_word_of_a_query_may_begin_with_a_minus(arguments: list[str]) -> None:
    options = parse_arguments(["search", *arguments])
    assert (options.query, options.top) == (["-people", "dog"], 3)


def test_minus_terms_are_no_options_anywhere_in_a_query() -> None:
    options = parse_arguments(
        ["--library", "x", "search", "red", "-2:blue", "-type:png", "--like", "-odd.jpg", "--json"]
    )
    assert options.query == ["red", "-2:blue", "-type:png"]
    assert (options.like, options.json, str(options.library)) == (["-odd.jpg"], True, "x")


def test_examples_gather() -> None:
    options = parse_arguments(["search", "--like", "a", "--unlike", "c", "--like", "b"])
    assert (options.like, options.unlike) == (["a", "b"], ["c"])


def test_version(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.output.decode()) == (0, f"imagefinder {__version__}\n")


@pytest.mark.parametrize("arguments", [["--help"], ["search", "--help"], ["folder", "--help"]])
def test_help(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 0
    assert b"usage: imagefinder" in ran.output


@pytest.mark.parametrize("top", ["x", "0", "-3", "1.5", "9" * 30])
@pytest.mark.parametrize("command", [["search", "red"], ["taste", "rank", "cosy"]])
def test_a_count_is_a_whole_number_from_one(
    command: list[str], top: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse_arguments([*command, f"--top={top}"])
    assert "--top: must be a whole number, at least 1" in capsys.readouterr().err
