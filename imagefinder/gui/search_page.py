"""The page that people live on: the answer as a grid, newest photos before anything is asked."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from PySide6.QtCore import QLocale, QPoint, Qt, QUrl, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from imagefinder.core.types import Digest
from imagefinder.gui.actions import MOST_FILES
from imagefinder.gui.details_panel import DetailsPanel
from imagefinder.gui.grid import Caption, Grid, RowInfo
from imagefinder.gui.grid.placed import LARGEST_CELL_PX, SMALLEST_CELL_PX
from imagefinder.gui.listing import Ids, Listing, Order, without
from imagefinder.gui.photo_actions import PhotoActions
from imagefinder.gui.sentences import told
from imagefinder.gui.style import SPACE_L, SPACE_M, SPACE_S
from imagefinder.gui.thumbnails import Thumbnails
from imagefinder.gui.view_menu import ViewMenu

SLIDER_WIDTH_PX = 120


class SearchPage(QWidget):
    """Grid, a line above it that says what is shown, and the details of the chosen photo.

    `details` gives names and values of a photo, `paths` those of any number; what is to be done
    with photos comes out of `actions_on_photos`.
    """

    view_wanted = Signal(int)
    order_chosen = Signal(object)  # Order
    # What was picked out by hand has been seen.
    all_wanted = Signal()
    remarked = Signal(str)

    def __init__(
        self,
        row_info: Callable[[Sequence[int]], Mapping[int, RowInfo]],
        thumbnails: Thumbnails,
        details: Callable[[int], Sequence[tuple[str, str]]],
        paths: Callable[[Sequence[int]], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._details = details
        self._paths = paths
        self._told = ""
        self._listing = Listing(np.empty(0, np.int64))
        self.grid = Grid(row_info, thumbnails, self._urls, self)
        self.grid.setAccessibleName(self.tr("Photos"))
        self.actions_on_photos = PhotoActions(self.grid.selected_ids, self.grid)
        self.panel = DetailsPanel(self)
        self.view_menu = ViewMenu(self)
        self._summary = QLabel(self)
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setWordWrap(True)
        self._summary.setAccessibleName(self.tr("What is shown"))
        self._size = self._make_slider()
        self._show_all = QPushButton(self.tr("Show all photos"), self)
        self._show_all.clicked.connect(self.all_wanted)
        self._lay_out()
        self._connect()
        self.grid.set_empty_text(self.tr("One moment…"))

    def show_listing(self, listing: Listing, keep: bool) -> None:
        """Show these photos; with `keep` it is the same query, with a few more of them."""
        self._listing = listing
        self._show_all.setVisible(listing.chosen)
        self.grid.set_photos(listing.ids, listing.scores, listing.bands, keep=keep)
        self._told = self._summary_of(listing)
        self._summary.setText(self._told)
        self.grid.set_empty_text(*self._empty_text(listing))

    def leave_out(self, ids: Ids) -> None:
        """List these no longer; the next one is chosen. What takes their place comes later."""
        index = self.grid.current_index()
        if np.isin(self._listing.ids, ids).any():
            self.show_listing(without(self._listing, ids), keep=True)
            count = len(self._listing.ids)
            if index is not None and count and not self.grid.selected_count():
                self.grid.set_current(min(index, count - 1))

    def show_message(self, text: str) -> None:
        """A sentence above the grid, such as why a query is not understood."""
        self._told = text
        self._summary.setText(text)
        # What was said of an earlier answer is not true of this one.
        self.grid.set_empty_text("")

    def show_trouble(self, text: str) -> None:
        """Why no photos come, where there are none."""
        self.grid.set_empty_text(self.tr("Indexing stopped"), text)

    def show_waiting(self, text: str) -> None:
        """An answer is awaited, or, with no text, not any more."""
        self._summary.setText(text or self._told)

    def show_choices(self, order: Order, caption: Caption, details: bool) -> None:
        """How photos are listed, as it was the last time."""
        self.grid.set_caption(caption)
        self.panel.setVisible(details)
        self.view_menu.show_choices(order, caption, details)

    def refresh_rows(self) -> None:
        """What is known of photos may have changed."""
        self.grid.rows_changed()
        self._on_selection()

    def _summary_of(self, listing: Listing) -> str:
        result, count = listing.result, len(listing.ids)
        if listing.refused:
            return listing.refused
        if listing.chosen:
            return self.tr("%Ln photo(s) chosen on the map", "", count)
        if result is None:
            return self.tr("%Ln photo(s)", "", count) if count else ""
        if not count:
            return ""
        if listing.scores is None:
            return self.tr("%Ln photo(s) found", "", count)
        if result.sure:
            return self.tr("%Ln photo(s) surely fit", "", result.sure)
        if result.maybe:
            return self.tr("%Ln photo(s) may fit", "", result.maybe)
        return self.tr("Nothing stands out; the nearest come first.")

    def _empty_text(self, listing: Listing) -> tuple[str, str]:
        other = self.tr("Take a chip away, or ask in other words.")
        if listing.refused:
            return self.tr("No answer to this"), other
        if listing.result is None:
            return (
                self.tr("No photos yet"),
                self.tr("They appear here as soon as the first ones are indexed."),
            )
        return self.tr("Nothing in the library fits"), told(listing.result.hint) or other

    def _make_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(SMALLEST_CELL_PX, LARGEST_CELL_PX)
        slider.setValue(self.grid.cell_size())
        slider.setFixedWidth(SLIDER_WIDTH_PX)
        slider.setAccessibleName(self.tr("Size of thumbnails"))
        slider.setToolTip(self.tr("Size of thumbnails (Ctrl+wheel)"))
        return slider

    def _connect(self) -> None:
        grid = self.grid
        self._size.valueChanged.connect(grid.set_cell_size)
        grid.cell_size_changed.connect(self._size.setValue)
        grid.selection_changed.connect(self._on_selection)
        grid.view_requested.connect(self.view_wanted)
        grid.activated.connect(self.view_wanted)
        grid.context_menu_requested.connect(self._on_menu)
        self._thumbnails.loaded.connect(self._on_thumbnails)
        self.actions_on_photos.view_wanted.connect(lambda _: self._on_view())
        self.view_menu.order_chosen.connect(self.order_chosen)
        self.view_menu.caption_chosen.connect(grid.set_caption)
        self.view_menu.details_toggled.connect(self.panel.setVisible)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        above.setSpacing(SPACE_M)
        above.addWidget(self._summary, stretch=1)
        above.addWidget(self._show_all)
        above.addWidget(self.view_menu)
        self._show_all.hide()
        above.addWidget(self._size)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(above)
        left.addWidget(self.grid, stretch=1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, stretch=1)
        row.addWidget(self.panel)

    def _on_view(self) -> None:
        current = self.grid.current_id()
        if current is not None:
            self.view_wanted.emit(current)

    def _on_selection(self) -> None:
        chosen = self.grid.selected_ids()
        if len(chosen) > 1:
            count = QLocale().toString(len(chosen))
            self.panel.show_remark(self.tr("{0} photos are chosen.").format(count))
            return
        photo_id = int(chosen[0]) if len(chosen) else None
        row = self.grid.row(photo_id) if photo_id is not None else None
        if photo_id is None or row is None:
            self.panel.show_nothing()
            return
        side_px = round(self.grid.cell_size() * self.devicePixelRatioF())
        pixmap = self._thumbnails.pixmap(row.digest, side_px) if row.digest else None
        self.panel.show_photo(pixmap, self._details(photo_id))

    def _on_thumbnails(self, digests: frozenset[Digest]) -> None:
        """The preview was painted from another size, or not at all."""
        current = self.grid.current_id()
        row = self.grid.row(current) if current is not None else None
        if row is not None and row.digest in digests:
            self._on_selection()

    def _on_menu(self, at: QPoint) -> None:
        if self.grid.selected_count():
            menu = self.actions_on_photos.menu(self)
            menu.exec(at)
            menu.deleteLater()

    def _urls(self, ids: Sequence[int]) -> list[QUrl]:
        """The files that are dragged out; what stays in the program goes by the ids."""
        if len(ids) > MOST_FILES:
            text = self.tr("So many files can't be dragged: {0} at most. Export them.")
            self.remarked.emit(text.format(QLocale().toString(MOST_FILES)))
            return []
        return [QUrl.fromLocalFile(path) for path in self._paths(ids)]
