"""How fast models are here: measured where one was loaded, else told from the work it is."""

from pathlib import Path

import pytest

from imagefinder.core.errors import KnownError
from imagefinder.embed.clip import speed
from imagefinder.embed.clip.timings import Timed, Timings
from imagefinder.embed.models import TIERS


@pytest.fixture
def layers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A machine of 57 billion multiplications a second; says on which device it was timed."""
    timed: list[str] = []
    monkeypatch.setattr(speed, "_layer_gmacs_per_s", lambda device: timed.append(device) or 57.0)
    return timed


def by_tier(found: list[speed.ModelRate]) -> dict[str, speed.ModelRate]:
    names = {tier.name: tier.tier for tier in TIERS}
    return {names[rate.model]: rate for rate in found}


def test_what_was_never_loaded_is_estimated(layers: list[str], tmp_path: Path) -> None:
    found = by_tier(speed.rates(tmp_path / "none.json", "cpu"))
    assert found["default"] == speed.ModelRate(
        TIERS[1].name, pytest.approx(57 / 6.3), measured=False
    )
    assert found["best"].per_second < found["default"].per_second < found["fast"].per_second
    assert layers == ["cpu"]


def test_what_was_timed_is_told_as_it_was(layers: list[str], tmp_path: Path) -> None:
    file = tmp_path / "precision.json"
    Timings(file, "ViT-B-32", "auto").remember("cpu", Timed("float32", 8, 33.5))
    found = by_tier(speed.rates(file, "cpu"))
    assert (found["fast"].per_second, found["fast"].measured) == (33.5, True)
    assert not found["default"].measured


def test_a_timing_of_an_older_program_is_read_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "precision.json"
    timings = Timings(file, "ViT-B-32", "auto")
    timings.remember("cpu", Timed("float32", 8))
    file.write_text(file.read_text().replace('"per_second": null', '"unknown": 1'))
    assert timings.known("cpu") == Timed("float32", 8)


def test_a_real_layer_is_timed_in_a_moment() -> None:
    assert 0 < speed._layer_gmacs_per_s("cpu") < 1e6


def test_a_device_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cuda:9"):
        speed.rates(tmp_path / "none.json", "cuda:9")
