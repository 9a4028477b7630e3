"""The file of thumbnails: derived, so damage costs no more than making them again."""

import sqlite3
import stat
from contextlib import closing

import pytest

from imagefinder.core.errors import KnownError
from imagefinder.store import thumbs
from imagefinder.store.thumbs import open_thumbnails, read_thumbnails
from tests.store.small import digest


@pytest.fixture
def file(tmp_path):
    return tmp_path / "derived" / "thumbnails.sqlite"


def test_thumbnails_come_back(file):
    with closing(open_thumbnails(file)) as thumbnails:
        assert thumbnails.fresh
        thumbnails.add([(digest(1), b"one"), (digest(2), b"two")])
        thumbnails.add([(digest(2), b"other")])
        assert (thumbnails.get(digest(1)), thumbnails.get(digest(2))) == (b"one", b"other")
        assert (thumbnails.get(digest(3)), thumbnails.has(digest(3))) == (None, False)
        assert {stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()} == {0o600}
    with closing(open_thumbnails(file)) as again:
        assert again.has(digest(1))


def test_a_file_is_fresh_until_it_was_taken_up(file):
    """A program killed in between would forget for good what the lost file held."""
    for _ in range(2):
        with closing(open_thumbnails(file)) as thumbnails:
            assert thumbnails.fresh
    with closing(open_thumbnails(file)) as thumbnails:
        thumbnails.take_up()
        assert not thumbnails.fresh
    with closing(open_thumbnails(file)) as thumbnails:
        assert not thumbnails.fresh
    file.unlink()
    with closing(open_thumbnails(file)) as thumbnails:
        assert thumbnails.fresh


def test_a_file_that_proves_damaged_is_begun_anew(file):
    with closing(open_thumbnails(file)) as writer:
        writer.add((digest(n), b"x" * 3000) for n in range(50))
        writer.take_up()
    raw = file.read_bytes()
    half = len(raw) // 2
    file.write_bytes(raw[:half] + b"\xa5" * (len(raw) - half))
    with closing(open_thumbnails(file)) as writer:
        assert writer.fault()
        with pytest.raises(KnownError, match="made again by the next indexing"):
            writer.add((digest(n), b"y") for n in range(50))
        assert writer.fresh
        writer.add([(digest(1), b"one")])
        assert (writer.fault(), writer.count(), writer.get(digest(1))) == (None, 1, b"one")


def test_adding_is_all_or_nothing(file):
    with closing(open_thumbnails(file)) as thumbnails:
        with pytest.raises(ZeroDivisionError):
            thumbnails.add((digest(n), bytes(1 // (1 - n))) for n in range(3))
        assert not thumbnails.has(digest(0))


@pytest.mark.parametrize(
    "content", [b"no database at all" * 99, b"SQLite format 3\0" + b"\xff" * 999]
)
def test_a_damaged_file_is_replaced(file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    with closing(open_thumbnails(file)) as thumbnails:
        assert thumbnails.fresh
        thumbnails.add([(digest(1), b"one")])
        assert thumbnails.get(digest(1)) == b"one"


def test_a_file_that_is_only_locked_is_not_replaced(file, monkeypatch):
    with closing(open_thumbnails(file)) as thumbnails:
        thumbnails.add([(digest(1), b"one")])

    def locked(_):
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(thumbs, "_connect", locked)
    with pytest.raises(KnownError, match="locked"):
        open_thumbnails(file)
    monkeypatch.undo()
    with closing(read_thumbnails(file)) as thumbnails:
        assert thumbnails.get(digest(1)) == b"one"


def test_readers_see_what_is_added_and_cannot_write(file):
    with closing(open_thumbnails(file)) as writer, closing(read_thumbnails(file)) as reader:
        assert reader.get(digest(1)) is None
        writer.add([(digest(1), b"one")])
        assert reader.get(digest(1)) == b"one"
        assert not reader.fresh
        with pytest.raises(KnownError, match="can't be written"):
            reader.add([(digest(2), b"two")])


def test_without_a_file_a_reader_is_told(file):
    with pytest.raises(KnownError, match=r"thumbnails\.sqlite can't be read"):
        read_thumbnails(file)
    file.parent.mkdir()
    file.write_bytes(b"a letter to my aunt" * 99)
    with pytest.raises(KnownError, match=r"thumbnails\.sqlite can't be read"):
        read_thumbnails(file)


def test_a_file_just_being_made_holds_none(file):
    file.parent.mkdir()
    file.touch()
    with closing(read_thumbnails(file)) as reader:
        assert reader.get(digest(1)) is None
        assert not reader.has(digest(1))


def test_on_a_read_only_disk_they_can_be_read(file, monkeypatch):
    with closing(open_thumbnails(file)) as writer:
        writer.add([(digest(1), b"one")])
    real = thumbs._readable

    def refused(uri):
        if uri.endswith("mode=ro"):
            raise sqlite3.OperationalError("attempt to write a readonly database")
        return real(uri)

    monkeypatch.setattr(thumbs, "_readable", refused)
    with closing(read_thumbnails(file)) as reader:
        assert reader.get(digest(1)) == b"one"


def test_a_damaged_page_is_as_good_as_no_thumbnail(file):
    with closing(open_thumbnails(file)) as writer:
        writer.add((digest(n), b"x" * 3000) for n in range(50))
    raw = file.read_bytes()
    file.write_bytes(raw[:8192] + b"\xa5" * (len(raw) - 8192))
    with closing(read_thumbnails(file)) as reader:
        assert [reader.get(digest(n)) for n in range(50)].count(None) == 50
