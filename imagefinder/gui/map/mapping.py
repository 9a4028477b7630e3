"""Shows the map to the person: what is laid out, what of it is chosen and what stands out.

Between the page and the engine; `Walk` says where one is. What the query finds stands out; so do
the neighbours of a dropped picture.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QLocale, QObject, Signal

from imagefinder.core.messages import Failed
from imagefinder.core.query import Query
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.listing import Listing
from imagefinder.gui.map.axes import axis_name, end_names
from imagefinder.gui.map.axes_and_colours import AxesAndColours
from imagefinder.gui.map.chart import Coat, Ids
from imagefinder.gui.map.dress import Legend
from imagefinder.gui.map.page import MapPage
from imagefinder.gui.map.requests import Requests
from imagefinder.gui.map.scenery import Scene, Scenery
from imagefinder.gui.map.spotlight import Spotlight
from imagefinder.gui.map.walk import Walk
from imagefinder.gui.remembered import Remembered
from imagefinder.gui.style import Tones, tones

_NARROWEST, _WIDEST = 1.0, 2.4
_NOTHING: Ids = np.empty(0, np.int64)


class Mapping(QObject):
    """Answers one map page."""

    remarked = Signal(str)
    results_wanted = Signal(object)  # Ids

    def __init__(
        self,
        engine: EngineClient,
        page: MapPage,
        remembered: Remembered,
        keep_in: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._requests = Requests(engine, self)
        self._walk = Walk(self._requests, self)
        self._scenery = Scenery(self._requests, self._look, self)
        self._spotlight = Spotlight(self._requests, self._scenery, page, keep_in, self)
        self.axes_and_colours = AxesAndColours(self._scenery, page, remembered, self)
        self._query = Query()
        self._to_show: Ids = _NOTHING
        self._connect()
        self._show_possible()

    # --- for the window

    def is_mine(self, failed: Failed) -> bool:
        """Whether the map tells that this failed."""
        return self._requests.is_mine(failed)

    def show_query(self, query: Query) -> None:
        """This is asked from now on."""
        self._query = query
        if not (query.terms or query.filters):
            self._spotlight.show_hits(None)
        self.axes_and_colours.show_query(query)
        self._show_possible()

    def show_hits(self, listing: Listing) -> None:
        """What the query finds stands out."""
        if listing.result is not None or listing.refused:
            self._spotlight.show_hits(listing)

    def show_tastes(self, names: Sequence[str]) -> None:
        """Photos may be coloured by these."""
        self.axes_and_colours.show_tastes(names)

    def show_folders(self, paths: Sequence[str]) -> None:
        """These may be laid out."""
        self._page.lay_out.show_folders(paths)

    def show_photos(self, ids: Ids) -> None:
        """Choose these on the map and go there; the page is to be shown."""
        self._to_show = ids
        self._show_waiting_photos()

    def library_changed(self) -> None:
        """Photos have come, gone or changed."""
        self._walk.follow(looked_at=self._page.isVisible())

    def close(self) -> None:
        """End the threads."""
        self._scenery.close()
        self._spotlight.close()

    # --- where one is

    def _show_laying_out(self, done: int = 0, total: int = 0) -> None:
        self._page.show_progress(self.tr("Laying out the map…"), done, total, stoppable=True)

    def _on_stop(self) -> None:
        self._walk.stop()
        self._page.show_progress("", 0, 0)
        if not self._walk.places:
            self._show_none(
                self.tr("You stopped it. It begins anew when you come back to this page.")
            )

    def _on_arrived(self) -> None:
        self._page.show_progress(self.tr("Drawing the map…"), 0, 0)
        self._page.trail.show_places([place.name for place in self._walk.places])
        self._scenery.show_layout(self._walk.places[-1].layout)

    def _on_scene(self, scene: Scene, keep: bool) -> None:
        self._page.show_progress("", 0, 0)
        shares = scene.layout.explained
        stage = self._page.stage
        stage.show_chart(scene.chart, scene.coat, scene.light, keep)
        stage.show_coat(scene.coat, scene.legend)
        x, y = ((axis_name(a, shares), *end_names(a)) for a in (scene.x, scene.y))
        stage.show_axes(x, y)
        self.axes_and_colours.show_scene(scene)
        self._after_scene(keep)

    def _after_scene(self, keep: bool) -> None:
        if not keep:
            self._spotlight.locate_again()
        self._show_possible()
        self._show_waiting_photos()
        self._tell()

    def _on_failed(self, kind: str, text: str) -> None:
        self._page.show_progress("", 0, 0)
        if kind == "layout" and not self._walk.places:
            self._walk.fail()
            self._show_none(text)
            return
        self.axes_and_colours.take_back(kind)
        self.remarked.emit(text)

    def _show_none(self, why: str) -> None:
        self._page.trail.show_places([self._walk.going_name])
        self._page.stage.show_message(self.tr("There is no map yet"), why)

    # --- what is seen

    def _show_measuring(self) -> None:
        if self._page.map.chart is not None:
            self._page.show_progress(self.tr("Measuring…"), 0, 0)

    def _show_possible(self) -> None:
        asked = bool(self._query.terms or self._query.filters)
        self._page.lay_out.show_possible(bool(self._page.map.selected_count()), asked)

    def _on_coat(self, coat: Coat, legend: Legend) -> None:
        if not self._requests.awaits("layout"):
            self._page.show_progress("", 0, 0)
        self._page.stage.show_coat(coat, legend)

    # --- what is chosen

    def _show_waiting_photos(self) -> None:
        chart = self._page.map.chart
        if chart is None or not len(self._to_show):
            return
        ids, self._to_show = self._to_show, _NOTHING
        found = chart.indexes_of(ids)
        if len(found):
            self._page.map.select(chart.ids[found], show=True)
        else:
            self.remarked.emit(self.tr("What you chose is not on this map."))

    def _on_chosen(self) -> None:
        self._show_possible()
        self._tell()

    def _tell(self) -> None:
        chart = self._page.map.chart
        if chart is None:
            self._page.show_summary("")
            return
        number = QLocale().toString
        total, chosen = len(chart.ids), self._page.map.selected_count()
        if chosen:
            text = self.tr("{0} of {1} chosen").format(number(chosen), number(total))
        elif self._spotlight.landing is not None:
            text = self.tr("{0} would lie here, near these").format(self._spotlight.landing.name)
        elif self._page.map.light is not None:
            lit = int(self._page.map.light.mask.sum())
            text = self.tr("%Ln photo(s) of the query lit up", "", lit)
        else:
            text = self.tr("%Ln photo(s)", "", total)
        self._page.show_summary(text)

    # --- connecting

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Colours are others in another theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._scenery.dress()
        return super().eventFilter(watched, event)

    def _look(self) -> tuple[Tones, float]:
        area = self._page.map
        aspect = area.width() / max(1, area.height())
        return tones(self._page.palette()), min(max(aspect, _NARROWEST), _WIDEST)

    def _connect(self) -> None:
        page, scenery, walk = self._page, self._scenery, self._walk
        page.installEventFilter(self)
        page.opened.connect(walk.begin)
        page.stop_wanted.connect(self._on_stop)
        self.axes_and_colours.measuring.connect(self._show_measuring)
        page.trail.back_wanted.connect(walk.go_back)
        page.map.selection_changed.connect(self._on_chosen)
        menu = page.lay_out
        menu.refit_wanted.connect(walk.refit)
        menu.chosen_wanted.connect(lambda: walk.go_to_photos(page.map.selected_ids()))
        menu.hits_wanted.connect(lambda: walk.go_to_hits(self._query))
        menu.library_wanted.connect(walk.go_to_library)
        menu.folder_wanted.connect(walk.go_to_folder)
        walk.set_out.connect(self._show_laying_out)
        walk.arrived.connect(self._on_arrived)
        self._requests.progressed.connect(lambda e: self._show_laying_out(e.done, e.total))
        self._requests.failed.connect(self._on_failed)
        scenery.scene_ready.connect(self._on_scene)
        scenery.coat_ready.connect(self._on_coat)
        scenery.light_ready.connect(page.map.set_light)
        scenery.failed.connect(lambda text: self._on_failed("scene", text))
        self._spotlight.changed.connect(self._tell)
        self._spotlight.remarked.connect(self.remarked)
