"""A picture in the making: float pixels, and the few brushes that the scenery needs.

In: a size and a random generator. Out: (height, width, 3) pixels from 0 to 255. Every measure
is a fraction of the short side, so that a scene looks alike at 96 and at 960 pixels. Called by
`backgrounds` and `scenes`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

Plane = npt.NDArray[np.floating[Any]]
"""(height, width) coverage from 0 to 1, or anything that broadcasts to it."""

Pixels = npt.NDArray[np.float32]
"""(height, width, 3) from 0 to 255, or anything that broadcasts to it."""

Rgb = tuple[float, float, float]


class Canvas:
    """Pixels with coordinates: `x` from -aspect/2 to aspect/2, `y` from 0 (top) to 1 (bottom)."""

    def __init__(self, width: int, height: int, rng: np.random.Generator) -> None:
        self.width, self.height = width, height
        self.short = min(width, height)
        self.rng = rng
        self.pixels: Pixels = np.zeros((height, width, 3), np.float32)
        x = (np.arange(width, dtype=np.float32) + 0.5 - width / 2) / self.short
        self.x: Plane = x[None, :]
        self.y: Plane = ((np.arange(height, dtype=np.float32) + 0.5) / height)[:, None]

    def blend(self, colour: Rgb | Pixels, coverage: Plane | float) -> None:
        """Lay `colour` (one, or one per pixel) over the picture where `coverage` says."""
        shape = (self.height, self.width)
        cover = np.broadcast_to(np.asarray(coverage, np.float32), shape)
        colours = np.broadcast_to(np.asarray(colour, np.float32), (*shape, 3))
        rows = _touched_rows(cover)
        change = colours[rows] - self.pixels[rows]
        change *= cover[rows, :, None]
        self.pixels[rows] += change

    def bands(self, stops: Sequence[tuple[float, Rgb]]) -> Pixels:
        """Give (height, 1, 3) colours that run from stop to stop, top to bottom."""
        heights = [height for height, _ in stops]
        channels = [np.interp(self.y[:, 0], heights, [c[i] for _, c in stops]) for i in range(3)]
        colours: Pixels = np.stack(channels, axis=-1).astype(np.float32)[:, None, :]
        return colours

    def fill(self, *stops: tuple[float, Rgb]) -> None:
        """Cover everything with a vertical gradient."""
        self.pixels[:] = self.bands(stops)

    def below(self, level: Plane | float, softness: float = 0.0) -> Plane:
        """Cover what lies under `level` (a height per column), its edge anti-aliased."""
        width = max(softness, 1 / self.height)
        cover: Plane = np.clip((self.y - level) / width + 0.5, 0, 1)
        return cover

    def waves(self, level: float, swing: float, roughness: int = 3) -> Plane:
        """Give a hilly line around `level`: (1, width) heights from a few sines."""
        line = np.full_like(self.x, level)
        for octave in range(roughness):
            phase = self.rng.uniform(0, 2 * np.pi)
            frequency = self.rng.uniform(2.0, 4.0) * 1.9**octave
            line += swing / 1.9**octave * np.sin(frequency * self.x + phase)
        return line

    def peaks(self, level: float, swing: float, steepness: float) -> Plane:
        """Give a jagged line: (1, width) heights of overlapping triangular summits."""
        line = np.full_like(self.x, level + swing)
        edge = float(self.x.max())
        for centre in np.linspace(-edge - 0.1, edge + 0.1, 4 + round(4 * edge)):
            summit = level + swing * self.rng.uniform(-1, 0.5)
            at = centre + self.rng.uniform(-0.08, 0.08)
            line = np.minimum(line, summit + steepness * np.abs(self.x - at))
        return line

    def clouds(self, cells: int, stretch: float = 1.0) -> Plane:
        """Give soft blotches from 0 to 1, about `cells` of them along the short side."""
        columns = max(2, round(cells * self.width / self.short / stretch))
        rows = max(2, round(cells * self.height / self.short))
        seed = self.rng.random((rows, columns), dtype=np.float32)
        size = (self.width, self.height)
        blotches = Image.fromarray(seed).resize(size, Image.Resampling.BICUBIC)
        cover: Plane = np.clip(np.asarray(blotches, np.float32), 0, 1)
        return cover

    def dots(self, count: int, radius: float, top: float = 0.0, bottom: float = 1.0) -> Plane:
        """Scatter `count` soft dots (per square of the short side) between two heights."""
        radius_px = radius * self.short
        total = round(count * self.width * self.height * (bottom - top) / self.short**2)
        rows = (self.rng.uniform(top, bottom, total) * self.height).astype(int)
        columns = (self.rng.random(total) * self.width).astype(int)
        mask = np.zeros((self.height, self.width), np.float32)
        weights = self.rng.uniform(0.4, 1.0, total) * np.pi * radius_px**2
        np.add.at(mask, (np.minimum(rows, self.height - 1), columns), weights)
        return np.clip(_blurred(mask, 0.7 * radius_px), 0, 1)

    def grain(self, strength: float) -> None:
        """Add the noise of a camera: `strength` is its standard deviation."""
        noise = self.rng.standard_normal((self.height, self.width), dtype=np.float32)
        self.pixels += strength * noise[..., None]

    def image(self) -> Image.Image:
        """Round to an ordinary RGB picture."""
        return Image.fromarray(np.clip(self.pixels + 0.5, 0, 255).astype(np.uint8))


def _blurred(mask: Plane, sigma: float) -> Plane:
    """Blur with a short Gaussian, along the columns and then along the rows."""
    reach = max(1, round(2.2 * sigma))
    offsets = range(-reach, reach + 1)
    kernel = np.exp(-0.5 * (np.array(offsets) / max(sigma, 0.3)) ** 2)
    kernel = (kernel / kernel.sum()).astype(np.float32)
    for axis in (0, 1):
        blurred = np.zeros_like(mask)
        for weight, offset in zip(kernel, offsets, strict=True):
            blurred += weight * np.roll(mask, offset, axis)
        mask = blurred
    return mask


def _touched_rows(cover: Plane) -> slice:
    """Find the rows from the first to the last that are covered at all."""
    touched = np.flatnonzero(cover.any(axis=1))
    return slice(touched[0], touched[-1] + 1) if len(touched) else slice(0)
