"""Which part of a picture is seen, and how large: arithmetic only, no Qt.

`scale` is logical pixels of the window per pixel of the picture. `centre` is the point of the
picture that lies in the middle of the view; a picture smaller than the view stays in its middle.
"""

from typing import NamedTuple

Pair = tuple[float, float]

# So that single pixels can be seen, and no more.
LARGEST_MAGNIFICATION = 32.0


class Zoom(NamedTuple):
    """A picture of a size seen in a view of a size; `ratio` is the screen's pixels per logical."""

    picture: Pair
    view: Pair
    ratio: float
    scale: float
    centre: Pair
    fitting: bool = True

    @classmethod
    def fit(cls, picture: Pair, view: Pair, ratio: float = 1.0) -> "Zoom":
        """The whole picture, never enlarged beyond the screen's own pixels."""
        scale = min(_fitting_scale(picture, view), 1 / ratio)
        return cls(picture, view, ratio, scale, (picture[0] / 2, picture[1] / 2))

    @property
    def magnification(self) -> float:
        """Screen pixels per picture pixel: 1.0 is what people call 100 %."""
        return self.scale * self.ratio

    def to_picture(self, x: float, y: float) -> Pair:
        """The point of the picture below a point of the view; may lie outside of the picture."""
        return (
            self.centre[0] + (x - self.view[0] / 2) / self.scale,
            self.centre[1] + (y - self.view[1] / 2) / self.scale,
        )

    def to_view(self, x: float, y: float) -> Pair:
        """Where a point of the picture is seen."""
        return (
            (x - self.centre[0]) * self.scale + self.view[0] / 2,
            (y - self.centre[1]) * self.scale + self.view[1] / 2,
        )

    def refitted(self) -> "Zoom":
        """The whole picture again."""
        return Zoom.fit(self.picture, self.view, self.ratio)

    def scaled_to(self, magnification: float, at: Pair | None = None) -> "Zoom":
        """At this magnification, within bounds; what is at the point `at` of the view stays."""
        x, y = at or (self.view[0] / 2, self.view[1] / 2)
        fixed = self.to_picture(x, y)
        scale = self._bounded(magnification / self.ratio)
        centre = (
            fixed[0] - (x - self.view[0] / 2) / scale,
            fixed[1] - (y - self.view[1] / 2) / scale,
        )
        return self._replace(scale=scale, centre=centre, fitting=False)._kept_inside()

    def scaled_by(self, factor: float, at: Pair | None = None) -> "Zoom":
        """Larger or smaller by a factor."""
        return self.scaled_to(self.magnification * factor, at)

    def panned(self, dx: float, dy: float) -> "Zoom":
        """The picture moved by so much of the view."""
        centre = (self.centre[0] - dx / self.scale, self.centre[1] - dy / self.scale)
        return self._replace(centre=centre)._kept_inside()

    def resized(self, view: Pair, ratio: float) -> "Zoom":
        """In a view of another size: fitted again, or the same part in the middle."""
        if self.fitting:
            return Zoom.fit(self.picture, view, ratio)
        return self._replace(view=view, ratio=ratio)._kept_inside()

    def _bounded(self, scale: float) -> float:
        smallest = min(_fitting_scale(self.picture, self.view), 1 / self.ratio)
        return min(max(scale, smallest), LARGEST_MAGNIFICATION / self.ratio)

    def _kept_inside(self) -> "Zoom":
        x, y = (
            _kept(centre, size, room / self.scale)
            for centre, size, room in zip(self.centre, self.picture, self.view, strict=True)
        )
        return self._replace(centre=(x, y))


def _fitting_scale(picture: Pair, view: Pair) -> float:
    return max(min(view[0] / picture[0], view[1] / picture[1]), 1e-6)


def _kept(centre: float, size: float, seen: float) -> float:
    """No empty edge where the picture is larger than what is seen; in the middle where smaller."""
    return size / 2 if seen >= size else min(max(centre, seen / 2), size - seen / 2)
