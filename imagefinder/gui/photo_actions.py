"""What can be done with the chosen photos: one list for the menu, the keys and the window.

`PhotoActions(chosen, widget)` asks `chosen()` for the ids of the photos that are meant (int64, in
the order shown) at the moment something is done, and emits them: each signal below carries that
array first. An action is seen, and its key works, once somebody is connected to its signal. The
grid, the map, the viewer and others each have one of these; `PhotoDeeds.serve` carries out what
they want, and `PhotoDeeds.for_each` lets others connect to all of them.
"""

from collections.abc import Callable, Collection

from PySide6.QtCore import QMetaMethod, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from imagefinder.gui.icons import put_icon
from imagefinder.gui.listing import Ids as Ids


class PhotoActions(QObject):
    """Actions on the photos `chosen()`; they do nothing without one."""

    # Each with the ids of all chosen photos; who wants one only takes the first.
    view_wanted = Signal(object)
    only_similar_wanted = Signal(object)
    similar_wanted = Signal(object, float)  # weight: > 0 more, < 0 less like them
    map_wanted = Signal(object)
    votes_wanted = Signal(object, bool)  # liked
    open_wanted = Signal(object)
    show_in_folder_wanted = Signal(object)
    copy_image_wanted = Signal(object)
    copy_files_wanted = Signal(object)
    copy_paths_wanted = Signal(object)
    export_wanted = Signal(object)
    hide_wanted = Signal(object, bool)  # hidden, or shown again
    trash_wanted = Signal(object)

    def __init__(
        self, chosen: Callable[[], Ids], widget: QWidget, without_keys: Collection[str] = ()
    ) -> None:
        """`without_keys` are those that mean something else in this widget."""
        super().__init__(widget)
        self._chosen = chosen
        self._widget = widget
        self._without_keys = without_keys
        # None parts groups.
        self._actions: list[QAction | None] = []
        self._signals: dict[QAction, QMetaMethod] = {}
        self._hide, self._unhide = self._make()
        self._lists_hidden = False
        self._show_connected()
        widget.addActions(list(self._signals))

    def menu(self, parent: QWidget) -> QMenu:
        """All of them as a menu."""
        menu = QMenu(parent)
        for action in self._actions:
            menu.addSeparator() if action is None else menu.addAction(action)
        return menu

    def show_hidden(self, listed: bool) -> None:
        """Whether it is hidden photos that are listed: those can be shown again, not hidden."""
        self._lists_hidden = listed
        self._show_connected()

    def connectNotify(self, signal: QMetaMethod) -> None:
        """Somebody listens now."""
        if signal in self._signals.values():
            self._show_connected()

    def _show_connected(self) -> None:
        for action, signal in self._signals.items():
            wrong_way = action is (self._hide if self._lists_hidden else self._unhide)
            action.setVisible(self.isSignalConnected(signal) and not wrong_way)

    def _make(self) -> tuple[QAction, QAction]:
        self._make_for_looking()
        self._part()
        self._make_for_outside()
        self._part()
        hide = self._add(self.hide_wanted, self.tr("Hide from results"), "hide", "Ctrl+H", True)
        again = self.tr("Show in results again")
        unhide = self._add(self.hide_wanted, again, "eye", "Ctrl+Shift+H", False)
        self._add(self.trash_wanted, self.tr("Move to trash…"), "trash", "Del")
        return hide, unhide

    def _make_for_looking(self) -> None:
        add = self._add
        add(self.view_wanted, self.tr("View"), "eye")
        add(self.only_similar_wanted, self.tr("Find similar"), "similar", "Ctrl+L")
        add(self.similar_wanted, self.tr("More like this"), "plus", "+", 1.0)
        add(self.similar_wanted, self.tr("Less like this"), "minus", "-", -1.0)
        add(self.map_wanted, self.tr("Show on the map"), "map", "Ctrl+M")
        self._part()
        add(self.votes_wanted, self.tr("Like"), "heart", "Y", True)
        add(self.votes_wanted, self.tr("Don't like"), "", "N", False)

    def _make_for_outside(self) -> None:
        add = self._add
        add(self.open_wanted, self.tr("Open"), "open-external", "Ctrl+O")
        add(self.show_in_folder_wanted, self.tr("Show in folder"), "show-in-folder", "Ctrl+Shift+O")
        self._part()
        add(self.copy_files_wanted, self.tr("Copy files"), "copy", "Ctrl+C")
        add(self.copy_paths_wanted, self.tr("Copy paths"), "", "Ctrl+Shift+C")
        add(self.copy_image_wanted, self.tr("Copy image"), "picture", "Ctrl+Alt+C")
        add(self.export_wanted, self.tr("Export copies…"), "export", "Ctrl+E")

    def _part(self) -> None:
        self._actions.append(None)

    def _add(
        self, signal: SignalInstance, text: str, icon: str, key: str = "", *arguments: object
    ) -> QAction:
        action = QAction(text, self._widget)
        if icon:
            put_icon(action, icon, self._widget)
        if key and key not in self._without_keys:
            action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self._run(signal, arguments))
        self._actions.append(action)
        self._signals[action] = QMetaMethod.fromSignal(signal)
        return action

    def _run(self, signal: SignalInstance, arguments: tuple[object, ...]) -> None:
        ids = self._chosen()
        if len(ids):
            signal.emit(ids, *arguments)
