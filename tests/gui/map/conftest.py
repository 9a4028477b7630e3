"""What tests of the map need: charts of made-up points, and a map widget without a library."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from imagefinder.gui.map.chart import Chart, Coat, make_chart, make_coat
from imagefinder.gui.map.colours import plain, plain_palette
from imagefinder.gui.map.photo_map import PhotoMap
from imagefinder.gui.map.pictures import Digests, Pictures
from imagefinder.gui.style import LIGHT
from imagefinder.gui.thumbnails import Thumbnails

SIZE_PX = (600, 400)
ASPECT = 1.5


class NoThumbnails:
    """A library that has none."""

    def get(self, digest: bytes) -> None:
        return None

    def close(self) -> None:
        pass


@pytest.fixture
def chart_of() -> Callable[..., tuple[Chart, Coat]]:
    """A chart of photos at these places, each a pair from 0 to 1, y upwards."""

    def made(places: Sequence[tuple[float, float]], ids: Sequence[int] = ()) -> tuple[Chart, Coat]:
        x, y = np.array(places, np.float32).T
        numbers = np.array(ids or range(1, len(places) + 1), np.int64)
        chart = make_chart(numbers, x.copy(), y.copy(), ASPECT, None)
        return chart, make_coat(chart, plain(len(places)), plain_palette(LIGHT))

    return made


@pytest.fixture
def thumbnails(qapp: object) -> Iterator[Thumbnails]:
    made = Thumbnails(NoThumbnails)
    yield made
    made.close()


@pytest.fixture
def pictures(thumbnails: Thumbnails) -> Iterator[Pictures]:
    """Of photos whose content is known, and without thumbnails."""

    def ask(ids: Sequence[int], then: Callable[[Digests], object]) -> None:
        then({photo_id: photo_id.to_bytes(16, "little") for photo_id in ids})

    owner = QObject()
    yield Pictures(ask, thumbnails, "test", owner)
    owner.deleteLater()


@pytest.fixture
def photo_map(pictures: Pictures, show: Callable[[QWidget], None]) -> PhotoMap:
    """Shown, with the keyboard."""
    made = PhotoMap(pictures)
    made.resize(*SIZE_PX)
    show(made)
    return made
