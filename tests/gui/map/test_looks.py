"""Names of axes, shades of numbers, dots on a picture: the map's looks, without a window."""

import numpy as np
import pytest

from imagefinder.core.mapping import ByCluster, ByComponent, ByDate, ByTaste, ByWords
from imagefinder.core.query import Query, Words
from imagefinder.gui.map.axes import (
    axis_name,
    axis_of_text,
    axis_to_text,
    colour_of_text,
    colour_to_text,
    end_names,
)
from imagefinder.gui.map.chart import extremes
from imagefinder.gui.map.colours import Palette, faded, group_palette, group_shades, ramp_shades
from imagefinder.gui.map.dots import density, paint_dots
from imagefinder.gui.map.dress import dressed
from imagefinder.gui.style import DARK, LIGHT


@pytest.mark.parametrize("axis", [ByComponent(3), ByWords("red"), ByWords("red", "blue sea")])
def test_axes_are_remembered(axis: ByComponent | ByWords) -> None:
    assert axis_of_text(axis_to_text(axis), ByComponent(1)) == axis


@pytest.mark.parametrize("text", ["", "|", " | "])
def test_what_is_no_axis_is_the_usual_one(text: str) -> None:
    assert axis_of_text(text, ByComponent(2)) == ByComponent(2)


@pytest.mark.parametrize("by", [None, ByCluster(5), ByDate(), ByTaste("beach: warm")])
def test_colours_are_remembered(by: ByCluster | ByDate | ByTaste | None) -> None:
    assert colour_of_text(colour_to_text(by), Query()) == by


def test_a_score_is_remembered_while_something_is_asked() -> None:
    assert colour_of_text("score", Query()) is None
    query = Query((Words("cat"),))
    assert colour_to_text(colour_of_text("score", query)) == "score"


def test_axes_say_what_they_are() -> None:
    assert axis_name(ByComponent(1), (0.234, 0.1)) == "Component 1 · 23 %"
    assert axis_name(ByWords("red", "blue"), ()) == "blue ↔ red"
    assert end_names(ByWords("red", "blue")) == ("blue", "red")
    assert end_names(ByWords("snow")) == ("less snow", "more snow")


def test_extremes_are_the_ends_outermost_first() -> None:
    axis = np.array([5, -1, 9, 3, -7, 8, 0, 2], np.float32)
    low, high = extremes(axis, 3)
    assert (low.tolist(), high.tolist()) == ([4, 1, 6], [2, 5, 0])


def test_an_axis_without_ends_has_no_extremes() -> None:
    low, high = extremes(np.ones(9, np.float32))
    assert len(low) == len(high) == 0


def test_groups_have_a_colour_each_and_none_has_its_own() -> None:
    shades = group_shades(np.array([0, 1, -1, 2], np.float32), 2)
    assert shades.tolist() == [1, 2, 0, 0]
    palette = group_palette(LIGHT, False, 20)
    assert len(set(palette.colours)) == 21


def test_more_is_a_higher_shade_and_unknown_is_none() -> None:
    shades = ramp_shades(np.array([0, 5, 10, 99, np.nan], np.float32), (0, 10))
    assert shades.tolist() == [1, 33, 64, 64, 0]


def test_a_taste_is_shaded_around_zero() -> None:
    numbers = np.array([-1, 0, 3], np.float32)
    shades = dressed(numbers, (), ByTaste("x"), LIGHT).shades
    assert int(shades[1]) in (32, 33)


def test_dates_are_written_as_such() -> None:
    legend = dressed(np.full(9, 18_000, np.float32), (), ByDate(), DARK).legend
    assert legend.ends is not None
    assert "2019" in legend.ends[0]


def test_a_legend_counts_its_groups() -> None:
    legend = dressed(
        np.array([0, 0, 1, -1], np.float32), ("sea", "town"), ByCluster(2), LIGHT
    ).legend
    assert [(entry.text, entry.count) for entry in legend.entries] == [("sea", 2), ("town", 1)]


def test_dots_are_where_they_belong() -> None:
    pixels = np.zeros((40, 60), np.uint32)
    palette = Palette((0xFF000000, 0xFF3366CC))
    paint_dots(
        pixels, np.array([[30, 20], [-5, 3], [59, 39]], np.float32), np.ones(3, int), palette, 2
    )
    assert pixels[20, 30] == 0xFF3366CC
    drawn = np.argwhere(pixels)
    assert np.abs(drawn - (20, 30)).max() <= 3, "what is off the picture is not drawn on it"


def test_a_density_is_stronger_where_there_are_more() -> None:
    points = np.array([[0.25, 0.25]] * 50 + [[0.75, 0.75]], np.float32)
    palette = Palette((0xFF000000, 0xFFFF0000))
    image = density(points, 1.0, np.ones(51, np.uint8), palette, 100)
    many, one, none = (image.pixelColor(*at).alpha() for at in ((25, 25), (75, 75), (50, 50)))
    assert many > one > none == 0
    assert image.pixelColor(25, 25).red() > 200


def test_fading_comes_near_the_ground() -> None:
    assert faded(Palette((0xFF000000,)), "#ffffff").name(0) == "#cccccc"
