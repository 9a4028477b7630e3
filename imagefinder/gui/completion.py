"""What typed text may be completed to: fields of the typed language, and values the library holds.

In comes the text before the cursor, out go `Offers`: where the piece that is typed begins, and what
may stand in its place. No widget, no database: `gui/completing.py` brings both together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from PySide6.QtCore import QCoreApplication, QLocale

from imagefinder.search.fields import FIELDS
from imagefinder.store.suggestions import Suggestions

translate = QCoreApplication.translate

# Below these lengths nearly every word begins like something.
FIELD_FROM_LETTERS, VALUE_FROM_LETTERS = 2, 3
MOST_VALUES, MOST_GUESSES = 50, 3

_LAST = re.compile(
    r"(?:^|(?<=\s))(?P<before>-?(?:(?:\d+(?:\.\d+)?|\.\d+):(?=\D))?)"
    r'(?:(?P<field>[A-Za-z]+):)?(?P<quote>")?(?P<value>(?(quote)[^"]*|[^\s"]*))$'
)
_DATES = ("date", "after", "before")
_SIZES = (">10mp", ">5mb", "<500kb")
# What a bare word may be the beginning of, with the field that it then needs.
_GUESSED = ("taste", "folder", "camera")
_ICONS = {"folder": "folder", "taste": "taste", "camera": "picture"}


class Offer(msgspec.Struct, frozen=True):
    """One line: `text` and what is said `beside` it; `insert` is typed in its place.

    A `whole` one becomes a chip, any other is typed on.
    """

    text: str
    insert: str
    beside: str = ""
    icon: str = ""
    whole: bool = True


class Offers(msgspec.Struct, frozen=True):
    """What may stand in place of the text from `start` on.

    `sure` ones complete a field or its value; others only guess what a word might mean.
    """

    start: int = 0
    offers: tuple[Offer, ...] = ()
    sure: bool = False


def completed(text: str, found: Suggestions, asked: bool = False) -> Offers:
    """Offers for the end of `text`; with `asked` the person wants some, however little is typed."""
    last = _LAST.search(text)
    if last is None or text.count('"', 0, last.start()) % 2:
        return Offers()
    before, value = last["before"], last["value"]
    field = (last["field"] or "").lower()
    if field in field_hints():
        values = _values_of(field, value, found)
        offers = tuple(_of_values(before, field, values, found.counted))
        return Offers(last.start(), offers, sure=True)
    if field or last["quote"]:
        return Offers()
    fields = tuple(_of_fields(before, value, asked))
    guesses = tuple(_guesses(before, value, found))
    return Offers(last.start(), fields + guesses, sure=bool(fields))


def field_hints() -> dict[str, str]:
    """Every field of the typed language, and what it is for."""
    hints = {
        "folder": translate("Completion", "part of a folder's name"),
        "date": translate("Completion", "taken in 2019, 2019-06 or 2019..2021"),
        "after": translate("Completion", "taken since 2019-06"),
        "before": translate("Completion", "taken before 2019-06"),
        "camera": translate("Completion", "camera or lens"),
        "type": translate("Completion", "jpeg, heic, raw…"),
        "name": translate("Completion", "part of a file name"),
        "size": translate("Completion", "more than 10mp, less than 500kb"),
        "place": translate("Completion", "near 59.91,10.75,25km"),
        "is": translate("Completion", "hidden"),
        "taste": translate("Completion", "what a taste likes"),
        "like": translate("Completion", "a picture file"),
    }
    return {name: hint for name, hint in hints.items() if name in (*FIELDS, "taste", "like")}


def _of_fields(before: str, typed: str, asked: bool) -> Iterator[Offer]:
    if len(typed) < (0 if asked else FIELD_FROM_LETTERS):
        return
    for name, hint in field_hints().items():
        if name.startswith(typed.lower()):
            yield Offer(f"{name}:", f"{before}{name}:", hint, "filter", whole=False)


def _guesses(before: str, word: str, found: Suggestions) -> Iterator[Offer]:
    if len(word) < VALUE_FROM_LETTERS:
        return
    for field in _GUESSED:
        matching = _matching(word, _known(field, found), inside=False)
        for offer in _of_values(before, field, matching[:MOST_GUESSES], found.counted):
            yield msgspec.structs.replace(offer, text=f"{field}: {offer.text}")


def _of_values(
    before: str, field: str, values: Iterable[tuple[str, int | None]], counted: bool
) -> Iterator[Offer]:
    for value, count in values:
        beside = QLocale().toString(count) if counted and count is not None else ""
        insert = f'{before}{field}:"{value}"' if re.search(r"\s", value) else ""
        yield Offer(value, insert or f"{before}{field}:{value}", beside, _ICONS.get(field, ""))


def _values_of(field: str, typed: str, found: Suggestions) -> Sequence[tuple[str, int | None]]:
    if field in _DATES:
        return _dates(field, typed, found.months)
    if field == "size":
        return [(size, None) for size in _SIZES if size.startswith(typed.lower())]
    if field == "is":
        return [("hidden", None)] if "hidden".startswith(typed.lower()) else []
    return _matching(typed, _known(field, found))[:MOST_VALUES]


def _known(field: str, found: Suggestions) -> Mapping[str, int]:
    known: dict[str, Mapping[str, int]] = {
        "folder": found.folders,
        "camera": found.cameras,
        "type": found.formats,
        "taste": found.tastes,
    }
    return known.get(field, {})


def _matching(
    typed: str, known: Mapping[str, int], inside: bool = True
) -> list[tuple[str, int | None]]:
    """Those that begin so, then those with a word that does, then (`inside`) all that hold it."""
    wanted = typed.casefold()
    ranked: list[tuple[int, int, str]] = []
    for value, count in known.items():
        rank = _rank(wanted, value.casefold())
        # The typed language has no way to write a quotation mark.
        if rank <= (2 if inside else 1) and '"' not in value and value.isprintable():
            ranked.append((rank, -count, value))
    return [(value, -count) for _, count, value in sorted(ranked)]


def _rank(wanted: str, value: str) -> int:
    at = value.find(wanted)
    if at <= 0:
        return 3 if at < 0 else 0
    return 1 if re.search(rf"[\W_]{re.escape(wanted)}", value) else 2


def _dates(field: str, typed: str, months: Mapping[str, int]) -> list[tuple[str, int | None]]:
    """Years, newest first; the months of a year that is typed. Of a span, its second half."""
    first, span, typed = typed.rpartition("..")
    years: dict[str, int] = {}
    for month, count in months.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    known = {**years, **(months if len(typed) >= len("2019") else {})}
    fitting = sorted((date for date in known if date.startswith(typed)), reverse=len(typed) < 4)
    counted = field == "date" and not span
    return [(first + span + date, known[date] if counted else None) for date in fitting]
