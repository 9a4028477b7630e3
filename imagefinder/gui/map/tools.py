"""The buttons above the map: what dragging does, zoom, and laying out anew."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QToolButton, QWidget

from imagefinder.gui.icons import put_icon
from imagefinder.gui.map.photo_map import Tool
from imagefinder.gui.style import SPACE_S, SPACE_XS


class MapTools(QWidget):
    """Each button comes out as a signal."""

    tool_chosen = Signal(object)  # Tool
    zoom_wanted = Signal(bool)  # nearer
    fit_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_XS)
        for tool, icon, text in (
            (Tool.MOVE, "move", self.tr("Drag to move the map (Space in other tools)")),
            (Tool.RECTANGLE, "region", self.tr("Drag to choose a rectangle (Shift when moving)")),
            (Tool.LASSO, "lasso", self.tr("Drag around photos to choose them")),
        ):
            row.addWidget(self._tool(tool, icon, text))
        row.addSpacing(SPACE_S)
        for icon, text, act in (
            ("zoom-out", self.tr("Zoom out (-)"), lambda: self.zoom_wanted.emit(False)),
            ("fit", self.tr("Show all (0)"), self.fit_wanted.emit),
            ("zoom-in", self.tr("Zoom in (+)"), lambda: self.zoom_wanted.emit(True)),
        ):
            row.addWidget(self._button(icon, text, act))

    def _tool(self, tool: Tool, icon: str, text: str) -> QToolButton:
        button = self._button(icon, text, lambda: self.tool_chosen.emit(tool))
        button.setCheckable(True)
        button.setChecked(tool is Tool.MOVE)
        self._group.addButton(button)
        return button

    def _button(self, icon: str, text: str, act: Callable[[], object]) -> QToolButton:
        button = QToolButton(self)
        put_icon(button, icon, self)
        button.setAutoRaise(True)
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.clicked.connect(lambda: act())
        return button


class LayOutMenu(QToolButton):
    """What to lay out: again, what is chosen, the hits, the library, a folder."""

    refit_wanted = Signal()
    chosen_wanted = Signal()
    hits_wanted = Signal()
    library_wanted = Signal()
    folder_wanted = Signal(object)  # str

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        put_icon(self, "retry", self)
        self.setText(self.tr("Lay out"))
        self.setAccessibleName(self.tr("Lay out"))
        self.setToolTip(self.tr("Choose what the map is laid out from"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAutoRaise(True)
        menu = QMenu(self)
        self.refit = self._action(
            menu, self.tr("Again, with all that is new"), self.refit_wanted.emit
        )
        self.chosen = self._action(menu, self.tr("The chosen photos"), self.chosen_wanted.emit)
        self.hits = self._action(menu, self.tr("What the query finds"), self.hits_wanted.emit)
        self._action(menu, self.tr("The whole library"), self.library_wanted.emit)
        self._folders = menu.addMenu(self.tr("A folder"))
        self.setMenu(menu)
        self.show_possible(chosen=False, hits=False)
        self.show_folders(())

    def show_possible(self, chosen: bool, hits: bool) -> None:
        """What there is to lay out."""
        self.chosen.setEnabled(chosen)
        self.hits.setEnabled(hits)

    def show_folders(self, paths: Sequence[str]) -> None:
        """The watched folders."""
        self._folders.clear()
        for path in paths:
            shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            action = self._folders.addAction(shown.replace("&", "&&"))
            action.triggered.connect(lambda _=False, path=path: self.folder_wanted.emit(path))
        self._folders.menuAction().setVisible(bool(paths))

    def _action(self, menu: QMenu, text: str, act: Callable[[], object]) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda: act())
        return action
