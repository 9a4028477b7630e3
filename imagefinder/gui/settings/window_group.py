"""Settings: how the window looks, which language it speaks, how much memory it may take."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from imagefinder.gui.remembered import Remembered
from imagefinder.gui.settings.group import Group, show_choice, show_number

LEAST_MB, MOST_MB, STEP_MB = 64, 8192, 64


class WindowGroup(Group):
    """Theme, language, thumbnails."""

    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    memory_chosen = Signal(int)  # MB

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add_heading(self.tr("Window"))
        self._theme = self.make_combo(
            [
                ("system", self.tr("As the system")),
                ("light", self.tr("Light")),
                ("dark", self.tr("Dark")),
            ]
        )
        self._language = self.make_combo(
            # Each in its own words, for whoever can't read the others.
            [("system", self.tr("As the system")), ("en", "English"), ("de", "Deutsch")]
        )
        self._memory = self.make_spin(LEAST_MB, MOST_MB, STEP_MB, self.tr("MB"))
        self.add_row(self.tr("Theme"), self._theme)
        self.add_row(self.tr("Language"), self._language, self.tr("Spoken from the next start on."))
        self.add_row(
            self.tr("Memory for thumbnails"),
            self._memory,
            self.tr("More lets you scroll back and forth without a wait."),
        )
        self._connect()

    def show_remembered(self, remembered: Remembered) -> None:
        """These hold."""
        show_choice(self._theme, remembered.theme)
        show_choice(self._language, remembered.language)
        show_number(self._memory, remembered.thumbnail_mb)

    def _connect(self) -> None:
        self._theme.activated.connect(lambda _: self.theme_chosen.emit(self._theme.currentData()))
        self._language.activated.connect(
            lambda _: self.language_chosen.emit(self._language.currentData())
        )
        self._memory.valueChanged.connect(self.memory_chosen)
