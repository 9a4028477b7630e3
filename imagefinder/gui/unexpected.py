"""What nobody foresaw: one window says what happened, with a report that can be copied.

Faults come in by `report`, from any thread: exceptions that nobody caught (once `catch_all` was
called), and the engine's bugs. Only one window is open at a time; what comes while it is open is
added to it, what was shown already is only logged. Nothing is sent anywhere.
"""

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from imagefinder import __version__
from imagefinder.core.errors import KnownError
from imagefinder.core.messages import Failed
from imagefinder.gui.sentences import told
from imagefinder.gui.style import SPACE_L, SPACE_M

log = logging.getLogger(__name__)

SIZE_PX = (720, 480)
# A fault that comes back all the time fills neither memory nor the window.
MOST_CHARACTERS = 20_000
MOST_REPORTS = 20


class Unexpected(QObject):
    """Shows faults above `window`, one window for all."""

    _came = Signal(str, str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shown: set[str] = set()
        self._dialog: UnexpectedDialog | None = None
        # Always queued: a fault may come in the middle of painting, where no window may open.
        self._came.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def report(self, what: str, trace: str) -> None:
        """Something happened that nobody foresaw; call from any thread."""
        self._came.emit(what, trace)

    def on_failed(self, failed: Failed) -> None:
        """The engine answers that it failed; only where the fault is ours this is unexpected."""
        if failed.bug:
            self.report(failed.text, failed.bug)

    def catch_all(self) -> None:
        """From now on hear of every exception that nobody caught, and log what Qt says."""
        sys.excepthook = self._on_uncaught
        threading.excepthook = self._on_uncaught_in_thread
        qInstallMessageHandler(_log_qt)

    def _on_uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        log.error("uncaught", exc_info=(kind, error, trace))
        what = told(str(error)) if isinstance(error, KnownError) else ""
        self.report(what, "".join(traceback.format_exception(kind, error, trace)))

    def _on_uncaught_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._on_uncaught(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _show(self, what: str, trace: str) -> None:
        if trace in self._shown or len(self._shown) >= MOST_REPORTS:
            return
        self._shown.add(trace)
        if self._dialog is None:
            self._dialog = UnexpectedDialog(self._window)
            self._dialog.finished.connect(self._on_closed)
            self._dialog.show()
        self._dialog.add(what, trace)

    def _on_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None


class UnexpectedDialog(QDialog):
    """The window itself: a sentence, the report, two buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.setWindowTitle(self.tr("Something unexpected happened"))
        self._sentence = QLabel(self)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        self._report = QPlainTextEdit(self)
        self._report.setReadOnly(True)
        self._report.setTabChangesFocus(True)
        self._report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._report.setAccessibleName(self.tr("Report"))
        self._report.setPlainText(_about())
        self._buttons = self._make_buttons()
        self._lay_out()

    def add(self, what: str, trace: str) -> None:
        """One more fault, below those that are told already."""
        happened = what or self.tr("imagefinder came upon a fault of its own.")
        rest = self.tr(
            "Your photos are untouched, and most things will still work. The report below tells "
            "what happened. Nothing was sent to anybody: you may copy it, read it, and send it to "
            "the people who make imagefinder."
        )
        self._sentence.setText(f"{happened}\n\n{rest}")
        if len(self._report.toPlainText()) < MOST_CHARACTERS:
            self._report.appendPlainText(f"\n{what}\n{trace}"[:MOST_CHARACTERS])

    def text(self) -> str:
        """The whole report."""
        return self._report.toPlainText()

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        copy = buttons.addButton(self.tr("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        buttons.rejected.connect(self.reject)
        close.setDefault(True)
        return buttons

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(self._sentence)
        column.addWidget(self._report, stretch=1)
        column.addWidget(self._buttons)
        self.resize(*SIZE_PX)


def _about() -> str:
    return (
        f"imagefinder {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.platform()}"
    )


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    levels = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}
    log.log(levels.get(kind, logging.WARNING), "Qt: %s", text)
