"""The query bar: chips for what is asked, and a line to type more.

Typing searches as you type; Enter turns what was typed into chips. A chip is a term (words or a
picture, with a weight and a sign) or a filter. In goes nothing but keys and `add_*`; out goes
`query_changed` with a whole `Query`, and `complained` with a sentence where typed text makes none.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from imagefinder.core.errors import KnownError, UnfinishedQuery
from imagefinder.core.query import PictureFile, Query, Words
from imagefinder.gui.chip import HEIGHT_PX, Chip
from imagefinder.gui.chip_field import ChipField
from imagefinder.gui.chip_text import Part, Weighed, typed
from imagefinder.gui.icons import put_icon
from imagefinder.gui.previews import Previews
from imagefinder.gui.sentences import told
from imagefinder.gui.style import RADIUS_PX, SPACE_S, SPACE_XS, tones

TYPING_PAUSE_MS = 250


class QueryBar(QFrame):
    """Chips and a line edit; `parse` turns typed text into a query or raises KnownError."""

    query_changed = Signal(object)  # Query
    complained = Signal(str)
    entered = Signal()
    # Something is pasted that is no text.
    paste_wanted = Signal()

    def __init__(
        self,
        parse: Callable[[str], Query],
        holds_picture: Callable[[], bool] = lambda: False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parse = parse
        self._holds_picture = holds_picture
        self._chips: list[Chip] = []
        self._last: Query | None = Query()
        self._previews = Previews(self)
        self._previews.loaded.connect(self._on_preview)
        self.setObjectName("QueryBar")
        self._line = self._make_line()
        self._line.installEventFilter(self)
        self._field = ChipField(self._line, self)
        self._clear = self._button("close", self.tr("Clear the query"))
        self._clear.setToolTip(self.tr("Clear the query (Esc)"))
        self._clear.clicked.connect(self.clear)
        self._lay_out()
        self._timer = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._timer.timeout.connect(self._tell)
        self._show_chips()

    def query(self) -> Query:
        """Chips and typed text together; raises KnownError where the text makes no sense."""
        return self._with_chips(self._parse(self._line.text()))

    @property
    def line(self) -> QLineEdit:
        """Where one types."""
        return self._line

    def add_button(self, icon_name: str, name: str) -> QToolButton:
        """A button more, before the one that clears; it is reached by the keyboard too."""
        button = self._button(icon_name, name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row.insertWidget(self._row.count() - 1, button, alignment=Qt.AlignmentFlag.AlignTop)
        QWidget.setTabOrder(self._clear, button)
        return button

    def chips(self) -> Sequence[Chip]:
        """The chips, from left to right."""
        return tuple(self._chips)

    def set_text(self, text: str) -> None:
        """Type `text` in place of everything, and search for it at once."""
        self._remove_chips()
        self._line.setText(text)
        self._tell()

    def add_typed(self, text: str) -> None:
        """Chips of this text behind those there are; what stands in the line stays."""
        try:
            self._add_parts(self._parse(text))
        except KnownError as e:
            self._complain(e)
            return
        self._tell()
        self.entered.emit()

    def show_query(self, query: Query, anew: bool = False) -> None:
        """Ask for this in place of everything, all in chips; `anew` even if nothing changes."""
        if anew:
            self._last = None
        self._remove_chips()
        self._line.clear()
        self._add_parts(query)
        self._tell()
        self.focus()

    def ask_for_picture(self, path: str) -> None:
        """Search for one picture in place of everything."""
        self.ask_for_pictures([path])

    def ask_for_pictures(self, paths: Sequence[str]) -> None:
        """Search for several pictures at once in place of everything."""
        self._remove_chips()
        self._line.clear()
        self.add_pictures(paths)

    def add_pictures(self, paths: Sequence[str], weight: float = 1.0) -> None:
        """More (or, with a negative weight, less) like these pictures."""
        for path in paths:
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

    def close_previews(self) -> None:
        """End the thread that decodes the chips' pictures."""
        self._previews.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line that mean more than text."""
        if watched is self._line:
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self.update()
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._took(event)
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """One rounded field around chips and line, marked while somebody types in it."""
        colours, typing = tones(self.palette()), self._line.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(colours.base))
        painter.setPen(QPen(QColor(colours.accent if typing else colours.line), 2 if typing else 1))
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame, RADIUS_PX + 2, RADIUS_PX + 2)
        painter.end()

    def _with_chips(self, asked: Query) -> Query:
        terms = [chip.part for chip in self._chips if isinstance(chip.part, Weighed)]
        filters = [c.part for c in self._chips if not isinstance(c.part, Weighed)]
        return Query((*terms, *asked.terms), (*filters, *asked.filters))

    def _took(self, event: QKeyEvent) -> bool:
        """Escape clears, backspace takes the last chip back, left goes to it, paste may be more."""
        line, key = self._line, event.key()
        at_start = line.cursorPosition() == 0 and not line.hasSelectedText()
        if key == Qt.Key.Key_Escape and (self._chips or line.text()):
            self.clear()
        elif key == Qt.Key.Key_Backspace and at_start and self._chips:
            self._take_back(self._chips[-1])
        elif key == Qt.Key.Key_Left and at_start and self._chips:
            self._chips[-1].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.matches(QKeySequence.StandardKey.Paste) and self._holds_picture():
            self.paste_wanted.emit()
        else:
            return False
        return True

    def _make_line(self) -> QLineEdit:
        line = QLineEdit(self)
        line.setFrame(False)
        line.setPlaceholderText(self.tr("Describe a picture, or drop one here"))
        line.setAccessibleName(self.tr("Search"))
        line.setToolTip(
            self.tr('Words, -words, 2:"weighted words", folder:…, after:2019-06, camera:…, type:…')
        )
        line.textEdited.connect(lambda _: self._timer.start())
        line.returnPressed.connect(self._on_return)
        # The bar is dropped on as a whole; a line of its own would take addresses as text.
        line.setAcceptDrops(False)
        return line

    def _button(self, icon_name: str, name: str) -> QToolButton:
        button = QToolButton(self)
        put_icon(button, icon_name, self)
        button.setAutoRaise(True)
        button.setFixedSize(HEIGHT_PX, HEIGHT_PX)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _lay_out(self) -> None:
        glass = self._button("search", self.tr("Search now"))
        glass.clicked.connect(self._on_return)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_S, SPACE_XS, SPACE_S, SPACE_XS)
        row.setSpacing(SPACE_XS)
        row.addWidget(glass, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._field, stretch=1)
        row.addWidget(self._clear, alignment=Qt.AlignmentFlag.AlignTop)

    def _on_return(self) -> None:
        try:
            asked = self._parse(self._line.text())
        except KnownError as e:
            self._complain(e)
            return
        self._line.clear()
        self._add_parts(asked)
        self._tell()
        self.entered.emit()

    def _add_parts(self, query: Query) -> None:
        for part in (*query.terms, *query.filters):
            self._add(part)

    def _add(self, part: Part) -> None:
        chip = Chip(part, self._field)
        chip.changed.connect(self._tell)
        chip.removed.connect(lambda: self._remove(chip))
        chip.neighbour_wanted.connect(lambda step: self._go(chip, step))
        if isinstance(part, PictureFile):
            self._previews.want(part.path)
        self._chips.append(chip)
        self._show_chips()

    def _go(self, chip: Chip, step: int) -> None:
        """To the next chip in this direction; after the last one comes the line."""
        wanted = max(0, self._chips.index(chip) + step)
        target = self._chips[wanted] if wanted < len(self._chips) else self._line
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _take_back(self, chip: Chip) -> None:
        """Words become text again, to be changed; anything else goes."""
        if isinstance(chip.part, Words):
            text = typed(chip.part)
            self._line.setText(f"{text} {self._line.text()}".rstrip())
            self._line.setCursorPosition(len(text))
        self._remove(chip)

    def _remove(self, chip: Chip) -> None:
        self._chips.remove(chip)
        chip.hide()
        chip.deleteLater()
        self._show_chips()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def _remove_chips(self) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips.clear()
        self._show_chips()

    def _show_chips(self) -> None:
        self._field.show_chips(self._chips)
        self._show_clear()

    def _show_clear(self) -> None:
        self._clear.setVisible(bool(self._chips or self._line.text()))

    def _on_preview(self, path: str, pixmap: QPixmap) -> None:
        for chip in self._chips:
            if isinstance(chip.part, PictureFile) and chip.part.path == path:
                chip.show_picture(pixmap)

    def _tell(self) -> None:
        self._timer.stop()
        self._show_clear()
        try:
            query = self.query()
        except UnfinishedQuery:
            # Its value is about to be typed; who presses Enter is told that it lacks.
            text = self._line.text()
            query = self._with_chips(self._parse(text[: text.rfind(text.split()[-1])]))
        except KnownError as e:
            self._complain(e)
            return
        if query != self._last:
            self._last = query
            self.query_changed.emit(query)

    def _complain(self, error: KnownError) -> None:
        # So that going back to what was asked before takes the complaint away.
        self._last = None
        self.complained.emit(told(str(error)))
