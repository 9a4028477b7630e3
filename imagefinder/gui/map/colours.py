"""What a measured number looks like: a shade for every photo, and a legend that says what it means.

Shade 0 is for photos that the number says nothing of. Made anew for each theme.
"""

from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from imagefinder.gui.style import DARK, Tones

Shades = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.float32]
Kind = Literal["rising", "around zero"]

# Twelve hues that stay apart from each other and from the accent, which marks what is chosen.
_GROUPS_LIGHT = (
    *("#d9822b", "#2f9e66", "#c94f7c", "#7b5cc9", "#a58a12", "#2596a8"),
    *("#b5533c", "#6b8e23", "#a34fb5", "#5c7080", "#e0688f", "#8a6d4b"),
)
_GROUPS_DARK = (
    *("#f0a95c", "#66c994", "#ee86ab", "#b09af0", "#d8bf52", "#62c8d8"),
    *("#e58d76", "#a9cc62", "#d28be0", "#a3b4c2", "#f7a8c1", "#c9a983"),
)
_PLAIN_LIGHT, _PLAIN_DARK = "#8ea3c0", "#63769a"
_RISING_LIGHT = ("#c8d6ea", "#8fb0dd", "#4f86cf", "#2c57a8", "#3a2a80")
_RISING_DARK = ("#33415c", "#3f63a0", "#4d90d6", "#6fc3df", "#d8f3c8")
_AROUND_LIGHT = ("#b3402f", "#e0a08f", "#cfd2d6", "#7fb79c", "#1f7a4d")
_AROUND_DARK = ("#f2857c", "#a4605a", "#4a4e55", "#4d8a6c", "#6ed6a0")
_FADED = 0.8
RAMP_SHADES = 64
# So that a single extreme number does not wash out all others.
_SPREAD_PERCENT = (2, 98)
_MOST_GROUPS = 250


class Palette(msgspec.Struct, frozen=True):
    """Colours by shade, as 0xffRRGGBB."""

    colours: tuple[int, ...]

    def name(self, shade: int) -> str:
        """A shade as `#rrggbb`."""
        return f"#{self.colours[shade] & 0xFFFFFF:06x}"


def plain(count: int) -> Shades:
    """All alike."""
    return np.ones(count, np.uint8)


def plain_palette(tones: Tones) -> Palette:
    """Nothing is told by colour."""
    return Palette((_packed(tones.faint), _packed(_PLAIN_DARK if tones is DARK else _PLAIN_LIGHT)))


def group_shades(groups: Numbers, count: int) -> Shades:
    """Groups count from 0; what is of none (-1), or beyond those that are named, is not shaded."""
    named = (groups >= 0) & (groups < min(count, _MOST_GROUPS))
    return np.where(named, groups + 1, 0).astype(np.uint8)


def group_palette(tones: Tones, dark: bool, count: int) -> Palette:
    """A colour for each group."""
    own = _GROUPS_DARK if dark else _GROUPS_LIGHT
    hues = [own[n] if n < len(own) else _further(n, dark) for n in range(min(count, _MOST_GROUPS))]
    return Palette((_packed(tones.faint), *map(_packed, hues)))


def ramp_ends(numbers: Numbers, kind: Kind) -> tuple[float, float]:
    """Which numbers have the first and the last shade."""
    known = numbers[np.isfinite(numbers)]
    if not len(known):
        return 0.0, 0.0
    low, high = (float(v) for v in np.percentile(known, _SPREAD_PERCENT))
    if kind == "around zero":
        high = max(abs(low), abs(high))
        low = -high
    return low, high


def ramp_shades(numbers: Numbers, ends: tuple[float, float]) -> Shades:
    """The nearer to the second end, the higher."""
    low, high = ends
    width = high - low if high > low else 1.0
    known = np.isfinite(numbers)
    share = np.clip((np.where(known, numbers, low) - low) / width, 0, 1)
    return np.where(known, 1 + np.round(share * (RAMP_SHADES - 1)), 0).astype(np.uint8)


def ramp_palette(tones: Tones, dark: bool, kind: Kind) -> Palette:
    """Shades from one end to the other."""
    if kind == "rising":
        stops = _RISING_DARK if dark else _RISING_LIGHT
    else:
        stops = _AROUND_DARK if dark else _AROUND_LIGHT
    places = np.linspace(0, len(stops) - 1, RAMP_SHADES)
    parts = np.array([parts_of(stop) for stop in stops], float)
    steps = np.arange(len(stops), dtype=float)
    mixed = np.stack([np.interp(places, steps, parts[:, i]) for i in range(3)], 1)
    return Palette(
        (_packed(tones.faint), *(_joined(*row) for row in mixed.round().astype(int).tolist()))
    )


def parts_of(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`."""
    number = int(colour[1:], 16)
    return number >> 16, number >> 8 & 0xFF, number & 0xFF


def faded(palette: Palette, ground: str) -> Palette:
    """The colours nearly as the ground."""
    base = np.array(parts_of(ground))
    own = np.array([parts_of(palette.name(shade)) for shade in range(len(palette.colours))])
    mixed = np.round(own * (1 - _FADED) + base * _FADED).astype(int)
    return Palette(tuple(_joined(*row) for row in mixed.tolist()))


def _further(number: int, dark: bool) -> str:
    """Hues by the golden ratio, which never comes back to where it was."""
    hue = (number * 0.618034) % 1.0
    return QColor.fromHslF(hue, 0.55, 0.68 if dark else 0.45).name()


def _packed(colour: str) -> int:
    return 0xFF000000 | int(colour[1:], 16)


def _joined(red: int, green: int, blue: int) -> int:
    return 0xFF000000 | int(red) << 16 | int(green) << 8 | int(blue)
