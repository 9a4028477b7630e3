"""What SQLite's driver says without a code, or can't even say, is told as damage too."""

import sqlite3
from contextlib import closing

import pytest

from imagefinder.core.errors import DamagedLibrary
from imagefinder.store.backup import WEEKLY, back_up
from imagefinder.store.connect import open_for_reading, open_for_writing
from imagefinder.store.faults import faults_as_sentences
from tests.store.test_connect import filled


@pytest.fixture
def garbled(home):
    """A library whose list of tables has bytes that are no text where SQLite complains of them."""
    paths = filled(home, 3)
    raw = paths.database.read_bytes()
    broken = raw.replace(b"photos_by_timephotos", b"photos_by_\xef(mephotos")
    assert broken != raw
    paths.database.write_bytes(broken.replace(b"CREATE INDEX photos_by_time", b"CREATE INDEX )"))
    return paths


@pytest.mark.parametrize("use", [open_for_reading, open_for_writing, lambda p: back_up(p, WEEKLY)])
def test_a_complaint_that_is_no_text(garbled, use):
    with pytest.raises(DamagedLibrary, match="imagefinder restore"):
        use(garbled)


def test_a_text_whose_bytes_are_none():
    with (
        closing(sqlite3.connect(":memory:")) as connection,
        pytest.raises(DamagedLibrary),
        faults_as_sentences(connection),
    ):
        connection.execute("SELECT CAST(x'ff' AS TEXT)").fetchone()
