"""`imagefinder doctor`: words for people, JSON for programs, an exit code for scripts."""

import pytest

from tests.cli.conftest import Run
from tests.engine.home import Home, draw_many


@pytest.fixture
def indexed(home: Home, run: Run, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr("imagefinder.engine.doctor.located", lambda spec: home.pictures)
    draw_many(home.pictures, 3)
    assert run("index", home.pictures).code == 0
    return home


def test_in_words(indexed: Home, run: Run) -> None:
    ran = run("doctor")
    assert ran.code == 0, ran.errors
    said = ran.output.decode()
    for name in ("versions", "device", "database", "derived files", "model", "backups", "disk"):
        assert f"  {name}: " in said


def test_as_json(indexed: Home, run: Run) -> None:
    found = run("doctor", "--json").json()
    assert isinstance(found, list)
    assert all(set(finding) == {"name", "state", "text", "lines"} for finding in found)
    assert {finding["state"] for finding in found} <= {"fine", "warning"}


def test_a_fault_ends_with_1(indexed: Home, run: Run) -> None:
    indexed.paths.database.write_bytes(b"a letter " * 999)
    ran = run("doctor")
    assert ran.code == 1
    assert b"FAULT    database" in ran.output
