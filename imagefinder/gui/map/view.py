"""The showing half of the map: which part of the chart is on the screen, and how it is painted.

`PhotoMap` adds what the person does with it. Only what is on the screen is looked at: some hundred
thumbnails that don't lie upon each other, the most prominent ones, and dots for all the rest.
"""

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from imagefinder.gui.map.camera import Box, Camera, camera_on
from imagefinder.gui.map.cells import Indexes
from imagefinder.gui.map.chart import Chart, Coat, Light, Mask
from imagefinder.gui.map.colours import Palette, faded
from imagefinder.gui.map.dots import MOST_DOTS, Opaque, as_image, paint_dots, radius_px
from imagefinder.gui.map.frame import Frame, Framing
from imagefinder.gui.map.pictures import Pictures
from imagefinder.gui.map.prints import Edge, Prints, Style, Thumbs
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
        self._framing = Framing()
        self._frame = Frame.empty()
        self._prints = Prints(pictures)
        self._density = Opaque()
        # Filled and painted anew for each layer: making it costs more than all the dots.
        self._pixels = np.empty((0, 0), np.uint32)
        self._moving = QTimer(self, singleShot=True, interval=_RESTS_MS)
        self._moving.timeout.connect(self.update)
        self._by_colour = False
        pictures.arrived.connect(self.update)
        self.setMinimumSize(QSize(200, 160))
        # Qt need not clear what is painted over anyway.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

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
        self._prints.forget()
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
        chart, coat = self._chart, self._coat
        if chart is not None and coat is not None:
            self._frame = self._framing.frame(chart.pyramid, self._camera)
            self._paint_photos(painter, chart, coat, colours)
            self._want_pictures(chart)
        else:
            painter.fillRect(self.rect(), QColor(colours.base))
        self._paint_over(painter, colours)
        painter.end()

    def _paint_photos(self, painter: QPainter, chart: Chart, coat: Coat, colours: Tones) -> None:
        thumbs, style = self._thumbs(chart, coat), self._style(coat, colours)
        if self._light is None:
            self._paint_ground(painter, chart, coat, coat.palette)
            self._paint_dots(painter, self._chosen_indexes, None, coat, colours)
            self._prints.paint(painter, style, thumbs, np.arange(len(thumbs.ids)))
            return
        lit = self._light.mask[self._frame.indexes]
        self._paint_ground(painter, chart, coat, faded(coat.palette, colours.base))
        self._prints.paint(painter, style, thumbs, np.flatnonzero(~lit))
        veil = QColor(colours.base)
        veil.setAlphaF(_VEIL)
        painter.fillRect(self.rect(), veil)
        self._paint_dots(painter, self._light.best_first, coat.palette, coat, colours)
        self._paint_dots(painter, self._chosen_indexes, None, coat, colours)
        self._prints.paint(painter, style, thumbs, np.flatnonzero(lit))

    def _paint_ground(self, painter: QPainter, chart: Chart, coat: Coat, palette: Palette) -> None:
        """All points: as dots where they are few, else as a density."""
        box, ground = self._camera.box, tones(self.palette()).base
        if chart.pyramid.cells.count_within(box) > MOST_DOTS:
            self._paint_density(painter, coat, box, ground)
            return
        points = chart.pyramid.cells.within(box)
        self._paint_points(painter, points, coat, palette, radius_px(len(points)), ground)

    def _paint_density(self, painter: QPainter, coat: Coat, box: Box, ground: str) -> None:
        image = self._density.upon(coat.density, ground)
        scale = image.height()
        source = QRectF(
            *(box.left * scale, box.top * scale),
            *((box.right - box.left) * scale, (box.bottom - box.top) * scale),
        )
        if not QRectF(image.rect()).contains(source):
            painter.fillRect(self.rect(), QColor(ground))
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
        if chart is None:
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

    def _thumbs(self, chart: Chart, coat: Coat) -> Thumbs:
        """The first edge is that of what is chosen; one for each shade follows."""
        indexes = self._frame.indexes
        shades = coat.shades[indexes].astype(np.int64) if self._by_colour else 0
        edges = np.where(self._chosen[indexes], 0, 1 + shades)
        return Thumbs(chart.ids[indexes], self._frame.places, edges)

    def _style(self, coat: Coat, colours: Tones) -> Style:
        chosen, plain = Edge(3, colours.accent), Edge(1, colours.base)
        own = range(len(coat.palette.colours)) if self._by_colour else ()
        edges = (chosen, *(Edge(2, coat.palette.name(s)) for s in own)) if own else (chosen, plain)
        ratio = self.devicePixelRatioF()
        return Style(self._frame.side_px, ratio, edges, colours.placeholder)

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
