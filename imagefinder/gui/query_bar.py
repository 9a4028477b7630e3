"""The query bar: chips for what is asked, and a line to type more.

Typing searches as you type; Enter turns what was typed into chips. A chip is a term (words or a
picture, with a weight and a sign) or a filter. In goes nothing but keys and `add_*`; out goes
`query_changed` with a whole `Query`, and `complained` with a sentence where typed text makes none.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from imagefinder.core.errors import KnownError
from imagefinder.core.query import PictureFile, PictureVector, Query, Words
from imagefinder.gui.chip import Chip, Part
from imagefinder.gui.style import ICON_PX, SPACE_S, SPACE_XS, icon

TYPING_PAUSE_MS = 250


class QueryBar(QFrame):
    """Chips and a line edit; `parse` turns typed text into a query or raises KnownError."""

    query_changed = Signal(object)  # Query
    complained = Signal(str)

    def __init__(self, parse: Callable[[str], Query], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parse = parse
        self._chips: list[Chip] = []
        self._last: Query | None = None
        self.setObjectName("QueryBar")
        self._line = QLineEdit(self)
        self._line.setFrame(False)
        self._line.setPlaceholderText(self.tr("Describe a picture, or drop one here"))
        self._line.setAccessibleName(self.tr("Search"))
        self._line.setToolTip(
            self.tr('Words, -words, 2:"weighted words", folder:…, after:2019-06, camera:…, type:…')
        )
        self._clear = QToolButton(self)
        self._clear.setIcon(icon("close", self.palette()))
        self._clear.setAutoRaise(True)
        self._clear.setAccessibleName(self.tr("Clear the query"))
        self._clear.setToolTip(self.tr("Clear the query (Esc)"))
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_PAUSE_MS)
        self._timer.timeout.connect(self._tell)
        self._line.textEdited.connect(lambda _: self._timer.start())
        self._line.returnPressed.connect(self._on_return)
        self._clear.clicked.connect(self.clear)
        self._line.installEventFilter(self)

    def query(self) -> Query:
        """Chips and typed text together; raises KnownError where the text makes no sense."""
        typed = self._parse(self._line.text())
        terms = [chip.part for chip in self._chips if isinstance(chip.part, Words | PictureFile)]
        filters = [c.part for c in self._chips if not isinstance(c.part, Words | PictureFile)]
        return Query((*terms, *typed.terms), (*filters, *typed.filters))

    def set_text(self, text: str) -> None:
        """Type `text` in place of everything, and search for it at once."""
        self._remove_chips()
        self._line.setText(text)
        self._tell()

    def ask_for_picture(self, path: str) -> None:
        """Search for one picture in place of everything."""
        self.ask_for_pictures([path])

    def ask_for_pictures(self, paths: Sequence[str]) -> None:
        """Search for several pictures at once in place of everything."""
        self._remove_chips()
        self._line.clear()
        for path in paths:
            self._add(PictureFile(path))
        self._tell()

    def add_picture(self, path: str, weight: float = 1.0) -> None:
        """More (or, with a negative weight, less) like a picture."""
        self._add(PictureFile(path, weight))
        self._tell()

    def clear(self) -> None:
        """Ask for nothing."""
        self._remove_chips()
        self._line.clear()
        self._tell()

    def focus(self) -> None:
        """Type here."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape clears; backspace in an empty line takes the last chip back into the text."""
        if watched is self._line and isinstance(event, QKeyEvent) and _is_press(event):
            if event.key() == Qt.Key.Key_Escape and (self._chips or self._line.text()):
                self.clear()
                return True
            if event.key() == Qt.Key.Key_Backspace and not self._line.text() and self._chips:
                self._remove(self._chips[-1])
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        glass = QToolButton(self)
        glass.setIcon(icon("search", self.palette()))
        glass.setAutoRaise(True)
        glass.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        glass.setAccessibleName(self.tr("Search now"))
        glass.clicked.connect(self._on_return)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SPACE_S, SPACE_XS, SPACE_S, SPACE_XS)
        self._row.setSpacing(SPACE_XS)
        self._row.addWidget(glass)
        self._row.addWidget(self._line, stretch=1)
        self._row.addWidget(self._clear)
        self._line.setMinimumHeight(ICON_PX + SPACE_S + SPACE_XS)

    def _on_return(self) -> None:
        try:
            typed = self._parse(self._line.text())
        except KnownError as e:
            self.complained.emit(str(e))
            return
        self._line.clear()
        for part in (*typed.terms, *typed.filters):
            if not isinstance(part, PictureVector):
                self._add(part)
        self._tell()

    def _add(self, part: Part) -> None:
        chip = Chip(part, self)
        chip.changed.connect(self._tell)
        chip.removed.connect(lambda: self._remove(chip))
        self._chips.append(chip)
        self._row.insertWidget(len(self._chips), chip)

    def _remove(self, chip: Chip) -> None:
        self._chips.remove(chip)
        chip.deleteLater()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def _remove_chips(self) -> None:
        for chip in self._chips:
            chip.deleteLater()
        self._chips.clear()

    def _tell(self) -> None:
        self._timer.stop()
        try:
            query = self.query()
        except KnownError as e:
            self.complained.emit(str(e))
            return
        if query != self._last:
            self._last = query
            self.query_changed.emit(query)


def _is_press(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress
