"""The viewer: one photo after the other, whole and upright, out of the list that is shown.

It is handed where paths, previews and details come from and how to read what Qt can't; it says by
signals where it is, what region was drawn, and when it wants to be left. The neighbours of the
photo on the screen are read ahead.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QMovie, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imagefinder.gui.details_panel import DetailsPanel
from imagefinder.gui.grid.rows import RowInfo
from imagefinder.gui.loading import Loaders
from imagefinder.gui.viewer.bar import ViewerBar
from imagefinder.gui.viewer.canvas import ZOOM_STEP, Canvas
from imagefinder.gui.viewer.picture import LoadPicture, Picture, PictureWork, Unshown

_THREADS = 2
_PAN_PX = 80

Details = Callable[[int], Sequence[tuple[str, str]]]


class Viewer(QWidget):
    """Shows the photo at one index of a list of ids, and steps through that list."""

    current_changed = Signal(int)  # index in the list
    region_chosen = Signal(object, QRect)  # path, region in pixels of the upright picture
    full_screen_requested = Signal(bool)
    context_menu_requested = Signal(QPoint)
    leave_requested = Signal()

    def __init__(
        self,
        path_of: Callable[[int], str | None],
        load: LoadPicture,
        details: Details,
        preview: Callable[[int], QPixmap | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._path_of, self._details, self._preview = path_of, details, preview
        self._ids: npt.NDArray[np.int64] = np.empty(0, np.int64)
        self._index = 0
        self._path = ""
        self._read: dict[str, Picture | Unshown] = {}
        self._movie: _Movie | None = None
        self._loaders = Loaders(lambda: PictureWork(load), _THREADS, self)
        self._loaders.loaded.connect(self._on_loaded)
        self._canvas = Canvas(self)
        self._panel = DetailsPanel(self, preview=False)
        self._panel.hide()
        self._bar = ViewerBar(self)
        self._make_buttons()
        self._lay_out()
        self.setFocusProxy(self._canvas)
        self._canvas.zoom_changed.connect(self._bar.show_zoom)
        self._canvas.step_requested.connect(self.step)
        self._canvas.region_drawn.connect(self._on_region_drawn)

    def show_photos(self, ids: npt.NDArray[np.int64], index: int) -> None:
        """View the photo at `index` of these."""
        self._ids = ids
        self._go_to(index)

    def current_id(self) -> int | None:
        """The photo that is viewed."""
        return int(self._ids[self._index]) if len(self._ids) else None

    def step(self, by: int) -> None:
        """To a later or earlier photo; stays at the ends."""
        wanted = min(max(0, self._index + by), len(self._ids) - 1)
        if len(self._ids) and wanted != self._index:
            self._go_to(wanted)
            self.current_changed.emit(wanted)

    def leave_out(self, ids: npt.NDArray[np.int64]) -> None:
        """These are gone: view the next one instead, or leave where there is none."""
        gone = np.isin(self._ids, ids)
        if not self.isVisible() or not gone.any():
            return
        was_viewed = bool(gone[self._index])
        index = int((~gone[: self._index]).sum())
        self._ids = self._ids[~gone]
        if not len(self._ids):
            self.leave_requested.emit()
            return
        self._index = min(index, len(self._ids) - 1)
        if was_viewed:
            self._go_to(self._index)
            self.current_changed.emit(self._index)

    def set_full_screen(self, on: bool) -> None:
        """The window fills the screen now, or no longer; the bar goes and comes back."""
        self._bar.setVisible(not on)
        self._full_screen.setChecked(on)

    def stop(self) -> None:
        """End the threads, once what they are reading is read."""
        self._loaders.close()

    # --- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step, + - 0 1 zoom, F fills the screen, I tells more, Esc and Space leave."""
        act = self._acts().get(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            act = self._pans().get(event.key())
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _acts(self) -> dict[int, Callable[[], object]]:
        key, count = Qt.Key, len(self._ids)
        return {
            key.Key_Left: lambda: self.step(-1),
            key.Key_Right: lambda: self.step(1),
            key.Key_Up: lambda: self.step(-1),
            key.Key_Down: lambda: self.step(1),
            key.Key_Home: lambda: self.step(-count),
            key.Key_End: lambda: self.step(count),
            key.Key_Plus: self._zoom_in,
            key.Key_Equal: self._zoom_in,
            key.Key_Minus: self._zoom_out,
            key.Key_0: self._canvas.fit,
            key.Key_1: self._actual_size,
            key.Key_F: self._full_screen.toggle,
            key.Key_I: self._info.toggle,
            key.Key_R: self._region.toggle,
            key.Key_Escape: self._leave_step_by_step,
            key.Key_Space: self.leave_requested.emit,
        }

    def _pans(self) -> dict[int, Callable[[], object]]:
        key, pan = Qt.Key, self._canvas.pan
        return {
            key.Key_Left: lambda: pan(_PAN_PX, 0),
            key.Key_Right: lambda: pan(-_PAN_PX, 0),
            key.Key_Up: lambda: pan(0, _PAN_PX),
            key.Key_Down: lambda: pan(0, -_PAN_PX),
        }

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the photo."""
        self.context_menu_requested.emit(event.globalPos())

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing moves and nothing is kept that nobody sees."""
        super().hideEvent(event)
        self._end_movie()
        self._loaders.want("viewer", [])
        self._read.clear()

    # --- the photo

    def _go_to(self, index: int) -> None:
        self._index = index
        photo_id = int(self._ids[index])
        self._path = self._path_of(photo_id) or ""
        self._region.setChecked(False)
        self._end_movie()
        self._bar.show_name(RowInfo(self._path).name, index, len(self._ids))
        self._bar.show_zoom(None)
        self._show_details()
        self._read_around()
        if self._path in self._read:
            self._show(self._read[self._path])
        else:
            self._canvas.show_preview(self._preview(photo_id))

    def _read_around(self) -> None:
        """This photo, the next, the one before; what else was read is dropped."""
        around = [self._index, self._index + 1, self._index - 1]
        ids = [int(self._ids[i]) for i in around if 0 <= i < len(self._ids)]
        paths = [path for photo_id in ids if (path := self._path_of(photo_id))]
        self._read = {path: self._read[path] for path in paths if path in self._read}
        self._wanted = set(paths)
        self._loaders.want("viewer", [path for path in paths if path not in self._read])

    def _on_loaded(self, batch: list[tuple[str, Picture | Unshown | None]]) -> None:
        for path, read in batch:
            # None is a bug of ours, logged in the thread; the person is told all the same.
            known = read or Unshown(self.tr("This picture can't be shown."))
            if path in self._wanted and self.isVisible():
                self._read[path] = known
                if path == self._path:
                    self._show(known)

    def _show(self, read: Picture | Unshown) -> None:
        if isinstance(read, Unshown):
            self._canvas.show_message(RowInfo(self._path).name, read.reason)
            return
        self._canvas.show_picture(read)
        if read.animation:
            self._movie = _Movie(read.animation, self._canvas)

    def _end_movie(self) -> None:
        if self._movie is not None:
            self._movie.stop()
            self._movie.deleteLater()
            self._movie = None

    def _show_details(self) -> None:
        photo_id = self.current_id()
        if self._panel.isVisibleTo(self) and photo_id is not None:
            self._panel.show_photo(None, self._details(photo_id))

    # --- buttons

    def _make_buttons(self) -> None:
        add = self._bar.add_button
        add("close", self.tr("Back to all photos"), "Esc", self.leave_requested.emit)
        add("left", self.tr("Previous photo"), "←", lambda: self.step(-1))
        add("right", self.tr("Next photo"), "→", lambda: self.step(1))
        self._bar.add_name()
        add("zoom-out", self.tr("Smaller"), "-", self._zoom_out)
        self._bar.add_zoom()
        add("zoom-in", self.tr("Larger"), "+", self._zoom_in)
        add("fit", self.tr("Whole picture"), "0", self._canvas.fit)
        add("actual-size", self.tr("Actual size"), "1", self._actual_size)
        self._bar.add_gap()
        self._region = add(
            "region", self.tr("Search for a region"), "R", self._canvas.set_region_mode, True
        )
        self._info = add("info", self.tr("Details"), "I", self._on_info_toggled, True)
        self._full_screen = add(
            "full-screen", self.tr("Full screen"), "F", self.full_screen_requested.emit, True
        )

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self._canvas, stretch=1)
        below.addWidget(self._panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(below, stretch=1)

    def _zoom_in(self) -> None:
        self._canvas.zoom_by(ZOOM_STEP)

    def _zoom_out(self) -> None:
        self._canvas.zoom_by(1 / ZOOM_STEP)

    def _actual_size(self) -> None:
        self._canvas.zoom_to(1.0)

    def _on_info_toggled(self, on: bool) -> None:
        self._panel.setVisible(on)
        self._show_details()

    def _on_region_drawn(self, region: QRect) -> None:
        self._region.setChecked(False)
        self.region_chosen.emit(self._path, region)

    def _leave_step_by_step(self) -> None:
        """Out of drawing a region, then out of the full screen, then out of the viewer."""
        for button in (self._region, self._full_screen):
            if button.isChecked():
                button.setChecked(False)
                return
        self.leave_requested.emit()


class _Movie(QMovie):
    """Plays an animation from memory on a canvas."""

    def __init__(self, data: bytes, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.setDevice(self._buffer)
        self._canvas = canvas
        self.frameChanged.connect(self._on_frame_changed)
        self.start()

    def _on_frame_changed(self, _number: int) -> None:
        frame = self.currentImage()
        if not frame.isNull():
            self._canvas.show_frame(frame)
