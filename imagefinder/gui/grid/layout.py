"""Where each cell of the grid lies: arithmetic only, in logical pixels of the content, no Qt.

The grid makes one for each width, cell size and number of photos. Rows of cells are found by
division, so a layout of a million photos costs the same as one of ten.
"""

import bisect
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_SIDE_STEP_PX = 8


class Box(NamedTuple):
    """A rectangle; `left` and `top` belong to it, `right` and `bottom` do not."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """One past the last column of pixels."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """One past the last row of pixels."""
        return self.top + self.height


class Spacing(NamedTuple):
    """The size of a cell and what lies between cells."""

    cell_width: int
    cell_height: int
    gap: int = 4
    margin: int = 12
    heading_height: int = 0


class Section(NamedTuple):
    """Photos `start` to `stop` (excluded) under one heading; `top` is that of the heading."""

    number: int
    start: int
    stop: int
    top: int
    bottom: int


class Layout:
    """Cells in rows from the left, in sections one below the other.

    `bounds` are the indexes at which a new section starts; with any, each section that is not empty
    has a heading.
    """

    def __init__(
        self, width: int, spacing: Spacing, count: int, bounds: tuple[int, ...] = ()
    ) -> None:
        self.width = width
        self.spacing = spacing
        self.count = count
        room = width - 2 * spacing.margin
        pitch = spacing.cell_width + spacing.gap
        self.columns = max(1, (room + spacing.gap) // pitch)
        self._lefts = _spread(room, spacing, self.columns)
        self._pitch = spacing.cell_height + spacing.gap
        self._heading = spacing.heading_height if bounds else 0
        self.sections = self._laid_out(bounds)
        self._starts = [section.start for section in self.sections]
        self._bottoms = [section.bottom for section in self.sections]

    @property
    def height(self) -> int:
        """Of the whole content."""
        return (self._bottoms[-1] if self.sections else 0) + self.spacing.margin

    def box(self, index: int) -> Box:
        """The cell of the photo at this index."""
        section = self.section_of(index)
        row, column = divmod(index - section.start, self.columns)
        top = self._cells_top(section) + row * self._pitch
        return Box(self._lefts[column], top, self.spacing.cell_width, self.spacing.cell_height)

    def heading_box(self, section: Section) -> Box:
        """Where the heading of a section is written."""
        margin = self.spacing.margin
        return Box(margin, section.top, max(0, self.width - 2 * margin), self._heading)

    def section_of(self, index: int) -> Section:
        """The section that the photo at this index belongs to."""
        return self.sections[bisect.bisect_right(self._starts, index) - 1]

    def between(self, top: int, bottom: int) -> range:
        """Indexes of the photos whose rows of cells touch the band from `top` to `bottom`."""
        parts = [
            part
            for section in self._sections_between(top, bottom)
            if (part := self._part_between(section, top, bottom))
        ]
        return range(parts[0].start, parts[-1].stop) if parts else range(0)

    def headings_between(self, top: int, bottom: int) -> list[Section]:
        """Sections whose headings touch the band."""
        return [
            section
            for section in self._sections_between(top, bottom)
            if self._heading and section.top < bottom and section.top + self._heading > top
        ]

    def at(self, x: int, y: int) -> int | None:
        """The photo whose cell holds this point."""
        for index in self.between(y, y + 1):
            box = self.box(index)
            if box.left <= x < box.right and box.top <= y < box.bottom:
                return index
        return None

    def inside(self, box: Box) -> npt.NDArray[np.int64]:
        """Ascending indexes of the photos whose cells touch `box`."""
        columns = self._columns_between(box.left, box.right)
        found = [
            self._lattice(section, part, columns)
            for section in self._sections_between(box.top, box.bottom)
            if (part := self._part_between(section, box.top, box.bottom))
        ]
        return np.concatenate(found) if found else np.empty(0, np.int64)

    def below(self, index: int, rows: int) -> int:
        """The photo `rows` rows of cells further down (up, where negative), in the same column.

        Where that row is shorter, its last photo; past the ends, the first or last row.
        """
        section = self.section_of(index)
        row, column = divmod(index - section.start, self.columns)
        wanted = self._rows_above(section) + row + rows
        wanted = min(max(0, wanted), self._rows_above(self.sections[-1], past=True) - 1)
        for section in self.sections:
            row = wanted - self._rows_above(section)
            if row < self._rows(section):
                break
        return min(section.start + row * self.columns + column, section.stop - 1)

    def rows_in(self, height: int) -> int:
        """How many whole rows of cells fit this height, at least one."""
        return max(1, (height + self.spacing.gap) // self._pitch)

    def _laid_out(self, bounds: tuple[int, ...]) -> list[Section]:
        edges = [0, *(min(max(0, bound), self.count) for bound in bounds), self.count]
        top, sections = self.spacing.margin, []
        for number, (start, stop) in enumerate(pairwise(edges)):
            if start < stop:
                rows = -(-(stop - start) // self.columns)
                bottom = top + self._heading + rows * self._pitch
                sections.append(Section(number, start, stop, top, bottom))
                top = bottom
        return sections

    def _sections_between(self, top: int, bottom: int) -> Iterator[Section]:
        for section in self.sections[bisect.bisect_right(self._bottoms, top) :]:
            if section.top >= bottom:
                return
            yield section

    def _part_between(self, section: Section, top: int, bottom: int) -> range:
        cells_top = self._cells_top(section)
        # The last pixels of a row are the gap below it: touched by a band, but nothing is there.
        first = max(0, (top - cells_top + self.spacing.gap) // self._pitch)
        last = max(0, -(-(bottom - cells_top) // self._pitch))
        start = section.start + first * self.columns
        return range(start, max(start, min(section.start + last * self.columns, section.stop)))

    def _columns_between(self, left: int, right: int) -> npt.NDArray[np.int64]:
        lefts = np.array(self._lefts, dtype=np.int64)
        return np.flatnonzero((lefts < right) & (lefts + self.spacing.cell_width > left))

    def _lattice(
        self, section: Section, part: range, columns: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.int64]:
        rows = np.arange(part.start, part.stop, self.columns, dtype=np.int64)
        indexes = (rows[:, None] + columns[None, :]).ravel()
        return indexes[indexes < section.stop]

    def _cells_top(self, section: Section) -> int:
        return section.top + self._heading

    def _rows(self, section: Section) -> int:
        return -(-(section.stop - section.start) // self.columns)

    def _rows_above(self, section: Section, past: bool = False) -> int:
        above = sum(self._rows(s) for s in self.sections if s.start < section.start)
        return above + (self._rows(section) if past else 0)


def filling_side(width: int, wanted_px: int, frame_px: int, spacing_px: int, margin_px: int) -> int:
    """The thumbnail's side nearest to `wanted_px` with which whole columns fill the width.

    `frame_px` is what a cell is wider than its thumbnail. In steps, so that not every pixel by
    which a window is widened needs all thumbnails anew; what is left over goes between columns.
    """
    room = width - 2 * margin_px + spacing_px
    columns = max(1, round(room / (wanted_px + frame_px + spacing_px)))
    side = room // columns - spacing_px - frame_px
    return max(_SIDE_STEP_PX, side // _SIDE_STEP_PX * _SIDE_STEP_PX)


def _spread(room: int, spacing: Spacing, columns: int) -> list[int]:
    """The left edge of each column: what room is left over goes between the columns."""
    free = max(0, room - columns * spacing.cell_width)
    between = max(1, columns - 1)
    return [
        spacing.margin + column * spacing.cell_width + free * column // between
        for column in range(columns)
    ]
