"""Takes pictures of every page of the window: `python packaging/screenshots.py FOLDER`.

Opens the real window on the demo library, does what a person might, and writes what the screen
shows as PAGE-light.png and PAGE-dark.png. With `--photos`, a folder of real photographs, some pages
are taken of those too, by the demo model; with `--keep`, those that the README shows are put there,
in few colours. Called by screenshots.sh, which brings the screen.
"""

import argparse
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imagefinder.cli.output import follow
from imagefinder.core.mapping import ByCluster, ByComponent, ByWords
from imagefinder.core.query import Words
from imagefinder.demo.library import DemoPicture, make_demo_library
from imagefinder.engine.engine import Engine
from imagefinder.gui.app import make_window
from imagefinder.gui.languages import locale_of, speak
from imagefinder.gui.main_window import MainWindow
from imagefinder.gui.map.photo_map import Tool
from imagefinder.gui.pages import Page
from imagefinder.gui.style import Theme, apply_style

SIZE_PX = (1280, 820)
PATIENCE_MS, LOOK_EVERY_MS = 120_000, 100
# Thumbnails are loaded, the last paint is through.
SETTLING_MS = 1500
# A map is laid out, measured and painted.
MAPPING_MS = 6000
QUESTIONS: dict[Theme, str] = {"light": "red circle", "dark": '"at night" -star type:jpeg'}
SHOWN_BY_THE_README = ("search-light", "search-dark", "map-light", "taste-dark")
COLOURS, ROUNDS = 256, 5
LIKED = "pink"
VOTES = 8

Shoot = Callable[[str], None]


def main() -> None:
    """Write one picture of each page for each theme."""
    given = arguments()
    app = QApplication([])
    speak(app, locale_of(given.language))
    # Named, since the pictures show where photos lie.
    home = Path(tempfile.gettempdir()) / "imagefinder demo"
    shutil.rmtree(home, ignore_errors=True)
    try:
        take_all(app, home, given.folder, given.photos)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    for name in SHOWN_BY_THE_README if given.keep else ():
        keep(given.folder / f"{name}.png", given.keep / f"{name}.png")


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python packaging/screenshots.py")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--language", default="en")
    return parser.parse_args()


def take_all(app: QApplication, home: Path, folder: Path, photos: Path | None) -> None:
    """All pages in both themes, on libraries that are made in `home`."""
    library = made_demo(home)
    real = indexed(home / "real", photos) if photos else None
    for theme in QUESTIONS:
        apply_style(app, theme)
        take(library, theme, folder, partial(tour, question=QUESTIONS[theme]))
        take(home / "nothing yet", theme, folder, first_run)
        if real:
            take(real, theme, folder, real_tour)


def keep(taken: Path, kept: Path) -> None:
    """A palette makes it half the size, and looks the same."""
    with Image.open(taken) as picture:
        rgb = picture.convert("RGB")
    palette = rgb.quantize(COLOURS, kmeans=ROUNDS)
    rgb.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).save(kept, optimize=True)


def made_demo(home: Path) -> Path:
    """The demo's library, with a taste, a file that is no picture, and a search that is kept."""
    pictures = home / "Pictures"
    drawn = make_demo_library(pictures)
    (pictures / "Town" / "IMG_0999.jpg").write_bytes(b"\xff\xd8\xff and then nothing")
    library = indexed(home / "library", pictures)
    for vote, liked in (("yes", True), ("no", False)):
        run(library, "taste", "vote", "in pink", vote, *voted(drawn, liked))
    return library


def voted(drawn: list[DemoPicture], liked: bool) -> list[str]:
    """Some pictures that show the liked colour, or some that don't."""
    fitting = [p for p in drawn if (p.scene.colour == LIKED) == liked]
    return [str(picture.path) for picture in fitting[:VOTES]]


