"""The line at the foot of the window: what the engine is doing, how fast, how long, and pause."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from imagefinder.core.reports import LibraryStatus, Progress, SearchResult
from imagefinder.gui.style import SPACE_M, SPACE_S, SPACE_XS, icon

BAR_WIDTH_PX = 160


class StatusLine(QWidget):
    """Shows progress, the library's size and the last search's coverage."""

    pause_toggled = Signal(bool)
    problems_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("StatusLine")
        self._held = False
        self._doing = QLabel(self)
        self._doing.setAccessibleName(self.tr("What is happening"))
        self._bar = QProgressBar(self)
        self._bar.setFixedWidth(BAR_WIDTH_PX)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of indexing"))
        self._pause = QToolButton(self)
        self._pause.setAutoRaise(True)
        self._pause.clicked.connect(lambda: self.pause_toggled.emit(not self._held))
        self._coverage = QLabel(self)
        self._coverage.setAccessibleName(self.tr("Coverage of the last search"))
        self._coverage.linkActivated.connect(lambda _: self.problems_wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_M, SPACE_XS, SPACE_M, SPACE_XS)
        row.setSpacing(SPACE_S)
        for widget in (self._doing, self._bar, self._pause):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._coverage)
        self.show_idle(None)
        self.show_held(False)

    def show_progress(self, progress: Progress) -> None:
        """Work goes on."""
        self._bar.setVisible(True)
        self._pause.setVisible(progress.phase in ("scan", "index"))
        self._bar.setRange(0, progress.total or 0)
        self._bar.setValue(progress.done if progress.total else 0)
        self._doing.setText(self._progress_text(progress))

    def show_note(self, text: str) -> None:
        """A sentence instead of progress."""
        self._bar.setVisible(False)
        self._pause.setVisible(False)
        self._doing.setText(text)

    def show_idle(self, status: LibraryStatus | None) -> None:
        """Nothing is being done."""
        if status is None:
            self.show_note(self.tr("Starting…"))
        elif not status.folders:
            self.show_note(self.tr("No folder yet"))
        else:
            self.show_note(self.tr("%n photo(s)", "", status.embedded))

    def show_held(self, held: bool) -> None:
        """The indexing is held, or goes on."""
        self._held = held
        name = self.tr("Go on indexing") if held else self.tr("Pause indexing")
        self._pause.setIcon(icon("play" if held else "pause", self.palette()))
        self._pause.setAccessibleName(name)
        self._pause.setToolTip(name)
        if held:
            self._doing.setText(self.tr("Paused"))

    def show_coverage(self, result: SearchResult | None) -> None:
        """How much of the library the last search could see."""
        self._coverage.setText(self._coverage_text(result) if result else "")

    def _progress_text(self, progress: Progress) -> str:
        match progress.phase:
            case "scan":
                return self.tr("Looking through the folders: {0} files").format(
                    f"{progress.done:,}"
                )
            case "model":
                return progress.note or self.tr("Loading the model")
            case "forest":
                return self.tr("Preparing fast search")
            case "index":
                return self._indexing_text(progress)

    def _indexing_text(self, progress: Progress) -> str:
        parts = [
            self.tr("Indexing {0} of {1}").format(f"{progress.done:,}", f"{progress.total or 0:,}")
        ]
        if progress.rate:
            parts.append(self.tr("{0} a second").format(f"{progress.rate:.1f}"))
        if progress.seconds_left is not None:
            parts.append(self.tr("{0} left").format(_duration(progress.seconds_left)))
        return " · ".join(parts)

    def _coverage_text(self, result: SearchResult) -> str:
        seen = result.coverage
        parts = [
            self.tr("searched {0} of {1} in {2} ms").format(
                f"{seen.searched:,}", f"{seen.photos:,}", f"{result.milliseconds:.0f}"
            )
        ]
        if seen.pending:
            parts.append(self.tr("{0} pending").format(f"{seen.pending:,}"))
        if seen.offline:
            parts.append(self.tr("{0} offline").format(f"{seen.offline:,}"))
        if seen.failed:
            failed = self.tr("{0} failed").format(f"{seen.failed:,}")
            parts.append(f'<a href="problems">{failed}</a>')
        return " · ".join(parts)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min" if minutes else f"{rest} s"
