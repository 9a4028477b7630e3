"""Some hundred hostile files through the real engine; `make faults` tries ten thousand."""

from pathlib import Path

import pytest

from imagefinder.core.paths import resource
from imagefinder.embed.models import DEMO, DEMO_WEIGHTS
from tests.faults.fuzz import fuzz, table
from tests.faults.samples import samples
from tests.faults.spoil import SPOILS
from tests.faults.tree import make_tree

COUNT = 240


@pytest.fixture(autouse=True)
def _demo_model() -> None:
    if not (resource(DEMO) / DEMO_WEIGHTS).exists():
        pytest.skip("needs the demo model, which this checkout lacks")


def test_every_file_ends_indexed_or_listed(tmp_path: Path) -> None:
    fuzzed = fuzz(tmp_path, COUNT, seed=7)
    assert fuzzed.faults == [], table(fuzzed.rows)
    assert sum(row.tried for row in fuzzed.rows) > COUNT
    assert sum(row.listed for row in fuzzed.rows) > COUNT / 5, "the files were not spoilt"
    assert all(row.indexed for row in fuzzed.rows), "a family without a sound neighbour"


def test_the_same_seed_spoils_alike(tmp_path: Path) -> None:
    one, other = (make_tree(tmp_path / name, 60, seed=3) for name in "ab")
    files = [Path(path).relative_to(one.folder) for paths in one.tried.values() for path in paths]
    assert files
    for file in files:
        assert (one.folder / file).read_bytes() == (other.folder / file).read_bytes()


def test_there_are_samples_of_every_format() -> None:
    kinds = {name.rpartition(".")[2] for name in samples()}
    assert kinds >= {"jpg", "png", "webp", "gif", "tif", "bmp", "ppm", "jp2", "heic", "avif"}
    assert len(SPOILS) >= 10
