"""The window's languages: plurals in English, everything in German."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from imagefinder.core.paths import resource
from imagefinder.gui.languages import TRANSLATED, locale_of, speak

GUI = Path(__file__).parents[2] / "imagefinder" / "gui"


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
    assert QCoreApplication.translate("WindowMenu", "Dark") == "Dunkel"


def test_a_chosen_language_is_spoken_whatever_the_systems(
    spoken: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("en_US"))
    assert locale_of("system").name() == "en_US"
    assert locale_of("en").name() == "en_US"
    assert spoken(locale_of("de").name()) == "de"
    assert QLocale().toString(1234.5, "f", 1) == "1.234,5"


def test_any_other_language_is_english(spoken: Callable[[str], str]) -> None:
    assert spoken("fr_FR") == "en"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_of_the_window_lacks_a_translation(language: str, tmp_path: Path) -> None:
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
        [str(lupdate), *sources, *plurals, *options, "-ts", str(file)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    unfinished = r"<source>([^<]*)</source>\s*<translation type=\"unfinished\""
    assert re.findall(unfinished, file.read_text("utf-8")) == []
