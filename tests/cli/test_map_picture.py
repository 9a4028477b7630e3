"""A map drawn as a picture: nothing over another thing, everything inside, edges first."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from imagefinder.cli.map_picture import (
    BOTTOM,
    LARGEST_PX,
    LEFT,
    PAPER,
    RIGHT,
    SMALLEST_PX,
    TOP,
    AxisText,
    MapText,
    cell_px,
    draw_map,
    pixels,
    spread,
)

SIZE = (800, 600)
BOX = (LEFT, TOP, SIZE[0] - RIGHT, SIZE[1] - BOTTOM)
TEXT = MapText("Title", "3 photos", AxisText("x", "low", "high"), AxisText("y", "low", "high"))
GREEN = Image.new("RGB", (200, 200), "#00ff00")


def places(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, 2)).astype(np.float32)


def greens(image: Image.Image) -> np.ndarray:
    """Where the thumbnails are."""
    return (np.asarray(image) == [0, 255, 0]).all(axis=2)


@given(st.integers(1, 3000), st.integers(0, 5))
def test_no_thumbnail_lies_over_another(count: int, seed: int) -> None:
    cell = cell_px(count, BOX)
    spots = pixels(places(count, seed), BOX, cell)
    chosen = spots[spread(spots, cell)]
    apart = np.abs(chosen[:, None] - chosen[None]).max(axis=2)
    np.fill_diagonal(apart, cell)
    assert apart.min() >= cell
    assert len(chosen) >= 1


def test_what_has_room_gets_a_thumbnail() -> None:
    """Each photo without one lies too near to one that has it, or shares its place."""
    cell = 48
    spots = pixels(places(800), BOX, cell)
    chosen = spots[spread(spots, cell)]
    apart = np.abs(spots[:, None] - chosen[None]).max(axis=2).min(axis=1)
    assert apart.max() < cell * 1.25
    assert len(chosen) > 40


def test_the_extremes_get_a_thumbnail() -> None:
    spots = pixels(places(5000), BOX, 48)
    chosen = spots[spread(spots, 48)]
    for axis in (0, 1):
        assert chosen[:, axis].min() == spots[:, axis].min()
        assert chosen[:, axis].max() == spots[:, axis].max()


@pytest.mark.parametrize(("count", "side"), [(3, LARGEST_PX), (10**6, SMALLEST_PX)])
def test_a_thumbnail_has_a_readable_size(count: int, side: int) -> None:
    assert cell_px(count, BOX) == side


def test_places_fill_the_box_and_y_goes_upwards() -> None:
    spots = pixels(np.array([[-1, -2], [3, 5], [1, 1.5]], np.float32), BOX, 50)
    assert spots[0, 0] < spots[2, 0] < spots[1, 0]
    assert spots[0, 1] > spots[2, 1] > spots[1, 1]
    assert spots[2] == pytest.approx(((BOX[0] + BOX[2]) / 2, (BOX[1] + BOX[3]) / 2))
    assert (spots - 25 >= BOX[:2]).all()
    assert (spots + 25 <= BOX[2:]).all()


def test_an_axis_on_which_all_are_alike_is_a_line_through_the_middle() -> None:
    spots = pixels(np.array([[1, 7], [2, 7]], np.float32), BOX, 50)
    assert spots[:, 1].tolist() == [(BOX[1] + BOX[3]) / 2] * 2


@pytest.mark.parametrize("count", [3, 40, 20_000])
def test_thumbnails_stay_inside_and_all_are_drawn(count: int) -> None:
    asked: list[int] = []
    image = draw_map(places(count), lambda row: (asked.append(row), GREEN)[1], TEXT, SIZE)
    assert image.size == SIZE
    seen = greens(image)
    inside = np.zeros_like(seen)
    inside[BOX[1] : BOX[3], BOX[0] : BOX[2]] = True
    assert not (seen & ~inside).any()
    side = cell_px(count, BOX) - 6
    assert seen.sum() == len(asked) * side**2
    assert len(set(asked)) == len(asked)


def test_without_thumbnails_every_photo_is_a_point() -> None:
    text = draw_map(places(1), lambda row: None, TEXT, SIZE)
    many = draw_map(places(60), lambda row: None, TEXT, SIZE)
    changed = np.asarray(ImageChops.difference(text, many)).any(axis=2)
    assert 300 < changed.sum() <= 61 * 9


def test_more_photos_in_one_place_are_darker() -> None:
    crowd = np.concatenate([np.zeros((500, 2)), [[1, 1], [-1, -1]]]).astype(np.float32)
    image = draw_map(crowd, lambda row: None, TEXT, SIZE)
    spots = pixels(crowd, BOX, cell_px(len(crowd), BOX)).round().astype(int)
    shades = [sum(image.getpixel(tuple(spot))) for spot in (spots[0].tolist(), spots[-1].tolist())]
    assert shades[0] < shades[1] < 3 * 255


@pytest.mark.parametrize("size", [(320, 320), (5000, 400)])
def test_texts_of_any_length_leave_the_map_alone(size: tuple[int, int]) -> None:
    long = "a very long word " * 100
    plain = draw_map(places(30), lambda row: GREEN, TEXT, size)
    texts = MapText(long, long, AxisText(long, long, long), AxisText(long, long, "\ud800\n"))
    wordy = draw_map(places(30), lambda row: GREEN, texts, size)
    box = (LEFT, TOP, size[0] - RIGHT, size[1] - BOTTOM)
    assert ImageChops.difference(plain.crop(box), wordy.crop(box)).getbbox() is None
    assert wordy.getpixel((1, 1)) == Image.new("RGB", (1, 1), PAPER).getpixel((0, 0))


def test_a_thumbnail_in_any_mode_is_drawn() -> None:
    for mode in ("L", "P", "RGBA", "CMYK", "LA"):
        draw_map(places(3), lambda row, mode=mode: Image.new(mode, (9, 30)), TEXT, SIZE)
