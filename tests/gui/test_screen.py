"""Where no window can be opened, a sentence says so; Qt would end the process."""

import os
import subprocess
import sys

import pytest

from imagefinder.gui.screen import why_no_window

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is a screen")


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_screen_it_says_what_to_do() -> None:
    reason = why_no_window()
    assert reason is not None
    assert "DISPLAY" in reason
    assert "demo --headless" in reason


def test_a_platform_chosen_by_hand_is_left_to_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert why_no_window() is None


def test_a_screen_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4242")
    reason = why_no_window()
    assert reason is not None
    # Where Qt's libraries for X are not installed, that is told first.
    assert "does not answer" in reason or "Install" in reason


@pytest.mark.parametrize("command", [[], ["demo"]])
def test_the_command_ends_with_one_sentence(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "imagefinder", *command],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("imagefinder: There is no screen here")
    assert done.stderr.count("\n") == 1
