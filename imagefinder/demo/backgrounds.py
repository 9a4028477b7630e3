"""The places that the demo pictures show, painted without any object in them.

In: a place's name and an empty `Canvas`. Out: the canvas, painted; never twice the same.
Called by `scenes`.
"""

from collections.abc import Callable

import numpy as np

from imagefinder.demo.canvas import Canvas, Plane, Rgb


def paint(place: str, canvas: Canvas) -> None:
    """Paint the place called `place`; raises KeyError for a word that is none."""
    PAINTERS[place](canvas)


def _beach(canvas: Canvas) -> None:
    rng = canvas.rng
    horizon = rng.uniform(0.32, 0.42)
    canvas.fill((0, (96, 178, 232)), (horizon, (205, 234, 245)))
    canvas.blend((255, 255, 255), 0.75 * np.clip(canvas.clouds(4, 3) * 2.2 - 1.2, 0, 1))
    sea = canvas.bands([(horizon, (28, 128, 178)), (0.66, (84, 205, 205))])
    canvas.blend(sea, canvas.below(horizon))
    shore = canvas.waves(rng.uniform(0.6, 0.68), 0.03)
    canvas.blend((250, 252, 250), canvas.below(shore - 0.03, 0.02))
    sand = canvas.bands([(0.6, (226, 200, 148)), (1, (244, 224, 178))])
    canvas.blend(sand, canvas.below(shore, 0.015))
    canvas.blend((206, 176, 122), 0.5 * canvas.below(shore + 0.02) * canvas.dots(180, 0.004, 0.6))


def _forest(canvas: Canvas) -> None:
    rng = canvas.rng
    canvas.fill((0, (150, 186, 132)), (0.55, (104, 150, 96)), (1, (44, 72, 38)))
    for depth in (0.25, 0.6, 1.0):
        light = 1 - depth
        bark: Rgb = (48 + 70 * light, 38 + 90 * light, 28 + 60 * light)
        canvas.blend(bark, _trunks(canvas, depth))
        floor: Rgb = (36 + 50 * light, 62 + 66 * light, 30 + 44 * light)
        canvas.blend(floor, canvas.below(canvas.waves(0.72 + 0.16 * depth, 0.02)))
    crown = canvas.below(canvas.waves(0.2, 0.05), 0.2)
    leaves = np.clip(canvas.clouds(16) * 2.4 - 0.7, 0, 1)
    canvas.blend((30, 66, 30), 0.9 * (1 - crown) * leaves)
    canvas.blend((250, 240, 180), 0.12 * canvas.clouds(3) * rng.uniform(0.4, 1))


def _trunks(canvas: Canvas, depth: float) -> Plane:
    """Cover a row of upright trunks, the nearer the thicker and the fewer."""
    rng = canvas.rng
    cover = np.zeros_like(canvas.x)
    edge = float(canvas.x.max())
    for _ in range(round((22 - 16 * depth) * edge)):
        half = (0.008 + 0.022 * depth) * rng.uniform(0.7, 1.2)
        distance = np.abs(canvas.x - rng.uniform(-edge, edge))
        cover = np.maximum(cover, np.clip((half - distance) * canvas.short + 0.5, 0, 1))
    return cover


def _meadow(canvas: Canvas) -> None:
    rng = canvas.rng
    canvas.fill((0, (120, 190, 240)), (0.4, (224, 240, 246)))
    canvas.blend((255, 255, 255), 0.8 * np.clip(canvas.clouds(4, 2) * 2.2 - 1.1, 0, 1))
    for level, green in ((0.36, (150, 200, 120)), (0.5, (124, 190, 84)), (0.68, (104, 176, 62))):
        hill = canvas.waves(level + rng.uniform(-0.03, 0.03), 0.03, 2)
        canvas.blend(green, canvas.below(hill))
    canvas.blend((84, 150, 48), 0.5 * canvas.below(0.68, 0.3) * canvas.clouds(40))
    canvas.blend((255, 246, 160), canvas.dots(50, 0.006, 0.7))
    canvas.blend((255, 255, 255), canvas.dots(50, 0.005, 0.6))


def _snow(canvas: Canvas) -> None:
    rng = canvas.rng
    canvas.fill((0, (148, 176, 204)), (0.5, (214, 226, 238)))
    far = canvas.peaks(rng.uniform(0.3, 0.38), 0.12, 1.2)
    canvas.blend(canvas.bands([(0.2, (240, 246, 252)), (0.6, (140, 164, 192))]), canvas.below(far))
    near = canvas.waves(rng.uniform(0.56, 0.64), 0.04, 2)
    canvas.blend(canvas.bands([(0.5, (248, 251, 255)), (1, (206, 220, 236))]), canvas.below(near))
    canvas.blend((255, 255, 255), 0.9 * canvas.dots(110, 0.007))


def _desert(canvas: Canvas) -> None:
    rng = canvas.rng
    canvas.fill((0, (250, 214, 160)), (0.45, (255, 238, 206)))
    for level, sand in ((0.38, (232, 172, 108)), (0.54, (218, 146, 82)), (0.74, (198, 122, 62))):
        crest = canvas.waves(level + rng.uniform(-0.03, 0.03), 0.06, 2)
        canvas.blend(sand, canvas.below(crest))
        lit = (min(255.0, sand[0] + 24), sand[1] + 30.0, sand[2] + 34.0)
        canvas.blend(lit, 0.8 * canvas.below(crest) * (1 - canvas.below(crest + 0.08, 0.14)))
    ripples = np.sin(150 * (canvas.y + 0.03 * np.sin(9 * canvas.x)))
    canvas.blend((150, 86, 40), 0.1 * np.clip(ripples, 0, 1) * canvas.below(0.78, 0.2))


