"""Thumbnails laid out on the screen: moving finds the same as looking anew does."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from imagefinder.gui.map.camera import Box, camera_on
from imagefinder.gui.map.frame import Frame, Framing
from imagefinder.gui.map.pyramid import Pyramid

ASPECT = 1.6
steps = st.lists(st.tuples(st.floats(-300, 300), st.floats(-300, 300)), max_size=6)


def cloud(count: int, aspect: float = ASPECT) -> Pyramid:
    points = np.random.default_rng(3).random((count, 2), np.float32)
    return Pyramid(points * np.array([aspect, 1], np.float32), aspect)


PYRAMID = cloud(6000)


@settings(max_examples=25)
@given(steps, st.floats(1, 12))
def test_moving_shows_what_looking_anew_shows(path: list[tuple[float, float]], zoom: float) -> None:
    framing = Framing()
    camera = camera_on(1000, 600, ASPECT).zoomed(zoom, 500, 300)
    framing.frame(PYRAMID, camera)
    for step in path:
        camera = camera.moved(*step)
        frame, anew = framing.frame(PYRAMID, camera), Framing().frame(PYRAMID, camera)
        assert set(frame.indexes.tolist()) == set(anew.indexes.tolist())
        assert np.allclose(frame.places, camera.to_screen(PYRAMID.points[frame.indexes]))


def test_another_layout_is_looked_at_anew() -> None:
    framing, camera = Framing(), camera_on(1000, 600, ASPECT)
    framing.frame(PYRAMID, camera)
    other = cloud(3)
    assert sorted(framing.frame(other, camera).indexes.tolist()) == [0, 1, 2]


def test_the_topmost_is_below_the_pointer() -> None:
    places = np.array([[100, 100], [120, 100], [300, 300]], np.float32)
    frame = Frame(np.array([7, 8, 9], np.int32), places, 54)
    assert [frame.at(110, 100), frame.at(140, 100), frame.at(300, 330)] == [7, 8, None]
    assert Frame.empty().at(1, 1) is None


def test_a_box_holds_a_smaller_one() -> None:
    box = Box(0, 0, 2, 1)
    assert box.grown(0.1).holds(box)
    assert not box.holds(box.grown(0.1))
    assert not box.holds(Box(0.5, 0.5, 1, 1.5))
