"""The window's language: that of the system where it is translated, else English.

English has a translation too: it holds the plurals. Both are made from the sources by
`packaging/translations.sh`.
"""

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from imagefinder.core.paths import resource

TRANSLATED = ("de", "en")


def speak(app: QApplication, locale: QLocale | None = None) -> str:
    """Install the translation; returns the language's two letters."""
    wanted = (locale or QLocale.system()).name()[:2]
    language = wanted if wanted in TRANSLATED else "en"
    translator = QTranslator(app)
    if translator.load(str(resource(f"translations/imagefinder_{language}.qm"))):
        app.installTranslator(translator)
    return language
