"""The showing half of the map: which part of the chart is on the screen, and how it is painted.

`PhotoMap` adds what the person does with it. Only what is on the screen is looked at: some hundred
thumbnails that don't lie upon each other, the most prominent ones, and dots for all the rest.
"""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from imagefinder.gui.map.camera import Box, Camera, camera_on
from imagefinder.gui.map.cells import Indexes
from imagefinder.gui.map.chart import Chart, Coat, Light, Mask
from imagefinder.gui.map.colours import Palette, faded
from imagefinder.gui.map.dots import MOST_DOTS, as_image, paint_dots, radius_px
from imagefinder.gui.map.frame import Frame, laid_out
from imagefinder.gui.map.pictures import Pictures
from imagefinder.gui.map.prints import Edge, Prints
from imagefinder.gui.style import Tones, tones

# How much of the ground shows through pictures that are not lit.
_VEIL = 0.78
_CHOSEN_RING_PX = 1.1
# Of more that are chosen or lit than can be told apart, every so many stand for all.
_MOST_MARKED = 8000
# After so long at rest, what was painted quickly is painted well.
_RESTS_MS = 150


class MapView(QWidget):
    """Shows one chart, or nothing."""

    camera_changed = Signal()

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._chart: Chart | None = None
        self._coat: Coat | None = None
        self._light: Light | None = None
        self._chosen: Mask = np.zeros(0, bool)
        self._chosen_indexes: Indexes = np.empty(0, np.int32)
        self._current: int | None = None
        self._camera = camera_on(640, 400, 1.6)
        self._frame = Frame.empty()
        # Filled and painted anew for each layer: making it costs more than all the dots.
        self._pixels = np.empty((0, 0), np.uint32)
        self._moving = QTimer(self, singleShot=True, interval=_RESTS_MS)
        self._moving.timeout.connect(self.update)
        self._by_colour = False
        pictures.arrived.connect(self.update)
        self.setMinimumSize(QSize(200, 160))

    # --- what is shown

    @property
    def chart(self) -> Chart | None:
        """What is shown."""
        return self._chart

    @property
    def coat(self) -> Coat | None:
        """In which colours."""
        return self._coat

    @property
    def camera(self) -> Camera:
        """Which part of it."""
        return self._camera

    @property
    def light(self) -> Light | None:
        """What stands out, if anything does."""
        return self._light

    def set_chart(self, chart: Chart | None, coat: Coat | None, keep: bool = False) -> None:
        """Show this one; with `keep` it is the same place, looked at in the same way."""
        before, self._chart, self._coat = self._chart, chart, coat
        self._light = None
        self._carry_over(before)
        self._pictures.forget()
        if chart is None:
            self._frame = Frame.empty()
        elif not keep or chart.pyramid.aspect != self._camera.aspect:
            self._camera = camera_on(self.width(), self.height(), chart.pyramid.aspect)
        self.camera_changed.emit()
        self.update()

    def set_coat(self, coat: Coat, by_colour: bool) -> None:
        """Dress it anew; `by_colour` where colours tell something, so that thumbnails have one."""
        self._coat, self._by_colour = coat, by_colour
        self.camera_changed.emit()
        self.update()

    def set_light(self, light: Light | None) -> None:
        """Let these photos stand out."""
        self._light = light
        self.update()

    def set_camera(self, camera: Camera) -> None:
        """Look at another part."""
        if camera != self._camera:
            self._camera = camera
            self._moving.start()
            self.camera_changed.emit()
            self.update()

    def fit(self) -> None:
        """Show all."""
        self.set_camera(self._camera.fitted())

    def zoom_by(self, factor: float) -> None:
        """Nearer, towards the middle of the screen."""
        self.set_camera(self._camera.zoomed(factor, self.width() / 2, self.height() / 2))

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all of it: where anything moves, everything does."""
        painter = QPainter(self)
        colours = tones(self.palette())
        painter.fillRect(self.rect(), QColor(colours.base))
        chart, coat = self._chart, self._coat
        if chart is not None and coat is not None:
            self._frame = laid_out(chart.pyramid, self._camera)
            self._paint_photos(painter, chart, coat, colours)
            self._want_pictures(chart)
        self._paint_over(painter, colours)
        painter.end()

    def _paint_photos(self, painter: QPainter, chart: Chart, coat: Coat, colours: Tones) -> None:
        every = range(len(self._frame.indexes) - 1, -1, -1)
        if self._light is None:
            self._paint_ground(painter, chart, coat, coat.palette)
            self._paint_dots(painter, self._chosen_indexes, None, coat, colours)
            self._paint_thumbnails(painter, chart, coat, colours, every)
            return
        lit = self._light.mask[self._frame.indexes].tolist()
        self._paint_ground(painter, chart, coat, faded(coat.palette, colours.base))
        self._paint_thumbnails(painter, chart, coat, colours, (n for n in every if not lit[n]))
        veil = QColor(colours.base)
        veil.setAlphaF(_VEIL)
        painter.fillRect(self.rect(), veil)
        self._paint_dots(painter, self._light.best_first, coat.palette, coat, colours)
        self._paint_dots(painter, self._chosen_indexes, None, coat, colours)
        self._paint_thumbnails(painter, chart, coat, colours, (n for n in every if lit[n]))

    def _paint_ground(self, painter: QPainter, chart: Chart, coat: Coat, palette: Palette) -> None:
        """All points: as dots where they are few, else as a density."""
        box = self._camera.box
        if chart.pyramid.cells.count_within(box) > MOST_DOTS:
            self._paint_density(painter, coat, box)
            return
        points = chart.pyramid.cells.within(box)
        ground, radius = tones(self.palette()).base, radius_px(len(points))
        self._paint_points(painter, points, coat, palette, radius, ground)

    def _paint_density(self, painter: QPainter, coat: Coat, box: Box) -> None:
        image = coat.density
        scale = image.height()
        source = QRectF(
            *(box.left * scale, box.top * scale),
            *((box.right - box.left) * scale, (box.bottom - box.top) * scale),
        )
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform, not self._moving.isActive()
        )
        painter.drawImage(QRectF(self.rect()), image, source)

    def _paint_dots(
        self,
        painter: QPainter,
        indexes: Indexes,
        palette: Palette | None,
        coat: Coat,
        colours: Tones,
    ) -> None:
        """Some points above the others; those that are chosen, where no palette is given."""
        if not len(indexes):
            return
        some = indexes[:: max(1, len(indexes) // _MOST_MARKED)]
        radius = radius_px(len(some)) + _CHOSEN_RING_PX
        if palette is None:
            accent = 0xFF000000 | int(colours.accent[1:], 16)
            palette = Palette((accent,) * len(coat.palette.colours))
        self._paint_points(painter, some, coat, palette, radius)

    def _paint_points(
        self,
        painter: QPainter,
        indexes: Indexes,
        coat: Coat,
        palette: Palette,
        radius: float,
        ground: str | None = None,
    ) -> None:
        """Dots above what is painted, or, with a `ground`, in place of it."""
        chart, ratio = self._chart, self.devicePixelRatioF()
        if chart is None or not len(indexes):
            return
        size = (round(self.height() * ratio), round(self.width() * ratio))
        if self._pixels.shape != size:
            self._pixels = np.empty(size, np.uint32)
        pixels = self._pixels
        pixels.fill(0xFF000000 | int(ground[1:], 16) if ground else 0)
        places = self._camera.to_screen(chart.pyramid.points[indexes]) * np.float32(ratio)
        paint_dots(pixels, places, coat.shades[indexes], palette, radius * ratio, ground)
        image = as_image(pixels, opaque=ground is not None)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(0, 0, image)

    def _paint_thumbnails(
        self, painter: QPainter, chart: Chart, coat: Coat, colours: Tones, which: Iterable[int]
    ) -> None:
        prints = Prints(self._pictures, self._frame.side_px, self.devicePixelRatioF(), colours)
        ids, edges = chart.ids[self._frame.indexes].tolist(), self._edges(coat, colours)
        for n in which:
            prints.paint(painter, ids[n], self._frame.places[n], edges[n])

    def _edges(self, coat: Coat, colours: Tones) -> list[Edge]:
        """How wide a frame each thumbnail has, and in which colour."""
        indexes = self._frame.indexes
        chosen = Edge(3, QColor(colours.accent))
        if self._by_colour:
            own = [Edge(2, QColor(coat.palette.name(s))) for s in range(len(coat.palette.colours))]
        else:
            own = [Edge(1, QColor(colours.base))] * len(coat.palette.colours)
        shades, picked = coat.shades[indexes].tolist(), self._chosen[indexes].tolist()
        return [chosen if p else own[s] for s, p in zip(shades, picked, strict=True)]

    def _paint_over(self, painter: QPainter, colours: Tones) -> None:
        """What comes on top; for `PhotoMap`."""

    def _want_pictures(self, chart: Chart) -> None:
        side = round(self._frame.side_px * self.devicePixelRatioF())
        self._pictures.want(chart.ids[self._frame.indexes].tolist(), side)

    # --- the window's doings

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The middle stays in the middle."""
        self._camera = self._camera.resized(self.width(), self.height())
        self.camera_changed.emit()
        super().resizeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Want no more thumbnails."""
        super().hideEvent(event)
        self._pictures.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def _carry_over(self, before: Chart | None) -> None:
        """The same photos stay chosen on another chart."""
        count = len(self._chart.ids) if self._chart else 0
        chosen = np.zeros(count, bool)
        current = None
        if before is not None and self._chart is not None:
            chosen = self._chart.mask_of(before.ids[self._chosen])
            if self._current is not None:
                found = self._chart.indexes_of(before.ids[self._current : self._current + 1])
                current = int(found[0]) if len(found) else None
        self._chosen, self._current = chosen, current
        self._chosen_indexes = np.flatnonzero(chosen).astype(np.int32)
