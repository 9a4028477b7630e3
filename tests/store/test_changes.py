"""Which photos changed: all that filters ask about counts, and what is no longer kept is said."""

from imagefinder.core.types import FileStamp, Metadata
from imagefinder.store.changes import changed_since, last_change
from tests.store.small import digest, photo_at, unit
from tests.store.test_filters import put

PHOTOS = [(f"/p/{n}.jpg", FileStamp(n, 0), None) for n in (1, 2)]


def test_each_kind_of_change_counts(library):
    model = put(library, PHOTOS)
    one, two = (photo_at(library, path) for path, _, _ in PHOTOS)
    other = library.use_model("other", "other").id
    acts = [
        lambda: library.settle_same(one, digest(9)),
        lambda: library.add_picture(digest(9), Metadata("PNG", 1, 1)),
        lambda: library.add_embedding(other, digest(9), unit(1)),
        lambda: library.settle_gone(one),
        lambda: library.remove_missing(),
    ]
    for act in acts:
        known = last_change(library)
        act()
        number, photos = changed_since(library, known)
        assert photos.tolist() == [one.id]
        assert number == last_change(library) > known
    assert changed_since(library, number)[1].tolist() == []
    library.add_embedding(model, digest(2), unit(2))  # known already
    assert changed_since(library, number)[1].tolist() == []
    assert two.id in changed_since(library, 0)[1].tolist()


def test_nothing_ever_changed(library):
    assert last_change(library) == 0
    number, photos = changed_since(library, 0)
    assert (number, photos.tolist()) == (0, [])


def test_what_is_no_longer_kept_is_said(library):
    put(library, PHOTOS)
    known = last_change(library)
    sql = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) "
        "INSERT INTO changes (photo_id) SELECT 1 FROM n"
    )
    library.connection.execute(sql.format(99_999))
    assert changed_since(library, known)[0] == known + 99_999
    library.connection.execute(sql.format(1))
    assert changed_since(library, known) is None
    assert changed_since(library, 0) is None
    kept = library.connection.execute("SELECT count(*) FROM changes").fetchone()[0]
    assert kept == 100_000


def test_a_library_that_went_back_is_said(library):
    put(library, PHOTOS)
    assert changed_since(library, last_change(library) + 5) is None
