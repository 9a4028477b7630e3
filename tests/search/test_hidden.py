"""Hidden photos: left out of every answer, never making one short, found by `is:hidden` alone."""

import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.query import IsHidden, Named, Query, Words
from imagefinder.search.parse import parse
from imagefinder.store.marks import Marks

QUERY = Query((Words("boat"),))


def paths(result):
    return [hit.path for hit in result.hits]


def hide(home, names, hidden=True):
    ids = [home.library.photo_at(name).id for name in names]
    return Marks(home.library.connection).hide(ids, hidden)


@pytest.fixture
def shown(home):
    """All photos, nearest to the query first."""
    home.put({f"/photos/{number:03}.jpg": number for number in range(1, 61)})
    return paths(home.searcher().search(QUERY, 100))


def test_no_answer_holds_hidden_photos_or_is_short_for_them(home, shown):
    assert hide(home, shown[:40]) == 40
    assert paths(home.searcher().search(QUERY, 5)) == shown[40:45]
    assert paths(home.searcher().search(QUERY, 100)) == shown[40:]
    named = Query(QUERY.terms, (Named("0"),))
    assert paths(home.searcher().search(named, 5)) == [p for p in shown[40:] if "0" in p[8:]][:5]
    assert set(paths(home.searcher().search(Query(), 100))) == set(shown[40:])
    assert len(home.searcher().search(Query(), 5).hits) == 5
    newest = home.library.photos(home.library.newest_ids().tolist())
    assert {photo.path for photo in newest.values()} == set(shown[40:])
    assert len(home.library.newest_ids(hidden=True)) == 60


def test_hidden_photos_are_found_when_asked_for(home, shown):
    hide(home, shown[10:15])
    asked = Query(QUERY.terms, (IsHidden(),))
    assert paths(home.searcher().search(asked, 100)) == shown[10:15]
    assert set(paths(home.searcher().search(Query((), (IsHidden(),)), 9))) == set(shown[10:15])
    assert len(home.searcher().search(Query((), (IsHidden(negated=True),)), 99).hits) == 55
    hide(home, shown[10:12], hidden=False)
    assert paths(home.searcher().search(asked, 100)) == shown[12:15]
    assert shown[10] in paths(home.searcher().search(QUERY, 100))


def test_the_content_is_hidden_with_all_its_copies(home):
    home.put({"/photos/a.jpg": 1, "/photos/copy.jpg": 1, "/photos/other.jpg": 2})
    hide(home, ["/photos/a.jpg"])
    assert paths(home.searcher().search(QUERY, 9)) == ["/photos/other.jpg"]
    assert len(home.library.hidden_ids()) == 2


def test_coverage_counts_them_as_searched(home, shown):
    hide(home, shown[:3])
    assert home.searcher().search(QUERY, 9).coverage.searched == 60


def test_the_typed_language_knows_them():
    assert parse("boat is:hidden") == Query((Words("boat"),), (IsHidden(),))
    assert parse("-is:Hidden") == Query((), (IsHidden(negated=True),))
    with pytest.raises(KnownError, match="write is:hidden"):
        parse("is:lost")
