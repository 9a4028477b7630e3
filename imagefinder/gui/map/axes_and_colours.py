"""Answers the choosers above the map: which axes and which colours the person wants.

The scenery makes them; what it came to, or that it can't be had, is shown in the choosers again.
What was chosen is remembered from start to start.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from imagefinder.core.mapping import Axis, ByScore, Colouring
from imagefinder.core.query import Query
from imagefinder.gui.map.axes import (
    FIRST,
    SECOND,
    axis_of_text,
    axis_to_text,
    colour_of_text,
    colour_to_text,
)
from imagefinder.gui.map.page import MapPage
from imagefinder.gui.map.scenery import Scene, Scenery
from imagefinder.gui.remembered import Remembered


class AxesAndColours(QObject):
    """Stands between the choosers of a page and its scenery."""

    # The engine is asked for something that takes a moment.
    measuring = Signal()

    def __init__(
        self, scenery: Scenery, page: MapPage, remembered: Remembered, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._scenery = scenery
        self._page = page
        self._remembered = remembered
        self._query = Query()
        self._tastes: Sequence[str] = ()
        self._restore()
        page.x_axis.axis_chosen.connect(self.choose_x)
        page.y_axis.axis_chosen.connect(self.choose_y)
        page.colour.colour_chosen.connect(self.choose_colour)

    def choose_x(self, axis: Axis) -> None:
        """Another horizontal axis."""
        self.choose_axes(axis, self._scenery.axes[1])

    def choose_y(self, axis: Axis) -> None:
        """Another vertical axis."""
        self.choose_axes(self._scenery.axes[0], axis)

    def choose_axes(self, x: Axis, y: Axis) -> None:
        """Other axes."""
        self.measuring.emit()
        self._scenery.set_axes(x, y)

    def choose_colour(self, by: Colouring | None) -> None:
        """Colours tell something else, or nothing."""
        if by is not None:
            self.measuring.emit()
        self._scenery.set_colour(by)
        self._remembered.keep(map_colour=colour_to_text(self._scenery.colour))
        self.show_colours()

    def take_back(self, kind: str) -> None:
        """What was asked for last, of this kind, can't be had."""
        if kind.startswith("axis"):
            self._scenery.back_to_shown_axes()
            self._show_axes()
        if kind == "colour":
            self.choose_colour(None)

    def show_scene(self, scene: Scene) -> None:
        """This is what is seen now."""
        shares = scene.layout.explained
        self._page.x_axis.show_axes(shares, scene.x)
        self._page.y_axis.show_axes(shares, scene.y)
        self._remembered.keep(map_x=axis_to_text(scene.x), map_y=axis_to_text(scene.y))
        self.show_colours()

    def show_query(self, query: Query) -> None:
        """Colours may tell how well photos fit this."""
        self._query = query
        if isinstance(self._scenery.colour, ByScore):
            self._scenery.set_colour(ByScore(query) if query.terms else None)
        self.show_colours()

    def show_tastes(self, names: Sequence[str]) -> None:
        """Or these."""
        self._tastes = names
        self.show_colours()

    def show_colours(self) -> None:
        """What colours may tell, and what they do."""
        self._page.colour.show_choices(self._query, self._tastes, self._scenery.colour)

    def _show_axes(self) -> None:
        layout = self._scenery.layout
        shares = layout.explained if layout else ()
        self._page.x_axis.show_axes(shares, self._scenery.axes[0])
        self._page.y_axis.show_axes(shares, self._scenery.axes[1])

    def _restore(self) -> None:
        kept = self._remembered
        x, y = axis_of_text(kept.map_x, FIRST), axis_of_text(kept.map_y, SECOND)
        self._scenery.set_axes(x, y)
        self._scenery.set_colour(colour_of_text(kept.map_colour, Query()))
        self._show_axes()
        self.show_colours()
