"""The pyramid against brute force: what is in a box, what is shown, and that zooming only adds."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from imagefinder.gui.map.camera import Box, Points
from imagefinder.gui.map.pyramid import Pyramid, spacing

ASPECT = 1.5
WHOLE = Box(0.0, 0.0, ASPECT, 1.0)

fractions = st.floats(0, 1, width=32)
clouds = arrays(np.float32, st.tuples(st.integers(1, 120), st.just(2)), elements=fractions)


def world(cloud: Points) -> Points:
    return cloud * np.array([ASPECT, 1], np.float32)


def gaps_of(points: Points) -> Points:
    """The larger of both distances between each two."""
    gaps = np.abs(points[:, None] - points[None]).max(axis=2)
    return gaps[np.triu_indices(len(points), 1)]


@settings(max_examples=25)
@given(clouds, fractions, fractions, fractions, fractions)
def test_a_box_holds_what_is_in_it(
    cloud: Points, left: float, right: float, top: float, bottom: float
) -> None:
    points = world(cloud)
    left, right = sorted((left * ASPECT, right * ASPECT))
    top, bottom = sorted((top, bottom))
    box = Box(left, top, right, bottom)
    cells = Pyramid(points, ASPECT).cells
    found = set(cells.within(box).tolist())
    x, y = points.T
    inside = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    assert set(np.flatnonzero(inside).tolist()) <= found
    near = 2 * cells.cell
    around = (x > left - near) & (x < right + near) & (y > top - near) & (y < bottom + near)
    assert found <= set(np.flatnonzero(around).tolist())
    assert cells.count_within(box) == len(found)


@settings(max_examples=25)
@given(clouds, st.floats(0.0005, 0.25))
def test_nothing_that_is_shown_lies_upon_another(cloud: Points, apart: float) -> None:
    pyramid = Pyramid(world(cloud), ASPECT)
    shown = pyramid.shown(WHOLE, apart)
    assert len(set(shown.tolist())) == len(shown) >= 1
    gaps = gaps_of(pyramid.points[shown])
    assert (gaps >= apart * (1 - 1e-4)).all()


@settings(max_examples=25)
@given(clouds)
def test_zooming_in_only_adds(cloud: Points) -> None:
    pyramid = Pyramid(world(cloud), ASPECT)
    before: set[int] = set()
    for level in range(8, 44):
        now = set(pyramid.shown(WHOLE, spacing(level)).tolist())
        # Beyond the finest level it is chosen anew each time, from what that level shows.
        assert before <= now or level > 37
        before = now if level <= 36 else before


def test_near_enough_all_are_shown_that_do_not_coincide() -> None:
    lattice = np.stack(np.meshgrid(np.arange(20), np.arange(20)), -1).reshape(-1, 2) / 19
    points = world(lattice.astype(np.float32))
    points[7] = points[11]
    shown = Pyramid(points, ASPECT).shown(WHOLE, 1e-3)
    assert len(shown) == 399
    assert len({7, 11} & set(shown.tolist())) == 1


def test_most_places_that_could_show_one_do() -> None:
    points = world(np.random.default_rng(5).random((20_000, 2), np.float32))
    shown = Pyramid(points, ASPECT).shown(WHOLE, 0.05)
    # Squares thrown at random until no more fits fill 56 % of a plane; on the way through the
    # levels some room is lost.
    assert len(shown) * 0.05**2 / ASPECT > 0.4


def test_the_prominent_come_first() -> None:
    points = world(np.random.default_rng(6).random((5000, 2), np.float32))
    prominent = np.array([4321, 17], np.int32)
    shown = Pyramid(points, ASPECT, prominent).shown(WHOLE, 0.2)
    assert set(prominent.tolist()) <= set(shown.tolist())


def test_no_points_are_no_fault() -> None:
    pyramid = Pyramid(np.empty((0, 2), np.float32), ASPECT)
    assert len(pyramid.shown(WHOLE, 0.1)) == len(pyramid.shown(WHOLE, 1e-4)) == 0
