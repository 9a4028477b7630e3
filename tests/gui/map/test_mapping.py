"""The map in the real window with the real engine, on pictures that the demo's model knows."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.mapping import ByCluster, ByComponent, ByWords, GiveUpLayout, LayOut
from imagefinder.core.paths import LibraryPaths
from imagefinder.demo.scenes import Scene, draw
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.languages import speak
from imagefinder.gui.main_window import MainWindow
from imagefinder.gui.map.camera import place_on
from imagefinder.gui.map.photo_map import Tool
from imagefinder.gui.pages import Page
from imagefinder.gui.remembered import Remembered

PATIENCE_MS = 120_000
PLACES = ("beach", "forest", "meadow", "snow", "night", "desert")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six pictures of a red circle and six of a blue star, indexed."""
    folder = tmp_path_factory.mktemp("mapped")
    (folder / "pictures").mkdir()
    for number, place in enumerate(PLACES):
        for shape, colour in (("circle", "red"), ("star", "blue")):
            scene = Scene(shape, colour, place, "big", "top", "left")
            file = folder / "pictures" / f"{colour} {number}.png"
            draw(scene, (240, 240), number).save(file)
    return indexed(folder)


def indexed(folder: Path) -> Path:
    """A library beside the folder `pictures`, of what is in that."""
    command = [sys.executable, "-m", "imagefinder", "--library", str(folder / "library")]
    command += ["index", "--model", "demo", str(folder / "pictures")]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "library"


