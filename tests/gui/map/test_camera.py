"""The camera: what is zoomed stays below the pointer, and nobody gets lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagefinder.gui.map.camera import NEAREST, Box, camera_on, place_on, to_world

ASPECT = 1.6
WIDTH, HEIGHT = 1000.0, 600.0
xs = st.floats(0, WIDTH)
ys = st.floats(0, HEIGHT)


def test_fitted_all_of_the_world_is_on_the_screen() -> None:
    box = camera_on(WIDTH, HEIGHT, ASPECT).box
    assert box.left <= 0
    assert box.right >= ASPECT
    assert box.top <= 0
    assert box.bottom >= 1


@given(xs, ys, st.floats(1.1, 50))
def test_screen_and_world_agree(x: float, y: float, zoom: float) -> None:
    camera = camera_on(WIDTH, HEIGHT, ASPECT).zoomed(zoom, x, y)
    place = camera.to_world(x, y)
    back = camera.to_screen(np.array([place], np.float32))[0]
    assert np.allclose(back, (x, y), atol=0.5)


@given(st.floats(300, 700), st.floats(200, 400), st.floats(1.0, 20))
def test_what_is_below_the_pointer_stays_there(x: float, y: float, factor: float) -> None:
    # Near the middle, where the world's edge holds nothing back.
    camera = camera_on(WIDTH, HEIGHT, ASPECT).zoomed(4, WIDTH / 2, HEIGHT / 2)
    before = camera.to_world(x, y)
    assert np.allclose(camera.zoomed(factor, x, y).to_world(x, y), before, atol=1e-6)


@given(st.lists(st.tuples(xs, ys, st.floats(0.01, 100)), max_size=8))
def test_however_one_zooms_something_of_the_world_is_seen(
    steps: list[tuple[float, float, float]],
) -> None:
    camera = camera_on(WIDTH, HEIGHT, ASPECT)
    for x, y, factor in steps:
        camera = camera.zoomed(factor, x, y).moved(x - 400, y - 300)
    assert 1 - 1e-9 <= camera.zoom <= 1 / NEAREST + 1e-6
    assert -1e-9 <= camera.x <= ASPECT + 1e-9
    assert -1e-9 <= camera.y <= 1 + 1e-9


def test_dragging_moves_the_picture_with_the_mouse() -> None:
    camera = camera_on(WIDTH, HEIGHT, ASPECT).zoomed(8, 500, 300)
    place = camera.to_world(500, 300)
    moved = camera.moved(40, -25)
    assert np.allclose(moved.to_screen(np.array([place], np.float32))[0], (540, 275), atol=0.05)


def test_a_box_is_shown_whole() -> None:
    wanted = Box(0.3, 0.2, 0.5, 0.35)
    box = camera_on(WIDTH, HEIGHT, ASPECT).showing(wanted).box
    assert box.left < wanted.left
    assert box.right > wanted.right
    assert box.top < wanted.top
    assert box.bottom > wanted.bottom
    assert box.right - box.left < 0.6


def test_a_single_point_is_not_magnified_without_end() -> None:
    camera = camera_on(WIDTH, HEIGHT, ASPECT).showing(Box(0.4, 0.4, 0.4, 0.4))
    assert camera.zoom == pytest.approx(1 / NEAREST)


def test_resizing_keeps_the_middle_and_the_zoom() -> None:
    camera = camera_on(WIDTH, HEIGHT, ASPECT).zoomed(5, 500, 300)
    other = camera.resized(700, 700)
    assert other.zoom == pytest.approx(camera.zoom)
    assert (other.x, other.y) == pytest.approx((camera.x, camera.y))


def test_high_is_up_and_both_axes_are_filled() -> None:
    points = to_world(np.array([-2, 0, 2], np.float32), np.array([5, 7, 9], np.float32), ASPECT)
    assert points.tolist() == pytest.approx(np.array([[0, 1], [0.8, 0.5], [1.6, 0]]))


def test_an_axis_on_which_all_are_equal_is_its_middle() -> None:
    same = np.full(4, 3.0, np.float32)
    assert to_world(same, same, ASPECT)[:, 0].tolist() == pytest.approx([0.8] * 4)
    assert place_on(same, 99.0) == 0.5
