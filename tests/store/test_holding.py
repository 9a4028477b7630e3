"""What a library file holds is read of every schema, and of no file that is none."""

import shutil
from pathlib import Path

import pytest

from imagefinder.core.paths import LibraryPaths
from imagefinder.store.holding import Holding, holding
from tests.store.test_connect import filled, old_home

__all__ = ["old_home"]


def test_a_library_beside_its_writer_and_its_copy(home: Path, tmp_path: Path) -> None:
    paths = filled(home, 7)
    copy = shutil.copy(paths.database, tmp_path / "copy.sqlite")
    assert holding(paths.database, still=False) == Holding(folders=1, photos=7)
    assert holding(copy, still=True) == Holding(folders=1, photos=7)


def test_what_is_gone_is_not_held(old_home: Path) -> None:
    """Of every schema that was released; one of its six photos is missing."""
    held = holding(LibraryPaths(old_home).database, still=True)
    assert held is not None
    assert (held.folders > 0, held.photos) == (True, 5)


@pytest.mark.parametrize("content", [None, b"a letter to my aunt" * 99])
def test_what_is_no_library(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "library.sqlite"
    if content:
        file.write_bytes(content)
    assert holding(file, still=True) is None


def test_nothing_and_a_beginning() -> None:
    assert Holding().is_nothing
    assert not Holding(folders=1).is_nothing
    assert Holding(photos=1).has_begun_beside(Holding(votes=3))
    assert Holding(photos=9, votes=1).has_begun_beside(Holding(photos=1))
    assert not Holding(photos=9, votes=9).has_begun_beside(Holding(photos=1, votes=1))
    assert not Holding(folders=1).has_begun_beside(Holding())
