"""The side bar: the pages, below them what others put there, and a button at its foot.

Wide, it shows icons with names beside them; narrow (`set_wide`), names stand below the icons. Each
page is an action with its key, which the menu bar shows too.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from imagefinder.gui.icons import put_icon
from imagefinder.gui.page_button import PageButton
from imagefinder.gui.pages import Page
from imagefinder.gui.style import SPACE_S, SPACE_XS

WIDTH_PX, WIDE_PX = 92, 188


class Navigation(QWidget):
    """One checkable button a page; `pages` are given with icon name and title."""

    chosen = Signal(object)  # Page

    def __init__(
        self, pages: Sequence[tuple[Page, str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("Navigation")
        self._group = QActionGroup(self)
        self._actions: dict[Page, QAction] = {}
        self._buttons: list[PageButton] = []
        self._below: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_XS, SPACE_S, SPACE_XS, SPACE_S)
        self._column.setSpacing(SPACE_XS)
        order = list(Page)
        for number, page in enumerate(sorted(pages, key=lambda one: order.index(one[0])), 1):
            self._add_page(*page, f"Ctrl+{number}")
        self._column.addStretch(1)
        self.set_wide(False)
        next(iter(self._actions.values())).setChecked(True)

    @property
    def page_actions(self) -> Sequence[QAction]:
        """One for each page, in their order."""
        return tuple(self._actions.values())

    def choose(self, page: Page) -> None:
        """Mark a page as the one shown."""
        self._actions[page].setChecked(True)

    def add_below(self, widget: QWidget) -> None:
        """Something between the pages and the foot, with all the height that is left."""
        self._below = widget
        # In place of the gap.
        self._column.takeAt(len(self._buttons))
        self._column.insertWidget(len(self._buttons), widget, stretch=1)

    def add_at_foot(self, button: QToolButton) -> None:
        """A button that is no page, below all of them."""
        self._column.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)

    def set_pages_enabled(self, enabled: bool) -> None:
        """Whether there is a page to turn to."""
        self._group.setEnabled(enabled)
        if self._below:
            self._below.setEnabled(enabled)

    def set_wide(self, wide: bool) -> None:
        """Whether names stand beside the icons, or below them."""
        for button in self._buttons:
            button.set_wide(wide)
        # A page may have a long name in another language.
        longest = max((button.sizeHint().width() for button in self._buttons), default=0)
        self.setFixedWidth(max(WIDE_PX if wide else WIDTH_PX, longest + 2 * SPACE_XS))

    def _add_page(self, page: Page, icon_name: str, title: str, keys: str) -> None:
        action = QAction(title, self)
        put_icon(action, icon_name, self)
        action.setCheckable(True)
        action.setShortcut(QKeySequence(keys))
        action.setToolTip(f"{title} ({action.shortcut().toString(_NATIVE)})")
        action.triggered.connect(lambda: self.chosen.emit(page))
        self._group.addAction(action)
        self._actions[page] = action
        button = PageButton(self)
        button.setDefaultAction(action)
        button.setAccessibleName(title)
        self._buttons.append(button)
        self._column.addWidget(button)


_NATIVE = QKeySequence.SequenceFormat.NativeText
