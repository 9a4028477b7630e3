"""The drawn world of the demo: what a scene is, and how it becomes a picture.

In: a `Scene` (six words), a size in pixels and a seed. Out: an RGB picture, the same one every
time. Called by `library` for the demo's photos and by the training script of the demo model;
`captions` puts a scene into words.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from imagefinder.demo.backgrounds import PAINTERS, paint
from imagefinder.demo.canvas import Canvas, Pixels, Plane, Rgb
from imagefinder.demo.outlines import OUTLINES, Points, contours

COLOURS: dict[str, Rgb] = {
    "red": (216, 36, 40),
    "orange": (248, 134, 22),
    "yellow": (252, 218, 42),
    "green": (44, 154, 60),
    "turquoise": (48, 206, 196),
    "blue": (38, 84, 208),
    "purple": (128, 50, 172),
    "pink": (248, 124, 184),
    "brown": (122, 74, 38),
    "black": (30, 30, 34),
    "grey": (138, 140, 144),
    "white": (248, 248, 246),
}

WORDS: dict[str, tuple[str, ...]] = {
    "shape": tuple(OUTLINES),
    "colour": tuple(COLOURS),
    "background": tuple(PAINTERS),
    "size": ("small", "big"),
    "vertical": ("top", "bottom"),
    "horizontal": ("left", "right"),
}
"""Every value of every attribute of a scene, in a fixed order."""

RADII = {"small": (0.14, 0.165), "big": (0.24, 0.28)}
"""Half an object's extent, as a range of fractions of the picture's short side."""

SUPERSAMPLING = 2
RIM: Rgb = (252, 251, 246)
RIM_WIDTH = 0.011
"""Of the light line around an object, as a fraction of the short side."""


@dataclass(frozen=True)
class Scene:
    """One object in one place; positions are relative to the central square."""

    shape: str
    colour: str
    background: str
    size: str
    vertical: str
    horizontal: str


def random_scene(rng: np.random.Generator) -> Scene:
    """Pick every attribute evenly and independently."""
    return Scene(**{name: str(rng.choice(words)) for name, words in WORDS.items()})


def draw(scene: Scene, pixels: tuple[int, int], seed: int) -> Image.Image:
    """Paint `scene` at (width, height) `pixels`; the seed decides all that the words leave open.

    The object lies inside the central square, so that a model's centre crop keeps it.
    """
    rng = np.random.default_rng(seed)
    canvas = Canvas(*pixels, rng)
    paint(scene.background, canvas)
    _place_object(scene, canvas)
    canvas.pixels *= rng.uniform(0.94, 1.05)
    canvas.grain(rng.uniform(0.5, 2.5))
    return canvas.image()


def _place_object(scene: Scene, canvas: Canvas) -> None:
    """Lay a shadow, a light rim and the shaded shape over the picture."""
    radius = canvas.rng.uniform(*RADII[scene.size])
    outline = _turned(scene.shape, canvas.rng)
    at = _position(scene, radius, canvas.rng)
    tile = _Tile.around(at, radius, canvas)
    fill, rim = tile.masks(outline, RIM_WIDTH * canvas.short)
    touched = canvas.pixels[tile.rows, tile.columns]
    touched += (np.float32(16) - touched) * tile.shadow(rim)[..., None]
    touched += (np.array(RIM, np.float32) - touched) * rim[..., None]
    touched += (_shaded(scene, canvas, tile) - touched) * fill[..., None]


def _position(scene: Scene, radius: float, rng: np.random.Generator) -> tuple[float, float]:
    """Choose the object's centre, in short sides from the picture's centre."""
    furthest = 0.5 - 1.12 * radius
    nearest = max(0.13, 0.5 * furthest)
    right, down = rng.uniform(nearest, furthest, 2)
    x = right if scene.horizontal == "right" else -right
    return x, down if scene.vertical == "bottom" else -down


def _turned(shape: str, rng: np.random.Generator) -> list[Points]:
    """Give a shape's contours slightly turned and stretched, mirrored half the time."""
    angle = rng.uniform(-0.24, 0.24)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    stretch = rng.uniform(0.96, 1.04, 2) * [rng.choice([-1, 1]), 1]
    return [(contour * stretch) @ turn.T for contour in contours(shape)]


