"""The line at the foot of the window: what the engine is doing, how fast, how long, and pause."""

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QToolButton, QWidget

from imagefinder.core.reports import LibraryStatus, Progress, SearchResult
from imagefinder.gui.durations import duration
from imagefinder.gui.elided import Elided
from imagefinder.gui.icons import put_icon
from imagefinder.gui.pages import Page
from imagefinder.gui.style import SPACE_M, SPACE_S, SPACE_XS, tones

BAR_WIDTH_PX, BAR_HEIGHT_PX = 140, 6
# How long a remark stands where nothing else has to be said.
REMARK_MS = 8000
# Where the coverage stands: row, column, and how many of both it takes.
_BESIDE, _BELOW = (0, 3, 1, 1), (1, 0, 1, 4)


class StatusLine(QWidget):
    """Shows progress, the library's size and the last search's coverage.

    A remark is read, then gives way to what goes on; a note stays until something new goes on.
    """

    pause_toggled = Signal(bool)
    page_wanted = Signal(object)  # Page

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("StatusLine")
        self._held = False
        self._working = False
        self._standing = self.tr("Starting…")
        self._doing = Elided(self)
        self._doing.setAccessibleName(self.tr("What is happening"))
        self._coverage = self._make_coverage()
        self._bar = self._make_bar()
        self._pause = QToolButton(self)
        self._pause.setAutoRaise(True)
        self._pause.clicked.connect(lambda: self.pause_toggled.emit(not self._held))
        self._remark = QTimer(self, singleShot=True, interval=REMARK_MS)
        self._remark.timeout.connect(lambda: self._show_doing(self._standing))
        self._grid, self._place = QGridLayout(self), _BESIDE
        self._lay_out()
        self.show_held(False)
        self._show_working(False)
        self._say(self._standing)

    def show_progress(self, progress: Progress) -> None:
        """Work goes on."""
        self._show_working(True)
        self._pause.setVisible(progress.phase in ("scan", "index"))
        self._bar.setRange(0, progress.total or 0)
        self._bar.setValue(progress.done if progress.total else 0)
        if not self._held:
            self._say(self._progress_text(progress))

    def show_status(self, status: LibraryStatus) -> None:
        """How the library stands; says so where nothing else goes on."""
        if not self._working:
            self.show_idle(status)

    def show_idle(self, status: LibraryStatus | None) -> None:
        """Nothing is being done."""
        self._show_working(False)
        self._say(self._idle_text(status) if status else self.tr("Starting…"))

    def show_note(self, text: str) -> None:
        """A sentence instead of progress, that stays."""
        self._show_working(False)
        self._remark.stop()
        self._say(text)

    def show_remark(self, text: str) -> None:
        """A sentence for some seconds."""
        self._show_doing(text)
        self._remark.start()

    def show_held(self, held: bool) -> None:
        """The indexing is held, or goes on."""
        self._held = held
        name = self.tr("Go on indexing") if held else self.tr("Pause indexing")
        put_icon(self._pause, "play" if held else "pause", self)
        self._pause.setAccessibleName(name)
        self._pause.setToolTip(name)
        if held:
            self._say(self.tr("Paused"))

    def show_coverage(self, result: SearchResult | None) -> None:
        """How much of the library the last search could see."""
        self._coverage.setText(self._coverage_text(result) if result else "")
        took = round(result.milliseconds) if result else 0
        self._coverage.setToolTip(self.tr("in {0} ms").format(_number(took)) if result else "")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be more room, or less."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line parts it from what is above."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(tones(self.palette()).line))
        painter.end()

    def _make_coverage(self) -> QLabel:
        label = QLabel(self)
        label.setAccessibleName(self.tr("Coverage of the last search"))
        label.setTextFormat(Qt.TextFormat.RichText)
        flags = Qt.TextInteractionFlag
        label.setTextInteractionFlags(
            flags.LinksAccessibleByMouse | flags.LinksAccessibleByKeyboard
        )
        label.linkActivated.connect(lambda page: self.page_wanted.emit(Page(page)))
        return label

    def _make_bar(self) -> QProgressBar:
        bar = QProgressBar(self)
        bar.setFixedSize(BAR_WIDTH_PX, BAR_HEIGHT_PX)
        bar.setTextVisible(False)
        bar.setAccessibleName(self.tr("Progress of indexing"))
        return bar

    def _lay_out(self) -> None:
        self._coverage.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.setContentsMargins(SPACE_M, SPACE_XS, SPACE_M, SPACE_XS)
        self._grid.setHorizontalSpacing(SPACE_S)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(2, 1)
        for column, part in enumerate((self._bar, self._pause, self._doing)):
            self._grid.addWidget(part, 0, column)
        self._grid.addWidget(self._coverage, *self._place)
        # As high with the button as without, so that nothing jumps when work begins.
        self.setMinimumHeight(self._pause.sizeHint().height() + 2 * SPACE_XS)

    def _show_working(self, working: bool) -> None:
        self._working = working
        self._bar.setVisible(working)
        self._pause.setVisible(working)

    def _say(self, text: str) -> None:
        self._standing = text
        if not self._remark.isActive():
            self._show_doing(text)

    def _show_doing(self, text: str) -> None:
        self._doing.say(text)
        self._fit()

    def _fit(self) -> None:
        """The coverage goes below what is happening where there is no room beside it."""
        beside = self._coverage.sizeHint().width() + 2 * SPACE_M + SPACE_S
        if self._working:
            beside += BAR_WIDTH_PX + self._pause.sizeHint().width() + 2 * SPACE_S
        needed = beside + self.fontMetrics().horizontalAdvance(self._doing.text())
        place = _BELOW if needed > self.width() else _BESIDE
        if place != self._place:
            self._place = place
            self._grid.addWidget(self._coverage, *place)

    def _idle_text(self, status: LibraryStatus) -> str:
        if not status.folders:
            return self.tr("No folder yet")
        parts = [self.tr("%Ln photo(s) indexed", "", status.embedded)]
        if status.pending:
            parts.append(self.tr("{0} pending").format(_number(status.pending)))
        if status.problems:
            parts.append(self.tr("%Ln problem(s)", "", status.problems))
        if status.ignored:
            parts.append(self.tr("{0} ignored").format(_number(status.ignored)))
        return " · ".join(parts)

    def _progress_text(self, progress: Progress) -> str:
        match progress.phase:
            case "scan":
                return self.tr("Looking through the folders: %Ln file(s)", "", progress.done)
            case "model":
                return progress.note or self.tr("Loading the model…")
            case "forest":
                return self.tr("Preparing fast search")
            case "map":
                return self.tr("Laying out the map")
            case "index":
                return self._indexing_text(progress)

    def _indexing_text(self, progress: Progress) -> str:
        done, total = _number(progress.done), _number(progress.total or 0)
        parts = [self.tr("Indexing {0} of {1}").format(done, total)]
        if progress.rate:
            rate = QLocale().toString(progress.rate, "f", 1)
            parts.append(self.tr("{0} a second").format(rate))
        if progress.seconds_left is not None:
            parts.append(self.tr("{0} left").format(duration(progress.seconds_left)))
        if progress.gentle == "chosen":
            parts.append(self.tr("gently"))
        elif progress.gentle == "battery":
            parts.append(self.tr("gently, on battery"))
        return " · ".join(parts)

    def _coverage_text(self, result: SearchResult) -> str:
        seen = result.coverage
        parts = [
            self.tr("searched {0} of {1}").format(_number(seen.searched), _number(seen.photos))
        ]
        if seen.pending:
            parts.append(_link(Page.FOLDERS, self.tr("{0} pending"), seen.pending))
        if seen.offline:
            parts.append(_link(Page.FOLDERS, self.tr("{0} offline"), seen.offline))
        if seen.failed:
            parts.append(_link(Page.PROBLEMS, self.tr("{0} failed"), seen.failed))
        if seen.ignored:
            parts.append(_link(Page.PROBLEMS, self.tr("{0} ignored"), seen.ignored))
        return " · ".join(parts)


def _number(count: int) -> str:
    return QLocale().toString(count)


def _link(page: Page, text: str, count: int) -> str:
    return f'<a href="{page}">{text.format(_number(count))}</a>'
