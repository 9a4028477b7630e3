"""From a measured colour to what is seen: a shade for each photo, the palette, and the legend."""

import msgspec
import numpy as np
from PySide6.QtCore import QDate, QLocale

from imagefinder.core.mapping import ByCluster, ByDate, ByTaste, Colouring
from imagefinder.gui.map import colours
from imagefinder.gui.map.colours import Kind, Numbers, Palette, Shades
from imagefinder.gui.map.group_names import told_group
from imagefinder.gui.style import DARK, Tones

_DAYS_TO_1970 = QDate(1970, 1, 1).toJulianDay()


class Entry(msgspec.Struct, frozen=True):
    """A line of the legend: photos of one shade."""

    shade: int
    text: str
    count: int


class Legend(msgspec.Struct, frozen=True):
    """Groups in their colours, or the two ends of a ramp. `ends` are what is written at them."""

    entries: tuple[Entry, ...] = ()
    ends: tuple[str, str] | None = None


class Dress(msgspec.Struct, frozen=True):
    """How photos look."""

    shades: Shades
    palette: Palette
    legend: Legend = Legend()


def undressed(count: int, tones: Tones) -> Dress:
    """Colour tells nothing."""
    return Dress(colours.plain(count), colours.plain_palette(tones))


def dressed(numbers: Numbers, names: tuple[str, ...], by: Colouring, tones: Tones) -> Dress:
    """Colours for numbers: of groups, where they have names, else of a quantity."""
    dark = tones is DARK
    if names:
        shades = colours.group_shades(numbers, len(names))
        palette = colours.group_palette(tones, dark, len(names))
        told = tuple(map(told_group, names)) if isinstance(by, ByCluster) else names
        return Dress(shades, palette, Legend(_entries(shades, told)))
    kind: Kind = "around zero" if isinstance(by, ByTaste) else "rising"
    ends = colours.ramp_ends(numbers, kind)
    shades = colours.ramp_shades(numbers, ends)
    legend = Legend(ends=(_end_text(ends[0], by), _end_text(ends[1], by)))
    return Dress(shades, colours.ramp_palette(tones, dark, kind), legend)


def _entries(shades: Shades, names: tuple[str, ...]) -> tuple[Entry, ...]:
    counts = np.bincount(shades, minlength=len(names) + 1)
    named = enumerate(names[: len(counts) - 1], 1)
    return tuple(Entry(shade, name, int(counts[shade])) for shade, name in named)


def _end_text(number: float, by: Colouring) -> str:
    if isinstance(by, ByDate):
        day = QDate.fromJulianDay(_DAYS_TO_1970 + round(number))
        return QLocale().toString(day, "MMM yyyy")
    return QLocale().toString(number, "f", 2)
