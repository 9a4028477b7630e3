"""The search page by itself: what leaves it by dragging, what it says where there is nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import SearchResult
from imagefinder.core.types import Coverage
from imagefinder.gui import search_page
from imagefinder.gui.grid.dragging import mime_data, photos_in
from imagefinder.gui.listing import Ids, Listing
from imagefinder.gui.search_page import SearchPage
from imagefinder.gui.thumbnails import Thumbnails
from imagefinder.store.thumbs import read_thumbnails

NOTHING = Coverage(0, 0, 0, 0, 0)


@pytest.fixture
def page(tmp_path: Path, show: Callable[[QWidget], None]) -> Iterator[SearchPage]:
    thumbnails = Thumbnails(lambda: read_thumbnails(LibraryPaths(tmp_path).thumbnails))
    page = SearchPage(
        lambda ids: {}, thumbnails, lambda photo_id: (), lambda ids: [f"/{i}" for i in ids]
    )
    show(page)
    yield page
    thumbnails.close()


def ids(count: int) -> Ids:
    return np.arange(count, dtype=np.int64)


def test_more_files_than_can_be_dragged_are_refused_in_words(
    page: SearchPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_page, "MOST_FILES", 2)
    with qtbot.waitSignal(page.remarked) as remarked:
        urls = page._urls([0, 1, 2])
    assert remarked.args == ["So many files can't be dragged: 2 at most. Export them."]
    data = mime_data(ids(3), urls)
    assert not data.hasUrls()
    assert photos_in(data).tolist() == [0, 1, 2], "within the program they still go anywhere"


def test_files_leave_as_addresses(page: SearchPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.remarked):
        urls = page._urls([0, 1])
    assert [url.toLocalFile() for url in mime_data(ids(2), urls).urls()] == ["/0", "/1"]


def test_of_a_query_that_is_not_understood_nothing_else_is_said(page: SearchPage) -> None:
    page.show_listing(Listing(ids(0), result=SearchResult("m", (), NOTHING, 1.0)), keep=False)
    assert page.grid._empty[0] == "Nothing in the library fits"
    page.show_message("“date:soon” makes no sense.")
    assert page.grid._empty == ("", "")
