"""Remarks: text in a quiet colour that follows the theme, wrapped where it is narrow."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from imagefinder.gui.style import tones


class Muted(QLabel):
    """A label for what is said beside something."""

    def __init__(self, parent: QWidget | None = None, text: str = "") -> None:
        super().__init__(text, parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._follow_theme()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colour of the new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._follow_theme()

    def _follow_theme(self) -> None:
        role, colour = QPalette.ColorRole.WindowText, QColor(tones(self.palette()).muted)
        if self.palette().color(role) != colour:
            palette = self.palette()
            palette.setColor(role, colour)
            self.setPalette(palette)
