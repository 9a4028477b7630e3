"""What the window remembers until its next start: where it was, and how it showed things.

Kept as `window.ini` in the library's folder. What can't be understood counts as not there.
"""

from enum import Enum
from pathlib import Path
from typing import TypeVar, get_args

from PySide6.QtCore import QByteArray, QSettings

from imagefinder.gui.grid import Caption
from imagefinder.gui.grid.placed import DEFAULT_CELL_PX
from imagefinder.gui.languages import Language
from imagefinder.gui.listing import Order
from imagefinder.gui.pages import Page
from imagefinder.gui.style import Theme
from imagefinder.gui.thumbnails import USUAL_MB

E = TypeVar("E", bound=Enum)


class Remembered:
    """One library's window."""

    def __init__(self, file: Path) -> None:
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def geometry(self) -> QByteArray | None:
        """As `QWidget.saveGeometry` gave it."""
        value = self._settings.value("geometry")
        return value if isinstance(value, QByteArray) else None

    @property
    def page(self) -> Page:
        """The page that was open."""
        return self._one_of(Page, "page", Page.SEARCH)

    @property
    def cell_px(self) -> int:
        """The size of thumbnails."""
        return self._number("thumbnails", DEFAULT_CELL_PX)

    @property
    def theme(self) -> Theme:
        """Light, dark, or what the system has."""
        value = self._settings.value("theme")
        return value if value in get_args(Theme) else "system"

    @property
    def order(self) -> Order:
        """How photos are sorted."""
        return self._one_of(Order, "order", Order.RELEVANCE)

    @property
    def caption(self) -> Caption:
        """What is written below them."""
        return self._one_of(Caption, "caption", Caption.NAME)

    @property
    def details(self) -> bool:
        """Whether the panel on the right is shown."""
        return str(self._settings.value("details", "true")).lower() != "false"

    @property
    def recent(self) -> str:
        """What was asked lately, as `Recents` writes it."""
        return str(self._settings.value("recent", ""))

    @property
    def language(self) -> Language:
        """The language of the window, or that of the system."""
        value = self._settings.value("language")
        return value if value in get_args(Language) else "system"

    @property
    def thumbnail_mb(self) -> int:
        """How much memory thumbnails may take."""
        return max(1, self._number("thumbnail_mb", USUAL_MB))

    @property
    def map_x(self) -> str:
        """The horizontal axis of the map, as `gui.map.axes` writes it."""
        return str(self._settings.value("map_x", ""))

    @property
    def map_y(self) -> str:
        """Its vertical axis."""
        return str(self._settings.value("map_y", ""))

    @property
    def map_colour(self) -> str:
        """What its colours tell."""
        return str(self._settings.value("map_colour", ""))

    @property
    def taste(self) -> str:
        """The taste that was voted in last."""
        return str(self._settings.value("taste", ""))

    def keep(self, **values: object) -> None:
        """Remember these, named as the properties; thumbnails for `cell_px`."""
        for name, value in values.items():
            plain = value.value if isinstance(value, Enum) else value
            self._settings.setValue("thumbnails" if name == "cell_px" else name, plain)

    def _number(self, name: str, default: int) -> int:
        try:
            return int(str(self._settings.value(name, default)))
        except ValueError:
            return default

    def _one_of(self, kind: type[E], name: str, default: E) -> E:
        try:
            return kind(self._settings.value(name))
        except ValueError:
            return default
