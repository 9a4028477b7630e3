"""Thumbnails: what is wanted comes, what no longer is does not, and memory is bounded."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from imagefinder.core.errors import KnownError
from imagefinder.gui.thumbnails import Thumbnails, decode, fitted
from imagefinder.store.thumbs import open_thumbnails, read_thumbnails

SIDE_PX = 100
A, B, C, D = (bytes([n]) * 16 for n in range(4))


def jpeg(width: int, height: int, colour: str = "red") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "JPEG")
    return bytes(buffer.data().data())


class Source:
    """Thumbnails in memory. With `hold`, each is handed out only when `release` is called."""

    def __init__(self, jpegs: dict[bytes, bytes], hold: bool = False) -> None:
        self.jpegs = jpegs
        self.asked: list[bytes] = []
        self.closed = 0
        self._gate = threading.Semaphore(0 if hold else 1_000_000)

    def get(self, digest: bytes) -> bytes | None:
        self.asked.append(digest)
        self._gate.acquire()
        return self.jpegs.get(digest)

    def release(self, count: int) -> None:
        self._gate.release(count)

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def make() -> Iterator[Callable[..., Thumbnails]]:
    made: list[Thumbnails] = []

    def thumbnails(source: Source, **options: int) -> Thumbnails:
        made.append(Thumbnails(lambda: source, **options))
        return made[-1]

    yield thumbnails
    for each in made:
        each.close()


def load(qtbot: QtBot, thumbnails: Thumbnails, *digests: bytes, side_px: int = SIDE_PX) -> None:
    waiting = set(digests)

    def arrived(batch: frozenset[bytes]) -> bool:
        waiting.difference_update(batch)
        return not waiting

    with qtbot.waitSignal(thumbnails.loaded, check_params_cb=arrived):
        thumbnails.want(digests, side_px)


def test_a_thumbnail_comes_at_the_size_wanted(
    qtbot: QtBot, make: Callable[..., Thumbnails]
) -> None:
    thumbnails = make(Source({A: jpeg(256, 128)}))
    assert thumbnails.pixmap(A, SIDE_PX) is None
    load(qtbot, thumbnails, A)
    pixmap = thumbnails.pixmap(A, SIDE_PX)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (SIDE_PX, SIDE_PX // 2)


def test_another_size_is_shown_until_the_right_one_is_there(
    qtbot: QtBot, make: Callable[..., Thumbnails]
) -> None:
    thumbnails = make(Source({A: jpeg(256, 256)}))
    load(qtbot, thumbnails, A)
    meanwhile = thumbnails.pixmap(A, 200)
    assert meanwhile is not None
    assert meanwhile.width() == SIDE_PX
    load(qtbot, thumbnails, A, side_px=200)
    exact = thumbnails.pixmap(A, 200)
    assert exact is not None
    assert exact.width() == 200


def test_what_there_is_none_of_is_missing_until_refreshed(
    qtbot: QtBot, make: Callable[..., Thumbnails]
) -> None:
    source = Source({})
    thumbnails = make(source)
    load(qtbot, thumbnails, A)
    assert thumbnails.is_missing(A)
    thumbnails.want([A], SIDE_PX)
    source.jpegs[A] = jpeg(64, 64)
    with qtbot.waitSignal(thumbnails.refreshed):
        thumbnails.refresh()
    assert thumbnails.is_missing(A), "nothing flickers while it is looked for again"
    load(qtbot, thumbnails, A)
    assert not thumbnails.is_missing(A)
    assert source.asked == [A, A]


def test_a_broken_thumbnail_is_missing(qtbot: QtBot, make: Callable[..., Thumbnails]) -> None:
    thumbnails = make(Source({A: b"no picture"}))
    load(qtbot, thumbnails, A)
    assert thumbnails.is_missing(A)


def test_a_scroll_forgets_what_was_wanted(qtbot: QtBot, make: Callable[..., Thumbnails]) -> None:
    old = [bytes([1, n]) for n in range(100)]
    new = [bytes([2, n]) for n in range(3)]
    source = Source({digest: jpeg(64, 64) for digest in old + new}, hold=True)
    thumbnails = make(source)
    thumbnails.want(old, SIDE_PX)
    qtbot.waitUntil(lambda: len(source.asked) == 2)
    source_asked = list(source.asked)
    waiting = set(new)
    with qtbot.waitSignal(
        thumbnails.loaded,
        check_params_cb=lambda batch: not waiting.difference_update(batch) and not waiting,
    ):
        thumbnails.want(new, SIDE_PX)
        source.release(1000)
    assert sorted(source.asked) == sorted(source_asked + new)


def test_askers_do_not_cancel_each_other(qtbot: QtBot, make: Callable[..., Thumbnails]) -> None:
    thumbnails = make(Source({A: jpeg(64, 64), B: jpeg(64, 64)}))
    waiting = {A, B}
    with qtbot.waitSignal(
        thumbnails.loaded,
        check_params_cb=lambda batch: not waiting.difference_update(batch) and not waiting,
    ):
        thumbnails.want([A], SIDE_PX, asker="grid")
        thumbnails.want([B], SIDE_PX, asker="chips")


def test_what_was_used_longest_ago_goes_first(
    qtbot: QtBot, make: Callable[..., Thumbnails]
) -> None:
    one = SIDE_PX * SIDE_PX * 4
    thumbnails = make(Source({d: jpeg(256, 256) for d in (A, B, C)}), limit_bytes=2 * one)
    load(qtbot, thumbnails, A)
    load(qtbot, thumbnails, B)
    assert thumbnails.pixmap(A, SIDE_PX)
    load(qtbot, thumbnails, C)
    assert thumbnails.bytes_kept == 2 * one
    assert thumbnails.pixmap(B, SIDE_PX) is None
    assert thumbnails.pixmap(A, SIDE_PX)
    assert thumbnails.pixmap(C, SIDE_PX)


def test_less_memory_is_taken_back_at_once(qtbot: QtBot, make: Callable[..., Thumbnails]) -> None:
    side = 512  # a megabyte each
    digests = [A, B, C]
    thumbnails = make(Source({digest: jpeg(side, side) for digest in digests}))
    for digest in digests:
        with qtbot.waitSignal(thumbnails.loaded):
            thumbnails.want([digest], side)
    assert thumbnails.bytes_kept == 3 * 2**20
    thumbnails.set_limit_mb(2)
    assert thumbnails.bytes_kept == 2 * 2**20
    assert thumbnails.pixmap(A, side) is None
    assert thumbnails.pixmap(C, side)


def test_no_more_is_wanted_than_can_be_kept(qtbot: QtBot, make: Callable[..., Thumbnails]) -> None:
    one = SIDE_PX * SIDE_PX * 4
    source = Source({d: jpeg(256, 256) for d in (A, B, C, D)})
    thumbnails = make(source, limit_bytes=2 * one)
    with qtbot.waitSignal(thumbnails.loaded, check_params_cb=lambda batch: B in batch):
        thumbnails.want([A, B, C, D], SIDE_PX)
    thumbnails.close()
    assert set(source.asked) == {A, B}


def test_closing_ends_the_threads_while_much_is_wanted(
    qtbot: QtBot, make: Callable[..., Thumbnails], monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = [bytes([n]) for n in range(200)]
    source = Source({digest: jpeg(256, 256) for digest in digests}, hold=True)
    thumbnails = make(source)
    wishes = thumbnails._loaders._wishes
    close = wishes.close
    # What both threads have in hand comes no sooner than closing has begun.
    monkeypatch.setattr(wishes, "close", lambda: (close(), source.release(1000)))
    thumbnails.want(digests, SIDE_PX)
    qtbot.waitUntil(lambda: len(source.asked) == 2)
    thumbnails.close()
    assert len(source.asked) == 2


def test_a_library_without_thumbnails_only_misses_them(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "derived" / "thumbnails.sqlite"

    def not_yet() -> Source:
        raise KnownError("There are none yet.")

    sources = [not_yet, not_yet]
    thumbnails = Thumbnails(lambda: sources.pop()() if sources else read_thumbnails(file))
    try:
        thumbnails.want([A, B], SIDE_PX)
        qtbot.waitUntil(lambda: thumbnails.is_missing(A) and thumbnails.is_missing(B))
        sources.clear()
        stored = open_thumbnails(file)
        stored.add([(A, jpeg(64, 64))])
        stored.close()
        thumbnails.refresh()
        load(qtbot, thumbnails, A)
        assert thumbnails.pixmap(A, SIDE_PX)
    finally:
        thumbnails.close()


def test_decoded_thumbnails_are_ready_to_paint() -> None:
    assert decode(jpeg(256, 192), 64).format() == QImage.Format.Format_RGB32
    grey = QImage(80, 80, QImage.Format.Format_Grayscale8)
    grey.fill(90)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    grey.save(buffer, "PNG")
    assert decode(bytes(buffer.data().data()), 64).format() == QImage.Format.Format_RGB32


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ((341, 256), (200, 150)),
        ((256, 2048), (25, 200)),
        ((2048, 1), (200, 1)),
        ((20, 10), (40, 20)),
    ],
)
def test_thumbnails_keep_their_shape_and_are_enlarged_twice_at_most(
    stored: tuple[int, int], shown: tuple[int, int]
) -> None:
    assert fitted(QSize(*stored), 200).toTuple() == shown
