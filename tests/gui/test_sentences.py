"""What the engine says, in German: every sentence of the sources, and each way that it comes."""

import re

import msgspec
import pytest
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from imagefinder.core.errors import KnownError
from imagefinder.core.messages import Failed, Said, StatusIs
from imagefinder.core.paths import resource
from imagefinder.core.reports import FolderStatus, LibraryStatus, Notice, Problem, Progress
from imagefinder.gui.problems_page import ProblemsModel
from imagefinder.gui.sentences import TRANSLATED, Sentences, told, told_each, told_event
from imagefinder.search.parse import parse
from tests.gui.said import BESIDES, said, unknown

PLACE = re.compile(r"\{(\d)(?::said)?\}")


def catalogue(language: str) -> dict[str, str]:
    content = resource(f"translations/said_{language}.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, str])


@pytest.mark.parametrize("language", sorted(TRANSLATED))
def test_no_sentence_lacks_a_translation_and_none_is_said_no_more(language: str) -> None:
    sources, kept = said(), catalogue(language)
    assert {template: where for template, where in sources.items() if template not in kept} == {}
    assert kept.keys() - sources.keys() == BESIDES


def test_no_sentence_comes_from_where_nobody_looked() -> None:
    assert unknown() == []


def test_english_says_otherwise_only_what_is_said() -> None:
    assert catalogue("en").keys() <= said().keys()
    assert not any("imagefinder " in translation for translation in catalogue("en").values())


@pytest.mark.parametrize("language", ["en", *sorted(TRANSLATED)])
def test_every_translation_has_all_values(language: str) -> None:
    for template, translation in catalogue(language).items():
        places = sorted(int(number) for number in PLACE.findall(translation))
        assert places == list(range(template.count("{}"))), template
        assert "{}" not in translation, template


@pytest.mark.parametrize("language", ["en", *sorted(TRANSLATED)])
def test_every_sentence_is_known_again_with_values_in_it(language: str) -> None:
    """None is taken for another one: each says its own translation."""
    kept = catalogue(language)
    sentences = Sentences(kept)
    for template, translation in kept.items():
        english, values = template, iter("ABCDE")
        while "{}" in english:
            english = english.replace("{}", f"<{next(values)}>", 1)
        german = PLACE.sub(lambda place: f"<{'ABCDE'[int(place[1])]}>", translation)
        assert sentences.told(english) == german


def test_values_are_told_where_they_are_said_and_kept_where_they_are_names(german: None) -> None:
    assert told("/a/text is offline: can't be read: Permission denied. Its photos are kept.") == (
        "/a/text ist nicht erreichbar: er ist nicht lesbar: keine Berechtigung. "
        "Die Fotos bleiben erhalten."
    )
    assert told('There is no taste "empty". See: imagefinder taste list').startswith(
        "Einen Geschmack „empty“ gibt es nicht."
    )


def test_what_is_not_known_stays_as_it_is(german: None) -> None:
    assert told("something new came up in /a") == "something new came up in /a"
    assert told("") == ""


@pytest.mark.parametrize("locale", ["en_GB", "fr_FR"])
def test_english_windows_say_what_was_said_and_name_pages_instead_of_commands(locale: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(locale))
    assert told("has vanished") == "has vanished"
    assert told('There is no taste "x". See: imagefinder taste list') == (
        'There is no taste "x". The page Taste lists them all.'
    )
    QLocale.setDefault(before)


def test_everything_that_the_engine_says_is_told(german: None, qtbot: QtBot) -> None:
    assert told_event(Failed(1, "There is no file a.")) == Failed(1, "Die Datei a gibt es nicht.")
    notice = told_event(Said(notice=Notice("No backup was made: it is gone")))
    assert notice == Said(notice=Notice("Es wurde keine Sicherung gemacht: sie ist fort"))
    progress = told_event(Said(progress=Progress("model", 1, note="downloading m:x")))
    assert progress == Said(progress=Progress("model", 1, note="m:x wird heruntergeladen"))
    folders = (FolderStatus("/a", 1, 0, 0, "isn't there"), FolderStatus("/b", 1, 0, 0))
    status = LibraryStatus(1, 1, 0, 0, folders, "m", "m", "cpu", "float32", 1, None)
    heard = told_event(StatusIs(1, status))
    assert isinstance(heard, StatusIs)
    assert [folder.offline for folder in heard.status.folders] == ["er ist nicht da", None]


def test_what_a_taste_lacks_is_told_sentence_by_sentence(german: None) -> None:
    note = (
        "3 of the votes are on pictures that m:x has not read; they do not count. No votes yet. "
        "5 of each are needed before it can tell what you like."
    )
    assert told_each(note) == (
        "3 Stimmen gelten Bildern, die m:x nicht gelesen hat; sie zählen nicht. Noch keine "
        "Stimmen. Von beidem braucht es 5, bevor sich sagen lässt, was Ihnen gefällt."
    )


def test_reasons_that_the_library_keeps_are_told(german: None) -> None:
    model = ProblemsModel()
    reason = "is damaged: its content is of no known picture format (zeros only)"
    model.set_problems([Problem("/a.jpg", reason)])
    assert model.data(model.index(0, 1), Qt.ItemDataRole.DisplayRole) == (
        "ist beschädigt: Der Inhalt hat kein bekanntes Bildformat (nur Nullen)"
    )


def test_a_query_that_is_not_understood_is_told(german: None) -> None:
    with pytest.raises(KnownError) as caught:
        parse("date:soon")
    assert told(str(caught.value)) == (
        "„date:soon“ ist nicht verständlich: "
        "Schreiben Sie ein Datum wie 2019, 2019-06 oder 2019-06-30."
    )
