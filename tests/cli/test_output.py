"""Durations, tables, and progress that is silent where nobody watches."""

import pytest

from imagefinder.cli.output import duration, follow, table
from imagefinder.core.reports import Notice, Progress


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (125, "2 min 05 s"),
        (3600, "1 h 00 min"),
        (3 * 3600 + 300, "3 h 05 min"),
    ],
)
def test_durations(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_tables_are_as_wide_as_they_need_to_be(capfdbinary) -> None:
    table([("a", "long cell", "x"), ("longer", "b", "")])
    assert capfdbinary.readouterr().out == b"a       long cell  x\nlonger  b\n"


def steps():
    yield Progress("scan", 10)
    yield Notice("Read this [not markup] and /a/very/long/path" + "/x" * 80)
    yield Progress("model", 1000, 5000, 1e6, 4.0, "downloading m")
    yield Progress("index", 3, 9, 2.5, 2.4)
    yield Progress("index", 9, 9)
    yield Progress("forest", 1, 3, note="planting")
    return "report"


def test_only_notices_are_said_off_a_terminal(capfdbinary) -> None:
    assert follow(steps()) == "report"
    output, errors = capfdbinary.readouterr()
    assert output == b""
    assert errors.decode().splitlines() == [
        "Read this [not markup] and /a/very/long/path" + "/x" * 80
    ]


def test_a_terminal_shows_bars(capfdbinary, monkeypatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr("rich.console.Console.is_terminal", True)
    assert follow(steps()) == "report"
    errors = capfdbinary.readouterr().err.decode()
    assert "building the forest" in errors
    assert "1/3" in errors
