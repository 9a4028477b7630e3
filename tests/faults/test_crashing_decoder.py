"""A decoder that takes the whole engine down costs a restart, then its file is set aside."""

from pathlib import Path

import pytest

from imagefinder.core.paths import LibraryPaths, resource
from imagefinder.core.settings import Settings, save_settings
from imagefinder.embed.models import DEMO, DEMO_WEIGHTS
from imagefinder.engine.journal import SET_ASIDE_REASON
from tests.faults.samples import drawn
from tests.faults.watched_engine import index_watched

STAND_IN = Path(__file__).parent / "stand_in"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    if not (resource(DEMO) / DEMO_WEIGHTS).exists():
        pytest.skip("needs the demo model, which this checkout lacks")
    monkeypatch.setenv("PYTHONPATH", f"{STAND_IN}:{ROOT}")
    monkeypatch.setenv("IMAGEFINDER_TEST_DECODER", "1")


def draw(folder: Path, count: int) -> set[str]:
    folder.mkdir()
    paths = [folder / f"{number:03}.png" for number in range(count)]
    for number, path in enumerate(paths):
        drawn(number).save(path)
    return {str(path) for path in paths}


def spoil(path: Path, word: bytes) -> str:
    """A sound picture to every decoder but the stand-in."""
    drawn(len(path.name)).save(path)
    path.write_bytes(path.read_bytes() + word)
    return str(path)


def test_a_crash_sets_its_file_aside_and_no_neighbour(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    neighbours = draw(folder, 40)
    culprit = spoil(folder / "020 culprit.png", b"ABORT")

    outcome = index_watched(tmp_path / "library", folder)

    assert outcome.refusals == []
    assert outcome.indexed == neighbours
    assert outcome.reasons == {culprit: SET_ASIDE_REASON}
    assert outcome.restarts == 1
    assert "Fatal Python error: Aborted" in (tmp_path / "library/logs/engine.log").read_text()


def test_one_that_never_comes_back_is_set_aside_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGEFINDER_TEST_PATIENCE_S", "3")
    folder = tmp_path / "pictures"
    neighbours = draw(folder, 8)
    culprit = spoil(folder / "004 culprit.png", b"HANG")

    outcome = index_watched(tmp_path / "library", folder)

    assert outcome.refusals == []
    assert outcome.hung == []
    assert outcome.indexed == neighbours
    assert outcome.reasons == {culprit: SET_ASIDE_REASON}
    assert outcome.restarts == 1


def test_two_that_never_come_back_are_told_apart_by_reading_each_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGEFINDER_TEST_PATIENCE_S", "3")
    folder = tmp_path / "pictures"
    neighbours = draw(folder, 8)
    culprits = {spoil(folder / f"004 {name}.png", b"HANG") for name in ("one", "other")}
    (tmp_path / "library").mkdir()
    save_settings(LibraryPaths(tmp_path / "library").settings, Settings(decode_threads=2))

    outcome = index_watched(tmp_path / "library", folder)

    assert outcome.refusals == []
    assert outcome.indexed == neighbours
    assert outcome.reasons == dict.fromkeys(culprits, SET_ASIDE_REASON)
    # The first end tells which two hung, each of the others that one of them does so alone.
    assert outcome.restarts == 3
