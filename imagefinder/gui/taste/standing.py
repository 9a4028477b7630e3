"""The panel on the right: how well the taste is known, and by which pictures."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from imagefinder.core.tasting import TasteStatus
from imagefinder.gui.icons import put_icon
from imagefinder.gui.muted import Muted
from imagefinder.gui.style import SPACE_M, SPACE_S, SPACE_XS, heading_font, small_font
from imagefinder.gui.taste import sentences
from imagefinder.gui.taste.curve import Curve
from imagefinder.gui.taste.exemplars import Exemplars
from imagefinder.gui.taste.sources import Sources


class Standing(QScrollArea):
    """While there are too few votes it offers what to start from; then it says how right it was."""

    words_given = Signal(str)
    selection_wanted = Signal()
    rank_wanted = Signal()

    def __init__(self, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("How well this taste is known"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().rangeChanged.connect(self._on_range)
        self._on_range(0, 0)
        self.viewport().setAutoFillBackground(False)
        self._rank = QPushButton(self.tr("Rank my library"), self)
        put_icon(self._rank, "taste", self)
        self._rank.setToolTip(self.tr("Show all photos, what you like first"))
        self._rank.clicked.connect(self.rank_wanted)
        self._progress = self._heading()
        self._note = self._small()
        self._start = self._make_start()
        self._right = self._heading(self.tr("How often I was right"))
        self._overall, self._last_20 = QLabel(self), self._small()
        self._overall.setWordWrap(True)
        self._curve = Curve(self)
        self._liked = Exemplars(self.tr("You like"), sources, self)
        self._disliked = Exemplars(self.tr("You don’t"), sources, self)
        self._content = self._inside()
        self.setWidget(self._content)
        self._show_nothing()

    def show_status(self, status: TasteStatus) -> None:
        """Show how this taste stands."""
        enough = min(status.yes, status.no) >= sentences.ENOUGH_OF_EACH
        told = status.overall.told > 0
        self._rank.setEnabled(enough)
        self._show_text(self._progress, sentences.progress(status))
        self._show_text(self._note, status.note)
        self._start.setVisible(not enough)
        self._right.setVisible(told)
        self._show_text(self._overall, sentences.accuracy(status.overall) if told else "")
        longer = status.overall.told > status.last_20.told
        last = self.tr("The last 20: {0}").format(sentences.accuracy(status.last_20))
        self._show_text(self._last_20, last if longer else "")
        self._curve.show_shares(status.curve)
        for column, photo_ids in ((self._liked, status.liked), (self._disliked, status.disliked)):
            column.show_photos(photo_ids)
            column.setVisible(bool(status.liked or status.disliked))

    def show_selection(self, count: int) -> None:
        """How many photos are chosen on the page of the search."""
        self._from_selection.setVisible(count > 0)
        self._from_selection.setText(self.tr("Near %Ln chosen photo(s)", "", count))

    def least_width_px(self) -> int:
        """With less than this, words would lie behind the scroll bar."""
        return self._content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()

    def clear_words(self) -> None:
        """Another taste starts from other words."""
        self._words.clear()

    def _inside(self) -> QWidget:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE_XS, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self._rank)
        column.addSpacing(SPACE_S)
        for widget in (self._progress, self._note, self._start, self._right, self._overall):
            column.addWidget(widget)
        column.addWidget(self._last_20)
        column.addWidget(self._curve)
        column.addSpacing(SPACE_S)
        pair = QHBoxLayout()
        pair.setSpacing(SPACE_M)
        pair.addWidget(self._liked)
        pair.addWidget(self._disliked)
        column.addLayout(pair)
        column.addStretch(1)
        return inside

    def _make_start(self) -> QWidget:
        start = QWidget(self)
        title = QLabel(self.tr("Start from"), start)
        title.setFont(heading_font(self.font()))
        self._words = QLineEdit(start)
        self._words.setPlaceholderText(self.tr("words, as cosy interiors"))
        self._words.setAccessibleName(self.tr("Start from words"))
        self._words.returnPressed.connect(self._on_words)
        self._from_selection = QPushButton(start)
        self._from_selection.setAccessibleName(self.tr("Near the chosen photos"))
        self._from_selection.clicked.connect(self.selection_wanted)
        column = QVBoxLayout(start)
        column.setContentsMargins(0, SPACE_S, 0, SPACE_S)
        column.setSpacing(SPACE_XS)
        for widget in (title, self._words, self._from_selection):
            column.addWidget(widget)
        return start

    def _show_nothing(self) -> None:
        """Until it is known how the taste stands: headings with nothing below would mislead."""
        self._rank.setEnabled(False)
        known = (self._progress, self._note, self._start, self._right, self._overall, self._last_20)
        for part in (*known, self._curve, self._liked, self._disliked):
            part.hide()

    def _on_range(self, _least: int, most: int) -> None:
        """The keyboard comes here only where there is something to scroll."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if most else Qt.FocusPolicy.NoFocus)

    def _on_words(self) -> None:
        if words := self._words.text().strip():
            self.words_given.emit(words)

    def _heading(self, text: str = "") -> QLabel:
        label = QLabel(text, self)
        label.setFont(heading_font(self.font()))
        label.setWordWrap(True)
        return label

    def _small(self) -> Muted:
        label = Muted(self)
        label.setFont(small_font(self.font()))
        return label

    def _show_text(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))
