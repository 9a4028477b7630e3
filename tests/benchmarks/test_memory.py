"""The memory benchmark's figures, from samples made up here; and pictures as it says they are."""

import math
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.memory import Sample, rows_of, slope, write_pictures


def samples(growth: float) -> list[Sample]:
    """100 MB while starting, 400 MB once the model is there, and `growth` MB a picture."""
    start = [Sample(0.0, 0, 100.0), Sample(1.0, 0, 400.0)]
    return start + [Sample(2.0 + n, n, 400 + growth * n) for n in range(1, 1001)]


def test_flat_memory_has_no_slope() -> None:
    assert slope(samples(0.0), 1000) == pytest.approx(0, abs=1e-9)


def test_a_leak_is_seen() -> None:
    assert slope(samples(0.05), 1000) == pytest.approx(50)


def test_too_few_samples_give_no_slope() -> None:
    assert math.isnan(slope([Sample(0.0, 0, 1.0)], 1000))


def test_rows() -> None:
    rows = dict(rows_of(samples(0.1), 1000))
    assert rows["peak"] == pytest.approx(500)
    assert rows["at 25% of the pictures"] == pytest.approx(425)
    assert rows["at 100% of the pictures"] == pytest.approx(500)


def test_pictures_are_large_and_distinct(tmp_path: Path) -> None:
    write_pictures(tmp_path, 6, scene_count=1)
    files = sorted(tmp_path.rglob("*.jpg"))
    assert len({file.read_bytes() for file in files}) == 6
    for file in files:
        with Image.open(file) as opened:
            assert 1e6 < opened.width * opened.height < 2e6
