"""The list of pages on the left, icons with names."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from imagefinder.gui.icons import put_icon
from imagefinder.gui.pages import Page
from imagefinder.gui.style import SPACE_S, SPACE_XS

WIDTH_PX = 92
ICON_SIZE_PX = 24


class Navigation(QWidget):
    """One checkable button a page; `pages` are given with icon name and title, top to bottom."""

    chosen = Signal(object)  # Page

    def __init__(
        self, pages: Sequence[tuple[Page, str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("Navigation")
        self.setFixedWidth(WIDTH_PX)
        self._pages = [page for page, _, _ in pages]
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XS, SPACE_S, SPACE_XS, SPACE_S)
        column.setSpacing(SPACE_XS)
        for number, (_, icon_name, title) in enumerate(pages):
            button = self._button(icon_name, title, number)
            self._group.addButton(button, number)
            column.addWidget(button)
        column.addStretch(1)
        self._foot = column
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._pages[number]))
        self.choose(self._pages[0])

    def choose(self, page: Page) -> None:
        """Mark a page as the one shown."""
        self._group.button(self._pages.index(page)).setChecked(True)

    def add_at_foot(self, button: QToolButton) -> None:
        """A button that is no page, below all of them."""
        self._foot.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)

    def set_pages_enabled(self, enabled: bool) -> None:
        """Whether there is a page to turn to."""
        for button in self._group.buttons():
            button.setEnabled(enabled)

    def _button(self, icon_name: str, title: str, number: int) -> QToolButton:
        button = QToolButton(self)
        put_icon(button, icon_name, self)
        button.setIconSize(QSize(ICON_SIZE_PX, ICON_SIZE_PX))
        button.setText(title)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFixedWidth(WIDTH_PX - 2 * SPACE_XS)
        button.setAccessibleName(title)
        button.setToolTip(f"{title} (Ctrl+{number + 1})")
        return button
