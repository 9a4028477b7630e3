"""From a layout, two axes, a colour and a light to a chart that can be shown.

Axes in words and colours are measured by the engine, each once for a layout; what they come to is
put together in a thread.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from imagefinder.core.errors import KnownError
from imagefinder.core.mapping import Axis, ByComponent, Colouring, Layout, Measure, Measured
from imagefinder.gui.map.axes import FIRST, SECOND
from imagefinder.gui.map.builds import Builds
from imagefinder.gui.map.camera import Points
from imagefinder.gui.map.cells import Indexes
from imagefinder.gui.map.chart import (
    Chart,
    Coat,
    Ids,
    Light,
    make_chart,
    make_coat,
    make_light,
)
from imagefinder.gui.map.dress import Legend, dressed, undressed
from imagefinder.gui.map.requests import Requests
from imagefinder.gui.style import Tones


class Scene(msgspec.Struct, frozen=True):
    """A chart ready to be shown, and what its axes are."""

    layout: Layout
    x: Axis
    y: Axis
    chart: Chart
    coat: Coat
    legend: Legend
    light: Light | None


class Scenery(QObject):
    """One scene at a time. `look` gives the colours of the window and the map's aspect."""

    scene_ready = Signal(object, bool)  # Scene, whether it is the same place as before
    coat_ready = Signal(object, object)  # Coat, Legend
    light_ready = Signal(object)  # Light | None
    failed = Signal(str)

    def __init__(
        self,
        requests: Requests,
        look: Callable[[], tuple[Tones, float]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._requests = requests
        self._look = look
        self._builds = Builds(self)
        self._builds.failed.connect(self.failed)
        self._layout: Layout | None = None
        self._axes: tuple[Axis, Axis] = (FIRST, SECOND)
        self._colour: Colouring | None = None
        self._lit: Ids = np.empty(0, np.int64)
        self._measured: dict[object, Measured] = {}
        self._shown: Scene | None = None

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """The horizontal and the vertical one."""
        return self._axes

    @property
    def colour(self) -> Colouring | None:
        """What colours tell."""
        return self._colour

    @property
    def layout(self) -> Layout | None:
        """What is laid out."""
        return self._layout

    def show_layout(self, layout: Layout) -> None:
        """Show another layout, or the same brought up to date."""
        if layout != self._layout:
            self._measured.clear()
        self._layout = layout
        most = len(layout.explained)
        first, second = (_possible(axis, most) for axis in self._axes)
        self._axes = (first, second)
        self.make()

    def set_axes(self, x: Axis, y: Axis) -> None:
        """Other axes."""
        if (x, y) != self._axes:
            self._axes = (x, y)
            self.make()

    def back_to_shown_axes(self) -> None:
        """The axes asked for can't be had."""
        self._axes = (self._shown.x, self._shown.y) if self._shown else (FIRST, SECOND)

    def set_colour(self, by: Colouring | None) -> None:
        """Colours tell something else."""
        self._colour = by
        self.dress()

    def set_light(self, photo_ids: Ids) -> None:
        """Let these stand out, given best first; none to let all be alike."""
        if not np.array_equal(photo_ids, self._lit):
            self._lit = photo_ids
            if self._shown is not None:
                # At once, though not every lit photo is a thumbnail yet.
                self.light_ready.emit(make_light(self._shown.chart, photo_ids))
            self.make()

    def make(self) -> None:
        """Put a scene together as soon as its axes are measured."""
        layout = self._layout
        if layout is None:
            return
        for name, axis in zip("xy", self._axes, strict=True):
            if not isinstance(axis, ByComponent) and axis not in self._measured:
                self._measure(f"axis {name}", axis, self.make)
                return
        sources = [self._source(layout, axis) for axis in self._axes]
        axes, lit, aspect, dressing = self._axes, self._lit, self._aspect(layout), self._dressing()

        def build() -> Scene:
            ids = np.array(_read(Path(layout.folder) / "photo_ids.npy"), np.int64)
            x, y = (source() for source in sources)
            chart = make_chart(ids, x, y, aspect, _places(ids, lit))
            coat, legend = dressing(chart)
            return Scene(layout, *axes, chart, coat, legend, make_light(chart, lit))

        self._builds.ask("scene", build, self._on_scene)

    def dress(self) -> None:
        """Colours for the scene that is shown, as soon as they are measured."""
        scene, by = self._shown, self._colour
        if scene is None:
            return
        if by is not None and by not in self._measured:
            self._measure("colour", by, self.dress)
            return
        dressing = self._dressing()
        self._builds.ask("coat", lambda: dressing(scene.chart), self._on_coat)

    def forget_measured(self) -> None:
        """What was measured may have changed."""
        self._measured.clear()

    def close(self) -> None:
        """End the thread."""
        self._builds.close()

    def _measure(self, kind: str, by: Axis | Colouring, then: Callable[[], object]) -> None:
        layout = self._layout
        if layout is None:
            return

        def keep(measured: Measured) -> None:
            if layout == self._layout:
                self._measured[by] = measured
                then()

        self._requests.ask(kind, lambda number: Measure(number, layout, by), keep)

    def _source(self, layout: Layout, axis: Axis) -> Callable[[], Points]:
        if isinstance(axis, ByComponent):
            components, row = Path(layout.folder) / "components.npy", axis.number - 1
            return lambda: np.array(_read(components)[row], np.float32)
        file = Path(self._measured[axis].file)
        return lambda: np.array(_read(file), np.float32)

    def _dressing(self) -> Callable[[Chart], tuple[Coat, Legend]]:
        """How a chart is dressed; plainly, while its colours are not measured."""
        by, tones = self._colour, self._look()[0]
        measured = self._measured.get(by)

        def dressing(chart: Chart) -> tuple[Coat, Legend]:
            dress = undressed(len(chart.ids), tones)
            if by is not None and measured is not None:
                dress = dressed(_read(Path(measured.file)), measured.legend, by, tones)
            return make_coat(chart, dress.shades, dress.palette), dress.legend

        return dressing

    def _aspect(self, layout: Layout) -> float:
        """As the window is now; the same place keeps its own, so that nothing jumps."""
        shown = self._shown
        if shown and (shown.layout.folder, shown.x, shown.y) == (layout.folder, *self._axes):
            return shown.chart.pyramid.aspect
        return self._look()[1]

    def _on_scene(self, scene: Scene) -> None:
        before, self._shown = self._shown, scene
        keep = before is not None and before.chart.pyramid.aspect == scene.chart.pyramid.aspect
        same = before is not None and (before.layout.folder, before.x, before.y) == (
            *(scene.layout.folder, scene.x),
            scene.y,
        )
        self.scene_ready.emit(scene, keep and same)
        if self._colour is not None and self._colour not in self._measured:
            self.dress()

    def _on_coat(self, made: tuple[Coat, Legend]) -> None:
        self.coat_ready.emit(*made)


def _possible(axis: Axis, components: int) -> Axis:
    if isinstance(axis, ByComponent) and axis.number > components:
        return ByComponent(components)
    return axis


def _places(ids: Ids, wanted: Ids) -> Indexes:
    """Where these photos are among `ids`, which ascend; those that are not are left out."""
    places = np.searchsorted(ids, wanted).clip(0, len(ids) - 1)
    found: Indexes = places[ids[places] == wanted].astype(np.int32)
    return found


def _read(file: Path) -> npt.NDArray[Any]:
    try:
        loaded: npt.NDArray[Any] = np.load(file, mmap_mode="r")
    except (OSError, ValueError) as e:
        raise KnownError(
            f"The map can't be read from {file} ({e}). Choose Lay out, then Again."
        ) from e
    return loaded
