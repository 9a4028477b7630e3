"""A page of tastes on a few drawn pictures, and a status to show on it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from imagefinder.core.tasting import Accuracy, CastVote, Suggestion, TasteStatus, TasteSummary
from imagefinder.gui.grid.rows import RowInfo
from imagefinder.gui.taste import Sources, TastePage
from imagefinder.gui.thumbnails import Thumbnails

PHOTOS = 6
NOTHING_TOLD = Accuracy(0, 0, 0.0, 1.0)


def digest(photo_id: int) -> bytes:
    return bytes([photo_id]) * 16


@pytest.fixture
def suggest() -> Callable[..., Suggestion]:
    """Suggests a photo by its id."""

    def made(photo_id: int, **values: object) -> Suggestion:
        return Suggestion(photo_id, digest(photo_id), "varied", **values)  # type: ignore[arg-type]

    return made


@pytest.fixture
def status() -> Callable[..., TasteStatus]:
    """A status of the taste "cosy"; votes are given as photo id and whether it was liked."""

    def made(votes: Sequence[tuple[int, bool]] = (), **values: object) -> TasteStatus:
        known: dict[str, object] = {
            "name": "cosy",
            "yes": sum(liked for _, liked in votes),
            "no": sum(not liked for _, liked in votes),
            "overall": NOTHING_TOLD,
            "last_20": NOTHING_TOLD,
            "recent": tuple(CastVote(digest(i), i, liked, None) for i, liked in votes),
        }
        return TasteStatus(**{**known, **values})  # type: ignore[arg-type]

    return made


class _Stored:
    """Thumbnails by photo id."""

    def __init__(self, data: Mapping[int, bytes]) -> None:
        self._data = data

    def get(self, wanted: bytes) -> bytes | None:
        return self._data.get(wanted[0])

    def close(self) -> None:
        pass


@pytest.fixture
def pictures(draw: Callable[..., Path]) -> dict[int, Path]:
    """Files by photo id."""
    return {i: draw(f"{i}.png", 60 + i, 40) for i in range(1, PHOTOS + 1)}


@pytest.fixture
def stored(pictures: dict[int, Path]) -> dict[int, bytes]:
    """Thumbnails by photo id; each is the whole picture."""
    return {photo_id: path.read_bytes() for photo_id, path in pictures.items()}


@pytest.fixture
def make_page(
    pictures: dict[int, Path], stored: dict[int, bytes], show: Callable[[QWidget], None]
) -> Iterator[Callable[..., TastePage]]:
    """Makes and shows a page; one taste "cosy" is listed unless told otherwise."""
    made: list[tuple[TastePage, Thumbnails]] = []

    def rows(ids: Sequence[int]) -> dict[int, RowInfo]:
        return {i: RowInfo(str(pictures[i]), digest(i)) for i in ids if i in pictures}

    def page(names: Sequence[str] = ("cosy",), chosen: int = 0) -> TastePage:
        thumbnails = Thumbnails(lambda: _Stored(stored))
        sources = Sources(rows, lambda _: QSize(), thumbnails, lambda _: QImage())
        opened = TastePage(sources, lambda: chosen)
        made.append((opened, thumbnails))
        opened.resize(900, 640)
        opened.show_tastes([TasteSummary(name, 0, 0) for name in names], *names[:1] or [""])
        show(opened)
        opened._take_keys()
        return opened

    yield page
    for opened, thumbnails in made:
        opened.stop()
        thumbnails.close()
        thumbnails.deleteLater()
