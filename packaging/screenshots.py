"""Takes the pictures of the window that the README shows: `python packaging/screenshots.py FOLDER`.

Opens the real window on the demo library, asks what a person might, and writes what the screen
shows: search-light.png and search-dark.png. Called by screenshots.sh, which brings the screen.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from imagefinder.cli.output import follow
from imagefinder.core.query import Words
from imagefinder.demo.library import make_demo_library
from imagefinder.engine.engine import Engine
from imagefinder.gui.app import make_window
from imagefinder.gui.languages import speak
from imagefinder.gui.main_window import MainWindow
from imagefinder.gui.style import Theme, apply_style

SIZE_PX = (1280, 820)
PATIENCE_MS = 120_000
# Thumbnails are loaded, the last paint is through.
SETTLING_MS = 1500
QUESTIONS: dict[Theme, str] = {"light": "moon at sunset", "dark": '"at night" -star type:jpeg'}


def main(folder: Path) -> None:
    """Write one picture for each theme."""
    app = QApplication([])
    speak(app)
    # Named, since the pictures show where photos lie.
    home = Path(tempfile.gettempdir()) / "imagefinder demo"
    try:
        library = made_library(home)
        for theme, question in QUESTIONS.items():
            apply_style(app, theme)
            take(library, question, folder / f"search-{theme}.png")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def made_library(home: Path) -> Path:
    """The demo's library, in a folder that soon goes."""
    pictures, library = home / "Pictures", home / "library"
    make_demo_library(pictures)
    with Engine(library) as engine:
        engine.use_model("demo")
        engine.add_folder(str(pictures))
        follow(engine.index())
    return library


def take(library: Path, question: str, file: Path) -> None:
    """Ask, choose the first photo, and write what the window looks like then."""
    window = make_window(library)
    window.resize(*SIZE_PX)
    window.show()
    window.start_engine()
    wait(window._news.status_changed)
    wait_ms(SETTLING_MS)
    ask(window, question)
    window._search.grid.set_current(0)
    window._search.grid.setFocus()
    wait_ms(SETTLING_MS)
    window.screen().grabWindow(window.winId()).save(str(file))
    window.close()


def ask(window: MainWindow, question: str) -> None:
    """Plain words stay as typed, anything more becomes chips."""
    window._bar.set_text(question)
    terms, filters = window._bar.query().terms, window._bar.query().filters
    if filters or terms != (Words(question),):
        window._bar._on_return()
    wait(window._asking.listed)


def wait(signal: SignalInstance) -> None:
    """Until it comes."""
    loop = QEventLoop()
    signal.connect(lambda *_: loop.quit())
    QTimer.singleShot(PATIENCE_MS, loop.quit)
    loop.exec()


def wait_ms(milliseconds: int) -> None:
    """That long, with the window alive."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
