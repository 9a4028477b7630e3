"""A taste from its name to a ranked library, by keyboard, in the real window with its engine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.query import TasteTerm
from imagefinder.demo.library import make_demo_library
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.languages import speak
from imagefinder.gui.main_window import MainWindow
from imagefinder.gui.pages import Page
from imagefinder.gui.remembered import Remembered

PATIENCE_MS = 120_000
PHOTOS = 120
# Half of them: the demo's model knows places well.
LIKED = ("sunset", "night", "city")
MOST_VOTES = 40
# What is asked next depends on the vectors' last bits, and those on the machine: so many votes do
# by any way. Of 15 photos 12 and more are liked by chance in one of 57 rankings.
VOTES = 40


@pytest.fixture
def places(tmp_path: Path, qapp: QApplication) -> dict[str, str]:
    """The place that each picture of a demo library shows, by its path."""
    speak(qapp)
    made = make_demo_library(tmp_path / "pictures", PHOTOS)
    return {str(picture.path): picture.scene.background for picture in made}


@pytest.fixture
def window(
    places: dict[str, str], tmp_path: Path, qtbot: QtBot, show: Callable[[QWidget], None]
) -> Iterator[MainWindow]:
    """The window on that library, indexed with the demo's model."""
    library = tmp_path / "library"
    library.mkdir()
    engine = EngineClient(library)
    opened = MainWindow(
        LibraryPaths(library),
        engine,
        Remembered(library / "window.ini"),
        lambda: None,
        lambda _: None,
    )
    show(opened)
    opened.start_engine()
    opened._changes.begin([str(tmp_path / "pictures")], "demo")

    def indexed() -> bool:
        status = opened._news._status
        return status is not None and status.embedded > 0 and status.pending == 0

    qtbot.waitUntil(indexed, timeout=PATIENCE_MS)
    yield opened
    opened.close()
    engine.deleteLater()


class Voter:
    """Says yes to the places that are liked, by keys."""

    def __init__(self, window: MainWindow, places: dict[str, str], qtbot: QtBot) -> None:
        self.window, self.places, self.qtbot = window, places, qtbot
        self.tasting = window._taste.tasting
        self.page = window._taste.page

    def likes(self, photo_id: int) -> bool:
        return self.places[self.window._view.photos([photo_id])[photo_id].path] in LIKED

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        held = modifier or Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(QApplication.focusWidget(), key, held)

    def photo(self) -> int:
        """The photo that is asked about, once the next one is known too."""
        self.qtbot.waitUntil(
            lambda: None not in (self.tasting._turns.at, self.tasting._turns.ahead),
            timeout=PATIENCE_MS,
        )
        at = self.tasting._turns.at
        assert at is not None
        return at.photo_id

    def counts(self) -> tuple[int, int]:
        return next((t.yes, t.no) for t in self.tasting._tastes if t.name == "evenings")

    def vote(self) -> None:
        before = sum(self.counts())
        self.press(Qt.Key.Key_Y if self.likes(self.photo()) else Qt.Key.Key_N)
        self.qtbot.waitUntil(lambda: sum(self.counts()) == before + 1, timeout=PATIENCE_MS)


def test_from_a_name_to_a_ranked_library(
    window: MainWindow, places: dict[str, str], qtbot: QtBot
) -> None:
    voter = Voter(window, places, qtbot)
    page = voter.page
    number = list(window._page_widgets).index(Page.TASTE) + 1
    voter.press(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
    assert window._page is Page.TASTE
    voter.type("evenings")
    voter.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: voter.tasting._turns.at is not None, timeout=PATIENCE_MS)
    assert page.ballot._expected.text() == "Do you like it?"

    while min(voter.counts()) < 5:
        voter.vote()
        assert sum(voter.counts()) < MOST_VOTES
    voter.vote()
    assert page.ballot._expected.text().startswith("I expect")
    assert page.standing._overall.text().startswith("right ")

    yes, no = voter.counts()
    voter.press(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: sum(voter.counts()) == yes + no - 1, timeout=PATIENCE_MS)
    voter.vote()
    assert voter.counts() == (yes, no)
    while sum(voter.counts()) < VOTES:
        voter.vote()

    page.standing._rank.setFocus()
    with qtbot.waitSignal(
        window._asking.listed,
        timeout=PATIENCE_MS,
        check_params_cb=lambda listing, _: listing.result is not None,
    ):
        voter.press(Qt.Key.Key_Space)
    assert window._page is Page.SEARCH
    assert [chip.part for chip in window._bar.chips()] == [TasteTerm("evenings")]
    first = window._search.grid.photos()[:15].tolist()
    assert sum(voter.likes(photo_id) for photo_id in first) >= 12

    grid = window._search.grid
    grid.setFocus()
    grid.set_current(len(grid.photos()) - 1)
    with qtbot.waitSignal(window._taste.remarked, timeout=PATIENCE_MS) as remarked:
        voter.press(Qt.Key.Key_N)
    assert "no in “evenings”" in remarked.args[0]
