"""Zooming and panning, as arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagefinder.gui.viewer.zoom import LARGEST_MAGNIFICATION, Zoom

pictures = st.tuples(st.floats(1, 60_000), st.floats(1, 60_000))
views = st.tuples(st.floats(50, 4000), st.floats(50, 4000))
ratios = st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0])
zooms = st.builds(Zoom.fit, pictures, views, ratios)
points = st.tuples(st.floats(0, 1), st.floats(0, 1))
steps = st.lists(st.tuples(st.floats(0.2, 5), points, points), max_size=5)


def walked(zoom: Zoom, way: list[tuple[float, tuple[float, float], tuple[float, float]]]) -> Zoom:
    for factor, at, by in way:
        width, height = zoom.view
        zoom = zoom.scaled_by(factor, (at[0] * width, at[1] * height))
        zoom = zoom.panned((by[0] - 0.5) * 2 * width, (by[1] - 0.5) * 2 * height)
    return zoom


@given(zooms)
def test_fitted_the_whole_picture_is_seen_and_not_enlarged(zoom: Zoom) -> None:
    left, top = zoom.to_view(0, 0)
    right, bottom = zoom.to_view(*zoom.picture)
    assert left >= -0.01
    assert top >= -0.01
    assert right <= zoom.view[0] + 0.01
    assert bottom <= zoom.view[1] + 0.01
    assert zoom.magnification <= 1.0 + 1e-9


@given(zooms, steps)
def test_a_larger_picture_leaves_no_edge_empty_and_a_smaller_one_is_in_the_middle(
    zoom: Zoom, way: list[tuple[float, tuple[float, float], tuple[float, float]]]
) -> None:
    zoom = walked(zoom, way)
    for low, high, room in zip(
        zoom.to_view(0, 0), zoom.to_view(*zoom.picture), zoom.view, strict=True
    ):
        if high - low <= room:
            assert low == pytest.approx(room - high, abs=0.1)
        else:
            assert low <= 0.1
            assert high >= room - 0.1


@given(zooms, steps)
def test_magnification_stays_within_bounds(
    zoom: Zoom, way: list[tuple[float, tuple[float, float], tuple[float, float]]]
) -> None:
    smallest = min(zoom.magnification, 1.0)
    assert smallest * 0.999 <= walked(zoom, way).magnification <= LARGEST_MAGNIFICATION * 1.001


@given(zooms, st.floats(0, 1), st.floats(0, 1))
def test_points_lead_there_and_back(zoom: Zoom, x: float, y: float) -> None:
    point = x * zoom.picture[0], y * zoom.picture[1]
    assert zoom.to_picture(*zoom.to_view(*point)) == pytest.approx(point, abs=1e-3 + 1e-6 * 60_000)


def test_what_is_below_the_mouse_stays_there() -> None:
    zoom = Zoom.fit((4000, 3000), (800, 600)).scaled_to(0.5)
    at = (500.0, 350.0)
    assert zoom.scaled_by(1.7, at).to_picture(*at) == pytest.approx(zoom.to_picture(*at))


def test_a_picture_fitted_stays_so_and_a_part_of_it_stays_in_the_middle() -> None:
    fitted = Zoom.fit((4000, 3000), (800, 600))
    assert fitted.resized((400, 600), 1.0) == Zoom.fit((4000, 3000), (400, 600))
    part = fitted.scaled_to(1.0, (400, 300)).panned(-300, 0)
    assert part.resized((900, 700), 1.0).centre == part.centre
    assert part.refitted() == fitted


def test_actual_size_is_that_of_the_screens_own_pixels() -> None:
    assert Zoom.fit((4000, 3000), (800, 600), 2.0).scaled_to(1.0).scale == 0.5
    assert Zoom.fit((100, 100), (800, 600), 2.0).scale == 0.5
