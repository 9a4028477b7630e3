"""The showing half of the grid: what is known of the photos, their thumbnails, and the painting.

`PlacedGrid` says where they lie, `Grid` adds what the person does with them. Only visible cells are
ever looked at: rows and thumbnails are asked for by what is on the screen, and a little of what
comes next.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import chain

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPalette, QRegion
from PySide6.QtWidgets import QWidget

from imagefinder.core.types import Digest
from imagefinder.gui.grid.banners import paint_empty, paint_heading
from imagefinder.gui.grid.cells import Look
from imagefinder.gui.grid.feed import Feed
from imagefinder.gui.grid.placed import Ids, PlacedGrid
from imagefinder.gui.grid.rows import RowCache, RowInfo, RowSource
from imagefinder.gui.grid.selection import Selection
from imagefinder.gui.thumbnails import Thumbnails

_FEW_CELLS = 3

Scores = npt.NDArray[np.float32]


class GridView(PlacedGrid):
    """Shows photos, and how they look: selected, current, below the mouse."""

    def __init__(
        self, row_info: RowSource, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = RowCache(row_info)
        self._scores: Scores | None = None
        self._selection = Selection(0)
        self._hovered: int | None = None
        self._empty = ("", "")
        self._headings = (self.tr("Sure"), self.tr("Maybe"), self.tr("The rest"))
        self._feed = Feed(thumbnails, self._wanted, self)
        self._feed.arrived.connect(self._on_thumbnails_arrived)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)

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

    def rows_changed(self, ids: Sequence[int] | None = None) -> None:
        """What is known of these photos, or of all, has changed: show it anew."""
        self._rows.forget(ids)
        self.viewport().update()

    def row(self, photo_id: int) -> RowInfo | None:
        """What is shown of a photo; None where it is gone."""
        return self._rows.get(photo_id)

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

    # --- what comes and goes

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
