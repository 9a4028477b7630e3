"""Columns are asked where they are there, and follow what changes; else the database is."""

import threading

import pytest

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.query import BytesBetween, IsHidden
from imagefinder.core.types import FileStamp
from imagefinder.search import left as left_module
from imagefinder.search.left import Left
from imagefinder.store.columns import Columns
from imagefinder.store.connect import open_for_reading
from imagefinder.store.reader import Reader
from tests.store.small import reading, writing
from tests.store.test_filters import put

LARGE = [BytesBetween(low=15)]


@pytest.fixture
def library(tmp_path, monkeypatch):
    monkeypatch.setattr(left_module, "COLUMNS_FROM", 2)
    with writing(tmp_path) as library:
        library.model_id = put(
            library, [(f"/p/{n}.jpg", FileStamp(n * 10, 0), None) for n in (1, 2)]
        )
        yield library


@pytest.fixture
def left(tmp_path, library):
    with reading(tmp_path) as reader:
        left = Left(reader, lambda: Reader(open_for_reading(LibraryPaths(tmp_path))))
        yield left
        left.wait()


@pytest.fixture
def asked(monkeypatch):
    """Who was asked, in order."""
    asked = []
    for name, kind in (("columns", Columns), ("database", Reader)):
        method = "left_by" if kind is Columns else "embeddings_left_by"
        plain = getattr(kind, method)
        monkeypatch.setattr(
            kind,
            method,
            lambda *given, plain=plain, name=name: asked.append(name) or plain(*given),
        )
    return asked


def test_columns_answer_once_they_are_read(library, left, asked):
    first = left.embeddings(library.model_id, LARGE)
    left.wait()
    assert left.embeddings(library.model_id, LARGE).tolist() == first.tolist() == [2]
    assert asked == ["database", "columns"]


def test_columns_follow_changes(library, left, asked):
    left.embeddings(library.model_id, LARGE)
    left.wait()
    library.remove_folder("/")
    assert left.embeddings(library.model_id, LARGE).tolist() == []
    put(library, [("/p/3.jpg", FileStamp(30, 0), None)])
    assert left.embeddings(library.model_id, LARGE).tolist() == [1]
    assert left.embeddings(library.model_id, [BytesBetween(high=15)]).tolist() == []
    assert asked == ["database", "columns", "columns", "columns"]


def test_after_too_many_changes_the_database_answers(library, left, asked, monkeypatch):
    monkeypatch.setattr(left_module, "MOST_CHANGES", 1)
    left.embeddings(library.model_id, LARGE)
    left.wait()
    library.remove_folder("/")
    assert left.embeddings(library.model_id, LARGE).tolist() == []
    left.wait()
    assert left.embeddings(library.model_id, LARGE).tolist() == []
    assert asked == ["database", "database", "columns"]


def test_what_changes_while_columns_are_read_is_read_again(library, left, asked, monkeypatch):
    plain, was_read, may_end = Columns.read, threading.Event(), threading.Event()

    def read(*given):
        columns = plain(*given)
        was_read.set()
        assert may_end.wait(30)
        return columns

    monkeypatch.setattr(Columns, "read", read)
    assert left.embeddings(library.model_id, LARGE).tolist() == [2]
    assert was_read.wait(30)
    library.remove_folder("/")
    may_end.set()
    left.wait()
    assert left.embeddings(library.model_id, LARGE).tolist() == []
    assert asked == ["database", "columns"]


def test_what_is_in_no_column_is_asked_of_the_database(library, left, asked):
    left.embeddings(library.model_id, LARGE)
    left.wait()
    assert left.embeddings(library.model_id, [IsHidden()]).tolist() == []
    assert asked == ["database", "columns", "database"]


def test_another_model_has_other_columns(library, left):
    left.embeddings(library.model_id, LARGE)
    left.wait()
    other = library.use_model("other", "other").id
    assert left.embeddings(other, LARGE).tolist() == []


def test_a_command_reads_no_columns(tmp_path, library, asked):
    with reading(tmp_path) as reader:
        left = Left(reader, None)
        for _ in range(2):
            assert left.embeddings(library.model_id, LARGE).tolist() == [2]
    assert asked == ["database"] * 2


def test_a_small_library_needs_none(library, left, asked, monkeypatch):
    monkeypatch.setattr(left_module, "COLUMNS_FROM", 3)
    for _ in range(2):
        left.embeddings(library.model_id, LARGE)
        left.wait()
    assert asked == ["database"] * 2
