"""Typed text becomes a `Query`, as in `sunset over water -people 2:"red kayak" folder:Norway`.

Unquoted words in a row are one term. A term in quotes, with a weight (`2:kayak`, `0.5:"old boat"`)
or with a minus is a term of its own; so is `taste:cosy`. `field:value` filters, `-field:value`
excludes. A colon after anything else than a known field or a weight is just text; no digit follows
a weight, so 16:9 and 12:30 are text. A slip in a field's name (`tpye:heic`) is refused, and so is a
field without a value (`type: heic`), for as text they would find what nobody meant. Called by
command line and window.
"""

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import TypeVar

import msgspec

from imagefinder.core.errors import KnownError, UnfinishedQuery
from imagefinder.core.paths import absolute
from imagefinder.core.query import Filter, PictureFile, Query, TasteTerm, Term, Words
from imagefinder.search.fields import FIELDS

LARGEST_WEIGHT = 1e6
# Two letters swapped in a word of four.
LIKENESS_OF_SLIPS = 0.75

_LATE_MINUS = re.compile(r"-(?!\d)")

M = TypeVar("M")

_NAMES = (*FIELDS, "like", "taste")
_TOKEN = re.compile(
    rf"""
    (?P<minus>-?)
    (?:(?P<weight>\d+(?:\.\d+)?|\.\d+):(?=[^\s\d]))?
    (?:
        (?P<empty>(?i:{"|".join(_NAMES)})):(?=\s|\Z)
        |
        (?:(?P<field>[A-Za-z]+):(?=\S))?
        (?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))
    )
    """,
    re.VERBOSE,
)


class _Token(msgspec.Struct, frozen=True):
    minus: bool
    weight: float | None
    prefix: str
    text: str
    quoted: bool
    is_last: bool

    @property
    def field(self) -> str:
        """What stands before the colon, or nothing."""
        return self.prefix.lower()

    @property
    def stands_alone(self) -> bool:
        """Whether this is a term of its own instead of a word in a row of words."""
        return self.minus or self.quoted or self.weight is not None


def parse(text: str) -> Query:
    """The query that `text` asks; raises KnownError where a filter's value makes no sense.

    That is `UnfinishedQuery` where the value still lacks at the end: who types on may mean it so.
    """
    terms: list[Term] = []
    filters: list[Filter] = []
    row: list[str] = []
    for token in _tokens(text):
        if token.field in FIELDS:
            filters.append(_filter(token))
        elif meant := _slip(token):
            raise KnownError(
                f'"{token.field}:{token.text}" is not understood: did you mean {meant}:? '
                "As words it needs quotes around it."
            )
        elif token.field == "like":
            terms.append(PictureFile(_path(token), _weight(token)))
        elif token.field == "taste":
            terms.append(TasteTerm(_understood(token, _value).strip(), _weight(token)))
        elif token.stands_alone:
            _refuse_late_minus(token)
            terms += _words(row)
            row = []
            literal = _literal(token).strip()
            terms += [Words(literal, _weight(token))] if literal else []
        else:
            row.append(_literal(token))
    terms += _words(row)
    return Query(tuple(terms), tuple(filters))


def _slip(token: _Token) -> str | None:
    """The field that was probably meant by what stands before the colon."""
    close = get_close_matches(token.field, _NAMES, n=1, cutoff=LIKENESS_OF_SLIPS)
    return close[0] if close and token.field not in _NAMES else None


def _refuse_late_minus(token: _Token) -> None:
    """`2:-cat` would look for more of "-cat", where less of it was meant; `2:-1` is a ratio."""
    if token.weight is not None and not token.quoted and _LATE_MINUS.match(_literal(token)):
        raise KnownError(
            f'"{token.weight:g}:{_literal(token)}" is not understood: '
            "write the minus first, as in -2:kayak."
        )


def _tokens(text: str) -> list[_Token]:
    return [_token(match) for match in _TOKEN.finditer(text)]


def _token(match: re.Match[str]) -> _Token:
    quoted = match["quoted"] is not None
    return _Token(
        minus=match["minus"] == "-",
        weight=float(match["weight"]) if match["weight"] else None,
        prefix=match["empty"] or match["field"] or "",
        text=match["quoted"] or match["bare"] or "",
        quoted=quoted,
        is_last=not match.string[match.end() :].strip(),
    )


def _literal(token: _Token) -> str:
    """The token's text, with a colon that turned out to be no field put back."""
    return f"{token.prefix}:{token.text}" if token.prefix else token.text


def _weight(token: _Token) -> float:
    weight = 1.0 if token.weight is None else token.weight
    if weight > LARGEST_WEIGHT:
        raise KnownError(f'The weight of "{token.text}" is too large: write 2, or 0.5.')
    return -weight if token.minus else weight


def _value(token: _Token) -> str:
    if not token.text.strip():
        raise ValueError("write something behind the colon.")
    if "\0" in token.text:
        raise ValueError("no name holds a NUL character.")
    return token.text


def _unweighted(token: _Token) -> _Token:
    if token.weight is not None:
        raise ValueError("a filter has no weight; leave out the number before it.")
    return token


def _path(token: _Token) -> str:
    return _understood(token, lambda token: absolute(_value(token)))


def _words(row: list[str]) -> list[Term]:
    return [Words(" ".join(row))] if row else []


def _filter(token: _Token) -> Filter:
    make: Callable[[str], Filter] = FIELDS[token.field]
    made = _understood(token, lambda token: make(_value(_unweighted(token))))
    return msgspec.structs.replace(made, negated=token.minus)


def _understood(token: _Token, meant: Callable[[_Token], M]) -> M:
    """What `meant` makes of the token; its ValueError becomes a sentence with the text."""
    try:
        return meant(token)
    except ValueError as e:
        known = KnownError(f'"{token.field}:{token.text}" is not understood: {e}')
        may_go_on = token.is_last and not token.text
        raise (UnfinishedQuery(*known.args) if may_go_on else known) from e
