"""What a drawn line encloses, against the count of crossings for every single point."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from imagefinder.gui.map.camera import Box, Points
from imagefinder.gui.map.cells import Cells
from imagefinder.gui.map.lasso import exactly_inside, inside_box, inside_polygon

ASPECT = 1.5
around = st.floats(-0.25, 1.75, width=32)
lines = arrays(np.float32, st.tuples(st.integers(3, 24), st.just(2)), elements=around)


@pytest.fixture(scope="module")
def points() -> Points:
    """Also on lattice lines, where corners and edges like to lie."""
    rng = np.random.default_rng(1)
    free = rng.random((4000, 2), np.float32) * np.array([ASPECT, 1], np.float32)
    free[:1000] = np.round(free[:1000], 2)
    return np.minimum(free, np.array([ASPECT, 1], np.float32))


@pytest.fixture(scope="module")
def cells(points: Points) -> Cells:
    return Cells(points, np.arange(len(points), dtype=np.int32), 1 / 256, ASPECT)


@settings(max_examples=60)
@given(line=lines)
def test_a_line_encloses_what_counting_says(points: Points, cells: Cells, line: Points) -> None:
    expected = np.flatnonzero(exactly_inside(points, line))
    assert sorted(inside_polygon(points, cells, line).tolist()) == expected.tolist()


def test_many_points_near_a_long_line_take_the_mask() -> None:
    rng = np.random.default_rng(2)
    points = rng.random((300_000, 2), np.float32)
    cells = Cells(points, np.arange(len(points), dtype=np.int32), 1 / 256, 1.0)
    turn = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    far = 0.3 + 0.1 * np.sin(9 * turn)
    line = np.stack([0.5 + far * np.cos(turn), 0.5 + far * np.sin(turn)], 1).astype(np.float32)
    expected = np.flatnonzero(exactly_inside(points, line))
    assert sorted(inside_polygon(points, cells, line).tolist()) == expected.tolist()


def test_what_is_gone_around_twice_is_outside() -> None:
    star = np.array([[0.5, 0], [0.8, 1], [0, 0.4], [1, 0.4], [0.2, 1]], np.float32)
    points = np.array([[0.5, 0.5], [0.5, 0.2]], np.float32)
    assert exactly_inside(points, star).tolist() == [False, True]


def test_a_line_of_two_corners_encloses_nothing(points: Points, cells: Cells) -> None:
    assert len(inside_polygon(points, cells, points[:2])) == 0


@given(around, around, around, around)
def test_a_rectangle_holds_what_is_in_it(a: float, b: float, c: float, d: float) -> None:
    rng = np.random.default_rng(3)
    points = rng.random((500, 2), np.float32) * np.array([ASPECT, 1], np.float32)
    cells = Cells(points, np.arange(len(points), dtype=np.int32), 1 / 256, ASPECT)
    box = Box(min(a, b), min(c, d), max(a, b), max(c, d))
    x, y = points.T
    inside = (x >= box.left) & (x <= box.right) & (y >= box.top) & (y <= box.bottom)
    assert sorted(inside_box(points, cells, box).tolist()) == np.flatnonzero(inside).tolist()
