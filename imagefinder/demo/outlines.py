"""The outlines of the drawn shapes, as polygons.

In: a shape's name. Out: closed contours in a square from -1 to 1 (y downwards), the first one
filled, any others cut out of it. Called by `scenes`, which turns, scales and paints them.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
"""(n, 2) x and y of a closed contour; the last point joins the first."""

CURVE_POINTS = 72


def contours(shape: str) -> list[Points]:
    """Give the contours of `shape`; raises KeyError for a word that is no shape."""
    return OUTLINES[shape]()


def _angles(count: int = CURVE_POINTS) -> npt.NDArray[np.float64]:
    return np.linspace(0, 2 * np.pi, count, endpoint=False)


def _ellipse(x_radius: float, y_radius: float, x: float = 0.0) -> Points:
    angles = _angles()
    return np.stack([x + x_radius * np.cos(angles), y_radius * np.sin(angles)], axis=1)


def _polygon(*points: tuple[float, float]) -> list[Points]:
    return [np.array(points, dtype=np.float64)]


def _circle() -> list[Points]:
    return [_ellipse(0.95, 0.95)]


def _square() -> list[Points]:
    return _polygon((-0.84, -0.84), (0.84, -0.84), (0.84, 0.84), (-0.84, 0.84))


def _triangle() -> list[Points]:
    return _polygon((0, -0.95), (1.0, 0.8), (-1.0, 0.8))


def _star() -> list[Points]:
    angles = np.arange(10) * np.pi / 5 - np.pi / 2
    radii = np.where(np.arange(10) % 2 == 0, 1.05, 0.44)
    return [np.stack([radii * np.cos(angles), radii * np.sin(angles) + 0.05], axis=1)]


def _heart() -> list[Points]:
    """Draw the well-known curve x = 16 sin³ t, y = 13 cos t - 5 cos 2t - 2 cos 3t - cos 4t."""
    t = _angles()
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return [np.stack([np.sin(t) ** 3, -(y + 2.5) / 15.5], axis=1)]


def _moon() -> list[Points]:
    """Join an outer arc to an inner one of a circle set to the right of it."""
    outer = np.linspace(0.25 * np.pi, 1.75 * np.pi, CURVE_POINTS)
    horn = float(np.sin(0.25 * np.pi))
    centre = 0.62
    radius = float(np.hypot(horn - centre, horn))
    half = float(np.arctan2(horn, horn - centre))
    inner = np.linspace(2 * np.pi - half, half, CURVE_POINTS // 2)[1:-1]
    arcs = [
        np.stack([np.cos(outer), np.sin(outer)], axis=1),
        np.stack([centre + radius * np.cos(inner), radius * np.sin(inner)], axis=1),
    ]
    to_the_middle = np.array([0.15, 0.0])
    return [np.concatenate(arcs) + to_the_middle]


def _cross() -> list[Points]:
    arm, reach = 0.32, 0.98
    corner = [(arm, -reach), (arm, -arm), (reach, -arm)]
    points: list[tuple[float, float]] = []
    for _ in range(4):
        points += corner
        corner = [(-y, x) for x, y in corner]
    return _polygon(*points)


def _ring() -> list[Points]:
    return [_ellipse(0.98, 0.98), _ellipse(0.5, 0.5)]


def _fish() -> list[Points]:
    """Draw a lens-shaped body, nose to the left, and a forked tail."""
    x = np.linspace(0.45, -1.0, CURVE_POINTS // 2)
    half_height = 0.62 * np.sqrt(np.clip(1 - ((x + 0.2) / 0.8) ** 2, 0.03, 1))
    upper = np.stack([x, -half_height], axis=1)
    lower = np.stack([x, half_height], axis=1)[::-1]
    tail = np.array([(1.0, 0.68), (0.82, 0.0), (1.0, -0.68)])
    return [np.concatenate([upper, lower, tail])]


OUTLINES: dict[str, Callable[[], list[Points]]] = {
    "circle": _circle,
    "square": _square,
    "triangle": _triangle,
    "star": _star,
    "heart": _heart,
    "moon": _moon,
    "cross": _cross,
    "ring": _ring,
    "fish": _fish,
}
