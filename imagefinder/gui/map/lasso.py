"""Which points a drawn line or a rectangle encloses.

Cells that the line does not pass are inside or outside as a whole. Of the points in the others a
finer mask tells most, and only those next to the line are tested exactly. Even-odd: what a line
goes around twice is outside.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from imagefinder.gui.map.camera import Box, Points
from imagefinder.gui.map.cells import Cells, Indexes
from imagefinder.gui.style import Tones

MASK_PX = 1024
# The line may lie this many pixels off the mask's edge, and is looked for that far around it.
_MARGIN_PX = 2
_FILLED, _EDGE = 255, 128
_AT_ONCE = 2_000_000
_TOOL_ALPHA = 0.16

Mask = npt.NDArray[np.bool_]


def inside_box(points: Points, cells: Cells, box: Box) -> Indexes:
    """Indexes of the (n, 2) points in a rectangle."""
    near = cells.within(box)
    x, y = points[near, 0], points[near, 1]
    inside: Indexes = near[(x >= box.left) & (x <= box.right) & (y >= box.top) & (y <= box.bottom)]
    return inside


def inside_polygon(points: Points, cells: Cells, polygon: Points) -> Indexes:
    """Indexes of the (n, 2) points that a closed line of (v, 2) corners encloses."""
    if len(polygon) < 3:
        return np.empty(0, np.int32)
    mask = _mask(polygon / np.float32(cells.cell), cells.rows, cells.columns).ravel()
    within = cells.in_cells(np.flatnonzero(mask == _FILLED))
    touched = cells.in_cells(np.flatnonzero(mask == _EDGE))
    return np.concatenate([within, touched[_inside(points[touched], polygon)]])


def exactly_inside(points: Points, polygon: Points) -> Mask:
    """Which of (n, 2) points lie within: for every point the edges to the right are counted."""
    inside = np.zeros(len(points), bool)
    step = max(1, _AT_ONCE // len(polygon))
    for start in range(0, len(points), step):
        part = slice(start, start + step)
        inside[part] = _odd(points[part].astype(np.float64), polygon.astype(np.float64))
    return inside


def paint_line(painter: QPainter, line: Sequence[QPoint], free: bool, tones: Tones) -> None:
    """What is being drawn: a free line, or a rectangle from its first to its last point."""
    accent = QColor(tones.accent)
    painter.setPen(QPen(accent, 1.5))
    accent.setAlphaF(_TOOL_ALPHA)
    painter.setBrush(accent)
    if free:
        painter.drawPolygon(QPolygonF([QPointF(point) for point in line]))
    else:
        painter.drawRect(QRectF(QPointF(line[0]), QPointF(line[-1])).normalized())


def _inside(points: Points, polygon: Points) -> Mask:
    """The same for points near the line, of which there may be many."""
    if len(points) * len(polygon) < _AT_ONCE:
        return exactly_inside(points, polygon)
    low, high = polygon.min(axis=0), polygon.max(axis=0)
    scale = np.float32(MASK_PX - 2 * _MARGIN_PX - 1) / np.maximum(high - low, np.float32(1e-12))
    mask = _mask((polygon - low) * scale + np.float32(_MARGIN_PX), MASK_PX, MASK_PX)
    places = (points - low) * scale + np.float32(_MARGIN_PX)
    # What lies beyond the line's bounds comes to lie on the mask's free margin.
    pixels = np.clip(places, 0, MASK_PX - 1).astype(np.int32)
    values = mask[pixels[:, 1], pixels[:, 0]]
    inside: Mask = values == _FILLED
    edge = np.flatnonzero(values == _EDGE)
    inside[edge] = exactly_inside(points[edge], polygon)
    return inside


def _mask(corners: Points, rows: int, columns: int) -> npt.NDArray[np.uint8]:
    """(rows, columns): filled within, another value wherever the line passes."""
    image = QImage(columns, rows, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.white)
    shape = QPolygonF([QPointF(x, y) for x, y in corners.tolist()])
    painter.drawPolygon(shape, Qt.FillRule.OddEvenFill)
    painter.end()
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(rows, image.bytesPerLine())
    mask = lines[:, :columns].copy()
    x, y = _passed(corners)
    there = (x >= 0) & (x < columns) & (y >= 0) & (y < rows)
    mask[y[there], x[there]] = _EDGE
    return mask


def _passed(corners: Points) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Column and row of every pixel that the closed line passes, and of those around it."""
    steps = np.roll(corners, -1, axis=0) - corners
    counts = np.ceil(2 * np.abs(steps).max(axis=1)).astype(np.int64) + 1
    edge = np.repeat(np.arange(len(corners)), counts)
    along = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    share = (along / counts[edge]).astype(np.float32)[:, None]
    pixels = np.floor(corners[edge] + steps[edge] * share).astype(np.int64)
    around = np.array([(right, down) for down in (-1, 0, 1) for right in (-1, 0, 1)])
    all_pixels = (pixels[:, None, :] + around).reshape(-1, 2)
    return all_pixels[:, 0], all_pixels[:, 1]


def _odd(points: npt.NDArray[np.float64], polygon: npt.NDArray[np.float64]) -> Mask:
    y = points[:, 1, None]
    x1, y1 = polygon[:, 0], polygon[:, 1]
    x2, y2 = np.roll(x1, -1), np.roll(y1, -1)
    # Only the few edges that pass at this height are worth a division.
    point, edge = np.nonzero((y1 > y) != (y2 > y))
    rise = (points[point, 1] - y1[edge]) / (y2[edge] - y1[edge])
    right = points[point, 0] < (x2[edge] - x1[edge]) * rise + x1[edge]
    odd: Mask = np.bincount(point[right], minlength=len(points)) % 2 == 1
    return odd