def indexed(library: Path, pictures: Path) -> Path:
    """A library over these pictures, by the demo model."""
    with Engine(library) as engine:
        engine.use_model("demo")
        engine.add_folder(str(pictures))
        follow(engine.index())
    return library


def run(library: Path, *command: str) -> None:
    """One command of the program."""
    program = [sys.executable, "-m", "imagefinder", "--library", str(library)]
    subprocess.run([*program, *command], check=True)


def take(
    library: Path, theme: Theme, folder: Path, tour: Callable[[MainWindow, Shoot], None]
) -> None:
    """Open the window on a library and write what it shows on the way."""
    window = make_window(library)
    window.resize(*SIZE_PX)
    window.show()
    window.start_engine()
    wait(window._news.status_changed)
    wait_ms(SETTLING_MS)

    def shoot(name: str) -> None:
        wait_ms(SETTLING_MS)
        file = folder / f"{name}-{theme}.png"
        window.screen().grabWindow(window.winId()).save(str(file))

    tour(window, shoot)
    window.close()


def tour(window: MainWindow, shoot: Shoot, question: str) -> None:
    """All pages of the demo."""
    ask(window, question)
    window._search.grid.set_current(0)
    window._search.grid.setFocus()
    shoot("search")
    window._search.view_wanted.emit(window._search.grid.current_id())
    shoot("viewer")
    window._bar.set_text("")
    show_map(window, shoot)
    for page in (Page.TASTE, Page.FOLDERS, Page.PROBLEMS, Page.SETTINGS):
        window.show_page(page)
        if page is Page.TASTE:
            wait_until(lambda: bool(window._taste.page.ballot.picture._wanted))
        wait_ms(SETTLING_MS)
        shoot(page)


def show_map(window: MainWindow, shoot: Shoot) -> None:
    """Whole, nearer, chosen from, coloured, and between words."""
    mapping, view = window._map.mapping, window._map.page.map
    window.show_page(Page.MAP)
    mapping.axes_and_colours.choose_axes(ByComponent(1), ByComponent(2))
    wait_ms(MAPPING_MS)
    shoot("map-whole")
    view.zoom_by(3.0)
    shoot("map-zoom")
    view.fit()
    draw_lasso(window)
    shoot("map-lasso")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    mapping.axes_and_colours.choose_colour(ByCluster(8))
    wait_ms(MAPPING_MS)
    shoot("map-groups")
    mapping.axes_and_colours.choose_colour(None)
    mapping.axes_and_colours.choose_axes(ByWords("blue", "red"), ByWords("at night", "a beach"))
    wait_ms(MAPPING_MS)
    shoot("map")


def draw_lasso(window: MainWindow) -> None:
    """A ring around what lies at the right of the middle."""
    view = window._map.page.map
    view.set_tool(Tool.LASSO)
    centre, radius = view.rect().center() + QPoint(120, 20), 130
    ring = [
        centre + QPoint(round(radius * math.cos(turn / 8)), round(radius * math.sin(turn / 8)))
        for turn in range(51)
    ]
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=ring[0])
    for point in ring:
        QTest.mouseMove(view, point)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=ring[-1])
    view.set_tool(Tool.MOVE)


def first_run(window: MainWindow, shoot: Shoot) -> None:
    """Before there is a library."""
    wait_ms(MAPPING_MS)
    shoot("first-run")


def real_tour(window: MainWindow, shoot: Shoot) -> None:
    """What photographs look like."""
    window.show_page(Page.SEARCH)
    shoot("photos")
    window.show_page(Page.MAP)
    wait_ms(MAPPING_MS)
    shoot("photos-map")
    window.show_page(Page.PROBLEMS)
    shoot("photos-problems")


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


def wait_until(there: Callable[[], bool]) -> None:
    """Until it is so."""
    for _ in range(PATIENCE_MS // LOOK_EVERY_MS):
        if there():
            return
        wait_ms(LOOK_EVERY_MS)


def wait_ms(milliseconds: int) -> None:
    """That long, with the window alive."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
