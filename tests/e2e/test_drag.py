"""Real drags on a screen that nobody sees: out of another program, and from the grid to the bar."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from imagefinder.demo.scenes import Scene, draw
from tests.e2e import dragged_from
from tests.e2e.conftest import ROOT, Program

PATIENCE_S = 600.0
HERE = Path(__file__).parent

NEEDED = ("Xvfb", "xdotool", "openbox")
missing = [tool for tool in NEEDED if shutil.which(tool) is None]
pytestmark = pytest.mark.skipif(bool(missing), reason=f"needs {', '.join(missing)}")


def wait_for(what: Callable[[], Any]) -> Any:
    """Ask until there is an answer."""
    end = time.monotonic() + PATIENCE_S
    while not (answer := what()):
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.1)
    return answer


class Screen:
    """A screen of its own, with a mouse."""

    def __init__(self, scratch: Path) -> None:
        self._running: list[subprocess.Popen[bytes]] = []
        reads, writes = os.pipe()
        self._start("Xvfb", "-displayfd", str(writes), "-screen", "0", "1200x800x24", fds=[writes])
        os.close(writes)
        with os.fdopen(reads) as told:
            display = f":{told.readline().strip()}"
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        self.environment = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": path,
            "XDG_RUNTIME_DIR": str(scratch),
        }
        self._start("openbox", "--sm-disable")

    def python(self, script: str, *arguments: str | Path) -> None:
        self._start(sys.executable, str(HERE / script), *map(str, arguments))

    def mouse(self, *does: str | int) -> None:
        command = ["xdotool", *map(str, does)]
        subprocess.run(command, env=self.environment, check=True, timeout=PATIENCE_S)

    def drag(self, start: list[int], end: list[int]) -> None:
        """As a hand does it: in steps, each of which the windows below are told of."""
        self.mouse("mousemove", *start, "mousedown", 1)
        for part in range(1, 11):
            point = [a + (b - a) * part // 10 for a, b in zip(start, end, strict=True)]
            self.mouse("mousemove", *point, "sleep", "0.05")
        self.mouse("mousemove", end[0] + 1, end[1], "sleep", "0.3", "mouseup", 1)

    def shows(self, title: str) -> bool:
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", title],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        return found.returncode == 0

    def close(self) -> None:
        for process in reversed(self._running):
            process.terminate()
            process.wait(timeout=30)

    def _start(self, *command: str, fds: list[int] | None = None) -> None:
        environment = getattr(self, "environment", os.environ)
        started = subprocess.Popen(command, env=environment, pass_fds=fds or [])
        self._running.append(started)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    made = Screen(tmp_path)
    yield made
    made.close()


@pytest.fixture
def window(tmp_path: Path, screen: Screen, indexed: Program) -> Callable[[], dict[str, Any]]:
    """The window on the drawn pictures, all of them listed; returns what it shows now."""
    library, state = tmp_path / "library", tmp_path / "state.json"
    shutil.copytree(indexed.library, library)
    screen.python("watched_window.py", library, state)

    def look() -> dict[str, Any]:
        read: dict[str, Any] = json.loads(state.read_text())
        return read

    wait_for(lambda: state.exists() and look()["names"])
    return look


def test_a_picture_dragged_out_of_a_browser_is_asked_for(
    tmp_path: Path, screen: Screen, window: Callable[[], dict[str, Any]]
) -> None:
    picture = tmp_path / "red.png"
    draw(Scene("circle", "red", "desert", "big", "top", "left"), (480, 480), 9).save(picture)
    screen.python("dragged_from.py", picture)
    wait_for(lambda: screen.shows(dragged_from.TITLE))
    before = window()["names"]
    middle = dragged_from.SIDE // 2
    screen.drag([dragged_from.LEFT + middle, dragged_from.TOP + middle], window()["grid"])
    wait_for(lambda: window()["chips"] == 1 and window()["names"] != before)
    (kept,) = (tmp_path / "library" / "derived" / "dropped").iterdir()
    assert kept.read_bytes() == picture.read_bytes()


def test_a_photo_dragged_from_the_grid_to_the_bar_is_asked_for(
    screen: Screen, window: Callable[[], dict[str, Any]]
) -> None:
    dragged = window()["names"][-1]
    first = window()["names"][0]
    screen.drag(window()["first"], window()["bar"])
    wait_for(lambda: window()["chips"] == 1)
    wait_for(lambda: window()["names"][0] == first and window()["names"][-1] != dragged)
