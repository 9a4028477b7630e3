"""What tests of the window need: a check that nothing is left behind, windows, drawn pictures."""

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QThread, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.site import Site

# Made by Qt itself, once, and kept for the next time.
KEPT_BY_QT = {"QTipLabel", "QComboBoxPrivateContainer"}


def _left_over() -> dict[str, str]:
    # By type(): isinstance would ask objects of other tests for a __class__ that warns (torch has
    # one).
    things = [t for t in gc.get_objects() if issubclass(type(t), QThread | QTimer)]
    alive = [t for t in things if shiboken6.isValid(t)]
    running = [t for t in alive if isinstance(t, QThread) and t.isRunning()]
    timers = [t for t in alive if isinstance(t, QTimer) and t.isActive()]
    widgets = [w for w in QApplication.allWidgets() if w.metaObject().className() not in KEPT_BY_QT]
    return {
        **{f"thread {t.ident}": t.name for t in threading.enumerate()},
        **{f"QThread {id(t)}": repr(t) for t in running},
        **{f"timer {id(t)}": f"{t} of {t.parent()}" for t in timers},
        **{f"widget {shiboken6.getCppPointer(w)[0]}": repr(w) for w in widgets},
    }


def _settle() -> None:
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()


@pytest.fixture
def left_over(qapp: QApplication) -> Callable[[], dict[str, str]]:
    """Running threads, active timers and widgets: what a test must not leave behind."""
    return _left_over


@pytest.fixture(autouse=True)
def _no_leaks(qapp: QApplication) -> Iterator[None]:
    before = _left_over()
    yield
    for _ in range(3):
        _settle()
        leaked = {name: what for name, what in _left_over().items() if name not in before}
        if not leaked:
            return
    pytest.fail(f"left behind: {leaked}")


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget], None]:
    """Shows a widget as the active window: without one, a key press ends the interpreter."""

    def shown(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget, timeout=20_000):
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
