"""Completion offers what the typed language understands, and nothing that it does not."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from imagefinder.core.query import ByCamera, InFolder, Query, Taken, TasteTerm, Words
from imagefinder.gui.completion import Offers, completed, field_hints
from imagefinder.search.fields import FIELDS
from imagefinder.search.parse import parse
from imagefinder.store.suggestions import Suggestions

FOUND = Suggestions(
    cameras={"Canon EOS 5D": 7, "NIKON Z 6": 9, "EF50mm f/1.8": 3},
    formats={"JPEG": 12, "HEIF": 4},
    months={"2019-06": 5, "2019-07": 2, "2021-01": 9},
    folders={"Norway": 4, "New York": 6, "2019": 7, 'odd "one"': 1},
    tastes={"cosy": 11},
)


@pytest.fixture(autouse=True)
def _app(qapp: QApplication) -> None:
    """Numbers are written as the locale does."""


def texts(text: str, asked: bool = False) -> list[str]:
    return [offer.text for offer in completed(text, FOUND, asked).offers]


def inserted(text: str) -> str:
    """What the line holds once the first offer is taken."""
    offers = completed(text, FOUND)
    return text[: offers.start] + offers.offers[0].insert


def test_a_field_is_offered_from_its_second_letter() -> None:
    assert texts("d") == []
    assert texts("red fo") == ["folder:"]
    assert inserted("red -fo") == "red -folder:"
    assert not completed("fo", FOUND).offers[0].whole


def test_every_field_has_a_hint_and_is_offered_when_asked() -> None:
    assert set(field_hints()) == {*FIELDS, "taste", "like"}
    assert texts("", asked=True) == [f"{name}:" for name in field_hints()]


def test_values_come_most_first_and_those_that_begin_so_before_others() -> None:
    assert texts("camera:") == ["NIKON Z 6", "Canon EOS 5D", "EF50mm f/1.8"]
    assert texts("camera:e") == ["EF50mm f/1.8", "Canon EOS 5D"]
    assert texts("type:") == ["JPEG", "HEIF"]
    assert [offer.beside for offer in completed("type:", FOUND).offers] == ["12", "4"]


def test_what_is_not_counted_yet_is_offered_in_the_same_order_without_numbers() -> None:
    sketch = msgspec.structs.replace(FOUND, counted=False)
    for text in ("camera:", "date:20", "can"):
        offers = completed(text, sketch).offers
        assert [offer.text for offer in offers] == texts(text)
        assert {offer.beside for offer in offers} == {""}
        assert {offer.beside for offer in completed(text, FOUND).offers} != {""}


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("red folder:New", Query((Words("red"),), (InFolder("New York"),))),
        ('"red" -folder:"new y', Query((Words("red"),), (InFolder("New York", negated=True),))),
        ("camera:can", Query((), (ByCamera("Canon EOS 5D"),))),
        ("date:2019-0", Query((), (Taken("2019-06", "2019-06~"),))),
        ("date:2019..20", Query((), (Taken("2019", "2021~"),))),
        ("2:taste:c", Query((TasteTerm("cosy", 2),))),
    ],
)
def test_what_is_taken_is_understood(text: str, query: Query) -> None:
    assert parse(inserted(text)) == query


def test_dates_are_years_then_their_months() -> None:
    assert texts("after:") == ["2021", "2019"]
    assert texts("after:2019") == ["2019", "2019-06", "2019-07"]
    assert [offer.beside for offer in completed("date:20", FOUND).offers] == ["9", "7"]


def test_what_the_language_can_not_write_is_not_offered() -> None:
    assert 'odd "one"' not in texts("folder:")


def test_a_word_may_be_the_beginning_of_a_value() -> None:
    assert texts("no") == []
    assert texts("nor") == ["folder: Norway"]
    assert inserted("a york") == 'a folder:"New York"'
    assert not completed("nor", FOUND).sure


@pytest.mark.parametrize("text", ['"red fold', '"folder:N', "http:fo", "folder:N "])
def test_other_text_is_left_alone(text: str) -> None:
    assert completed(text, FOUND) in (Offers(), Offers(start=len(text)))


@given(st.text('ab:-"2. \n'), st.booleans())
def test_any_text_keeps_its_beginning(text: str, asked: bool) -> None:
    assert 0 <= completed(text, FOUND, asked).start <= len(text)
