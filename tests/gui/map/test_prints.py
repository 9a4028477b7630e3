"""How thumbnails look on the map: in their frame, where they belong, at any scale of the screen."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from imagefinder.files.thumbs import to_jpeg
from imagefinder.gui.map.dots import Opaque
from imagefinder.gui.map.pictures import Digests, Pictures
from imagefinder.gui.map.prints import Edge, Prints, Style, Thumbs
from imagefinder.gui.thumbnails import Thumbnails

GROUND, RED, BLUE, EMPTY = "#ffffff", "#ff0000", "#0000ff", "#00ff00"
GREY = (90, 90, 90)
EDGES = (Edge(3, RED), Edge(1, BLUE))


class Grey:
    """A library of photos all alike, but number 3 has no thumbnail."""

    def get(self, digest: bytes) -> bytes | None:
        return None if digest[0] == 3 else to_jpeg(Image.new("RGB", (256, 128), GREY))

    def close(self) -> None:
        pass


def painted(prints: Prints, ratio: float, ids: Sequence[int], edges: Sequence[int]) -> QImage:
    """Two photos, the middles 100 apart."""
    image = QImage(QSize(300, 100) * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(GROUND))
    painter = QPainter(image)
    places = np.array([[60, 50], [160, 50]], np.float32)[: len(ids)]
    thumbs = Thumbs(np.array(ids, np.int64), places, np.array(edges, np.int64))
    prints.paint(painter, Style(54, ratio, EDGES, EMPTY), thumbs, np.arange(len(ids)))
    painter.end()
    return image


def colour(image: QImage, x: float, y: float) -> QColor:
    """At logical pixels."""
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(x * ratio), round(y * ratio))


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_thumbnails_lie_in_their_frames(
    qtbot: QtBot, qapp: object, ratio: float, pictures_of: Callable[[Grey], Pictures]
) -> None:
    pictures = pictures_of(Grey())
    with qtbot.waitSignal(pictures.arrived):
        pictures.want([1, 2, 3], round(54 * ratio))
    qtbot.waitUntil(lambda: not pictures.lacking())
    prints = Prints(pictures)
    for _ in range(2):  # made, then as it was kept
        image = painted(prints, ratio, [1, 2], [0, 1])
        for x in (60, 160, 60 - 25, 160 + 25):
            assert abs(colour(image, x, 50).red() - GREY[0]) < 6
        assert colour(image, 60 - 27 - 2, 50).name() == RED, "a wide frame to the left"
        assert colour(image, 160 + 27 + 2.5, 50).name() == GROUND, "a narrow one to the right"
        assert colour(image, 60, 50 - 13.5 - 1.5).name() == RED
        assert colour(image, 60, 50 - 13.5 - 5).name() == GROUND


def test_what_has_no_thumbnail_is_a_square(
    qtbot: QtBot, qapp: object, pictures_of: Callable[[Grey], Pictures]
) -> None:
    pictures = pictures_of(Grey())
    pictures.want([3], 54)
    image = painted(Prints(pictures), 1.0, [3], [1])
    assert colour(image, 60, 50).name() == EMPTY
    assert colour(image, 60, 50 - 22).name() == GROUND


def test_another_size_serves_while_the_right_one_is_on_its_way(
    qtbot: QtBot, qapp: object, pictures_of: Callable[[Grey], Pictures]
) -> None:
    pictures = pictures_of(Grey())
    pictures.want([1], 100)
    qtbot.waitUntil(lambda: pictures.pixmap(1, 100) is not None)
    image = painted(Prints(pictures), 1.0, [1], [1])
    assert abs(colour(image, 60 + 25, 50).red() - GREY[0]) < 6
    assert colour(image, 60 + 30, 50).name() == GROUND, "made smaller"


def test_a_picture_upon_a_ground_is_opaque_and_made_anew_for_another(qapp: object) -> None:
    image = QImage(2, 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(255, 0, 0, 128))
    opaque = Opaque()
    on_white = opaque.upon(image, "#ffffff")
    assert opaque.upon(image, "#ffffff").cacheKey() == on_white.cacheKey()
    assert on_white.pixelColor(0, 0).alpha() == 255
    assert on_white.pixelColor(0, 0).green() == pytest.approx(127, abs=2)
    assert opaque.upon(image, "#000000").pixelColor(0, 0).green() == 0


@pytest.fixture
def pictures_of(request: pytest.FixtureRequest) -> Callable[[Grey], Pictures]:
    def ask(ids: Sequence[int], then: Callable[[Digests], object]) -> None:
        then({photo_id: bytes([photo_id]) * 16 for photo_id in ids})

    def made(source: Grey) -> Pictures:
        thumbnails, owner = Thumbnails(lambda: source), QObject()
        request.addfinalizer(owner.deleteLater)
        request.addfinalizer(thumbnails.close)
        return Pictures(ask, thumbnails, "test", owner)

    return made
