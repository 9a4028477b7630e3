"""The map with what belongs to it: the axes along two sides, legend, small map, larger preview."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from imagefinder.gui.grid.banners import paint_empty
from imagefinder.gui.library_view import LibraryReads
from imagefinder.gui.map.chart import Chart, Coat, Light, extremes
from imagefinder.gui.map.dress import Legend
from imagefinder.gui.map.hover import HoverPreview
from imagefinder.gui.map.legend import LegendPanel
from imagefinder.gui.map.minimap import Minimap
from imagefinder.gui.map.photo_map import PhotoMap
from imagefinder.gui.map.pictures import AskDigests, Digests, Pictures
from imagefinder.gui.map.strips import AxisStrip, Ends
from imagefinder.gui.style import SPACE_S
from imagefinder.gui.thumbnails import Thumbnails
from imagefinder.store.reader import Reader


class Stage(QWidget):
    """Shows charts; `name_of` gives a photo's name."""

    def __init__(
        self,
        asking: Callable[[str], AskDigests],
        thumbnails: Thumbnails,
        name_of: Callable[[int], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)

        def pictures(name: str) -> Pictures:
            return Pictures(asking(name), thumbnails, name, self)

        self.map = PhotoMap(pictures("map"), self)
        self.across = AxisStrip(pictures("map x"), Qt.Orientation.Horizontal, self)
        self.up = AxisStrip(pictures("map y"), Qt.Orientation.Vertical, self)
        self.legend = LegendPanel(self)
        self.minimap = Minimap(self.map)
        self.preview = HoverPreview(pictures("map preview"), name_of, self.map)
        self._message = _Message(self.map)
        self._lay_out()
        self._connect()
        self.show_message("", "")

    @property
    def message(self) -> str:
        """What stands in place of the map, title and sentence; empty where there is one."""
        return "" if self._message.isHidden() else self._message.accessibleName()

    def show_chart(self, chart: Chart, coat: Coat, light: Light | None, keep: bool) -> None:
        """Show this one."""
        self._message.hide()
        self.preview.point_at(None, QPoint())
        self.map.set_chart(chart, coat, keep)
        self.map.set_light(light)
        self.minimap.show_image(coat.small)
        self._set_shown(True)
        self._on_camera()

    def show_coat(self, coat: Coat, legend: Legend) -> None:
        """Show it in other colours."""
        by_colour = bool(legend.entries) or legend.ends is not None
        self.map.set_coat(coat, by_colour)
        self.minimap.show_image(coat.small)
        self.legend.show_legend(legend, coat.palette)

    def show_axes(self, x: tuple[str, str, str], y: tuple[str, str, str]) -> None:
        """What the axes are: their names, and what is at the low and the high end, if that has a
        name."""
        chart = self.map.chart
        if chart is None:
            return
        for strip, numbers, (name, low_name, high_name) in (
            (self.across, chart.x, x),
            (self.up, chart.y, y),
        ):
            low, high = (chart.ids[end].tolist() for end in extremes(numbers))
            strip.show_axis(name, Ends(low, high, low_name, high_name))

    def show_message(self, title: str, detail: str) -> None:
        """Why there is no map."""
        self.map.set_chart(None, None)
        self._set_shown(False)
        self.minimap.show_image(None)
        self.minimap.hide()
        self.legend.hide()
        self._message.show_text(title, detail)
        self._message.raise_()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What lies above the map keeps to its corners."""
        if watched is self.map and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _set_shown(self, shown: bool) -> None:
        self.across.setVisible(shown)
        self.up.setVisible(shown)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.up, 0, 0)
        grid.addWidget(self.map, 0, 1)
        grid.addWidget(self.legend, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.across, 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(0, 1)

    def _connect(self) -> None:
        self.map.installEventFilter(self)
        self.map.camera_changed.connect(self._on_camera)
        self.map.hovered.connect(self.preview.point_at)
        self.minimap.wanted.connect(lambda x, y: self.map.set_camera(self.map.camera.centred(x, y)))
        self.legend.group_chosen.connect(self._on_group)
        for strip in (self.across, self.up):
            strip.photo_chosen.connect(self._on_extreme)
            strip.view_wanted.connect(self.map.view_wanted)

    def _on_camera(self) -> None:
        if self.map.chart is not None:
            self.minimap.show_camera(self.map.camera)
            self._place()

    def _on_group(self, shade: int) -> None:
        chart, coat = self.map.chart, self.map.coat
        if chart is not None and coat is not None:
            self.map.select(chart.ids[coat.shades == shade])

    def _on_extreme(self, photo_id: int) -> None:
        chart = self.map.chart
        if chart is None:
            return
        self.map.select(np.array([photo_id], np.int64))
        x, y = chart.pyramid.points[chart.indexes_of(np.array([photo_id]))[0]].tolist()
        self.map.set_camera(self.map.camera.centred(x, y))

    def _place(self) -> None:
        room = self.map.rect()
        self._message.setGeometry(room)
        small = self.minimap.size()
        self.minimap.move(
            room.right() - small.width() - SPACE_S, room.bottom() - small.height() - SPACE_S
        )


class _Message(QWidget):
    """Covers the map with a title and a sentence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.told = ("", "")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_text(self, title: str, detail: str) -> None:
        self.told = (title, detail)
        self.setAccessibleName(f"{title} {detail}".strip())
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRect(0, 0, self.width(), self.height())
        paint_empty(painter, area, self.palette(), self.font(), *self.told)
        painter.end()


def digests_from(reads: LibraryReads, name: str) -> AskDigests:
    """Asks the library for the contents of photos."""

    def read(reader: Reader, ids: list[int]) -> Digests:
        return {photo_id: photo.digest for photo_id, photo in reader.photos(ids).items()}

    def ask(ids: Sequence[int], then: Callable[[Digests], object]) -> None:
        wanted = list(ids)
        reads.ask(name, lambda reader: read(reader, wanted), then)

    return ask
