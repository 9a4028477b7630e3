"""What can be done with the chosen photos: one list for the menu, the keys and the window.

Which photos are meant is asked at the moment it is done; what is to happen comes out as signals.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from imagefinder.gui.icons import put_icon


class PhotoActions(QObject):
    """Actions on `chosen()`, the paths of the selected photos; they do nothing without one."""

    view_wanted = Signal()
    only_similar_wanted = Signal(object)  # str: not every path survives as a Qt string
    similar_wanted = Signal(object, float)  # list[str], weight: > 0 more, < 0 less like them
    open_wanted = Signal(object)  # str
    show_in_folder_wanted = Signal(object)  # str
    copy_files_wanted = Signal(object)  # list[str]
    copy_paths_wanted = Signal(object)  # list[str]
    export_wanted = Signal(object)  # list[str]

    def __init__(self, chosen: Callable[[], list[str]], widget: QWidget) -> None:
        super().__init__(widget)
        self._chosen = chosen
        self._widget = widget
        self._actions = self._made()
        widget.addActions([action for action in self._actions if action is not None])

    def menu(self, parent: QWidget) -> QMenu:
        """All of them as a menu."""
        menu = QMenu(parent)
        for action in self._actions:
            menu.addSeparator() if action is None else menu.addAction(action)
        return menu

    def _made(self) -> list[QAction | None]:
        similar, make = self.similar_wanted, self._action
        return [
            make(self.tr("View"), "eye", "", lambda _: self.view_wanted.emit()),
            make(
                self.tr("Find similar"), "similar", "Ctrl+L", self._first(self.only_similar_wanted)
            ),
            make(self.tr("More like this"), "plus", "+", lambda p: similar.emit(p, 1.0)),
            make(self.tr("Less like this"), "minus", "-", lambda p: similar.emit(p, -1.0)),
            None,
            make(self.tr("Open"), "open-external", "Ctrl+O", self._first(self.open_wanted)),
            make(
                *(self.tr("Show in folder"), "show-in-folder", "Ctrl+Shift+O"),
                self._first(self.show_in_folder_wanted),
            ),
            None,
            make(self.tr("Copy files"), "copy", "Ctrl+C", self.copy_files_wanted.emit),
            make(self.tr("Copy paths"), "", "Ctrl+Shift+C", self.copy_paths_wanted.emit),
            make(self.tr("Export copies…"), "export", "Ctrl+E", self.export_wanted.emit),
        ]

    def _first(self, signal: SignalInstance) -> Callable[[list[str]], object]:
        return lambda paths: signal.emit(paths[0])

    def _action(
        self, text: str, icon_name: str, key: str, run: Callable[[list[str]], object]
    ) -> QAction:
        action = QAction(text, self._widget)
        if icon_name:
            put_icon(action, icon_name, self._widget)
        if key:
            action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self._run(run))
        return action

    def _run(self, run: Callable[[list[str]], object]) -> None:
        if paths := self._chosen():
            run(paths)
