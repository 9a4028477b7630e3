"""What a person sees first: no folder yet. Choose folders and a model, or try the demo.

It says beforehand what will happen: what is fetched, how many pictures are looked at, how long that
will take here. Speeds come from the engine (`show_machine`), counts from a thread.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QStandardPaths, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from imagefinder.core.machine import Machine, ModelRate
from imagefinder.gui import models
from imagefinder.gui.complaint import Complaint
from imagefinder.gui.counting import Count, Counting
from imagefinder.gui.durations import duration
from imagefinder.gui.folder_list import FolderList
from imagefinder.gui.icons import put_icon
from imagefinder.gui.model_choice import ModelChoice
from imagefinder.gui.muted import Muted
from imagefinder.gui.scrolling import scrolling
from imagefinder.gui.style import SPACE_M, SPACE_S, SPACE_XL, heading_font, title_font

COLUMN_WIDTH_PX = 640


class FirstRun(QWidget):
    """Asks for folders and a model; says what will happen."""

    begin_wanted = Signal(object, str)  # list[str] of folders, model
    demo_wanted = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count: Count | None = None
        self._rates: Sequence[ModelRate] = ()
        self._counting = Counting(self)
        self.folders = FolderList([_pictures_folder()], self)
        self.choice = ModelChoice(self)
        self.choice.show_model(models.DEFAULT_TIER)
        self._plan = Muted(self)
        self.complaint = Complaint(self)
        self.begin = QPushButton(self.tr("Find my photos"), self)
        self.begin.setDefault(True)
        self._lay_out()
        self._connect()
        self._show_plan()

    def show_note(self, text: str) -> None:
        """Say why it did not work."""
        self.complaint.say(text)

    def show_machine(self, machine: Machine) -> None:
        """How fast each model is here."""
        self._rates = machine.rates
        self.choice.show_rates(machine.rates)
        self._show_plan()

    def close_threads(self) -> None:
        """Count no longer."""
        self._counting.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Count and measure only when somebody looks."""
        super().showEvent(event)
        self._counting.count(self.folders.folders)
        self.shown.emit()

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Find your photos by what is in them"), self)
        title.setFont(title_font(self.font()))
        box = QWidget(self)
        box.setMaximumWidth(COLUMN_WIDTH_PX)
        column = QVBoxLayout(box)
        column.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        column.setSpacing(SPACE_S)
        column.addStretch(1)
        folders, model = self._heading(self.tr("Folders")), self._heading(self.tr("Model"))
        for widget in (title, self._promise(), folders, self.folders):
            column.addWidget(widget)
        for below in (model, self.choice, self._plan, self.complaint):
            column.addWidget(below)
        column.addLayout(self._button_row())
        column.addStretch(2)
        # Between stretches: what is aligned is not asked how high it gets when it is wrapped.
        middle = QWidget(self)
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(box, stretch=100)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(middle, self))

    def _promise(self) -> QLabel:
        promise = QLabel(
            self.tr(
                "Everything stays on this computer: pictures are looked at here, and nothing is "
                "ever sent. The one thing fetched is the model, once. Your photos are never "
                "changed."
            ),
            self,
        )
        promise.setWordWrap(True)
        return promise

    def _heading(self, text: str) -> QLabel:
        heading = QLabel(text, self)
        heading.setFont(heading_font(self.font()))
        heading.setContentsMargins(0, SPACE_S, 0, 0)
        return heading

    def _button_row(self) -> QHBoxLayout:
        demo = QPushButton(self.tr("Try the demo"), self)
        put_icon(demo, "picture", self)
        demo.setToolTip(self.tr("Drawn pictures and a tiny model that knows them; no download"))
        demo.clicked.connect(self.demo_wanted)
        row = QHBoxLayout()
        row.setContentsMargins(0, SPACE_M, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self.begin)
        row.addWidget(demo)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.begin.clicked.connect(self._on_begin)
        self.choice.chosen.connect(lambda _: self._show_plan())
        self.folders.changed.connect(self._on_folders)
        self._counting.counted.connect(self._on_counted)

    def _on_begin(self) -> None:
        self.show_note("")
        self.begin_wanted.emit(list(self.folders.folders), self.choice.model)

    def _on_folders(self) -> None:
        self._count = None
        self._counting.count(self.folders.folders)
        self._show_plan()

    def _on_counted(self, count: Count) -> None:
        self._count = count
        self._show_plan()

    def _show_plan(self) -> None:
        self.begin.setEnabled(bool(self.folders.folders and self.choice.model))
        self._plan.setText(" ".join(filter(None, (self._fetching(), self._looking()))))

    def _fetching(self) -> str:
        tier = models.tier_of(self.choice.model)
        if tier is None or models.is_here(tier):
            return self.tr("What happens then:")
        return self.tr("What happens then: the model is fetched ({0} MB).").format(
            QLocale().toString(tier.megabytes)
        )

    def _looking(self) -> str:
        if not self.folders.folders:
            return self.tr("Choose at least one folder.")
        if self._count is None:
            return self.tr("All pictures in the folders are looked at, the first ones show soon.")
        if not self._count.pictures:
            return self.tr("There are no pictures in these folders yet; new ones will be found.")
        number = QLocale().toString(self._count.pictures)
        many = number if self._count.whole else self.tr("more than {0}").format(number)
        return self.tr("{0} pictures are looked at, the first ones show soon.").format(
            many
        ) + self._taking(self._count.pictures)

    def _taking(self, pictures: int) -> str:
        tier = models.tier_of(self.choice.model)
        rate = next((r for r in self._rates if tier and r.model == tier.name), None)
        if rate is None or not rate.per_second:
            return ""
        return " " + self.tr("That takes about {0}.").format(duration(pictures / rate.per_second))


def _pictures_folder() -> str:
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return found if found and Path(found).is_dir() else str(Path.home())
