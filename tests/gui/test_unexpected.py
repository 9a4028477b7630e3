"""What nobody foresaw is told in one window, once, whatever thread it comes from."""

import sys
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from imagefinder import __version__
from imagefinder.core.errors import KnownError
from imagefinder.core.messages import Failed
from imagefinder.gui.unexpected import MOST_CHARACTERS, MOST_REPORTS, Unexpected, UnexpectedDialog


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def unexpected(window: QWidget) -> Unexpected:
    return Unexpected(window)


def dialogs(window: QWidget) -> list[UnexpectedDialog]:
    return [dialog for dialog in window.findChildren(UnexpectedDialog) if dialog.isVisible()]


def the_dialog(qtbot: QtBot, window: QWidget) -> UnexpectedDialog:
    qtbot.waitUntil(lambda: bool(dialogs(window)))
    (dialog,) = dialogs(window)
    return dialog


def test_a_bug_of_the_engine_is_shown_with_a_report_to_copy(qtbot, window, unexpected) -> None:
    unexpected.on_failed(Failed(7, "Something went wrong.", "Traceback: <b>division</b> by zero"))
    dialog = the_dialog(qtbot, window)
    copy = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Copy the report")
    copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "<b>division</b> by zero" in copied
    assert __version__ in copied
    dialog.reject()


def test_a_known_error_of_the_engine_is_told_elsewhere(qtbot, window, unexpected) -> None:
    unexpected.on_failed(Failed(7, "The disk is full."))
    unexpected.report("last", "trace")
    assert "disk is full" not in the_dialog(qtbot, window).text()


def test_never_two_windows_and_what_was_shown_is_not_shown_again(qtbot, window, unexpected) -> None:
    for number in (1, 2, 2, 1):
        unexpected.report("what", f"trace {number};")
    dialog = the_dialog(qtbot, window)
    qtbot.waitUntil(lambda: "trace 2;" in dialog.text())
    assert (dialog.text().count("trace 1;"), dialog.text().count("trace 2;")) == (1, 1)
    dialog.reject()
    unexpected.report("what", "trace 1;")
    unexpected.report("what", "trace 3;")
    again = the_dialog(qtbot, window)
    assert "trace 1;" not in again.text()


def test_a_flood_stays_small(qtbot, window, unexpected) -> None:
    for number in range(10 * MOST_REPORTS):
        unexpected.report("what", f"trace {number} " + "x" * 5000)
    dialog = the_dialog(qtbot, window)
    qtbot.waitUntil(lambda: len(unexpected._shown) == MOST_REPORTS)
    assert len(dialog.text()) < 3 * MOST_CHARACTERS


@pytest.mark.parametrize("error", [ZeroDivisionError("ours"), KnownError("The disk is gone.")])
def test_what_nobody_caught_is_heard_of(qtbot, window, unexpected, monkeypatch, error) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr("imagefinder.gui.unexpected.qInstallMessageHandler", lambda _: None)
    unexpected.catch_all()

    def fails() -> None:
        raise error

    with qtbot.captureExceptions():  # it has its own way with exceptions in slots
        thread = threading.Thread(target=fails)
        thread.start()
        thread.join()
    dialog = the_dialog(qtbot, window)
    assert str(error) in dialog.text()
    assert "in fails" in dialog.text()
    if isinstance(error, KnownError):
        assert dialog._sentence.text().startswith("The disk is gone.")


def test_a_fault_in_a_slot_ends_nothing(qtbot, window, unexpected, monkeypatch) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr("imagefinder.gui.unexpected.qInstallMessageHandler", lambda _: None)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    with qtbot.captureExceptions():
        unexpected.catch_all()
        QTimer.singleShot(0, lambda: 1 / 0)
        dialog = the_dialog(qtbot, window)
    assert "ZeroDivisionError" in dialog.text()


def test_its_controls_have_names(qtbot, unnamed_controls) -> None:
    dialog = UnexpectedDialog()
    qtbot.addWidget(dialog)
    dialog.add("what", "trace")
    assert unnamed_controls(dialog) == []
