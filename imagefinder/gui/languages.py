"""The window's language: as chosen, else that of the system where it is translated, else English.

English has a translation too: it holds the plurals. Both are made from the sources by
`packaging/translations.sh`. What Qt itself says (keys, the buttons of its dialogs) comes with Qt.
"""

from typing import Literal

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from imagefinder.core.paths import resource

TRANSLATED = ("de", "en")
Language = Literal["system", "en", "de"]


def locale_of(language: Language) -> QLocale:
    """The system's locale; where another language was chosen, that language's, for numbers too."""
    system = QLocale.system()
    return system if language in ("system", system.name()[:2]) else QLocale(language)


def speak(app: QApplication, locale: QLocale | None = None) -> str:
    """Install the translation; returns the language's two letters."""
    wanted = (locale or QLocale.system()).name()[:2]
    language = wanted if wanted in TRANSLATED else "en"
    of_qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for file in (
        f"{of_qt}/qtbase_{language}.qm",
        str(resource(f"translations/imagefinder_{language}.qm")),
    ):
        translator = QTranslator(app)
        if translator.load(file):
            app.installTranslator(translator)
    QLocale.setDefault(locale or QLocale.system())
    return language
