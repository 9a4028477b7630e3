"""The placing half of the grid: which photos in which order, how large, and where each lies.

`GridView` paints them. Scrolling is in logical pixels of the content; what a person looks at stays
where it is when the width or the size of the cells changes.
"""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from imagefinder.gui.grid.banners import heading_height
from imagefinder.gui.grid.cells import (
    GAP_PX,
    MARGIN_PX,
    PADDING_PX,
    Caption,
    CaptionTexts,
    CellPainter,
)
from imagefinder.gui.grid.layout import Box, Layout, Spacing, filling_side

SMALLEST_CELL_PX, LARGEST_CELL_PX, CELL_STEP_PX = 80, 400, 16
DEFAULT_CELL_PX = 176

Ids = npt.NDArray[np.int64]


class PlacedGrid(QAbstractScrollArea):
    """Photos, given as ids, in rows of cells. The order is the caller's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: Ids = np.empty(0, np.int64)
        self._bounds: tuple[int, ...] = ()
        self._layout = Layout(0, Spacing(1, 1), 0)
        self._caption = Caption.NAME
        self._captions = CaptionTexts(self.font())
        self._cell_px = DEFAULT_CELL_PX
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._restyle()

    def photos(self) -> Ids:
        """The ids shown, in order."""
        return self._ids

    def caption(self) -> Caption:
        """What is written below thumbnails."""
        return self._caption

    def set_caption(self, caption: Caption) -> None:
        """Write something else below thumbnails."""
        if caption is not self._caption:
            self._caption = caption
            self._restyle()

    def cell_size(self) -> int:
        """The wanted side of a thumbnail's square in logical pixels."""
        return self._cell_px

    def set_cell_size(self, side_px: int) -> None:
        """Show thumbnails larger or smaller, as near to this side as fills the width."""
        side_px = min(max(side_px, SMALLEST_CELL_PX), LARGEST_CELL_PX)
        if side_px != self._cell_px:
            self._cell_px = side_px
            self._restyle()

    def step_cell_size(self, steps: int) -> None:
        """Larger (or smaller, where negative), each step far enough to be seen."""
        step_px = CELL_STEP_PX if steps > 0 else -CELL_STEP_PX
        for _ in range(abs(steps)):
            before, side_px = self._cells.side_px, self._cell_px + step_px
            while (
                self._filling_side(side_px) == before
                and SMALLEST_CELL_PX < side_px < LARGEST_CELL_PX
            ):
                side_px += step_px
            self.set_cell_size(side_px)

    def visible(self) -> range:
        """Indexes of the photos on the screen, wholly or in part."""
        top = self.verticalScrollBar().value()
        return self._layout.between(top, top + self.viewport().height())

    def cell_rect(self, index: int) -> QRect:
        """The cell of a photo in the viewport's coordinates; may lie outside of it."""
        return self._on_screen(self._layout.box(index))

    def ensure_visible(self, index: int) -> None:
        """Scroll as little as needed to show the whole cell; to the top with the first row."""
        box, bar = self._layout.box(index), self.verticalScrollBar()
        height, margin = self.viewport().height(), self._layout.spacing.margin
        first_row = index < self._layout.columns
        if box.top - margin < bar.value():
            bar.setValue(0 if first_row else box.top - margin)
        elif box.bottom + margin > bar.value() + height:
            bar.setValue(min(box.bottom + margin - height, box.top - margin))

    def sizeHint(self) -> QSize:
        """Three by three thumbnails."""
        return QSize(3 * self._cell_px + 100, 3 * self._cell_px + 100)

    # --- what moves the cells

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width; what was at the top stays there."""
        top = self._top_photo()
        self._lay_out()
        self._scroll_back_to(top)
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette and the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._captions = CaptionTexts(self.font())
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._restyle()

    def event(self, event: QEvent) -> bool:
        """Follow the screen's pixel ratio."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._restyle()
        return super().event(event)

    def _restyle(self) -> None:
        top = self._top_photo()
        self._cells = self._cell_painter(self._filling_side(self._cell_px))
        self._lay_out()
        self._scroll_back_to(top)
        self.viewport().update()

    def _cell_painter(self, side_px: int) -> CellPainter:
        texts = None if self._caption is Caption.OFF else self._captions
        return CellPainter(self.palette(), side_px, texts, self.devicePixelRatioF())

    def _filling_side(self, wanted_px: int) -> int:
        width = self.viewport().width()
        return filling_side(width, wanted_px, 2 * PADDING_PX, GAP_PX, MARGIN_PX)

    def _lay_out(self) -> None:
        side_px = self._filling_side(self._cell_px)
        if side_px != self._cells.side_px:
            self._cells = self._cell_painter(side_px)
        spacing = self._cells.spacing(heading_height(self.fontMetrics().height()))
        self._layout = Layout(self.viewport().width(), spacing, len(self._ids), self._bounds)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(height)
        bar.setSingleStep(max(20, self._layout.spacing.cell_height // 3))
        bar.setRange(0, max(0, self._layout.height - height) if len(self._ids) else 0)

    def _top_photo(self) -> tuple[int, int] | None:
        """The first photo on the screen and how far its cell reaches above the viewport."""
        visible, top = self.visible(), self.verticalScrollBar().value()
        if not visible or top == 0:
            return None
        return int(self._ids[visible.start]), self._layout.box(visible.start).top - top

    def _scroll_back_to(self, top: tuple[int, int] | None) -> None:
        value = 0
        if top is not None:
            found = np.flatnonzero(self._ids == top[0])
            value = self._layout.box(int(found[0])).top - top[1] if len(found) else 0
        self.verticalScrollBar().setValue(value)

    def _on_screen(self, box: Box) -> QRect:
        return QRect(box.left, box.top - self.verticalScrollBar().value(), box.width, box.height)
