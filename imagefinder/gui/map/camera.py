"""Which part of the world is on the screen: zooming, moving, fitting, and back and forth.

The world is `aspect` wide and 1 high, y downwards; all points of a map lie in it. Pure numbers.
"""

import msgspec
import numpy as np
import numpy.typing as npt

# What is left free around the points when all are shown, for thumbnails that reach over the edge.
MARGIN_PX = 44
# The smallest part of the world's height that fills the screen's.
NEAREST = 1 / 400

Points = npt.NDArray[np.float32]


class Box(msgspec.Struct, frozen=True):
    """A rectangle of the world."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> "Box":
        """Larger by this on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def holds(self, other: "Box") -> bool:
        """Whether all of the other lies in it."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom


class Camera(msgspec.Struct, frozen=True):
    """`scale` is in pixels per unit of the world; (`x`, `y`) is in the middle of the screen."""

    width_px: float
    height_px: float
    aspect: float
    x: float
    y: float
    scale: float

    @property
    def fitting_scale(self) -> float:
        """At which all of the world is on the screen."""
        across = max(1.0, self.width_px - 2 * MARGIN_PX) / self.aspect
        return min(across, max(1.0, self.height_px - 2 * MARGIN_PX))

    @property
    def zoom(self) -> float:
        """How many times nearer than fitted."""
        return self.scale / self.fitting_scale

    @property
    def box(self) -> Box:
        """What is on the screen."""
        half_x, half_y = self.width_px / 2 / self.scale, self.height_px / 2 / self.scale
        return Box(self.x - half_x, self.y - half_y, self.x + half_x, self.y + half_y)

    def to_screen(self, points: Points) -> Points:
        """(n, 2) places in the world as pixels."""
        places = np.empty_like(points)
        # Column by column: numpy is slow with arrays that are two wide.
        for axis, middle, length in ((0, self.x, self.width_px), (1, self.y, self.height_px)):
            gaps = (points[:, axis] - np.float32(middle)) * np.float32(self.scale)
            places[:, axis] = gaps + np.float32(length / 2)
        return places

    def to_world(self, x_px: float, y_px: float) -> tuple[float, float]:
        """What lies below a pixel."""
        return (
            self.x + (x_px - self.width_px / 2) / self.scale,
            self.y + (y_px - self.height_px / 2) / self.scale,
        )

    def fitted(self) -> "Camera":
        """All of the world."""
        return msgspec.structs.replace(self, x=self.aspect / 2, y=0.5, scale=self.fitting_scale)

    def resized(self, width_px: float, height_px: float) -> "Camera":
        """The same middle and zoom on another screen."""
        other = msgspec.structs.replace(self, width_px=width_px, height_px=height_px)
        return other._held(self.zoom * other.fitting_scale, self.x, self.y)

    def zoomed(self, factor: float, x_px: float, y_px: float) -> "Camera":
        """Nearer, or farther; what lies below this pixel stays there as far as may be."""
        x, y = self.to_world(x_px, y_px)
        scale = self._allowed(self.scale * factor)
        stay_x = x - (x_px - self.width_px / 2) / scale
        stay_y = y - (y_px - self.height_px / 2) / scale
        return self._held(scale, stay_x, stay_y)

    def moved(self, right_px: float, down_px: float) -> "Camera":
        """The picture dragged by this much."""
        return self._held(self.scale, self.x - right_px / self.scale, self.y - down_px / self.scale)

    def centred(self, x: float, y: float) -> "Camera":
        """On this place."""
        return self._held(self.scale, x, y)

    def showing(self, box: Box) -> "Camera":
        """As near as shows all of this box, with a margin."""
        wide = max(box.right - box.left, 1e-9)
        high = max(box.bottom - box.top, 1e-9)
        across = max(1.0, self.width_px - 2 * MARGIN_PX) / wide
        down = max(1.0, self.height_px - 2 * MARGIN_PX) / high
        scale = self._allowed(min(across, down))
        return self._held(scale, (box.left + box.right) / 2, (box.top + box.bottom) / 2)

    def _allowed(self, scale: float) -> float:
        return min(max(scale, self.fitting_scale), self.fitting_scale / NEAREST)

    def _held(self, scale: float, x: float, y: float) -> "Camera":
        """No farther out than the world reaches; fitted, it stands in the middle."""
        scale = self._allowed(scale)
        free_x = max(0.0, self.aspect / 2 - (self.width_px / 2 - MARGIN_PX) / scale)
        free_y = max(0.0, 0.5 - (self.height_px / 2 - MARGIN_PX) / scale)
        return msgspec.structs.replace(
            self,
            scale=scale,
            x=min(max(x, self.aspect / 2 - free_x), self.aspect / 2 + free_x),
            y=min(max(y, 0.5 - free_y), 0.5 + free_y),
        )


def camera_on(width_px: float, height_px: float, aspect: float) -> Camera:
    """All of a world that is `aspect` wide."""
    return Camera(width_px, height_px, aspect, aspect / 2, 0.5, 1.0).fitted()


def to_world(x: Points, y: Points, aspect: float) -> Points:
    """(n, 2) places in the world from two axes; an axis on which all are equal is its middle."""
    places = np.empty((len(x), 2), np.float32)
    places[:, 0] = _spread(x) * np.float32(aspect)
    places[:, 1] = 1 - _spread(y)
    return places


def place_on(axis: Points, value: float) -> float:
    """Where a value lies between the ends of an axis, 0 to 1 where it is not beyond them."""
    low, high = float(axis.min()), float(axis.max())
    return (value - low) / (high - low) if high > low else 0.5


def _spread(axis: Points) -> Points:
    low, high = axis.min(), axis.max()
    if not high > low:
        return np.full(len(axis), 0.5, np.float32)
    spread: Points = ((axis - low) / (high - low)).astype(np.float32)
    return spread
