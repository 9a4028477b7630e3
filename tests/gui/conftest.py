"""What tests of the window need: a check that nothing is left behind, windows, drawn pictures."""

import gc
import threading
from collections.abc import Callable, Iterator
from functools import partialmethod
from pathlib import Path
from typing import TypeVar

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QThread, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.site import Site

# A limit is there so that a test that hangs ends: however busy the machine, nothing takes so long.
PATIENCE_MS = 120_000
T = TypeVar("T", bound=QObject)
# Made by Qt itself, once, and kept for the next time.
KEPT_BY_QT = {"QTipLabel", "QComboBoxPrivateContainer"}


def _alive(kind: type[T]) -> list[T]:
    # By type(): isinstance would ask objects of other tests for a __class__ that warns (torch has
    # one).
    things = [t for t in gc.get_objects() if issubclass(type(t), kind)]
    return [t for t in things if shiboken6.isValid(t)]


def _running() -> list[QThread]:
    return [t for t in _alive(QThread) if t.isRunning()]


def _left_over() -> dict[str, str]:
    timers = [t for t in _alive(QTimer) if t.isActive()]
    widgets = [w for w in QApplication.allWidgets() if w.metaObject().className() not in KEPT_BY_QT]
    return {
        **{f"thread {t.ident}": t.name for t in threading.enumerate()},
        **{f"QThread {id(t)}": repr(t) for t in _running()},
        **{f"timer {id(t)}": f"{t} of {t.parent()}" for t in timers},
        **{f"widget {shiboken6.getCppPointer(w)[0]}": repr(w) for w in widgets},
    }


def _settle() -> None:
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()


class Patient(QtBot):
    """Waits as long as a busy machine may need; pytest-qt's own five seconds are too few for it."""

    waitSignal = partialmethod(QtBot.waitSignal, timeout=PATIENCE_MS)  # noqa: N815 - pytest-qt's
    waitSignals = partialmethod(QtBot.waitSignals, timeout=PATIENCE_MS)  # noqa: N815
    waitUntil = partialmethod(QtBot.waitUntil, timeout=PATIENCE_MS)  # noqa: N815
    waitActive = partialmethod(QtBot.waitActive, timeout=PATIENCE_MS)  # noqa: N815


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> Patient:
    return Patient(request)


@pytest.fixture
def left_over(qapp: QApplication) -> Callable[[], dict[str, str]]:
    """Running threads, active timers and widgets: what a test must not leave behind."""
    return _left_over


def _let_end(leaked: dict[str, str]) -> None:
    """Wait for threads that were told to end, and still need the processor for it."""
    for thread in threading.enumerate():
        # One of Qt's that ran Python has a stand-in here, which can't be waited for.
        awaited = not isinstance(thread, threading._DummyThread)
        if awaited and f"thread {thread.ident}" in leaked:
            thread.join(PATIENCE_MS / 1000)
    for running in _running():
        if f"QThread {id(running)}" in leaked:
            running.wait(PATIENCE_MS)


@pytest.fixture(scope="session", autouse=True)
def _clipboard_is_empty_at_the_end(qapp: QApplication) -> Iterator[None]:
    """Without a screen Qt keeps what was copied for longer than Python lives, which ends badly."""
    yield
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def _no_leaks(qapp: QApplication) -> Iterator[None]:
    before = _left_over()
    yield
    for _ in range(3):
        _settle()
        leaked = {name: what for name, what in _left_over().items() if name not in before}
        if not leaked:
            return
        _let_end(leaked)
    pytest.fail(f"left behind: {leaked}")


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget], None]:
    """Shows a widget as the active window: without one, a key press ends the interpreter."""

    def shown(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        widget.setFocus()

    return shown


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on this machine."""
    made = Site()
    yield made
    made.close()


@pytest.fixture
def german() -> Iterator[None]:
    """The window speaks German, as far as the default locale decides."""
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def draw(tmp_path: Path) -> Callable[..., Path]:
    """Draws a picture file: the left half in one colour, the right half in another."""

    def drawn(name: str, width: int, height: int, left: str = "red", right: str = "blue") -> Path:
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor(right))
        painter = QPainter(image)
        painter.fillRect(0, 0, width // 2, height, QColor(left))
        painter.end()
        path = tmp_path / name
        assert image.save(str(path))
        return path

    return drawn


@pytest.fixture
def unnamed_controls() -> Callable[[QWidget], list[str]]:
    """Finds focusable widgets, in a tree, that a screen reader has no name for."""

    def unnamed(root: QWidget) -> list[str]:
        found = []
        for widget in [root, *root.findChildren(QWidget)]:
            told = getattr(widget, "text", None)
            text = told() if callable(told) else ""
            if isinstance(widget, QLabel) and not text:
                continue  # it has nothing to say yet, and is not seen
            if widget.focusPolicy().value and not (widget.accessibleName() or text):
                found.append(repr(widget))
        return found

    return unnamed