def _shaded(scene: Scene, canvas: Canvas, tile: "_Tile") -> Pixels:
    """Give the object's colour, lighter towards the upper left."""
    rng = canvas.rng
    base = np.array(COLOURS[scene.colour]) * rng.uniform(0.93, 1.05) + rng.uniform(-7, 7, 3)
    slope = tile.y + tile.x
    light = np.clip(1.0 - 0.11 * slope, 0.8, 1.2)[..., None]
    gloss = 20 * np.clip(-0.3 - 0.6 * slope, 0, 1)[..., None]
    return np.clip(base * light + gloss, 0, 255).astype(np.float32)


@dataclass(frozen=True)
class _Tile:
    """The part of a canvas that an object and its shadow touch."""

    rows: slice
    columns: slice
    centre: tuple[float, float]
    scale: float

    @classmethod
    def around(cls, at: tuple[float, float], radius: float, canvas: Canvas) -> "_Tile":
        """Cut 1.6 radii around `at` out of the canvas."""
        x = canvas.width / 2 + at[0] * canvas.short
        y = canvas.height / 2 + at[1] * canvas.short
        scale = radius * canvas.short
        reach = 1.6 * scale
        left, top = max(0, int(x - reach)), max(0, int(y - reach))
        right, bottom = min(canvas.width, int(x + reach)), min(canvas.height, int(y + reach))
        return cls(slice(top, bottom), slice(left, right), (x - left, y - top), scale)

    @property
    def x(self) -> Plane:
        """Radii to the right of the object's centre, per column."""
        columns = np.arange(self.columns.stop - self.columns.start, dtype=np.float32)
        return ((columns + 0.5 - self.centre[0]) / self.scale)[None, :]

    @property
    def y(self) -> Plane:
        """Radii below the object's centre, per row."""
        rows = np.arange(self.rows.stop - self.rows.start, dtype=np.float32)
        return ((rows + 0.5 - self.centre[1]) / self.scale)[:, None]

    def masks(self, outline: list[Points], rim_px: float) -> tuple[Plane, Plane]:
        """Rasterise the outline: the filled shape, and the same with a rim around it."""
        size = (self.columns.stop - self.columns.start, self.rows.stop - self.rows.start)
        enlarged = (size[0] * SUPERSAMPLING, size[1] * SUPERSAMPLING)
        fill, rim = Image.new("L", enlarged), Image.new("L", enlarged)
        width = max(1, round(2 * rim_px * SUPERSAMPLING))
        for nth, contour in enumerate(outline):
            points = (contour * self.scale + self.centre) * SUPERSAMPLING
            flat = [float(value) for value in points.ravel()]
            for mask in (fill, rim):
                ImageDraw.Draw(mask).polygon(flat, fill=0 if nth else 255)
            ImageDraw.Draw(rim).line(flat + flat[:4], fill=255, width=width, joint="curve")
        return _plane(fill.reduce(SUPERSAMPLING)), _plane(rim.reduce(SUPERSAMPLING))

    def shadow(self, rim: Plane) -> Plane:
        """Give a soft shadow that falls to the lower right."""
        offset = max(1, round(0.07 * self.scale))
        fallen = np.roll(rim, (offset, offset), (0, 1))
        picture = Image.fromarray((fallen * 255).astype(np.uint8))
        return 0.45 * _plane(picture.filter(ImageFilter.GaussianBlur(0.1 * self.scale)))


def _plane(mask: Image.Image) -> Plane:
    return np.asarray(mask, np.float32) / 255
