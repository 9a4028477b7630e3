"""The names of the map's groups, in the window's language.

A group is named by one or two words of `map_words.txt`, which the model knows in English. A
translation holds as many lines, word for word. Called where colours get their legend.
"""

from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QLocale

from imagefinder.core.paths import resource
from imagefinder.gui.sentences import TRANSLATED

_BETWEEN = ", "


def told_group(name: str) -> str:
    """The words of `name` in the window's language; a word that isn't known stays as it is."""
    language = QLocale().name()[:2]
    if language not in TRANSLATED:
        return name
    words = _words(language)
    return _BETWEEN.join(words.get(word, word) for word in name.split(_BETWEEN))


@cache
def _words(language: str) -> Mapping[str, str]:
    english, translated = (
        resource(file).read_text("utf-8").splitlines()
        for file in ("map_words.txt", f"translations/map_words_{language}.txt")
    )
    return dict(zip(english, translated, strict=True))
