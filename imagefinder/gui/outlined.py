"""Radio buttons and check boxes whose edge is seen in the dark, too.

Fusion draws the edge in a darker shade of the window's colour, which on a dark window is no edge.
It takes that colour from the button's own palette, so that is where it gets a lighter one.
"""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QWidget

from imagefinder.gui.style import tones

# Fusion's edge is the window's colour, darkened so.
_DARKENED = 140


class Radio(QRadioButton):
    """One of several."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        _outline(self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            _outline(self)


class Check(QCheckBox):
    """On or off."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        _outline(self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            _outline(self)


def _outline(button: QAbstractButton) -> None:
    around = button.parentWidget()
    if around is None:
        return
    colour = QColor(tones(around.palette()).muted).lighter(_DARKENED)
    role = QPalette.ColorRole.Window
    if button.palette().color(role) != colour:
        palette = button.palette()
        palette.setColor(role, colour)
        button.setPalette(palette)
