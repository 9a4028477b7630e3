"""The menu bar: every action of the program, with its key.

Actions that others have made (pages, order and captions, what is done with photos) are shown here
as they are; what no other place offers is made here. `Commands` says what those do.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QMainWindow,
    QMenu,
    QWidget,
)

from imagefinder.gui.grid import Grid
from imagefinder.gui.help import HelpSheet, sections, show_about
from imagefinder.gui.icons import put_icon
from imagefinder.gui.photo_actions import PhotoActions


class Commands(NamedTuple):
    """What the actions made here do."""

    add_folder: Callable[[str], object]
    rescan: Callable[[], object]
    show_settings: Callable[[], object] | None
    close: Callable[[], object]
    paste: Callable[[], object]
    find: Callable[[], object]
    clear: Callable[[], object]
    show_recents: Callable[[], object]
    forget_recents: Callable[[], object]
    fill_screen: Callable[[], object]
    model: Callable[[], str]


class Shown(NamedTuple):
    """Actions made elsewhere, and what fills the menu of saved searches."""

    pages: Sequence[QAction]
    listing: QMenu
    save_search: QAction
    fill_saved: Callable[[QMenu], object]


class MenuBar(QObject):
    """Fills the menu bar of one window. Keys hold while the bar is hidden, too."""

    def __init__(self, window: QMainWindow, commands: Commands, shown: Shown) -> None:
        super().__init__(window)
        self._window = window
        self._bar = window.menuBar()
        self._commands = commands
        self._make_file()
        self._make_edit()
        self._make_view(shown)
        self._make_search(shown)
        self._make_photo()
        self._make_help()

    def _make_file(self) -> None:
        commands, menu = self._commands, self._menu(self.tr("&File"))
        self._add(menu, self.tr("Add folder…"), self._on_add_folder, "Ctrl+N", "folder")
        self._add(menu, self.tr("Look for changes now"), commands.rescan, "F5", "retry")
        if commands.show_settings:
            menu.addSeparator()
            text = self.tr("Settings…")
            self._add(menu, text, commands.show_settings, "Ctrl+,", "settings")
        menu.addSeparator()
        self._add(menu, self.tr("Close"), commands.close, "Ctrl+Q")

    def _make_edit(self) -> None:
        menu = self._menu(self.tr("&Edit"))
        self._add(menu, self.tr("Paste words or a picture"), self._commands.paste, "Ctrl+V")
        menu.addSeparator()
        self._add(menu, self.tr("Select all"), self._select_all, "Ctrl+A")
        self._add(menu, self.tr("Select none"), self._on_grid(Grid.clear_selection), "Ctrl+Shift+A")
        self._add(
            menu, self.tr("Invert the selection"), self._on_grid(Grid.invert_selection), "Ctrl+I"
        )

    def _make_view(self, shown: Shown) -> None:
        menu = self._menu(self.tr("&View"))
        menu.addActions(list(shown.pages))
        menu.addSeparator()
        larger = self._on_grid(lambda grid: grid.step_cell_size(1))
        smaller = self._on_grid(lambda grid: grid.step_cell_size(-1))
        self._add(menu, self.tr("Larger thumbnails"), larger, "Ctrl++", "zoom-in")
        self._add(menu, self.tr("Smaller thumbnails"), smaller, "Ctrl+-", "zoom-out")
        listing = menu.addMenu(shown.listing)
        listing.setText(self.tr("Order and captions"))
        menu.addSeparator()
        self._add(menu, self.tr("Full screen"), self._commands.fill_screen, "F11", "full-screen")

    def _make_search(self, shown: Shown) -> None:
        menu = self._menu(self.tr("&Search"))
        commands = self._commands
        self._add(menu, self.tr("Type a search"), commands.find, "Ctrl+F", "search")
        self._add(menu, self.tr("Clear the query"), commands.clear, "Ctrl+Shift+X", "close")
        menu.addSeparator()
        self._add(menu, self.tr("Recent searches"), self._show_recents, "Ctrl+R", "clock")
        self._add(menu, self.tr("Forget recent searches"), commands.forget_recents)
        menu.addSeparator()
        menu.addAction(shown.save_search)
        self._window.addAction(shown.save_search)
        saved = menu.addMenu(self.tr("Saved searches"))
        saved.aboutToShow.connect(lambda: shown.fill_saved(saved))

    def _make_photo(self) -> None:
        menu = self._menu(self.tr("&Photo"))
        menu.aboutToShow.connect(lambda: self._fill_photo(menu))

    def _make_help(self) -> None:
        menu = self._menu(self.tr("&Help"))
        self._add(menu, self.tr("Keys and the language of the query"), self._show_keys, "F1")
        self._add(menu, self.tr("About imagefinder"), self._show_about)

    def _menu(self, title: str) -> QMenu:
        return self._bar.addMenu(title)

    def _add(
        self, menu: QMenu, text: str, run: Callable[[], object], key: str = "", icon: str = ""
    ) -> QAction:
        action = menu.addAction(text)
        if icon:
            put_icon(action, icon, self._window)
        if key:
            action.setShortcut(QKeySequence(key))
        # What is triggered says whether it is checked, which nobody asked for.
        action.triggered.connect(lambda: run())
        # Of the window too: a hidden menu bar would take the keys with it.
        self._window.addAction(action)
        return action

    def _on_add_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Add a folder of photos"))
        if folder:
            self._commands.add_folder(folder)

    def _show_recents(self) -> None:
        self._commands.find()
        self._commands.show_recents()

    def _show_keys(self) -> None:
        sheet = HelpSheet(sections(self._window), self._window)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def _show_about(self) -> None:
        show_about(self._window, self._commands.model())

    def _select_all(self) -> None:
        """In the grid; where none is seen, in the list that has the keyboard."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractItemView):
            focus.selectAll()
        else:
            self._on_grid(Grid.select_all)()

    def _on_grid(self, act: Callable[[Grid], object]) -> Callable[[], object]:
        """`act` on the grid that is seen, if there is one."""

        def run() -> None:
            grid = next((one for one in self._window.findChildren(Grid) if one.isVisible()), None)
            if grid is not None:
                act(grid)

        return run

    def _fill_photo(self, menu: QMenu) -> None:
        """What can be done with photos on the page that is seen."""
        menu.clear()
        actions = _seen(self._window.findChildren(PhotoActions))
        if actions is None:
            menu.addAction(self.tr("No photo is shown here")).setEnabled(False)
            return
        ready_made = actions.menu(self._window)
        for action in ready_made.actions():
            menu.addSeparator() if action.isSeparator() else menu.addAction(action)
        ready_made.deleteLater()


def _seen(choices: Sequence[PhotoActions]) -> PhotoActions | None:
    """The one that the keyboard is at, else the first that is seen."""
    focus = QApplication.focusWidget()
    owners = [(one, one.parent()) for one in choices]
    seen = [(one, w) for one, w in owners if isinstance(w, QWidget) and w.isVisible()]
    at = (one for one, w in seen if focus is not None and (w is focus or w.isAncestorOf(focus)))
    return next(at, seen[0][0] if seen else None)
