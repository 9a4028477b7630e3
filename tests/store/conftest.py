"""Each test has a library of its own, opened for writing where it asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from imagefinder.store.library import Library
from tests.store.small import writing


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    with writing(home) as opened:
        yield opened
