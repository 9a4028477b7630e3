"""Filters over columns against the same filters as SQL, which are tested against plain Python."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from imagefinder.core.paths import path_to_column
from imagefinder.core.query import (
    BytesBetween,
    InFolder,
    IsHidden,
    Named,
    NearPlace,
    OfType,
    PixelsBetween,
    Taken,
)
from imagefinder.core.types import FileStamp, Metadata, Place
from imagefinder.store.changes import changed_since, last_change
from imagefinder.store.columns import Columns
from tests.store.small import digest
from tests.store.test_filters import FILTERS, NFC, NFD, PHOTOS, put, shared

__all__ = ["shared"]


@settings(max_examples=300)
@given(photos=PHOTOS, filters=FILTERS)
@example([("/p/Norway/a.jpg", FileStamp(1, 0), None)], [OfType("JPEG", negated=True)])
@example([("/p/Norway/a.jpg", FileStamp(1, 0), None)], [InFolder("/p/Nor")])
@example([("/p/" + NFD + "/a.jpg", FileStamp(1, 0), None)], [InFolder("/p/" + NFC)])
@example([("/p/a.jpg", FileStamp(1, 0), None)], [PixelsBetween(0, None), Taken("2019~", None)])
def test_columns_answer_as_sql_does(shared, photos, filters):
    model = put(shared, photos)
    try:
        columns = Columns.read(shared, model)
        assert len(columns) == len(photos)
        answer = columns.left_by(filters)
        if answer is None:
            assert any(isinstance(one, Taken) for one in filters)
        else:
            assert answer.tolist() == shared.embeddings_left_by(model, filters).tolist()
    finally:
        shared.remove_folder("/")


ACTS = st.lists(st.tuples(st.sampled_from(["remove", "lose", "edit", "add"]), PHOTOS), max_size=4)


@settings(max_examples=150)
@given(photos=PHOTOS, acts=ACTS, filters=FILTERS, longest=st.sampled_from([0, 2, 99]))
def test_columns_that_follow_changes_answer_as_sql_does(shared, photos, acts, filters, longest):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("imagefinder.store.columns._LONGEST_NEW", longest)
        model = put(shared, photos)
        known, columns = last_change(shared), Columns.read(shared, model)
        try:
            for act, others in acts:
                change(shared, act, others)
                known, changed = changed_since(shared, known)
                columns.follow(shared, changed)
                answer = columns.left_by(filters)
                if answer is not None:
                    wanted = shared.embeddings_left_by(model, filters)
                    assert answer.tolist() == wanted.tolist()
                assert len(columns) == len(Columns.read(shared, model))
        finally:
            shared.remove_folder("/")


def change(library, act, photos):
    """What an indexing or a person does to the photos; those that there aren't are passed over.

    So is a new name that another photo has already.
    """
    if act == "add":
        put(library, photos)
    for number, (path, stamp, _) in enumerate(photos, start=len(photos)):
        photo = library.photo_at(path)
        if photo and act == "remove":
            library.settle_gone(photo)
            library.remove_missing()
        elif photo and act == "lose":
            library.settle_gone(photo)
        elif photo and act == "edit":
            library.settle_same(photo, digest(number))
            library.connection.execute(
                "UPDATE OR IGNORE photos SET path = ?, size = ?, mtime_ns = ? WHERE id = ?",
                (path_to_column(f"{path}{number}x"), stamp.size, stamp.mtime_ns, photo.id),
            )


def test_hidden_ones_and_no_times_are_left_to_sql(library):
    model = put(library, [("/p/a.jpg", FileStamp(1, 0), None)])
    columns = Columns.read(library, model)
    assert columns.left_by([IsHidden()]) is None
    assert columns.left_by([Taken("nonsense", None)]) is None
    assert columns.left_by([]).tolist() == library.embeddings_left_by(model, []).tolist()


def test_copies_of_a_content_are_one_embedding(library):
    model = put(library, [(f"/p/{n}.jpg", FileStamp(n, 0), None) for n in (1, 2, 3)])
    for n in (1, 2, 3):
        library.settle_same(library.photo_at(f"/p/{n}.jpg"), digest(1))
    columns = Columns.read(library, model)
    assert len(columns) == 3
    assert len(columns.left_by([])) == 1
    assert len(columns.left_by([BytesBetween(2, 2)])) == 1


def test_no_photos_at_all(library):
    assert Columns.read(library, library.use_model("m", "m").id).left_by([]).tolist() == []


def test_more_photos_than_are_read_at_a_time(library, monkeypatch):
    monkeypatch.setattr("imagefinder.store.values._ROWS", 2)
    photos = [
        (f"/p/{n % 2}/{n}.jpg", FileStamp(n, 0), Metadata("PNG", n, 1, place=Place(n, n)))
        for n in range(5)
    ]
    model = put(library, photos)
    columns = Columns.read(library, model)
    for filters in (
        [Named("*3.*")],
        [InFolder("/p/1")],
        [BytesBetween(1, 3)],
        [NearPlace(Place(2, 2), 160)],
    ):
        wanted = library.embeddings_left_by(model, filters).tolist()
        assert columns.left_by(filters).tolist() == wanted != []