class Person:
    """Walks the map, and looks at what it shows."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.page = window._map.page
        self.map = self.page.map

    def open_map(self) -> None:
        self.window.show_page(Page.MAP)
        self.qtbot.waitUntil(lambda: self.map.chart is not None, timeout=PATIENCE_MS)

    def names(self, ids: np.ndarray) -> list[str]:
        rows = self.window._rows.row_info([int(photo_id) for photo_id in ids])
        return sorted(row.name for row in rows.values())

    def reds(self) -> np.ndarray:
        assert self.map.chart is not None
        ids = self.map.chart.ids
        return np.array([i for i in ids.tolist() if self.names(np.array([i]))[0].startswith("red")])

    def until(self, happened: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(happened()), timeout=PATIENCE_MS)

    def choose_words(self, towards: str, away: str) -> None:
        dialog = self.page.x_axis.ask_for_words()
        dialog.towards.setText(towards)
        dialog.away.setText(away)
        dialog.accept()
        self.until(lambda: self.page.stage.across.accessibleName().endswith(f"↔ {towards}"))

    def lasso_right_of(self, value: float) -> None:
        """Of this value on the horizontal axis."""
        chart, camera = self.map.chart, self.map.camera
        assert chart is not None
        place = np.array([[place_on(chart.x, value) * chart.pyramid.aspect, 0.5]], np.float32)
        left = round(float(camera.to_screen(place)[0, 0]))
        right, below = self.map.width() - 1, self.map.height() - 1
        self.map.set_tool(Tool.LASSO)
        QTest.mousePress(self.map, Qt.MouseButton.LeftButton, pos=QPoint(left, 1))
        for corner in ((right, 1), (right, below), (left, below)):
            QTest.mouseMove(self.map, QPoint(*corner))
        QTest.mouseRelease(self.map, Qt.MouseButton.LeftButton, pos=QPoint(left, below))

    def drop(self, file: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        point = QPointF(self.page.rect().center())
        copy = Qt.DropAction.CopyAction
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entered = QDragEnterEvent(point.toPoint(), copy, data, buttons, keys)
        QApplication.sendEvent(self.page, entered)
        assert entered.isAccepted()
        QApplication.sendEvent(self.page, QDropEvent(point, copy, data, buttons, keys))


@pytest.fixture
def person(
    qtbot: QtBot, qapp: QApplication, library: Path, show: Callable[[QWidget], None]
) -> Iterator[Person]:
    with entered(library, qapp, qtbot, show) as person:
        yield person


@contextmanager
def entered(
    library: Path, qapp: QApplication, qtbot: QtBot, show: Callable[[QWidget], None]
) -> Iterator[Person]:
    """A person before the window of this library."""
    speak(qapp)
    engine = EngineClient(library)
    remembered = Remembered(library / "window.ini")
    window = MainWindow(LibraryPaths(library), engine, remembered, lambda: None, lambda _: None)
    window.resize(1100, 760)
    show(window)
    window.start_engine()
    yield Person(window, qtbot)
    window.close()
    engine.deleteLater()


def test_walking_the_map(person: Person, qtbot: QtBot, tmp_path: Path) -> None:
    window, page, stage = person.window, person.page, person.page.stage
    person.open_map()
    assert person.map.chart is not None
    assert len(person.map.chart.ids) == 2 * len(PLACES)
    assert page.trail.names == ("Library",)

    # Words order the photos: all that are red lie to the right of all that are blue.
    person.choose_words("red", "blue")
    chart = person.map.chart
    reds = chart.mask_of(person.reds())
    assert chart.x[reds].min() > chart.x[~reds].max()
    assert {stage.across.accessibleName()} == {"Axis: blue ↔ red"}
    assert set(stage.across.photo_ids()[-2:]) <= set(person.reds().tolist())

    # A lasso around what lies on the right, shown as results.
    middle = float(chart.x[reds].min() + chart.x[~reds].max()) / 2
    person.lasso_right_of(middle)
    assert person.map.selected_ids().tolist() == person.reds().tolist()
    assert "6 of 12" in page._summary.text()
    with qtbot.waitSignal(window._asking.listed, timeout=PATIENCE_MS):
        window._map._show_results()
    assert window._page is Page.SEARCH
    shown = window._search.grid.photos()
    assert sorted(shown.tolist()) == sorted(person.reds().tolist())
    with qtbot.waitSignal(window._asking.listed, timeout=PATIENCE_MS):
        window._search.all_wanted.emit()
    assert len(window._search.grid.photos()) == 2 * len(PLACES)

    # What is chosen in the grid is found on the map.
    window._search.grid.set_current(3)
    chosen = window._search.grid.selected_ids()
    window._search.actions_on_photos.map_wanted.emit(chosen)
    assert window._page is Page.MAP
    person.until(lambda: person.map.selected_ids().tolist() == chosen.tolist())

    # Laid out from what is chosen, and back.
    person.map.select(person.reds())
    page.lay_out.chosen_wanted.emit()
    person.until(lambda: len(person.map.chart.ids) == len(PLACES))
    assert page.trail.names[0] == "Library"
    assert page.trail.names[1].startswith("6 chosen")
    page.trail.back_wanted.emit(0)
    person.until(lambda: len(person.map.chart.ids) == 2 * len(PLACES))
    assert page.trail.names == ("Library",)

    # Two photos make no map: a sentence says so, and the map stays.
    person.map.select(person.reds()[:2])
    with qtbot.waitSignal(window._map.mapping.remarked, timeout=PATIENCE_MS) as remarked:
        page.lay_out.chosen_wanted.emit()
    assert "3" in remarked.args[0]
    assert len(person.map.chart.ids) == 2 * len(PLACES)


def test_what_is_laid_out_can_be_stopped(
    person: Person, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, sent = person.page, []
    person.open_map()
    assert page.stop.isHidden()
    shown = person.map.chart
    person.map.setFocus()
    monkeypatch.setattr(person.window._engine, "send", sent.append)
    for stop in (lambda: qtbot.keyClick(person.map, Qt.Key.Key_Escape), page.stop.click):
        sent.clear()
        page.lay_out.refit_wanted.emit()
        assert page.stop.isVisible()
        stop()
        asked, given_up = sent
        assert given_up == GiveUpLayout(asked.request)
        assert page.stop.isHidden()
        assert page._progress.isHidden()
        assert person.map.chart is shown
    # Not again of itself, while pictures come in; but for who comes back.
    sent.clear()
    person.window._map.mapping.library_changed()
    assert sent == []
    person.window.show_page(Page.SEARCH)
    person.window.show_page(Page.MAP)
    assert [type(request) for request in sent].count(LayOut) == 1


def test_a_first_map_that_is_stopped_says_how_to_begin_again(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, engine = person.page, person.window._engine
    with monkeypatch.context() as silenced:
        silenced.setattr(engine, "send", lambda request: None)
        person.window.show_page(Page.MAP)
        assert page.stop.isVisible()
        page.stop.click()
    assert "come back to this page" in page.stage.message
    person.window.show_page(Page.SEARCH)
    person.window.show_page(Page.MAP)
    person.until(lambda: person.map.chart is not None)
    assert page.stop.isHidden()


def test_what_stands_out(person: Person, qtbot: QtBot, tmp_path: Path) -> None:
    window, page = person.window, person.page
    person.open_map()
    person.choose_words("red", "blue")

    window._bar.set_text("red circle")
    person.until(lambda: person.map.light is not None)
    assert window._page is Page.MAP
    # In so small a library nothing stands out beyond chance, but the best come first.
    best = person.map.chart.ids[person.map.light.best_first]
    assert set(best[: len(PLACES)].tolist()) == set(person.reds().tolist())
    window._bar.clear()
    person.until(lambda: person.map.light is None)

    outside = tmp_path / "outside.png"
    draw(Scene("circle", "red", "under water", "big", "top", "left"), (240, 240), 9).save(outside)
    person.drop(outside)
    person.until(lambda: person.map.landing is not None and person.map.light is not None)
    landing, chart = person.map.landing, person.map.chart
    assert set(landing.neighbours[:4].tolist()) <= set(person.reds().tolist())
    across, _ = landing.place(chart)
    assert across > chart.pyramid.aspect / 2, "it lies where the red ones do"
    person.map.setFocus()
    QTest.keyClick(person.map, Qt.Key.Key_Escape)
    assert person.map.landing is None

    page.colour.colour_chosen.emit(ByCluster(2))
    person.until(lambda: page.stage.legend.isVisible())
    assert person.map.coat is not None
    shades = person.map.coat.shades
    reds = person.map.chart.mask_of(person.reds())
    assert len(set(shades[reds].tolist())) == len(set(shades[~reds].tolist())) == 1
    page.stage.legend.group_chosen.emit(int(shades[reds][0]))
    assert person.map.selected_ids().tolist() == person.reds().tolist()


def test_the_map_is_as_it_was(
    library: Path, qapp: QApplication, qtbot: QtBot, show: Callable[[QWidget], None]
) -> None:
    with entered(library, qapp, qtbot, show) as person:
        person.open_map()
        person.choose_words("red", "blue")
    with entered(library, qapp, qtbot, show) as person:
        person.open_map()
        axes = person.window._map.mapping._scenery.axes
    assert axes == (ByWords("red", "blue"), ByComponent(2))


def test_every_control_of_the_map_is_named(
    person: Person, unnamed_controls: Callable[[QWidget], list[str]]
) -> None:
    person.open_map()
    assert unnamed_controls(person.page) == []
    dialog = person.page.x_axis.ask_for_words()
    assert unnamed_controls(dialog) == []
    dialog.reject()


@pytest.mark.parametrize(("count", "said"), [(0, "Add a folder"), (4, "all look the same")])
def test_where_there_is_no_map_a_sentence_says_why(
    count: int,
    said: str,
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    show: Callable[[QWidget], None],
) -> None:
    (tmp_path / "pictures").mkdir()
    for level in range(count):
        # Other bytes, the same picture.
        picture = draw(Scene("circle", "red", "beach", "big", "top", "left"), (240, 240), 1)
        picture.save(tmp_path / "pictures" / f"{level}.png", compress_level=level)
    with entered(indexed(tmp_path), qapp, qtbot, show) as person:
        person.window.show_page(Page.MAP)
        stage = person.page.stage
        person.until(lambda: said in stage.message)
        assert stage.message.startswith("There is no map yet")
        assert person.map.chart is None
        assert not stage.across.isVisible()
