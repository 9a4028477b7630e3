"""The page of settings: what is chosen takes effect at once, there is nothing to save.

Every choice comes out as a signal; `Choosing` carries it out and shows what came of it.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from imagefinder.core.machine import Machine
from imagefinder.core.reports import LibraryStatus
from imagefinder.core.settings import Settings
from imagefinder.gui.complaint import Complaint
from imagefinder.gui.scrolling import scrolling
from imagefinder.gui.settings.folders_group import FoldersGroup, LimitsGroup
from imagefinder.gui.settings.model_group import ModelGroup
from imagefinder.gui.settings.window_group import WindowGroup
from imagefinder.gui.settings.work_group import WorkGroup
from imagefinder.gui.style import SPACE_L, SPACE_M, title_font

COLUMN_WIDTH_PX = 680


class SettingsPage(QWidget):
    """Groups in a column that scrolls."""

    setting_chosen = Signal(str, object)  # a name in `Settings`, its value
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ModelGroup(self)
        self.work = WorkGroup(self)
        self.folders = FoldersGroup(self)
        self.window_group = WindowGroup(self)
        self._limits = LimitsGroup(self)
        self._complaint = Complaint(self)
        self._more = self._make_more()
        self._lay_out()
        for group in (self.work, self.folders, self._limits):
            group.chosen.connect(self.setting_chosen)

    def show_settings(self, settings: Settings) -> None:
        """These hold; nothing is complained of any more."""
        self._complaint.hide()
        for group in (self.work, self.folders, self._limits):
            group.show_settings(settings)

    def show_status(self, status: LibraryStatus) -> None:
        """How the library stands."""
        self.model.show_status(status)
        self.work.show_status(status)

    def show_machine(self, machine: Machine) -> None:
        """What this machine has, and how fast it is."""
        self.model.show_machine(machine)
        self.work.show_machine(machine)

    def show_complaint(self, text: str) -> None:
        """Why a choice does not hold."""
        self._complaint.say(text)
        self._scroll.ensureWidgetVisible(self._complaint)

    def focus_exclusions(self) -> None:
        """Begin to write what is left out."""
        self._scroll.ensureWidgetVisible(self.folders)
        self.folders.focus_exclusions()

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever knows the machine is asked only when somebody looks."""
        super().showEvent(event)
        self.shown.emit()

    def _make_more(self) -> QPushButton:
        more = QPushButton(self.tr("More"), self)
        more.setCheckable(True)
        more.toggled.connect(self._limits.setVisible)
        self._limits.hide()
        return more

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Settings"), self)
        title.setFont(title_font(self.font()))
        column_widget = QWidget(self)
        column_widget.setMaximumWidth(COLUMN_WIDTH_PX)
        column = QVBoxLayout(column_widget)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        groups = (self.model, self.work, self.folders, self.window_group)
        for widget in (title, self._complaint, *groups):
            column.addWidget(widget)
        column.addWidget(self._more, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._limits)
        column.addStretch(1)
        self._scroll = scrolling(column_widget, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
