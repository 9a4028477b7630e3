"""The showing half of the grid: which photos, where they lie, how they are painted and scrolled.

`Grid` adds what the person does with them. Only visible cells are ever looked at: rows and
thumbnails are asked for by what is on the screen, and a little of what comes next.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import chain

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPalette, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from imagefinder.core.types import Digest
from imagefinder.gui.grid.banners import heading_height, paint_empty, paint_heading
from imagefinder.gui.grid.cells import (
    GAP_PX,
    MARGIN_PX,
    PADDING_PX,
    Caption,
    CaptionTexts,
    CellPainter,
    Look,
)
from imagefinder.gui.grid.feed import Feed
from imagefinder.gui.grid.layout import Box, Layout, Spacing, filling_side
from imagefinder.gui.grid.rows import RowCache, RowInfo, RowSource
from imagefinder.gui.grid.selection import Selection
from imagefinder.gui.thumbnails import Thumbnails

SMALLEST_CELL_PX, LARGEST_CELL_PX, CELL_STEP_PX = 80, 400, 16
DEFAULT_CELL_PX = 176
_FEW_CELLS = 3

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]


class GridView(QAbstractScrollArea):
    """Shows photos, given as ids. The order is the caller's."""

    def __init__(
        self, row_info: RowSource, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = RowCache(row_info)
        self._ids: Ids = np.empty(0, np.int64)
        self._scores: Scores | None = None
        self._bounds: tuple[int, ...] = ()
        self._layout = Layout(0, Spacing(1, 1), 0)
        self._selection = Selection(0)
        self._hovered: int | None = None
        self._caption = Caption.NAME
        self._captions = CaptionTexts(self.font())
        self._cell_px = DEFAULT_CELL_PX
        self._empty = ("", "")
        self._headings = (self.tr("Sure"), self.tr("Maybe"), self.tr("The rest"))
        self._feed = Feed(thumbnails, self._wanted, self)
        self._feed.arrived.connect(self._on_thumbnails_arrived)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self._restyle()

    def photos(self) -> Ids:
        """The ids shown, in order."""
        return self._ids

    def set_photos(
        self,
        ids: Ids,
        scores: Scores | None = None,
        bands: tuple[int, int] | None = None,
        keep: bool = False,
    ) -> None:
        """Show these instead. `scores` go with `ids`; `bands` are where *maybe* and *rest* begin.

        With `keep` what was selected stays so, and the first photo that is on the screen stays
        where it is: for the same search with a few more photos. Without, the top is shown.
        """
        selection = self._selection.carried_over(self._ids, ids) if keep else Selection(len(ids))
        top = self._top_photo() if keep else None
        self._ids, self._scores, self._bounds = ids, scores, bands or ()
        self._selection, self._hovered = selection, None
        self._lay_out()
        self._scroll_back_to(top)
        self.viewport().update()

    def set_empty_text(self, title: str, detail: str = "") -> None:
        """What is written where there are no photos."""
        self._empty = (title, detail)
        self.viewport().update()

    def set_headings(self, sure: str, maybe: str, rest: str) -> None:
        """What stands above each band."""
        self._headings = (sure, maybe, rest)
        self.viewport().update()

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

    def rows_changed(self, ids: Sequence[int] | None = None) -> None:
        """What is known of these photos, or of all, has changed: show it anew."""
        self._rows.forget(ids)
        self.viewport().update()

    def row(self, photo_id: int) -> RowInfo | None:
        """What is shown of a photo; None where it is gone."""
        return self._rows.get(photo_id)

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

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells and headings that the event's region touches."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if len(self._ids):
            self._paint_photos(painter, event.region())
        else:
            area = self.viewport().rect()
            paint_empty(painter, area, self.palette(), self.font(), *self._empty)
        self._paint_over(painter)
        painter.end()
        self._feed.ask_soon()

    def _paint_photos(self, painter: QPainter, region: QRegion) -> None:
        top, touched = self.verticalScrollBar().value(), region.boundingRect()
        indexes = self._layout.between(top + touched.top(), top + touched.bottom() + 1)
        ids = self._ids[indexes.start : indexes.stop].tolist()
        rows = self._rows.fetch(ids)
        painter.setFont(self._captions.font)
        for index, photo_id in zip(indexes, ids, strict=True):
            rect = self.cell_rect(index)
            if region.intersects(rect):
                self._paint_cell(painter, rect, index, rows[photo_id])
        for section in self._layout.headings_between(
            top + touched.top(), top + touched.bottom() + 1
        ):
            rect = self._on_screen(self._layout.heading_box(section))
            title, count = self._headings[section.number], section.stop - section.start
            paint_heading(painter, rect, self.palette(), self.font(), title, count)

    def _paint_cell(self, painter: QPainter, rect: QRect, index: int, row: RowInfo | None) -> None:
        pixmap, missing = self._feed.look(row.digest if row else None, self._cells.side_device_px)
        look = Look(
            caption=self._caption.text(row, None if self._scores is None else self._scores[index]),
            selected=bool(self._selection.mask[index]),
            current=index == self._selection.current and self.hasFocus(),
            hovered=index == self._hovered,
        )
        self._cells.paint(painter, rect, row, pixmap, missing, look)

    def _paint_over(self, painter: QPainter) -> None:
        """What comes on top of the cells; for `Grid`."""

    def _update_cells(self, indexes: Iterable[int]) -> None:
        """Paint these again: one by one where few, else the rectangle around them.

        Within a region of many rectangles every pixmap takes the slow way, span by span.
        """
        rects = [self.cell_rect(index) for index in indexes]
        if len(rects) > _FEW_CELLS:
            rects = [reduce(QRect.united, rects)]
        for rect in rects:
            self.viewport().update(rect)

    # --- layout and scrolling

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width; what was at the top stays there."""
        top = self._top_photo()
        self._lay_out()
        self._scroll_back_to(top)
        super().resizeEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted and paint only what came into view."""
        if self.devicePixelRatioF().is_integer():
            self.viewport().scroll(0, dy)
        else:  # moved by a fraction of a pixel, what is painted would smear
            self.viewport().update()
        self._feed.ask_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        """Want no more thumbnails."""
        super().hideEvent(event)
        self._feed.stop()

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

    # --- thumbnails

    def _wanted(self) -> tuple[Iterable[Digest], int]:
        """What is on the screen first, then half a screen below and above it."""
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        below = self._layout.between(top + height, top + height * 3 // 2)
        above = self._layout.between(top - height // 2, top)
        wanted = chain.from_iterable(map(self._digests, (self.visible(), below, above)))
        return wanted, self._cells.side_device_px

    def _digests(self, indexes: range) -> list[Digest]:
        ids = self._ids[indexes.start : indexes.stop].tolist()
        rows = self._rows.fetch(ids)
        return [row.digest for photo_id in ids if (row := rows[photo_id]) and row.digest]

    def _on_thumbnails_arrived(self, digests: frozenset[Digest]) -> None:
        visible = self.visible()
        rows = self._rows.fetch(ids := self._ids[visible.start : visible.stop].tolist())
        shown = zip(visible, ids, strict=True)
        self._update_cells(i for i, d in shown if (row := rows[d]) and row.digest in digests)
