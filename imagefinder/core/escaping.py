"""Texts that needn't be Unicode, such as names of files, made such as UTF-8 can hold, and back.

MessagePack and JSON hold UTF-8 only; a name of undecodable bytes is a `str` with lone surrogates.
Used by `core.messages` for what crosses the pipe, and here for queries that are kept as JSON.
"""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from imagefinder.core.query import Query


def escaped(value: Any) -> Any:
    """Plain lists, dictionaries and texts, each text such as UTF-8 can hold."""
    return _each_text(value, _escape)


def unescaped(value: Any) -> Any:
    """The inverse of `escaped`."""
    return _each_text(value, _unescape)


def query_as_json(query: Query) -> bytes:
    """A query to be kept."""
    return msgspec.json.encode(escaped(msgspec.to_builtins(query)))


def query_from_json(kept: str | bytes) -> Query | None:
    """The inverse of `query_as_json`; None for what this program can't read."""
    try:
        return msgspec.convert(unescaped(msgspec.json.decode(kept)), Query)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case dict():
            return {key: _each_text(inner, change) for key, inner in value.items()}
        case list() | tuple():
            return [_each_text(inner, change) for inner in value]
    return value


# NUL introduces an escape, since no file name holds one.
def _escape(text: str) -> str:
    return re.sub("[\ud800-\udfff\0]", lambda found: f"\0{ord(found[0]):04x}", text)


def _unescape(text: str) -> str:
    return re.sub("\0([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
