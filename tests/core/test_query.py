"""Queries are values: comparable, usable as keys, and whole after JSON."""

import msgspec
import pytest

from imagefinder.core.query import InFolder, NearPlace, PictureVector, Query, Taken, Words
from imagefinder.core.types import Place


def test_equal_queries_are_equal_and_one_key():
    def one():
        return Query((Words("a"), PictureVector("p", b"1234")), (NearPlace(Place(1, 2)), Taken()))

    assert one() == one()
    assert len({one(), one(), Query()}) == 2
    assert Words("a") != Words("a", 2.0)


def test_terms_and_filters_tell_their_kinds_apart():
    query = Query((Words("x"),), (InFolder("x"),))
    assert msgspec.json.decode(msgspec.json.encode(query), type=Query) == query
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"terms": [{"type": "folder", "text": "x"}]}', type=Query)


def test_nothing_changes_a_query():
    with pytest.raises(AttributeError):
        Words("a").weight = 3.0
