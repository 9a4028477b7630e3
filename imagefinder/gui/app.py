"""Starts the window: what can be done before QApplication, then the window, then the engine behind.

A second start on the same library raises the first window instead.
"""

import gc
import hashlib
import logging
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication

from imagefinder.core.errors import KnownError
from imagefinder.core.log import log_to
from imagefinder.core.paths import LibraryPaths, resource
from imagefinder.core.private import make_private_file, make_private_folder
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.freed_memory import give_back_at_once
from imagefinder.gui.languages import locale_of, speak
from imagefinder.gui.main_window import MainWindow
from imagefinder.gui.remembered import Remembered
from imagefinder.gui.restoring import Restoring
from imagefinder.gui.style import apply_style
from imagefinder.gui.unexpected import Unexpected

log = logging.getLogger(__name__)

RAISE_TIMEOUT_MS = 500


def run(library: Path) -> int:
    """Show the window on the library in this folder until it is closed; returns an exit code."""
    name = _instance_name(library)
    give_back_at_once()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("a QCoreApplication is running that can show no window")
    if _raised_first(name):
        return 0
    with suppress(KnownError, OSError):  # a library that can't be written to is told of elsewhere
        log_to(LibraryPaths(library).logs, "window")
    app.setApplicationName("imagefinder")
    app.setWindowIcon(QIcon(str(resource("icons/imagefinder.svg"))))
    remembered = Remembered(library / "window.ini")
    speak(app, locale_of(remembered.language))
    apply_style(app, remembered.theme)
    engine = EngineClient(library)
    window = make_window(library, engine)
    unexpected = Unexpected(window)
    engine.failed.connect(unexpected.on_failed)
    Restoring(engine, library, window)
    unexpected.catch_all()
    server = _serve_raising(name, window)
    app.styleHints().colorSchemeChanged.connect(lambda _: window.follow_system())
    window.show()
    # After the first paint: the engine imports for seconds, in a process of its own.
    QTimer.singleShot(0, window.start_engine)
    QTimer.singleShot(0, _spare_what_stays)
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    app.aboutToQuit.connect(window.close)
    code = app.exec()
    gc.unfreeze()
    server.close()
    return code


def make_window(library: Path, engine: EngineClient | None = None) -> MainWindow:
    """The window on a library, its engine not started yet."""
    make_private_folder(library)
    with suppress(KnownError):  # on a read-only disk nothing is remembered
        make_private_file(library / "window.ini")
    remembered = Remembered(library / "window.ini")
    return MainWindow(
        LibraryPaths(library), engine or EngineClient(library), remembered, _start_demo, _set_theme
    )


def _spare_what_stays() -> None:
    """Look for garbage again, but not in what the start made: that held up the window for 30 ms."""
    gc.freeze()
    gc.enable()


def _set_theme(theme: str) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply_style(app, theme)  # type: ignore[arg-type]


def _start_demo() -> None:
    """The demo has a library and a window of its own."""
    subprocess.Popen([sys.executable, "-m", "imagefinder", "demo"])


def _instance_name(library: Path) -> str:
    digest = hashlib.sha256(str(library.absolute()).encode("utf-8", "surrogateescape"))
    return f"imagefinder-{digest.hexdigest()[:16]}"


def _raised_first(name: str) -> bool:
    """Whether another window has this library open; it is raised by connecting to it."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    return socket.waitForConnected(RAISE_TIMEOUT_MS)


def _serve_raising(name: str, window: MainWindow) -> QLocalServer:
    QLocalServer.removeServer(name)
    server = QLocalServer(window)
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    server.newConnection.connect(lambda: _raise(server, window))
    server.listen(name)
    return server


def _raise(server: QLocalServer, window: MainWindow) -> None:
    server.nextPendingConnection().close()
    window.showNormal()
    window.raise_()
    window.activateWindow()
