"""Queries that are kept come back the same, whatever the names in them are made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagefinder.core.escaping import escaped, query_as_json, query_from_json, unescaped
from imagefinder.core.query import InFolder, PictureFile, PictureVector, Query, Taken, Words

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ANY_TEXT)
def test_any_text_goes_there_and_back(text: str) -> None:
    there = escaped([text, {"inner": (text,)}])
    assert str(there).encode()
    assert unescaped(there) == [text, {"inner": [text]}]


@given(ANY_TEXT, st.binary())
def test_a_query_is_kept_whole(name: str, vector: bytes) -> None:
    terms = (Words("red", -2), PictureFile(f"/p/{name}"), PictureVector("region", vector))
    query = Query(terms, (InFolder(name), Taken("2019", negated=True)))
    assert query_from_json(query_as_json(query)) == query


@pytest.mark.parametrize(
    "kept", [b"", b"[]", b'{"terms": [{"type": "smell"}]}', "no json", b"\xff"]
)
def test_what_can_not_be_read_is_nothing(kept: str | bytes) -> None:
    assert query_from_json(kept) is None


def test_what_is_kept_is_plain_json() -> None:
    assert b'"text":"red"' in query_as_json(Query((Words("red"),)))
