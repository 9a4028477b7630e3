"""Typed text becomes a `Query`, as in `sunset over water -people 2:"red kayak" folder:Norway`.

Unquoted words in a row are one term. A term in quotes, with a weight (`2:kayak`, `0.5:"old boat"`)
or with a minus is a term of its own. `field:value` filters, `-field:value` excludes. A colon after
anything else than a known field or a number is just text. Called by command line and window.
"""

import re
from collections.abc import Callable

import msgspec

from imagefinder.core.errors import KnownError
from imagefinder.core.paths import absolute
from imagefinder.core.query import Filter, PictureFile, Query, Term, Words
from imagefinder.search.fields import FIELDS

_TOKEN = re.compile(
    r"""
    (?P<minus>-?)
    (?:(?P<weight>\d+(?:\.\d+)?|\.\d+):(?=\S))?
    (?:(?P<field>[A-Za-z]+):(?=\S))?
    (?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))
    """,
    re.VERBOSE,
)


class _Token(msgspec.Struct, frozen=True):
    minus: bool
    weight: float | None
    field: str | None
    text: str
    quoted: bool

    @property
    def stands_alone(self) -> bool:
        """Whether this is a term of its own instead of a word in a row of words."""
        return self.minus or self.quoted or self.weight is not None


def parse(text: str) -> Query:
    """The query that `text` asks; raises KnownError where a filter's value makes no sense."""
    terms: list[Term] = []
    filters: list[Filter] = []
    row: list[str] = []
    for token in _tokens(text):
        if token.field in FIELDS:
            filters.append(_filter(token))
        elif token.field == "like":
            terms.append(PictureFile(absolute(token.text), _weight(token)))
        elif token.stands_alone:
            terms += _words(row)
            row = []
            terms += [Words(_literal(token), _weight(token))] if _literal(token).strip() else []
        else:
            row.append(_literal(token))
    terms += _words(row)
    return Query(tuple(terms), tuple(filters))


def _tokens(text: str) -> list[_Token]:
    return [_token(match) for match in _TOKEN.finditer(text)]


def _token(match: re.Match[str]) -> _Token:
    quoted = match["quoted"] is not None
    return _Token(
        minus=match["minus"] == "-",
        weight=float(match["weight"]) if match["weight"] else None,
        field=match["field"].lower() if match["field"] else None,
        text=match["quoted"] if quoted else match["bare"],
        quoted=quoted,
    )


def _literal(token: _Token) -> str:
    """The token's text, with a colon that turned out to be no field put back."""
    return f"{token.field}:{token.text}" if token.field else token.text


def _weight(token: _Token) -> float:
    weight = 1.0 if token.weight is None else token.weight
    return -weight if token.minus else weight


def _words(row: list[str]) -> list[Term]:
    return [Words(" ".join(row))] if row else []


def _filter(token: _Token) -> Filter:
    make: Callable[[str], Filter] = FIELDS[token.field or ""]
    try:
        made = make(token.text)
    except ValueError as e:
        raise KnownError(f'"{token.field}:{token.text}" is not understood: {e}') from e
    return msgspec.structs.replace(made, negated=token.minus)
