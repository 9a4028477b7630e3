"""A map as a picture: thumbnails at their coordinates as far as they stay readable, then points.

In come coordinates and what the axes are called; out goes a Pillow image. Called by
`imagefinder map`.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

PAPER, INK, FAINT, LINE = "#fbfaf8", "#22252a", "#6b717b", "#dedbd4"
POINT = "#4a6fa5"
LEFT, TOP, RIGHT, BOTTOM = 62, 66, 28, 62
TITLE_PX, TEXT_PX = 24, 16
# A thumbnail takes a square of about the space that a photo has, within these.
SMALLEST_PX, LARGEST_PX = 60, 96
_GAP_PX = 4
# So many places in a square each suggest one photo for a thumbnail.
_CANDIDATES = 4
_FAINTEST = 70

Places = npt.NDArray[np.float64]
Thumbnail = Callable[[int], Image.Image | None]


class AxisText(NamedTuple):
    """What is written along an axis: its title, and what lies at either end."""

    title: str
    low: str
    high: str


class MapText(NamedTuple):
    """All that is written on a map."""

    title: str
    note: str
    x: AxisText
    y: AxisText


def draw_map(
    places: npt.NDArray[np.float32], thumbnail: Thumbnail, text: MapText, size: tuple[int, int]
) -> Image.Image:
    """A map of `places` (n, 2), y upwards; `thumbnail` gives the picture of a row, if it can."""
    image = Image.new("RGB", size, PAPER)
    _write(image, text)
    box = (LEFT, TOP, size[0] - RIGHT, size[1] - BOTTOM)
    ImageDraw.Draw(image).rectangle(box, "#ffffff", LINE)
    cell = cell_px(len(places), box)
    spots = pixels(places, box, cell)
    _draw_points(image, spots, box)
    for row in spread(spots, cell):
        _draw_thumbnail(image, thumbnail(row), spots[row], cell - _GAP_PX)
    return image


def cell_px(count: int, box: tuple[int, int, int, int]) -> int:
    """The side of the square that a thumbnail gets, among `count`."""
    area = (box[2] - box[0]) * (box[3] - box[1])
    return int(np.clip((area / max(count, 1)) ** 0.5, SMALLEST_PX, LARGEST_PX))


def pixels(places: npt.NDArray[np.float32], box: tuple[int, int, int, int], cell: int) -> Places:
    """Where in the picture each place lies: the outermost ones with room for a thumbnail."""
    low, high = places.min(axis=0).astype(np.float64), places.max(axis=0).astype(np.float64)
    shares = np.full(places.shape, 0.5)
    wide = high > low  # an axis on which all are alike is a line through the middle
    shares[:, wide] = (places[:, wide] - low[wide]) / (high - low)[wide]
    shares[:, 1] = 1 - shares[:, 1]
    start = np.array(box[:2]) + cell / 2 + _GAP_PX
    end = np.array(box[2:]) - cell / 2 - _GAP_PX
    return np.asarray(start + shares * (end - start))


def spread(spots: Places, cell: int) -> list[int]:
    """Rows that get a thumbnail, none over another: from the edges inwards, as many as fit.

    Those at the edges come first, since they tell what an axis means.
    """
    taken: dict[tuple[int, int], list[Places]] = {}
    chosen = []
    for row in _candidates(spots, cell):
        spot = spots[row]
        column, line = int(spot[0] // cell), int(spot[1] // cell)
        around = (
            other
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for other in taken.get((column + i, line + j), ())
        )
        if all(np.abs(spot - other).max() >= cell for other in around):
            taken.setdefault((column, line), []).append(spot)
            chosen.append(row)
    return chosen


def _candidates(spots: Places, cell: int) -> list[int]:
    """A few rows in each square, the outermost of all first."""
    parts = (spots // (cell / _CANDIDATES)).astype(np.int64)
    _, first = np.unique(parts[:, 0] * 2**32 + parts[:, 1], return_index=True)
    middle = (spots.min(axis=0) + spots.max(axis=0)) / 2
    reach = np.maximum(spots.max(axis=0) - middle, 1)
    outward = np.abs((spots[first] - middle) / reach).max(axis=1)
    return [int(row) for row in first[np.argsort(-outward, kind="stable")]]


def _draw_points(image: Image.Image, spots: Places, box: tuple[int, int, int, int]) -> None:
    """Every photo as a point; the more lie in one place, the darker it is."""
    width, height = box[2] - box[0], box[3] - box[1]
    columns, lines = np.round(spots - np.array(box[:2])).astype(np.int64).T
    counts = np.bincount(lines * width + columns, minlength=width * height)
    logs = np.log1p(counts) / np.log1p(counts.max())
    shades = np.where(counts > 0, _FAINTEST + (255 - _FAINTEST) * logs, 0).astype(np.uint8)
    mask = Image.fromarray(shades.reshape(height, width)).filter(ImageFilter.MaxFilter(3))
    image.paste(Image.new("RGB", (width, height), POINT), box[:2], mask)


def _draw_thumbnail(
    image: Image.Image, picture: Image.Image | None, spot: Places, side: int
) -> None:
    if picture is None:
        return
    small = ImageOps.contain(picture.convert("RGB"), (side - 2, side - 2))
    framed = ImageOps.expand(small, 1, LINE)
    image.paste(framed, tuple(np.round(spot - np.array(framed.size) / 2).astype(int).tolist()))


def _write(image: Image.Image, text: MapText) -> None:
    width, height = image.size
    note = _fitted(text.note, TEXT_PX, FAINT, width // 2)
    image.paste(note, (width - RIGHT - note.width, TOP - 18 - note.height))
    room = width - LEFT - RIGHT - note.width - TITLE_PX
    title = _fitted(text.title, TITLE_PX, INK, room)
    image.paste(title, (LEFT, TOP - 16 - title.height))
    across = _axis(text.x, width - LEFT - RIGHT)
    image.paste(across, (LEFT, height - BOTTOM + 16))
    upwards = _axis(text.y, height - TOP - BOTTOM).rotate(90, expand=True)
    image.paste(upwards, (LEFT - 16 - upwards.width, TOP))


def _axis(text: AxisText, length: int) -> Image.Image:
    """A strip with the two ends at its ends and the title in between."""
    low, high = (_fitted(end, TEXT_PX, INK, length // 3) for end in (text.low, text.high))
    title = _fitted(text.title, TEXT_PX, FAINT, length - 2 * max(low.width, high.width) - TEXT_PX)
    strip = Image.new("RGB", (length, max(low.height, high.height, title.height)), PAPER)
    strip.paste(low, (0, 0))
    strip.paste(title, ((length - title.width) // 2, 0))
    strip.paste(high, (length - high.width, 0))
    return strip


def _fitted(text: str, size_px: int, ink: str, room: int) -> Image.Image:
    """One line of text on paper, cut with an ellipsis where there is no room for all of it."""
    font = ImageFont.load_default(size_px)
    shown = " ".join(text.encode("utf-8", "replace").decode().split())
    while shown and font.getlength(shown) > max(room, 0):
        shown = shown[:-2].rstrip() + "…" if len(shown) > 2 else ""
    line = Image.new("RGB", (max(1, round(font.getlength(shown))), round(size_px * 1.35)), PAPER)
    ImageDraw.Draw(line).text((0, 0), shown, ink, font)
    return line
