"""Each test has a small library of its own."""

import pytest

from tests.search.small import small


@pytest.fixture
def home(tmp_path):
    with small(tmp_path / "library") as opened:
        yield opened
