"""Messages: every kind crosses whole, wherever the stream is cut."""

import itertools
import os
import typing

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagefinder.core import messages
from imagefinder.core.errors import BugError
from imagefinder.core.messages import Event, Failed, Frames, Ping, Request, SearchText, frame
from imagefinder.core.query import (
    ByCamera,
    BytesBetween,
    InFolder,
    Named,
    NearPlace,
    OfType,
    PictureFile,
    PictureVector,
    PixelsBetween,
    Query,
    Taken,
    TasteTerm,
    Words,
)
from imagefinder.core.types import Place

QUERY = Query(
    (
        Words("a boat", -0.5),
        PictureFile("/p/ä.jpg"),
        PictureVector("drop", b"\0\0\x80?\xff", 2.0),
        TasteTerm("cosy", -2.0),
    ),
    (
        InFolder("/p", negated=True),
        Taken("2019", None),
        ByCamera("x"),
        OfType("JPEG"),
        Named("*.jpg"),
        PixelsBetween(1, None),
        BytesBetween(0, 5),
        NearPlace(Place(1.5, -2.0), 3.0),
    ),
)
UNDECODABLE = os.fsdecode(b"/p/\xff\xe9\0041.jpg")


PLAIN = {int: 7, str: "text \0 00ff with ö", bool: True, float: 0.5, bytes: b"\0\xff"}


def telling(kind, name=""):
    """A value of a type that would show where it were cut or changed."""
    if kind is Query:
        return QUERY
    if kind is str and name in ("path", "paths", "folders"):
        return UNDECODABLE
    if kind in PLAIN:
        return PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = typing.get_type_hints(kind)
        return kind(**{name: telling(inner, name) for name, inner in hints.items()})
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return (telling(inner[0], name), telling(inner[0], name))
    if origin is list:
        return [telling(inner[0])]
    return inner[0] if origin is typing.Literal else telling(inner[0])


@pytest.mark.parametrize("union", [Request, Event])
def test_every_kind_crosses(union):
    sent = [telling(kind) for kind in typing.get_args(union)]
    assert len({type(one) for one in sent}) == len(sent) > 5
    assert list(Frames(union).feed(b"".join(map(frame, sent)))) == sent


@given(
    st.lists(st.text(st.characters(), max_size=40), max_size=8),
    st.lists(st.integers(0, 400), max_size=10),
)
def test_frames_cut_anywhere_come_out_whole_and_in_order(texts, cuts):
    sent = [Failed(number, text) for number, text in enumerate(texts)]
    stream = b"".join(map(frame, sent))
    edges = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts)})
    frames = Frames(Event)
    came = []
    for start, end in itertools.pairwise(edges):
        came += frames.feed(stream[start:end])
    assert came == sent


@given(st.text(st.characters(categories=["Cs", "Lu", "Cc", "Nd"]), max_size=30))
def test_half_characters_and_nuls_cross(text):
    asked = SearchText(1, text, like=(text, "plain"))
    assert list(Frames(Request).feed(frame(asked))) == [asked]


def test_what_is_too_large_is_refused_at_both_ends():
    with pytest.raises(BugError, match="bytes"):
        frame(Failed(1, "x" * messages.LARGEST_FRAME_BYTES))
    with pytest.raises(BugError, match="pipe"):
        list(Frames(Event).feed(b"Traceback (most recent call last)"))


def test_a_frame_that_is_no_message_is_a_bug():
    for body in (b"\xc1", b"\x81\xa4type\xa4what", b"\x01"):
        with pytest.raises(BugError):
            list(Frames(Event).feed(messages.LENGTH.pack(len(body)) + body))


def test_a_request_is_no_event():
    with pytest.raises(BugError):
        list(Frames(Event).feed(frame(Ping(1))))
