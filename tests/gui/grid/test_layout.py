"""Where cells lie, held against looking at every cell."""

from hypothesis import given
from hypothesis import strategies as st

from imagefinder.gui.grid.layout import Box, Layout, Spacing, filling_side

sizes = st.integers(20, 90)
layouts = st.builds(
    lambda width, cell_width, cell_height, gap, margin, heading, count, bounds: Layout(
        width,
        Spacing(cell_width, cell_height, gap, margin, heading),
        count,
        tuple(sorted(bounds)),
    ),
    st.integers(0, 500),
    sizes,
    sizes,
    st.integers(0, 9),
    st.integers(0, 20),
    st.integers(0, 30),
    st.integers(1, 60),
    st.lists(st.integers(0, 70), max_size=2).filter(lambda bounds: len(bounds) != 1),
)
boxes = st.builds(
    Box, st.integers(-50, 500), st.integers(-50, 3000), st.integers(1, 300), st.integers(1, 900)
)


def touch(a: Box, b: Box) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


def cells(layout: Layout) -> list[Box]:
    return [layout.box(index) for index in range(layout.count)]


@given(layouts)
def test_no_two_cells_touch(layout: Layout) -> None:
    all_cells = cells(layout)
    for index, cell in enumerate(all_cells):
        assert not any(touch(cell, other) for other in all_cells[index + 1 : index + 30])


@given(layouts)
def test_cells_and_headings_lie_within_the_content(layout: Layout) -> None:
    margin = layout.spacing.margin
    for cell in cells(layout):
        assert cell.top >= margin
        assert cell.left >= margin
        assert cell.bottom <= layout.height
        if layout.columns > 1:
            assert cell.right <= layout.width - margin
    for section in layout.sections:
        heading = layout.heading_box(section)
        assert not any(touch(heading, cell) for cell in cells(layout))


@given(layouts)
def test_the_middle_of_a_cell_leads_back_to_its_photo(layout: Layout) -> None:
    for index, cell in enumerate(cells(layout)):
        assert layout.at(cell.left, cell.top) == index
        assert layout.at(cell.right - 1, cell.bottom - 1) == index


@given(layouts, st.integers(-20, 600), st.integers(-20, 4000))
def test_a_point_beside_the_cells_leads_nowhere(layout: Layout, x: int, y: int) -> None:
    point = Box(x, y, 1, 1)
    expected = [index for index, cell in enumerate(cells(layout)) if touch(cell, point)]
    assert layout.at(x, y) == (expected[0] if expected else None)


@given(layouts, boxes)
def test_a_band_finds_the_rows_that_it_touches(layout: Layout, box: Box) -> None:
    found = layout.between(box.top, box.bottom)
    expected = [
        i for i, cell in enumerate(cells(layout)) if cell.top < box.bottom and cell.bottom > box.top
    ]
    assert list(found) == expected


@given(layouts, boxes)
def test_a_rubber_band_finds_the_cells_that_it_touches(layout: Layout, box: Box) -> None:
    expected = [index for index, cell in enumerate(cells(layout)) if touch(cell, box)]
    assert layout.inside(box).tolist() == expected


@given(layouts)
def test_down_and_up_go_one_row_in_the_same_column_or_to_the_last_of_a_shorter_row(
    layout: Layout,
) -> None:
    rows: dict[int, list[int]] = {}
    for index, cell in enumerate(cells(layout)):
        rows.setdefault(cell.top, []).append(index)
    ordered = list(rows.values())
    for number, row in enumerate(ordered):
        for column, index in enumerate(row):
            for step in (-1, 1, 3):
                goal = ordered[min(max(0, number + step), len(ordered) - 1)]
                assert layout.below(index, step) == goal[min(column, len(goal) - 1)]


@given(layouts)
def test_headings_only_stand_above_sections_that_have_photos(layout: Layout) -> None:
    assert all(section.start < section.stop for section in layout.sections)
    assert sum(section.stop - section.start for section in layout.sections) == layout.count
    assert (
        layout.headings_between(0, layout.height)
        == (layout.sections if layout.spacing.heading_height else [])
        or not layout.heading_box(layout.sections[0]).height
    )


def test_without_photos_there_is_nothing_to_find() -> None:
    layout = Layout(500, Spacing(50, 50), 0)
    assert layout.at(20, 20) is None
    assert not layout.between(0, 500)
    assert len(layout.inside(Box(0, 0, 500, 500))) == 0


def test_a_million_photos_are_found_where_they_lie() -> None:
    layout = Layout(1600, Spacing(180, 200, heading_height=30), 1_000_000, (100, 1000))
    cell = layout.box(999_999)
    assert layout.at(cell.left + 5, cell.top + 5) == 999_999
    assert layout.below(999_999, 1) == 999_999
    assert cell.bottom <= layout.height < 2**31


@given(st.integers(200, 4000), st.integers(80, 400))
def test_thumbnails_fill_the_width_with_whole_columns(width: int, wanted: int) -> None:
    side = filling_side(width, wanted, 12, 4, 12)
    layout = Layout(width, Spacing(side + 12, side + 12, 4, 12), 100)
    right = layout.box(layout.columns - 1).right
    assert right <= max(width - 12, side + 24)
    # What is left over is less than the step by which thumbnails grow, for each column.
    assert width - 24 - layout.columns * (side + 12 + 4) < 8 * layout.columns + side
    assert side >= wanted * 0.5 - 16 or width < 2 * wanted
