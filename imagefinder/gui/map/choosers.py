"""The choosers above the map: what each axis is, and what colours mean."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QWidget

from imagefinder.core.mapping import (
    Axis,
    ByCluster,
    ByComponent,
    ByDate,
    ByFolder,
    ByScore,
    ByTaste,
    ByWords,
    Colouring,
)
from imagefinder.core.query import Query
from imagefinder.gui.map.axes import axis_name
from imagefinder.gui.map.words_dialog import WordsDialog
from imagefinder.gui.style import SPACE_XS

_SMALLEST_CHARACTERS = 15
_FEWEST, _MOST, _USUAL = 2, 24, 8
_WORDS = "words"


class AxisChooser(QComboBox):
    """Components with their shares, words used before, and "Words…"."""

    axis_chosen = Signal(object)  # Axis

    def __init__(self, across: bool, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._across = across
        self._axis: Axis = ByComponent(1 if across else 2)
        self._words: list[ByWords] = []
        self._explained: Sequence[float] = ()
        _name(self, name)
        _make_narrow(self)
        self.activated.connect(self._on_activated)
        self.show_axes((), self._axis)

    def show_axes(self, explained: Sequence[float], axis: Axis) -> None:
        """What may be chosen, and what is, without telling anybody."""
        self._explained, self._axis = explained, axis
        if isinstance(axis, ByWords) and axis not in self._words:
            self._words.append(axis)
        components: list[Axis] = [ByComponent(n) for n in range(1, len(explained) + 1)]
        choices = [*(components or [axis]), *self._words]
        with QSignalBlocker(self):
            self.clear()
            for choice in dict.fromkeys(choices):
                self.addItem(axis_name(choice, explained), choice)
            self.insertSeparator(self.count())
            self.addItem(self.tr("Words…"), _WORDS)
            self.setCurrentIndex(max(0, self._index_of(axis)))

    def ask_for_words(self) -> WordsDialog:
        """Show the dialog."""
        dialog = WordsDialog(self._across, self.window())
        dialog.chosen.connect(self._choose)
        dialog.open()
        dialog.towards.setFocus()
        return dialog

    def _on_activated(self, index: int) -> None:
        choice = self.itemData(index)
        if choice == _WORDS:
            self.setCurrentIndex(max(0, self._index_of(self._axis)))
            self.ask_for_words()
        elif choice is not None and choice != self._axis:
            self._choose(choice)

    def _choose(self, axis: Axis) -> None:
        self.show_axes(self._explained, axis)
        self.axis_chosen.emit(axis)

    def _index_of(self, axis: Axis) -> int:
        # Not findData: for Qt two structs are never the same.
        return next((i for i in range(self.count()) if self.itemData(i) == axis), -1)


class ColourChooser(QWidget):
    """None, folder, date, score, clusters with their number, tastes."""

    colour_chosen = Signal(object)  # Colouring | None

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._query = Query()
        self._tastes: Sequence[str] = ()
        self._combo = QComboBox(self)
        _name(self._combo, self.tr("Colour by"))
        _make_narrow(self._combo)
        self._clusters = QSpinBox(self)
        self._clusters.setRange(_FEWEST, _MOST)
        self._clusters.setValue(_USUAL)
        self._clusters.setAccessibleName(self.tr("Number of clusters"))
        self._clusters.setToolTip(self.tr("Number of clusters"))
        # Not at every key: each number is a computation.
        self._clusters.setKeyboardTracking(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_XS)
        row.addWidget(self._combo)
        row.addWidget(self._clusters)
        self._combo.activated.connect(lambda _: self._tell())
        self._clusters.valueChanged.connect(lambda _: self._tell())
        self.show_choices(Query(), (), None)

    def show_choices(self, query: Query, tastes: Sequence[str], chosen: Colouring | None) -> None:
        """What may be chosen, and what is, without telling anybody."""
        self._query, self._tastes = query, tastes
        with QSignalBlocker(self._combo), QSignalBlocker(self._clusters):
            self._combo.clear()
            for text, choice in self._choices(chosen):
                self._combo.addItem(text, choice)
            self._combo.setCurrentIndex(self._index_of(chosen))
            if isinstance(chosen, ByCluster):
                self._clusters.setValue(chosen.k)
        self._clusters.setVisible(isinstance(chosen, ByCluster))

    def _choices(self, chosen: Colouring | None) -> list[tuple[str, Colouring | None]]:
        names = list(self._tastes)
        if isinstance(chosen, ByTaste) and chosen.name not in names:
            names.append(chosen.name)
        choices: list[tuple[str, Colouring | None]] = [
            (self.tr("No colours"), None),
            (self.tr("Clusters"), ByCluster(self._clusters.value())),
            (self.tr("Folder"), ByFolder()),
            (self.tr("Date"), ByDate()),
        ]
        if self._query.terms or isinstance(chosen, ByScore):
            choices.append((self.tr("Score of the query"), ByScore(self._query)))
        choices += [(self.tr("Taste: {0}").format(name), ByTaste(name)) for name in names]
        return choices

    def _index_of(self, chosen: Colouring | None) -> int:
        kinds = [self._combo.itemData(i) for i in range(self._combo.count())]
        if isinstance(chosen, ByTaste):
            return kinds.index(chosen)
        return next((i for i, kind in enumerate(kinds) if type(kind) is type(chosen)), 0)

    def _tell(self) -> None:
        choice = self._combo.currentData()
        if isinstance(choice, ByCluster):
            choice = ByCluster(self._clusters.value())
        self._clusters.setVisible(isinstance(choice, ByCluster))
        self.colour_chosen.emit(choice)


def _name(combo: QComboBox, name: str) -> None:
    """For a screen reader; its list takes the keyboard too."""
    for part in (combo, combo.view()):
        part.setAccessibleName(name)
    combo.setToolTip(name)


def _make_narrow(combo: QComboBox) -> None:
    """As narrow as the window needs it; what is cut off is read in the list."""
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(_SMALLEST_CHARACTERS)