def _night(canvas: Canvas) -> None:
    rng = canvas.rng
    canvas.fill((0, (8, 10, 34)), (0.7, (34, 42, 92)), (1, (70, 74, 128)))
    canvas.blend((92, 84, 160), 0.35 * np.clip(canvas.clouds(3) * 2 - 0.8, 0, 1))
    canvas.blend((255, 255, 240), canvas.dots(130, 0.004, 0, 0.85))
    canvas.blend((255, 250, 225), canvas.dots(14, 0.009, 0, 0.8))
    canvas.blend((14, 16, 36), canvas.below(canvas.waves(rng.uniform(0.82, 0.9), 0.04)))


def _sunset(canvas: Canvas) -> None:
    horizon = canvas.rng.uniform(0.64, 0.74)
    canvas.fill(
        (0, (78, 50, 116)),
        (0.3 * horizon, (186, 76, 122)),
        (0.65 * horizon, (246, 128, 92)),
        (horizon, (255, 214, 120)),
    )
    canvas.blend((120, 50, 110), 0.5 * np.clip(canvas.clouds(7, 5) * 2.4 - 1.3, 0, 1))
    water = canvas.bands([(horizon, (214, 122, 96)), (1, (58, 36, 84))])
    canvas.blend(water, canvas.below(horizon))
    glitter = np.clip(canvas.clouds(40, 8) * 3 - 1.8, 0, 1)
    canvas.blend((255, 206, 140), 0.6 * glitter * canvas.below(horizon))


def _under_water(canvas: Canvas) -> None:
    rng = canvas.rng
    canvas.fill((0, (96, 214, 220)), (0.45, (22, 138, 182)), (1, (8, 62, 112)))
    slant, phase = rng.uniform(-0.5, 0.5), rng.uniform(0, 6)
    across = canvas.x + slant * canvas.y
    rays = np.clip(np.sin(11 * across + phase) + np.sin(27 * across), 0, 1)
    canvas.blend((214, 255, 250), 0.4 * rays * np.clip(1 - 1.3 * canvas.y, 0, 1))
    canvas.blend((70, 128, 130), canvas.below(canvas.waves(rng.uniform(0.86, 0.92), 0.03)))
    canvas.blend((220, 250, 252), 0.7 * canvas.dots(28, 0.009, 0.1, 0.9))


def _city(canvas: Canvas) -> None:
    canvas.fill((0, (122, 136, 164)), (0.7, (226, 206, 202)))
    for level, wall in ((0.3, (150, 154, 172)), (0.46, (92, 98, 118)), (0.62, (58, 62, 80))):
        roofs = _roofs(canvas, level)
        canvas.blend(wall, canvas.below(roofs))
        if level > 0.4:
            canvas.blend((255, 222, 140), _windows(canvas) * canvas.below(roofs + 0.03))
    canvas.blend((44, 46, 58), canvas.below(0.94))


def _roofs(canvas: Canvas, level: float) -> Plane:
    """Give a skyline: one height per house, houses of unequal width."""
    edge = float(canvas.x.max())
    corners = np.arange(-edge - 0.1, edge + 0.3, 0.13)
    corners += canvas.rng.uniform(-0.04, 0.04, len(corners))
    heights = (level + canvas.rng.uniform(-0.12, 0.12, len(corners))).astype(np.float32)
    return heights[np.clip(np.searchsorted(corners, canvas.x), 0, len(corners) - 1)]


def _windows(canvas: Canvas) -> Plane:
    """Cover a lattice of lit windows, about a third of them."""
    pitch = 0.036
    columns = np.floor((canvas.x + 4) / pitch).astype(int)
    rows = np.floor(canvas.y * canvas.height / canvas.short / pitch).astype(int)
    lit = canvas.rng.random((rows.max() + 1, columns.max() + 1)) < 0.35
    in_frame_x = ((canvas.x + 4) / pitch - columns) < 0.5
    in_frame_y = (canvas.y * canvas.height / canvas.short / pitch - rows) < 0.6
    cover: Plane = lit[rows, columns] * in_frame_x * in_frame_y * 1.0
    return cover


def _backdrop(colour: Rgb) -> Callable[[Canvas], None]:
    """Make the painter of a plain wall in `colour`, lit from somewhere above."""

    def painter(canvas: Canvas) -> None:
        rng = canvas.rng
        tint = np.array(colour) * rng.uniform(0.94, 1.04, 3)
        canvas.fill((0, tuple(tint)), (1, tuple(tint * 0.9)))
        reach = (canvas.x - rng.uniform(-0.3, 0.3)) ** 2 + (canvas.y - rng.uniform(0.1, 0.5)) ** 2
        canvas.blend((255, 255, 255), 0.3 * np.exp(-3 * reach))
        canvas.blend(tuple(tint * 0.85), 0.25 * canvas.clouds(5))

    return painter


PAINTERS: dict[str, Callable[[Canvas], None]] = {
    "beach": _beach,
    "forest": _forest,
    "meadow": _meadow,
    "snow": _snow,
    "desert": _desert,
    "night": _night,
    "sunset": _sunset,
    "under water": _under_water,
    "city": _city,
    "green backdrop": _backdrop((108, 186, 118)),
    "blue backdrop": _backdrop((92, 148, 222)),
    "pink backdrop": _backdrop((240, 168, 196)),
}
