"""The page of the map: where one is, what the axes and colours are, and the map itself."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout, QWidget

from imagefinder.gui import drops
from imagefinder.gui.icons import put_icon
from imagefinder.gui.map.choosers import AxisChooser, ColourChooser
from imagefinder.gui.map.photo_map import Tool
from imagefinder.gui.map.stage import Stage
from imagefinder.gui.map.tools import LayOutMenu, MapTools
from imagefinder.gui.map.trail import Trail
from imagefinder.gui.photo_actions import PhotoActions
from imagefinder.gui.style import SPACE_L, SPACE_M, SPACE_S, SPACE_XS

_ZOOM_STEP = 1.5
_PROGRESS_HEIGHT_PX = 3


class MapPage(QWidget):
    """What the person wants comes out of its parts as signals; `Mapping` answers them."""

    opened = Signal()
    closed = Signal()
    # What is being laid out is not wanted any more.
    stop_wanted = Signal()
    # QMimeData, valid while the signal is emitted only.
    dropped = Signal(object)

    def __init__(self, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self.map = stage.map
        self.trail = Trail(self)
        self.x_axis = AxisChooser(True, self.tr("Horizontal axis"), self)
        self.y_axis = AxisChooser(False, self.tr("Vertical axis"), self)
        self.colour = ColourChooser(self)
        self.tools = MapTools(self)
        self.lay_out = LayOutMenu(self)
        # Plus and minus zoom here.
        self.actions_on_photos = PhotoActions(self.map.selected_ids, self.map, ("+", "-"))
        self._summary = QLabel(self)
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setAccessibleName(self.tr("What is shown"))
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(_PROGRESS_HEIGHT_PX)
        self._progress.setAccessibleName(self.tr("How far the map is"))
        self.stop = self._stop_button()
        self._told, self._working = "", ""
        self.setAcceptDrops(True)
        self._arrange()
        self._connect()
        self.show_progress("", 0, 0)

    def show_summary(self, text: str) -> None:
        """What is shown, or chosen."""
        self._told = text
        self._summary.setText(self._working or text)
        self._summary.setToolTip(self._working or text)

    def show_progress(self, text: str, done: int, total: int, stoppable: bool = False) -> None:
        """What is being made; with no text, nothing is. Some of it can be stopped."""
        self.stop.setVisible(stoppable)
        self._escape.setEnabled(stoppable)
        self._working = text
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        retained = self._progress.sizePolicy()
        retained.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(retained)
        self._progress.setVisible(bool(text))
        self.show_summary(self._told)

    def showEvent(self, event: QShowEvent) -> None:
        """The map is made when it is looked at."""
        super().showEvent(event)
        self.opened.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a picture; what is dragged out of the grid is on the map already."""
        if event.source() is None and drops.offers_picture(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere on the page."""
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show where it lands."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        data: QMimeData = event.mimeData()
        self.dropped.emit(data)

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, 0)
        above.setSpacing(SPACE_M)
        above.addWidget(self.trail)
        above.addStretch(1)
        above.addWidget(self._summary)
        above.addWidget(self.stop)
        row = QHBoxLayout()
        row.setContentsMargins(SPACE_L, SPACE_XS, SPACE_L, SPACE_S)
        row.setSpacing(SPACE_S)
        for name, chooser in (("↔", self.x_axis), ("↕", self.y_axis)):
            row.addWidget(self._sign(name))
            row.addWidget(chooser)
        row.addWidget(self.colour)
        row.addStretch(1)
        row.addWidget(self.tools)
        row.addWidget(self.lay_out)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addLayout(row)
        column.addWidget(self._progress)
        column.addWidget(self.stage, stretch=1)

    def _sign(self, text: str) -> QLabel:
        sign = QLabel(text, self)
        sign.setEnabled(False)
        return sign

    def _stop_button(self) -> QToolButton:
        button = QToolButton(self)
        put_icon(button, "close", self)
        button.setAutoRaise(True)
        button.setToolTip(self.tr("Stop laying out the map (Esc)"))
        button.setAccessibleName(self.tr("Stop laying out the map"))
        button.clicked.connect(self.stop_wanted)
        # While there is something to stop, Esc means that and nothing else on this page.
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.activated.connect(self.stop_wanted)
        return button

    def _connect(self) -> None:
        tools, photo_map = self.tools, self.map
        tools.tool_chosen.connect(self._on_tool)
        tools.fit_wanted.connect(photo_map.fit)
        tools.zoom_wanted.connect(
            lambda nearer: photo_map.zoom_by(_ZOOM_STEP if nearer else 1 / _ZOOM_STEP)
        )

    def _on_tool(self, tool: Tool) -> None:
        self.map.set_tool(tool)
        self.map.setFocus()
