"""What the window remembers: it comes back, and nonsense counts as not there."""

from pathlib import Path

import pytest

from imagefinder.gui.pages import Page
from imagefinder.gui.remembered import Remembered


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    one = Remembered(tmp_path / "window.ini")
    one.keep(page=Page.SETTINGS, theme="dark", language="de", thumbnail_mb=640, cell_px=222)
    one._settings.sync()
    again = Remembered(tmp_path / "window.ini")
    assert (again.page, again.theme, again.language) == (Page.SETTINGS, "dark", "de")
    assert (again.thumbnail_mb, again.cell_px) == (640, 222)


@pytest.mark.parametrize(
    "content", ["", "[General]\nlanguage=xx\nthumbnail_mb=many\npage=9\n", "{"]
)
def test_nonsense_counts_as_not_there(tmp_path: Path, content: str) -> None:
    (tmp_path / "window.ini").write_text(content)
    one = Remembered(tmp_path / "window.ini")
    assert (one.language, one.thumbnail_mb, one.page) == ("system", 256, Page.SEARCH)


def test_no_memory_at_all_is_not_believed(tmp_path: Path) -> None:
    one = Remembered(tmp_path / "window.ini")
    one.keep(thumbnail_mb=-5)
    assert one.thumbnail_mb == 1
