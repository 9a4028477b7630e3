"""Where photos lie in the grid and what of that stays put, without rows, thumbnails, painting."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from imagefinder.gui.grid import Caption
from imagefinder.gui.grid.placed import LARGEST_CELL_PX, SMALLEST_CELL_PX, PlacedGrid


@pytest.fixture
def placed(show: Callable[[QWidget], None]) -> PlacedGrid:
    """A hundred photos, four to a row."""
    grid = PlacedGrid()
    grid._ids = np.arange(1000, 1100)
    grid.set_cell_size(112)
    grid.resize(560, 400)
    show(grid)
    assert grid._layout.columns == 4
    return grid


def whole(grid: PlacedGrid, index: int) -> bool:
    return grid.viewport().rect().contains(grid.cell_rect(index))


@pytest.mark.parametrize("change", ["width", "size", "caption"])
def test_what_is_at_the_top_stays_there(placed: PlacedGrid, change: str) -> None:
    first = 40
    placed.verticalScrollBar().setValue(placed.cell_rect(first).top() + 30)
    match change:
        case "width":
            placed.resize(900, 400)
        case "size":
            placed.set_cell_size(200)
        case "caption":
            placed.set_caption(Caption.OFF)
    assert first in placed.visible()
    assert abs(placed.cell_rect(first).top()) < placed.cell_rect(first).height()


def test_a_photo_is_scrolled_to_no_further_than_needed(placed: PlacedGrid) -> None:
    bar = placed.verticalScrollBar()
    placed.ensure_visible(50)
    assert whole(placed, 50)
    below = bar.value()
    placed.ensure_visible(placed.visible().start + 4)
    assert bar.value() <= below
    placed.ensure_visible(50)
    assert whole(placed, 50)
    placed.ensure_visible(3)
    assert bar.value() == 0, "with the first row its heading is seen"


def test_each_step_of_the_size_is_seen(placed: PlacedGrid) -> None:
    for steps, last in ((1, LARGEST_CELL_PX), (-1, SMALLEST_CELL_PX)):
        sides = [placed._cells.side_px]
        while placed.cell_size() != last:
            placed.step_cell_size(steps)
            sides.append(placed._cells.side_px)
        assert sides[:-1] == sorted(set(sides[:-1]), reverse=steps < 0)
