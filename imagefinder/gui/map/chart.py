"""What a map shows: which photos lie where, and in what colours. Made in a thread, then shown."""

import msgspec
import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from imagefinder.gui.map.camera import Points, to_world
from imagefinder.gui.map.cells import Indexes
from imagefinder.gui.map.colours import Palette, Shades
from imagefinder.gui.map.dots import DENSITY_HEIGHT_PX, density, dotted
from imagefinder.gui.map.pyramid import Pyramid

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

EXTREMES = 4
# Of the small map.
SMALL_HEIGHT_PX = 92
# So many points are dots on the small map, more are a density.
FEW = 5000


class Chart(msgspec.Struct, frozen=True):
    """Photos and their places. `ids` ascend; `x` and `y` are what was measured of each."""

    ids: Ids
    x: Points
    y: Points
    pyramid: Pyramid

    def indexes_of(self, photo_ids: Ids) -> Indexes:
        """Where these photos are in the chart; those that are not in it are left out."""
        if not len(self.ids):
            return np.empty(0, np.int32)
        places = np.searchsorted(self.ids, photo_ids).clip(0, len(self.ids) - 1)
        found: Indexes = places[self.ids[places] == photo_ids].astype(np.int32)
        return found

    def mask_of(self, photo_ids: Ids) -> Mask:
        """The same as a mask."""
        mask = np.zeros(len(self.ids), bool)
        mask[self.indexes_of(photo_ids)] = True
        return mask


class Coat(msgspec.Struct, frozen=True):
    """The colours of a chart."""

    shades: Shades
    palette: Palette
    density: QImage
    small: QImage


class Light(msgspec.Struct, frozen=True):
    """Photos that stand out while all others are dimmed, as a mask and best first."""

    mask: Mask
    best_first: Indexes


def make_chart(ids: Ids, x: Points, y: Points, aspect: float, prominent: Indexes | None) -> Chart:
    """Lay out photos by two measures, those that are `prominent` before others."""
    return Chart(ids, x, y, Pyramid(to_world(x, y, aspect), aspect, prominent))


def make_coat(chart: Chart, shades: Shades, palette: Palette) -> Coat:
    """Dress the chart."""
    pyramid = chart.pyramid
    points, aspect = pyramid.points, pyramid.aspect
    large = density(points, aspect, shades, palette, DENSITY_HEIGHT_PX)
    if len(points) > FEW:
        small = density(points, aspect, shades, palette, SMALL_HEIGHT_PX)
    else:
        small = dotted(points, aspect, shades, palette, 2 * SMALL_HEIGHT_PX)
    return Coat(shades, palette, large, small)


def make_light(chart: Chart, photo_ids: Ids) -> Light | None:
    """Light these photos, which are given best first; None where none of them is in the chart."""
    found = chart.indexes_of(photo_ids)
    return Light(chart.mask_of(photo_ids), found) if len(found) else None


def extremes(axis: Points, count: int = EXTREMES) -> tuple[Indexes, Indexes]:
    """Photos at the low and at the high end of an axis, the most extreme first."""
    count = min(count, len(axis) // 2)
    if count == 0 or not axis.max() > axis.min():
        return np.empty(0, np.int32), np.empty(0, np.int32)
    low = np.argpartition(axis, count - 1)[:count]
    high = np.argpartition(-axis, count - 1)[:count]
    low, high = low[np.argsort(axis[low])], high[np.argsort(-axis[high])]
    return low.astype(np.int32), high.astype(np.int32)
