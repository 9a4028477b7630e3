"""The button at the foot of the navigation: theme, and what else concerns the whole window."""

from typing import get_args

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from imagefinder.gui.icons import put_icon
from imagefinder.gui.navigation import ICON_SIZE_PX
from imagefinder.gui.style import Theme


class WindowMenu(QToolButton):
    """A menu; choices come out as signals."""

    theme_chosen = Signal(str)  # Theme
    close_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        put_icon(self, "settings", self)
        self.setIconSize(QSize(ICON_SIZE_PX, ICON_SIZE_PX))
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.setAccessibleName(self.tr("Settings"))
        self.setToolTip(self.tr("Settings"))
        self.setMenu(self._made(theme))

    def _made(self, theme: Theme) -> QMenu:
        menu = QMenu(self)
        menu.addSection(self.tr("Theme"))
        names = {
            "system": self.tr("As the system"),
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
        }
        group = QActionGroup(menu)
        for choice in get_args(Theme):
            action = group.addAction(names[choice])
            action.setCheckable(True)
            action.setChecked(choice == theme)
            action.setData(choice)
            menu.addAction(action)
        group.triggered.connect(lambda action: self.theme_chosen.emit(action.data()))
        menu.addSeparator()
        # Named only: the key belongs to the window, and twice the same key would do nothing.
        keys = QKeySequence("Ctrl+Q").toString(QKeySequence.SequenceFormat.NativeText)
        menu.addAction(self.tr("Close") + f"\t{keys}", self.close_wanted.emit)
        return menu
