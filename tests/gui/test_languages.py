"""The window's languages: plurals in English, everything in German."""

import ast
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from imagefinder.core.paths import resource
from imagefinder.gui.languages import TRANSLATED, locale_of, speak

GUI = Path(__file__).parents[2] / "imagefinder" / "gui"
# What is filled in later: the same in every language, in whatever order.
PLACES = re.compile(r"\{\w*\}|%L?n")


@pytest.fixture
def spoken(qapp: QApplication) -> Iterator[Callable[[str], str]]:
    numbers = QLocale()

    def speaking(locale: str) -> str:
        return speak(qapp, QLocale(locale))

    yield speaking
    QLocale.setDefault(numbers)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


def photos(count: int) -> str:
    return QCoreApplication.translate("SearchPage", "%Ln photo(s)", "", count)


def test_english_counts_properly(spoken: Callable[[str], str]) -> None:
    assert spoken("en_GB") == "en"
    assert (photos(1), photos(2)) == ("1 photo", "2 photos")


def test_german_is_german(spoken: Callable[[str], str]) -> None:
    assert spoken("de_AT") == "de"
    assert (photos(1), photos(2)) == ("1 Foto", "2 Fotos")
    assert QCoreApplication.translate("WindowGroup", "Dark") == "Dunkel"


def test_a_chosen_language_is_spoken_whatever_the_systems(
    spoken: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("en_US"))
    assert locale_of("system").name() == "en_US"
    assert locale_of("en").name() == "en_US"
    assert spoken(locale_of("de").name()) == "de"
    assert QLocale().toString(1234.5, "f", 1) == "1.234,5"


def test_keys_have_the_names_that_are_on_the_keyboard(spoken: Callable[[str], str]) -> None:
    assert spoken("de_DE") == "de"
    key = QKeySequence("Ctrl+Del")
    assert key.toString(QKeySequence.SequenceFormat.NativeText) == "Strg+Entf"
    assert key == QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Delete)


def test_any_other_language_is_english(spoken: Callable[[str], str]) -> None:
    assert spoken("fr_FR") == "en"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_of_the_window_lacks_a_translation(language: str, tmp_path: Path) -> None:
    gathered = _gathered(language, tmp_path)
    assert {_source(message): _state(message) for message in gathered if _state(message)} == {}
    # None that the window says no more is kept either.
    kept = ET.parse(resource(f"translations/imagefinder_{language}.ts")).getroot()
    assert {*map(_source, kept.iter("message"))} == {*map(_source, gathered)}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_is_whole(language: str) -> None:
    for message in ET.parse(resource(f"translations/imagefinder_{language}.ts")).iter("message"):
        source, texts = _source(message), _texts(message)
        assert len(texts) == (2 if message.get("numerus") else 1), source
        for text in texts:
            assert text.strip(), source
            assert sorted(PLACES.findall(text)) == sorted(PLACES.findall(source)), source
            assert text.count("&") == source.count("&"), source


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_the_window_reads_is_made_of_what_was_written(
    language: str, spoken: Callable[[str], str]
) -> None:
    spoken(language)
    written = ET.parse(resource(f"translations/imagefinder_{language}.ts")).getroot()
    for context in written.iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            count = 1 if message.get("numerus") else -1
            read = QCoreApplication.translate(name, _source(message), "", count)
            assert read == _texts(message)[0].replace("%Ln", "1"), name


def test_each_counted_text_is_a_plural() -> None:
    """lupdate takes `%Ln` for a plural in calls of `tr` only, with the count beside it."""
    messages = ET.parse(resource("translations/imagefinder_de.ts")).iter("message")
    assert [_source(m) for m in messages if "%Ln" in _source(m) and not m.get("numerus")] == []


def test_no_text_is_handed_to_tr_by_a_variable() -> None:
    """lupdate reads the sources: it sees literals alone, and calls of these names alone."""
    unseen = [
        f"{file.name}:{call.lineno}"
        for file in sorted(GUI.rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and _is_translating(call) and not _says_it_literally(call)
    ]
    assert unseen == []


def _is_translating(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(attr="tr") | ast.Name(id="translate" | "tr" | "_tr"):
            return True
        case ast.Attribute(attr="translate", value=ast.Name(id="QCoreApplication")):
            return True
    return False


def _says_it_literally(call: ast.Call) -> bool:
    named = 1 if isinstance(call.func, ast.Attribute) and call.func.attr == "tr" else 2
    said = call.args[:named]
    return len(said) == named and all(isinstance(text, ast.Constant) for text in said)


def _gathered(language: str, tmp_path: Path) -> list[ET.Element]:
    lupdate = Path(sys.executable).with_name("pyside6-lupdate")
    if not lupdate.exists():
        pytest.skip("needs lupdate, which comes with PySide6")
    kept = resource(f"translations/imagefinder_{language}.ts")
    file = tmp_path / kept.name
    shutil.copy(kept, file)
    sources = sorted(str(source) for source in GUI.rglob("*.py"))
    plurals = ["-pluralonly"] if language == "en" else []
    options = ["-source-language", "en", "-target-language", language, "-locations", "none"]
    subprocess.run(
        [str(lupdate), *sources, *plurals, *options, "-no-obsolete", "-ts", str(file)],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return list(ET.parse(file).iter("message"))


def _source(message: ET.Element) -> str:
    return message.findtext("source") or ""


def _state(message: ET.Element) -> str | None:
    """None where it is finished, else unfinished, vanished or obsolete."""
    translation = message.find("translation")
    return "missing" if translation is None else translation.get("type")


def _texts(message: ET.Element) -> list[str]:
    translation = message.find("translation")
    assert translation is not None
    forms = translation.findall("numerusform") or [translation]
    return [form.text or "" for form in forms]
