"""The leak check of these tests finds what it is there for."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QWidget

LeftOver = Callable[[], dict[str, str]]


def new(left_over: LeftOver, before: dict[str, str]) -> list[str]:
    return [name.split()[0] for name in left_over() if name not in before]


def test_a_forgotten_widget_and_its_timer_are_found(left_over: LeftOver) -> None:
    before = left_over()
    widget = QWidget()
    timer = QTimer(widget, interval=1000)
    assert new(left_over, before) == ["widget"]
    timer.start()
    assert sorted(new(left_over, before)) == ["timer", "widget"]
    timer.stop()
    widget.deleteLater()


def test_running_threads_are_found(left_over: LeftOver) -> None:
    before = left_over()
    ended = threading.Event()
    python, qt = threading.Thread(target=ended.wait), QThread()
    python.start()
    qt.start()
    try:
        assert sorted(new(left_over, before)) == ["QThread", "thread"]
    finally:
        ended.set()
        python.join()
        qt.quit()
        qt.wait()
