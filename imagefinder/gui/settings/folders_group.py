"""Settings: whether folders are watched, what in them is left out, and what is too large."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from imagefinder.core.settings import Settings
from imagefinder.gui.settings.group import Group, show_choice, show_number

PATTERNS_HEIGHT_PX = 84
MOST_MEGAPIXELS, MOST_MEGABYTES = 10_000, 100_000


class FoldersGroup(Group):
    """Watching and exclusions."""

    chosen = Signal(str, object)  # the name of a setting, its value

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add_heading(self.tr("Folders"))
        self._watch = self.make_combo(
            [(True, self.tr("As they come")), (False, self.tr("When I ask"))]
        )
        self._exclude = Patterns(self)
        self.add_row(
            self.tr("New pictures are found"),
            self._watch,
            self.tr("When you ask: by “Look again” on the page of folders."),
        )
        self.add_row(
            self.tr("Leave out"),
            self._exclude,
            self.tr("One pattern a line, such as *.gif, Thumbs or */private/*."),
        )
        self._watch.activated.connect(
            lambda _: self.chosen.emit("watch", self._watch.currentData())
        )
        self._exclude.finished.connect(lambda patterns: self.chosen.emit("exclude", patterns))

    def show_settings(self, settings: Settings) -> None:
        """These hold."""
        show_choice(self._watch, settings.watch)
        self._exclude.show_patterns(settings.exclude)

    def focus_exclusions(self) -> None:
        """Begin to write patterns."""
        self._exclude.setFocus()


class Patterns(QPlainTextEdit):
    """Patterns, one a line; told when the person goes elsewhere."""

    finished = Signal(object)  # tuple[str, ...]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: tuple[str, ...] = ()
        self.setTabChangesFocus(True)
        self.setFixedHeight(PATTERNS_HEIGHT_PX)

    def show_patterns(self, patterns: tuple[str, ...]) -> None:
        """These hold; what is being written stays."""
        self._known = patterns
        if not self.hasFocus():
            self.setPlainText("\n".join(patterns))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was written is meant now."""
        super().focusOutEvent(event)
        lines = (line.strip() for line in self.toPlainText().splitlines())
        written = tuple(dict.fromkeys(line for line in lines if line))
        if written != self._known:
            self._known = written
            self.finished.emit(written)


class LimitsGroup(Group):
    """What is refused for its size."""

    chosen = Signal(str, object)  # the name of a setting, its value

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._megapixels = self.make_spin(1, MOST_MEGAPIXELS, 50, self.tr("megapixels"))
        self._megabytes = self.make_spin(1, MOST_MEGABYTES, 256, self.tr("MB"))
        self.add_row(
            self.tr("Largest picture"),
            self._megapixels,
            self.tr("A guard against files that would fill the memory; larger ones are problems."),
        )
        self.add_row(self.tr("Largest file"), self._megabytes)
        self._megapixels.valueChanged.connect(lambda n: self.chosen.emit("max_megapixels", n))
        self._megabytes.valueChanged.connect(lambda n: self.chosen.emit("max_file_megabytes", n))

    def show_settings(self, settings: Settings) -> None:
        """These hold."""
        show_number(self._megapixels, settings.max_megapixels)
        show_number(self._megabytes, settings.max_file_megabytes)
