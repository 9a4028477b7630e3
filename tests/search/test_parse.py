"""Typed text: what it means, and that no text breaks anything but by a sentence."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imagefinder.core.errors import KnownError, UnfinishedQuery
from imagefinder.core.paths import absolute
from imagefinder.core.query import (
    ByCamera,
    BytesBetween,
    InFolder,
    Named,
    NearPlace,
    OfType,
    PictureFile,
    PixelsBetween,
    Query,
    Taken,
    TasteTerm,
    Words,
)
from imagefinder.core.types import Place
from imagefinder.search.parse import parse


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("   \n\t ", []),
        ("sunset over water", [Words("sunset over water")]),
        ("  many   spaces ", [Words("many spaces")]),
        ("sunset -people", [Words("sunset"), Words("people", -1)]),
        ('2:"red kayak" lake', [Words("red kayak", 2), Words("lake")]),
        ("0.5:kayak .5:boat", [Words("kayak", 0.5), Words("boat", 0.5)]),
        ("-2:kayak", [Words("kayak", -2)]),
        ('-"old boat"', [Words("old boat", -1)]),
        ('"unbalanced quote', [Words("unbalanced quote")]),
        ('a "b" c', [Words("a"), Words("b"), Words("c")]),
        ('""', []),
        ('-"" x', [Words("x")]),
        ("well-known", [Words("well-known")]),
        ("a - b", [Words("a - b")]),
        ("12:30", [Words("12:30")]),
        ("at 12:30 sharp", [Words("at 12:30 sharp")]),
        ("ratio 3:4", [Words("ratio 3:4")]),
        ("2:3d print", [Words("2:3d print")]),
        ('2:"4 people"', [Words("4 people", 2)]),
        ("http://x", [Words("http://x")]),
        ("see HTTP://Host/a:b", [Words("see HTTP://Host/a:b")]),
        ("2:nota:bene", [Words("nota:bene", 2)]),
        ('"folder:" alone', [Words("folder:"), Words("alone")]),
        ("my-folder: alone", [Words("my-folder: alone")]),
        ("note: alone", [Words("note: alone")]),
        (":x x:", [Words(":x x:")]),
        ("Ünïcode 日本", [Words("Ünïcode 日本")]),
        ("a folder:x b", [Words("a b")]),
        ("0:kayak", [Words("kayak", 0)]),
        ("like:/p/a.jpg", [PictureFile("/p/a.jpg")]),
        ('-2:like:"/p/a b.jpg"', [PictureFile("/p/a b.jpg", -2)]),
        ("taste:cosy", [TasteTerm("cosy")]),
        ("-taste:cosy", [TasteTerm("cosy", -1)]),
        ("2:taste:cosy", [TasteTerm("cosy", 2)]),
        ('-0.5:TASTE:" old boats "', [TasteTerm("old boats", -0.5)]),
        ("sea taste:a:b sky", [TasteTerm("a:b"), Words("sea sky")]),
    ],
)
def test_terms(text, terms):
    assert list(parse(text).terms) == terms


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("folder:Norway", InFolder("Norway")),
        ('FOLDER:"My Photos"', InFolder("My Photos")),
        ("-folder:Norway", InFolder("Norway", negated=True)),
        ("folder:~/x", InFolder(absolute("~/x"))),
        ("folder:.", InFolder(absolute("."))),
        ("folder:./x", InFolder(absolute("x"))),
        ("folder:..", InFolder(absolute(".."))),
        ("-folder:../x/", InFolder(absolute("../x"), negated=True)),
        ("folder:.config", InFolder(".config")),
        ("folder:...", InFolder("...")),
        ("folder:/a:b", InFolder("/a:b")),
        ("after:2019-06", Taken(start="2019-06")),
        ("before:2019-6-3", Taken(end="2019-06-03")),
        ("date:2019", Taken("2019", "2019~")),
        ("date:2019..2021-02", Taken("2019", "2021-02~")),
        ("date:2019..", Taken("2019", None)),
        ("date:..2019", Taken(None, "2019~")),
        ("date:0050-02-03", Taken("0050-02-03", "0050-02-03~")),
        ("date:2020-02-29", Taken("2020-02-29", "2020-02-29~")),
        ("camera:canon", ByCamera("canon")),
        ("type:.jpg", OfType("JPEG")),
        ("-type:Heic", OfType("HEIF", negated=True)),
        ("type:png", OfType("PNG")),
        ("name:IMG_*", Named("IMG_*")),
        ("size:>12mp", PixelsBetween(12_000_000)),
        ("size:<2.5MB", BytesBetween(0, 2_500_000)),
        ("size:500kb", BytesBetween(450_000, 550_000)),
        ("place:59.91,10.75", NearPlace(Place(59.91, 10.75))),
        ("place:-90,180,5km", NearPlace(Place(-90, 180), 5)),
        ('place:"59.91, 10.75, 0.5 km"', NearPlace(Place(59.91, 10.75), 0.5)),
    ],
)
def test_filters(text, wanted):
    assert parse(text) == Query(filters=(wanted,))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "after:x",
            "after:19",
            "date:2019-13",
            "date:2019-00",
            "date:2019-02-29",
            "date:2019-1-0",
        ),
        *("date:..", "date:2019..x", "before:2019-06-30T10", "size:12", "size:mp", "size:=3mb"),
        *("place:59", "place:a,b", "place:91,0", "place:0,181", "place:nan,0", "place:0,0,1,2"),
        *("place:0,0,0", "place:0,0,-1", "place:0,0,nan", "place:0,0,inf"),
        *(
            'folder:""',
            'taste:""',
            'taste:" "',
            "taste:a\0b",
            'name:" "',
            'camera:"',
            'like:""',
            "like:~\0x",
        ),
    ],
)
def test_what_makes_no_sense_is_a_sentence_with_the_text(text):
    field = text.partition(":")[0]
    with pytest.raises(KnownError, match=f'"{field}:.*is not understood: .*[.]$'):
        parse(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2:type:png", '"type:png" is not understood: a filter has no weight'),
        ("sunset -0.5:folder:Norway", '"folder:Norway" is not understood: a filter has no weight'),
        ("2:-cat", '"2:-cat" is not understood: write the minus first, as in -2:kayak.'),
        ("red .5:-cat", '"0.5:-cat" is not understood: write the minus first'),
        ('2:-"red kayak"', '"2:-" is not understood: write the minus first'),
        ("2:-type:png", '"2:-type:png" is not understood: write the minus first'),
    ],
)
def test_a_weight_in_the_wrong_place_is_pointed_out(text, why):
    with pytest.raises(KnownError) as refused:
        parse(text)
    assert str(refused.value).startswith(why)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ('2:"-cat"', (Words("-cat", 2),)),
        ("2:well-known", (Words("well-known", 2),)),
        ("2:-1", (Words("-1", 2),)),
        ("2:like:-a", (PictureFile(absolute("-a"), 2),)),
    ],
)
def test_a_minus_behind_a_weight_that_means_itself(text, terms):
    assert parse(text).terms == terms


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("name:", "name"),
        ("-Folder:", "folder"),
        ("type: png", "type"),
        ("sunset name: IMG", "name"),
        ("taste: cosy", "taste"),
        ("2:like: /a.jpg", "like"),
    ],
)
def test_a_field_without_a_value_is_not_searched_for(text, field):
    with pytest.raises(KnownError) as refused:
        parse(text)
    assert str(refused.value) == (
        f'"{field}:" is not understood: write something behind the colon.'
    )


@pytest.mark.parametrize("field", ["folder", "NAME", "like", "taste", "is"])
@pytest.mark.parametrize("ending", [":", ": ", ':"', ':""'])
def test_a_value_that_may_still_be_typed_is_unfinished(field, ending):
    with pytest.raises(UnfinishedQuery):
        parse(f"sunset {field}{ending}")


@pytest.mark.parametrize("text", ["name: x", "after:20", 'type:" "', "name: folder:x"])
def test_what_is_wrong_already_is_not_unfinished(text):
    with pytest.raises(KnownError) as refused:
        parse(text)
    assert not isinstance(refused.value, UnfinishedQuery)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("tpye:heic", "type"), ("-Fodler:Norway", "folder"), ("red tast:cosy", "taste")],
)
def test_a_slip_in_the_name_of_a_field_is_not_searched_for(text, meant):
    with pytest.raises(KnownError, match=rf"is not understood: did you mean {meant}:\?"):
        parse(text)


@pytest.mark.parametrize("text", ["re:zero", "http://kayak", "16:9", '"tpye:heic"'])
def test_what_is_like_no_field_is_text(text):
    assert parse(text).terms == (Words(text.strip('"')),)


def test_numbers_out_of_all_proportion():
    nines = "9" * 400
    assert parse(f"size:>{nines}mb").filters[0].low == 10**15
    with pytest.raises(KnownError, match="too large"):
        parse(f"{nines}:kayak")
    with pytest.raises(KnownError, match="too large"):
        parse(f"-{nines}:like:/a")


PARTS = st.sampled_from(
    [*'-":. ,\0~', "2:", "0.5:", "folder:", "date:", "SIZE:", "place:", "like:", "name:", "2019"]
)


@given(st.text() | st.lists(PARTS | st.text(max_size=4), max_size=12).map("".join))
@example("\ud800")
@example("size:>1e3mb")
def test_any_text_is_a_query_or_a_sentence(text):
    with suppress(KnownError):
        query = parse(text)
        assert all(term.text.strip() for term in query.terms if isinstance(term, Words))
        assert len(query.terms) + len(query.filters) <= len(text)


@given(
    st.from_regex(r"[^\s\0\"][^\0\"]{0,40}", fullmatch=True),
    st.sampled_from([1, 2, 0.5, 10]),
    st.booleans(),
)
def test_a_taste_of_any_name_comes_back(name, weight, minus):
    number = "" if weight == 1 else f"{weight}:"
    text = f'{"-" if minus else ""}{number}taste:"{name}"'
    assert parse(text) == Query((TasteTerm(name.strip(), -weight if minus else weight),))


@given(st.lists(st.from_regex(r"[a-zäé]{1,8}", fullmatch=True), min_size=1, max_size=5))
def test_plain_words_are_one_term(words):
    assert parse(" ".join(words)) == Query((Words(" ".join(words)),))
    assert parse(f'"{" ".join(words)}"') == Query((Words(" ".join(words)),))
