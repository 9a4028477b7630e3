"""What the program below the window says, in the window's language.

Errors, reasons and notices are English sentences: the command line prints them, the library keeps
them. Here a sentence is known again by its template, and said anew. `said_de.json` holds the
templates with their German: `{}` stands for a value; in German it is `{0}`, or `{0:said}` where the
value is itself something said. What isn't known stays English. `said_en.json` holds what the window
says otherwise in English too: where a command is named that a page stands for.

`EngineClient` has all that the engine says told in this way; who shows a sentence that comes from
the library, or from an error met in the window, calls `told`.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache, partial

import msgspec
from PySide6.QtCore import QLocale

from imagefinder.core.messages import Event, Failed, Said, StatusIs
from imagefinder.core.paths import resource
from imagefinder.core.reports import FolderStatus, Notice, Progress
from imagefinder.core.tasting import TasteIs

TRANSLATED = frozenset({"de"})
_ENGLISH = "en"
_VALUE = "{}"
_PLACE = re.compile(r"\{(\d)(:said)?\}")
_SENTENCE_END = re.compile(r"(?<=\.) ")
# A list asks for the same sentences again and again while it is painted.
_KEPT = 1024


def told(text: str) -> str:
    """`text` in the window's language."""
    language = QLocale().name()[:2]
    return _told(language if language in TRANSLATED else _ENGLISH, text) if text else text


def told_each(text: str) -> str:
    """As `told`, for one sentence after the other."""
    return " ".join(told(sentence) for sentence in _SENTENCE_END.split(text))


def told_event(event: Event) -> Event:
    """`event` with all that it says in the window's language."""
    change = msgspec.structs.replace
    match event:
        case Failed(text=text):
            return change(event, text=told(text))
        case Said(notice=Notice(text=text)):
            return change(event, notice=Notice(told(text)))
        case Said(progress=Progress(note=note) as progress):
            return change(event, progress=change(progress, note=told(note)))
        case StatusIs(status=status):
            return change(event, status=change(status, folders=tuple(map(_folder, status.folders))))
        case TasteIs(status=taste):
            return change(event, status=change(taste, note=told_each(taste.note)))
    return event


class Sentences:
    """The sentences of one language, by their English templates."""

    def __init__(self, translations: Mapping[str, str]) -> None:
        self._translations = translations
        # The one with the most letters of its own first: others might take those for a value.
        longest = sorted((t for t in translations if _VALUE in t), key=_own_letters, reverse=True)
        self._templates = [(_pattern(template), translations[template]) for template in longest]

    def told(self, text: str) -> str:
        """`text` in this language, or as it is where it isn't known."""
        if text in self._translations:
            return self._translations[text]
        for pattern, translation in self._templates:
            if match := pattern.fullmatch(text):
                return _PLACE.sub(partial(self._value, match), translation)
        # What the system says begins now with a capital letter and now without.
        return self._translations.get(text[:1].lower() + text[1:], text)

    def _value(self, match: re.Match[str], place: re.Match[str]) -> str:
        value = str(match[int(place[1]) + 1])
        return self.told(value) if place[2] else value


def _folder(folder: FolderStatus) -> FolderStatus:
    offline = folder.offline
    return msgspec.structs.replace(folder, offline=told(offline)) if offline else folder


@lru_cache(_KEPT)
def _told(language: str, text: str) -> str:
    return _sentences(language).told(text)


@cache
def _sentences(language: str) -> Sentences:
    content = resource(f"translations/said_{language}.json").read_bytes()
    return Sentences(msgspec.json.decode(content, type=dict[str, str]))


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, template.split(_VALUE))), re.DOTALL)


def _own_letters(template: str) -> int:
    return len(template.replace(_VALUE, ""))
