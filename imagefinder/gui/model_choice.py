"""Choosing a model: the recommended ones with what they take here, or any other by its name.

Shown by the page of the first run and by the settings; what is chosen comes out as a signal.
"""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from imagefinder.core.machine import ModelRate
from imagefinder.embed.models import TIERS
from imagefinder.gui import models
from imagefinder.gui.icons import put_icon
from imagefinder.gui.muted import Muted
from imagefinder.gui.outlined import Radio
from imagefinder.gui.style import SPACE_L, SPACE_S

_OTHER = len(TIERS)


class ModelChoice(QWidget):
    """One radio button a tier, and a line for another model."""

    chosen = Signal(str)  # a tier, or a model's name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rates: Sequence[ModelRate] = ()
        self._group = QButtonGroup(self)
        self._takes = [Muted(self) for _ in TIERS]
        self._other = self._make_other()
        self._file = QPushButton(self.tr("Weights file…"), self)
        put_icon(self._file, "folder", self)
        self._lay_out()
        self._show_takes()
        self._connect()

    @property
    def model(self) -> str:
        """What is chosen now."""
        number = self._group.checkedId()
        return self._other.text().strip() if number == _OTHER else TIERS[number].tier

    def show_model(self, model: str) -> None:
        """Mark this one as chosen, without telling anybody."""
        tier = models.tier_of(model)
        number = TIERS.index(tier) if tier else _OTHER
        self._group.button(number).setChecked(True)
        self._other.setText("" if tier else model)
        self._show_takes()

    def show_rates(self, rates: Sequence[ModelRate]) -> None:
        """How fast each is on this machine."""
        self._rates = rates
        self._show_takes()

    def choose_file(self) -> None:
        """Let the person choose a weights file for the model that is chosen."""
        if model := models.ask_for_weights(self, self.model or models.DEFAULT_TIER):
            self.show_model(model)
            self.chosen.emit(model)

    def _make_other(self) -> QLineEdit:
        line = QLineEdit(self)
        line.setPlaceholderText("ViT-L-14:datacomp_xl_s13b_b90k")
        line.setAccessibleName(self.tr("Name of another model"))
        line.setToolTip(self.tr("ARCHITECTURE:TAG or ARCHITECTURE:PATH-TO-WEIGHTS, then Enter"))
        return line

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(1, 1)
        for number, tier in enumerate(TIERS):
            percent = QLocale().toString(tier.imagenet_percent, "f", 1)
            about = f"{tier.name}, {percent} % (ImageNet), {tier.licence}"
            self._add_radio(grid, number, models.title(tier), about)
            grid.addWidget(self._takes[number], number, 1)
        self._add_radio(grid, _OTHER, self.tr("Another"), "")
        other = QHBoxLayout()
        other.setSpacing(SPACE_S)
        other.addWidget(self._other, stretch=1)
        other.addWidget(self._file)
        grid.addLayout(other, _OTHER, 1)

    def _add_radio(self, grid: QGridLayout, number: int, name: str, about: str) -> None:
        radio = Radio(name, self)
        radio.setToolTip(about)
        self._group.addButton(radio, number)
        grid.addWidget(radio, number, 0, Qt.AlignmentFlag.AlignTop)

    def _connect(self) -> None:
        self._group.idClicked.connect(self._on_clicked)
        self._other.returnPressed.connect(self._on_named)
        self._other.textEdited.connect(lambda _: self._group.button(_OTHER).setChecked(True))
        self._file.clicked.connect(lambda: self.choose_file())

    def _on_clicked(self, number: int) -> None:
        if number == _OTHER:
            self._other.setFocus()
        else:
            self.chosen.emit(self.model)

    def _on_named(self) -> None:
        if self.model:
            self.chosen.emit(self.model)

    def _show_takes(self) -> None:
        rates = {rate.model: rate for rate in self._rates}
        for number, (tier, label) in enumerate(zip(TIERS, self._takes, strict=True)):
            takes = models.what_it_takes(tier, rates.get(tier.name))
            good_at = models.good_at(tier)
            label.setText(f"{good_at[0].upper()}{good_at[1:]}\n{takes}")
            self._group.button(number).setAccessibleDescription(f"{good_at}; {takes}")
