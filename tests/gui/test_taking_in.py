"""A dropped or pasted address: fetched, kept beside the library, and asked for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.query import PictureFile
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.folder_changes import FolderChanges
from imagefinder.gui.query_bar import QueryBar
from imagefinder.gui.taking_in import TakingIn
from imagefinder.search.parse import parse
from tests.gui.site import Site


@pytest.fixture
def taking_in(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[TakingIn, QueryBar]]:
    """What takes in for a bar; it may fetch from this machine."""
    bar = QueryBar(parse)
    qtbot.addWidget(bar)
    engine = EngineClient(tmp_path)
    made = TakingIn(LibraryPaths(tmp_path / "library"), bar, FolderChanges(engine, bar), bar)
    monkeypatch.setattr(made.fetching, "_may_connect", lambda address: True)
    yield made, bar
    made.close()
    bar.close_previews()
    engine.deleteLater()


def asked(bar: QueryBar) -> list[bytes]:
    """The bytes of the pictures that are asked for."""
    terms = bar.query().terms
    return [Path(term.path).read_bytes() for term in terms if isinstance(term, PictureFile)]


def test_a_dropped_address_becomes_the_query(
    qtbot: QtBot, site: Site, taking_in: tuple[TakingIn, QueryBar], draw: Callable[..., Path]
) -> None:
    taking, bar = taking_in
    site.pages |= {"/a": draw("a.png", 60, 40).read_bytes(), "/b": draw("b.png", 8, 9).read_bytes()}
    said: list[str] = []
    taking.remarked.connect(said.append)
    for path in ("/a", "/b"):
        data = QMimeData()
        data.setUrls([QUrl(site.at(path))])
        with qtbot.waitSignal(taking.asked):
            taking.take(data, add=True)
    assert asked(bar) == [site.pages["/a"], site.pages["/b"]]
    assert said == ["Fetching the picture from 127.0.0.1…"] * 2


def test_a_pasted_address_replaces_the_query(
    qtbot: QtBot, site: Site, taking_in: tuple[TakingIn, QueryBar], draw: Callable[..., Path]
) -> None:
    taking, bar = taking_in
    site.pages["/a"] = draw("a.png", 60, 40).read_bytes()
    bar.set_text("kayak")
    QGuiApplication.clipboard().setText(site.at("/a"))
    with qtbot.waitSignal(taking.asked):
        taking.paste()
    assert asked(bar) == [site.pages["/a"]]
    assert len(bar.query().terms) == 1


def test_a_failure_leaves_the_query_alone(
    qtbot: QtBot, site: Site, taking_in: tuple[TakingIn, QueryBar]
) -> None:
    taking, bar = taking_in
    site.pages["/a"] = 404
    bar.set_text("kayak")
    data = QMimeData()
    data.setUrls([QUrl(site.at("/a"))])
    with qtbot.waitSignal(taking.fetching.failed) as failed:
        taking.take(data, add=False)
    assert "404" in failed.args[0]
    assert bar.query() == parse("kayak")


def test_words_are_pasted_as_words(taking_in: tuple[TakingIn, QueryBar]) -> None:
    taking, bar = taking_in
    QGuiApplication.clipboard().setText("a red\nkayak")
    taking.paste()
    assert bar.query() == parse("a red kayak")
