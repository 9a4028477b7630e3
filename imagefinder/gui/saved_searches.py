"""Saved searches: kept by the engine, read from the library, shown in the side bar.

The star in the query bar keeps what is asked now; the list brings it back as chips.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from imagefinder.core.choices import ForgetSearch, SaveSearch
from imagefinder.core.errors import KnownError
from imagefinder.core.messages import Done
from imagefinder.core.query import Query
from imagefinder.gui.chip_text import query_label
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.icons import put_icon
from imagefinder.gui.library_view import LibraryReads
from imagefinder.gui.query_bar import QueryBar
from imagefinder.gui.saved_list import SavedList
from imagefinder.store.marks import Marks

LONGEST_NAME = 60


class SavedSearches(QObject):
    """`ask_name` asks for a name, `agreed` whether to go on; both show a dialog and wait."""

    def __init__(
        self,
        engine: EngineClient,
        reads: LibraryReads,
        bar: QueryBar,
        shown: SavedList,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._engine = engine
        self._reads = reads
        self._bar = bar
        self._shown = shown
        self._searches: dict[str, Query] = {}
        self._requests: set[int] = set()
        self.ask_name: Callable[[str, str], str] = self._ask_name
        self.agreed: Callable[[str, str, str], bool] = self._agreed
        self.action = self._made_action(window)
        engine.ready.connect(self.read)
        engine.done.connect(self._on_done)
        shown.ask_wanted.connect(self._on_ask)
        shown.rename_wanted.connect(self._on_rename)
        shown.replace_wanted.connect(self._on_replace)
        shown.forget_wanted.connect(self._on_forget)

    def read(self) -> None:
        """Show what is kept in the library."""
        self._reads.ask(
            "saved searches",
            lambda reader: Marks(reader.connection).saved_searches(),
            self._show,
        )

    def save(self) -> None:
        """Keep what is asked now, under a name that is asked for."""
        query = self._current()
        if query is None:
            return
        name = self.ask_name(self.tr("Save this search"), query_label(query)[:LONGEST_NAME])
        if name and (name not in self._searches or self._may_replace(name)):
            self._send(SaveSearch, name, query)

    def _made_action(self, window: QWidget) -> QAction:
        action = QAction(self.tr("Save this search…"), window)
        put_icon(action, "star", window)
        action.setShortcut(QKeySequence("Ctrl+D"))
        action.triggered.connect(self.save)
        button = self._bar.add_button("star", self.tr("Save this search"))
        button.setToolTip(self.tr("Save this search (Ctrl+D)"))
        button.clicked.connect(self.save)
        self._bar.query_changed.connect(lambda _: self._enable(action, button))
        self._bar.complained.connect(lambda _: self._enable(action, button))
        self._enable(action, button)
        return action

    def _enable(self, action: QAction, button: QWidget) -> None:
        some = self._current() is not None
        action.setEnabled(some)
        button.setVisible(some)

    def _current(self) -> Query | None:
        try:
            query = self._bar.query()
        except KnownError:
            return None
        return query if query.terms or query.filters else None

    def _show(self, searches: dict[str, Query]) -> None:
        self._searches = searches
        self._shown.show_names(sorted(searches, key=str.casefold))

    def _on_ask(self, name: str) -> None:
        if name in self._searches:
            self._bar.show_query(self._searches[name])

    def _on_rename(self, name: str) -> None:
        query = self._searches.get(name)
        new = self.ask_name(self.tr("Rename the saved search"), name)
        if query is None or not new or new == name:
            return
        if new not in self._searches or self._may_replace(new):
            self._send(SaveSearch, new, query)
            self._send(ForgetSearch, name)

    def _on_replace(self, name: str) -> None:
        query = self._current()
        if query is not None and self._may_replace(name):
            self._send(SaveSearch, name, query)

    def _on_forget(self, name: str) -> None:
        text = self.tr("Delete the saved search “{0}”? No photo is touched.").format(name)
        if self.agreed(self.tr("Delete the saved search"), text, self.tr("Delete")):
            self._send(ForgetSearch, name)

    def _may_replace(self, name: str) -> bool:
        text = self.tr("“{0}” is saved already. Replace it by the current search?").format(name)
        return self.agreed(self.tr("Replace the saved search"), text, self.tr("Replace"))

    def _send(self, kind: type[SaveSearch | ForgetSearch], *values: object) -> None:
        number = self._engine.next_request()
        self._requests.add(number)
        self._engine.send(kind(number, *values))  # type: ignore[arg-type]

    def _on_done(self, done: Done) -> None:
        if done.request in self._requests:
            self._requests.discard(done.request)
            self.read()

    def _ask_name(self, title: str, name: str) -> str:
        parent = self._bar.window()
        text, told = QInputDialog.getText(parent, title, self.tr("Name:"), text=name)
        return " ".join(text.split()) if told else ""

    def _agreed(self, title: str, text: str, verb: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, title, text, parent=self._bar.window())
        box.setTextFormat(Qt.TextFormat.PlainText)
        act = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        box.deleteLater()
        return box.clickedButton() is act
