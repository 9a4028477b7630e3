"""Fetching a dropped address, from a web server of our own: only pictures, within limits."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QHostAddress, QHostInfo
from pytestqt.qtbot import QtBot

from imagefinder.gui.fetching import MOST_REDIRECTS, Fetching
from tests.gui.conftest import PATIENCE_MS
from tests.gui.site import Site


@pytest.fixture
def fetching(qtbot: QtBot) -> Iterator[Fetching]:
    """One that may connect to this machine, and to nothing larger than 100 kB."""
    made = Fetching(
        may_connect=lambda address: True, largest_bytes=100_000, time_limit_ms=PATIENCE_MS
    )
    yield made
    made.close()
    made.deleteLater()


def failure(qtbot: QtBot, fetching: Fetching, address: str) -> str:
    with qtbot.waitSignal(fetching.failed) as failed:
        fetching.fetch(address)
    assert fetching._reply is None
    assert not fetching._timer.isActive()
    return str(failed.args[0])


def test_a_picture_comes_as_it_is(
    qtbot: QtBot, site: Site, fetching: Fetching, draw: Callable[..., Path]
) -> None:
    content = draw("a.png", 300, 200).read_bytes()
    site.pages["/a"] = content
    begun: list[str] = []
    fetching.begun.connect(begun.append)
    with qtbot.waitSignal(fetching.fetched) as fetched:
        fetching.fetch(site.at("/a"))
    assert fetched.args == [content]
    assert begun == ["127.0.0.1"]


def test_the_name_goes_along_though_the_address_is_asked(
    qtbot: QtBot, site: Site, fetching: Fetching, draw: Callable[..., Path]
) -> None:
    site.pages["/a"] = draw("a.png", 8, 8).read_bytes()
    with qtbot.waitSignal(fetching.fetched):
        fetching.fetch(site.at("/a", host="localhost"))
    assert site.hosts == [f"localhost:{site.server.server_address[1]}"]


def test_redirects_are_followed_a_few_times(
    qtbot: QtBot, site: Site, fetching: Fetching, draw: Callable[..., Path]
) -> None:
    site.pages |= {"/a": "/b", "/b": site.at("/c"), "/c": draw("a.png", 8, 8).read_bytes()}
    with qtbot.waitSignal(fetching.fetched):
        fetching.fetch(site.at("/a"))
    assert site.asked == ["/a", "/b", "/c"]
    site.pages["/round"] = "/round"
    assert "one place to the next" in failure(qtbot, fetching, site.at("/round"))
    assert site.asked.count("/round") == MOST_REDIRECTS + 1


def test_no_redirect_leads_elsewhere_than_the_web(
    qtbot: QtBot, site: Site, fetching: Fetching
) -> None:
    site.pages["/a"] = "file:///etc/passwd"
    assert "no address of the web" in failure(qtbot, fetching, site.at("/a"))
    assert "no address of the web" in failure(qtbot, fetching, "ftp://example.org/a.png")


def test_nothing_in_a_private_network_is_asked(qtbot: QtBot, site: Site) -> None:
    fetching = Fetching()
    site.pages["/a"] = b""
    for host in ("127.0.0.1", "localhost"):
        assert "private network" in failure(qtbot, fetching, site.at("/a", host))
    assert site.asked == []
    fetching.deleteLater()


@pytest.mark.parametrize(
    "host",
    [
        *("2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0", "0.0.0.0"),
        *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]"),
        *("example.org@127.0.0.1", "127.0.0.1.", "LOCALHOST", "１２７.0.0.1"),
    ],
)
def test_however_an_own_address_is_written_it_is_not_asked(
    qtbot: QtBot, site: Site, host: str
) -> None:
    fetching = Fetching()
    site.pages["/a"] = b""
    failure(qtbot, fetching, site.at("/a", host))
    assert site.asked == []
    fetching.deleteLater()


def test_a_name_with_one_private_address_is_not_asked(
    qtbot: QtBot, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lookup(name: str, found: Callable[[QHostInfo], None]) -> int:
        answer = QHostInfo()
        answer.setHostName(name)
        answer.setAddresses([QHostAddress("93.184.215.14"), QHostAddress("127.0.0.1")])
        found(answer)
        return 1

    monkeypatch.setattr("imagefinder.gui.fetching.QHostInfo.lookupHost", lookup)
    fetching = Fetching()
    assert "private network" in failure(qtbot, fetching, site.at("/a", "pictures.example"))
    assert site.asked == []
    fetching.deleteLater()


def test_no_redirect_leads_into_a_private_network(qtbot: QtBot, site: Site) -> None:
    asked: list[str] = []

    def may_connect(address: str) -> bool:
        """The site itself once, as if it were public."""
        asked.append(address)
        return len(asked) == 1

    fetching = Fetching(may_connect=may_connect)
    site.pages |= {"/a": site.at("/secret"), "/secret": b"\x89PNG"}
    assert "private network" in failure(qtbot, fetching, site.at("/a"))
    assert site.asked == ["/a"]
    fetching.deleteLater()


def test_what_is_no_picture_is_not_taken(qtbot: QtBot, site: Site, fetching: Fetching) -> None:
    site.pages |= {"/a": b"<html>" + b" " * 50_000, "/empty": b"", "/gone": 404}
    assert "no picture" in failure(qtbot, fetching, site.at("/a"))
    assert "no picture" in failure(qtbot, fetching, site.at("/empty"))
    assert "404" in failure(qtbot, fetching, site.at("/gone"))


def test_size_is_limited_whether_it_is_said_or_not(
    qtbot: QtBot, site: Site, fetching: Fetching, draw: Callable[..., Path]
) -> None:
    large = draw("a.png", 8, 8).read_bytes() + bytes(200_000)
    site.pages |= {"/said": large, "/endless": large}
    assert "larger than" in failure(qtbot, fetching, site.at("/said"))
    assert "larger than" in failure(qtbot, fetching, site.at("/endless"))


def test_time_is_limited(qtbot: QtBot, site: Site) -> None:
    fetching = Fetching(may_connect=lambda address: True, time_limit_ms=50)
    site.pages["/slow"] = b"\x89PNG"
    assert "too long" in failure(qtbot, fetching, site.at("/slow"))
    fetching.deleteLater()


def test_a_name_that_nobody_has(qtbot: QtBot, fetching: Fetching) -> None:
    text = failure(qtbot, fetching, "http://nobody.invalid/a.png")
    assert "nobody.invalid" in text
    assert "no such place" in text


def test_a_new_wish_and_the_end_cancel(
    qtbot: QtBot, site: Site, fetching: Fetching, draw: Callable[..., Path]
) -> None:
    content = draw("a.png", 8, 8).read_bytes()
    site.pages |= {"/slow": content, "/a": content}
    heard: list[str] = []
    fetching.failed.connect(heard.append)
    fetching.fetch(site.at("/slow"))
    qtbot.waitUntil(lambda: site.asked == ["/slow"])
    with qtbot.waitSignal(fetching.fetched):
        fetching.fetch(site.at("/a"))
    fetching.fetch(site.at("/slow"))
    fetching.close()
    assert heard == []
