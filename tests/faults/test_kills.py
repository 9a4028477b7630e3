"""A few kills at random moments; `make faults` does a hundred."""

from pathlib import Path

import pytest

from imagefinder.core.paths import resource
from imagefinder.embed.models import DEMO, DEMO_WEIGHTS
from tests.faults.kills import kill_often

TIMES = 4


def test_killed_at_any_moment_nothing_is_lost(tmp_path: Path) -> None:
    if not (resource(DEMO) / DEMO_WEIGHTS).exists():
        pytest.skip("needs the demo model, which this checkout lacks")
    result = kill_often(tmp_path, TIMES, seed=5)
    assert result.wrong == []
    assert result.orphans == 0
    assert result.kills >= TIMES - 1
