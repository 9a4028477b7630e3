"""Drops and pastes with the types and bytes that file managers and browsers offer."""

import base64
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QImage

from imagefinder.gui import drops

ADDRESS = "https://example.org/cat.png"


def chromium(content: bytes) -> QMimeData:
    """An address first, the original bytes among the last; some types are empty."""
    data = QMimeData()
    data.setUrls([QUrl(ADDRESS)])
    data.setHtml(f'<img src="{ADDRESS}">')
    data.setData("text/x-moz-url", QByteArray(b""))
    data.setData("application/octet-stream", QByteArray(content))
    return data


def firefox(content: bytes) -> QMimeData:
    """An address, an empty promise of a file, and decoded pixels as PNG."""
    data = QMimeData()
    data.setUrls([QUrl(ADDRESS)])
    data.setData("application/x-moz-file-promise", QByteArray(b""))
    data.setData("image/png", QByteArray(content))
    return data


def test_files_and_folders_come_as_they_are(tmp_path: Path, draw: Callable[..., Path]) -> None:
    file = draw("a.png", 8, 8)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)), QUrl.fromLocalFile(str(tmp_path))])
    assert drops.dropped_pictures(data, tmp_path / "kept") == [str(file), str(tmp_path)]
    assert not (tmp_path / "kept").exists()


def test_bytes_of_browsers_are_kept(tmp_path: Path, draw: Callable[..., Path]) -> None:
    content = draw("a.png", 8, 8).read_bytes()
    for make in (chromium, firefox):
        data = make(content)
        assert drops.offers_picture(data)
        (path,) = drops.dropped_pictures(data, tmp_path / "kept")
        assert Path(path).read_bytes() == content


def test_bytes_that_are_no_picture_are_not_taken(tmp_path: Path) -> None:
    assert drops.dropped_pictures(chromium(b"<html>not found</html>"), tmp_path / "kept") == []
    assert drops.dropped_pictures(firefox(b""), tmp_path / "kept") == []


def test_an_address_alone_holds_no_picture_but_says_where_it_is(tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl(ADDRESS)])
    assert drops.dropped_pictures(data, tmp_path) == []
    assert drops.web_address(data) == ADDRESS


def test_the_address_of_a_linked_picture_is_that_of_the_picture() -> None:
    """A browser offers the link first, where a picture leads somewhere."""
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/page.html")])
    data.setHtml(f'<meta charset="utf-8"><a href="/page"><IMG alt="" src="{ADDRESS}?a=1&amp;b=2">')
    assert drops.web_address(data) == f"{ADDRESS}?a=1&b=2"


def test_a_text_is_an_address_only_as_a_whole() -> None:
    for text, address in (
        (f" {ADDRESS}\n", ADDRESS),
        (f"see {ADDRESS}", None),
        ("ftp://example.org/a.png", None),
        ("a red kayak", None),
    ):
        data = QMimeData()
        data.setText(text)
        assert drops.web_address(data) == address
        assert drops.holds_picture(data) == (address is not None)


def test_pixels_become_a_file(tmp_path: Path) -> None:
    image = QImage(5, 4, QImage.Format.Format_RGB32)
    image.fill(0xFF00FF)
    data = QMimeData()
    data.setImageData(image)
    (path,) = drops.dropped_pictures(data, tmp_path / "kept")
    assert QImage(path).size() == image.size()


def test_a_data_address_is_decoded(tmp_path: Path, draw: Callable[..., Path]) -> None:
    content = draw("a.png", 8, 8).read_bytes()
    address = f"data:image/png;base64,{base64.b64encode(content).decode()}"
    in_html, as_text = QMimeData(), QMimeData()
    in_html.setHtml(f'<p><img src="{address}"></p>')
    as_text.setText(address)
    for data in (in_html, as_text):
        (path,) = drops.dropped_pictures(data, tmp_path / "kept")
        assert Path(path).read_bytes() == content


def test_a_broken_data_address_is_nothing(tmp_path: Path) -> None:
    data = QMimeData()
    data.setHtml('<img src="data:image/png;base64,AAAA">')
    assert drops.dropped_pictures(data, tmp_path / "kept") == []
