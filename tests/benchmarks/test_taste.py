"""The taste benchmark prints what it says, on a small world."""

import numpy as np
import pytest

from benchmarks.taste import simulate
from tests.learn.test_recommender import around, random_rows


def test_both_tables(capsys: pytest.CaptureFixture[str]) -> None:
    centres = random_rows(12, 4)
    vectors = np.concatenate([around(centre, 10, n, 0.2) for n, centre in enumerate(centres)])
    kinds = np.arange(120) // 10
    labels = {
        f"{group}=x": kinds == n for n, group in enumerate(("colour", "shape", "background"))
    } | {"place=x": kinds < 3}
    simulate(vectors, labels, {label: vectors[one][:1] for label, one in labels.items()}, 2)
    printed = capsys.readouterr().out
    assert "4 labels, 2 seeds, 120 pictures" in printed
    chance, words = _first(printed, "votes by chance"), _first(printed, "chosen, from words")
    assert 0 < chance < words <= 1


def _first(printed: str, way: str) -> float:
    """The mean after the fewest votes."""
    line = next(line for line in printed.splitlines() if line.startswith(f"| {way}"))
    return float(line.split("|")[2].split()[0])
