"""The saved searches in the side bar: a list of names, or one button where the bar is narrow.

A click or Enter asks again; the context menu, F2 and Delete change what is kept. Nothing is done
here: all of it comes out as signals.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from imagefinder.gui.icons import put_icon
from imagefinder.gui.offer_list import ICON, LineDelegate
from imagefinder.gui.page_button import PageButton
from imagefinder.gui.plain import plain_tip
from imagefinder.gui.style import SPACE_S, SPACE_XS, small_font


class SavedList(QWidget):
    """Names of saved searches, sorted as given."""

    ask_wanted = Signal(str)
    rename_wanted = Signal(str)
    replace_wanted = Signal(str)
    forget_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names: Sequence[str] = ()
        self._heading = QLabel(self.tr("Saved searches"), self)
        self._heading.setFont(small_font(self.font()))
        self._heading.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._heading.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, 0)
        self._list = self._made_list()
        self._button = self._made_button()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self._heading)
        column.addWidget(self._list, stretch=1)
        column.addWidget(self._button)
        column.addStretch(0)
        self.set_wide(True)

    def show_names(self, names: Sequence[str]) -> None:
        """These are kept."""
        self.names = tuple(names)
        self._list.clear()
        for name in names:
            item = QListWidgetItem(name, self._list)
            item.setToolTip(plain_tip(name))
            item.setData(ICON, "star")
        self.set_wide(self._wide)

    def set_wide(self, wide: bool) -> None:
        """Whether there is room for names; without saved searches nothing is shown."""
        self._wide = wide
        some = bool(self.names)
        self._heading.setVisible(wide and some)
        self._list.setVisible(wide and some)
        self._button.setVisible(not wide and some)

    def fill(self, menu: QMenu) -> None:
        """All of it as a menu: names to ask for, and below them how to change each."""
        menu.clear()
        for name in self.names:
            action = menu.addAction(_unmarked(name))
            action.triggered.connect(lambda _=False, name=name: self.ask_wanted.emit(name))
        if not self.names:
            menu.addAction(self.tr("Nothing is saved yet")).setEnabled(False)
            return
        menu.addSeparator()
        changing = menu.addMenu(self.tr("Change"))
        for name in self.names:
            self._fill_changes(changing.addMenu(_unmarked(name)), name)

    def _made_list(self) -> QListWidget:
        made = _Names(self)
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setAccessibleName(self.tr("Saved searches"))
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setUniformItemSizes(True)
        made.setItemDelegate(LineDelegate(made))
        made.setMouseTracking(True)
        made.viewport().setAutoFillBackground(False)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(self._on_menu)
        made.itemClicked.connect(lambda item: self.ask_wanted.emit(item.text()))
        made.asked.connect(self.ask_wanted)
        made.renamed.connect(self.rename_wanted)
        made.forgotten.connect(self.forget_wanted)
        return made

    def _made_button(self) -> QToolButton:
        button = PageButton(self)
        put_icon(button, "star", self)
        button.setText(self.tr("Saved"))
        button.setAccessibleName(self.tr("Saved searches"))
        button.setToolTip(self.tr("Saved searches"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self.fill(menu))
        button.setMenu(menu)
        return button

    def _on_menu(self, at: QPoint) -> None:
        item = self._list.itemAt(at)
        if item is None:
            return
        menu = QMenu(self)
        name = item.text()
        menu.addAction(self.tr("Search again"), lambda: self.ask_wanted.emit(name))
        self._fill_changes(menu, name)
        menu.exec(self._list.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _fill_changes(self, menu: QMenu, name: str) -> None:
        menu.addAction(self.tr("Rename…"), lambda: self.rename_wanted.emit(name))
        menu.addAction(
            self.tr("Replace by the current search"), lambda: self.replace_wanted.emit(name)
        )
        menu.addAction(self.tr("Delete…"), lambda: self.forget_wanted.emit(name))


class _Names(QListWidget):
    """Keys act on the marked name."""

    asked = Signal(str)
    renamed = Signal(str)
    forgotten = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks, F2 renames, Delete forgets."""
        item = self.currentItem()
        acts = {
            Qt.Key.Key_Return: self.asked,
            Qt.Key.Key_Enter: self.asked,
            Qt.Key.Key_F2: self.renamed,
            Qt.Key.Key_Delete: self.forgotten,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is not None and item is not None:
            act.emit(item.text())
        else:
            super().keyPressEvent(event)


def _unmarked(name: str) -> str:
    """As menus write it: their mark of a shortcut doubled."""
    return name.replace("&", "&&")
