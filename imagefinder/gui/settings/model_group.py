"""Settings: which model looks at the pictures, and how far a change of it is."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from imagefinder.core.machine import Machine
from imagefinder.core.reports import LibraryStatus
from imagefinder.gui import models
from imagefinder.gui.model_choice import ModelChoice
from imagefinder.gui.muted import Muted
from imagefinder.gui.settings.group import Group
from imagefinder.gui.style import SPACE_L


class ModelGroup(Group):
    """A change is made by the button alone: it may fetch hundreds of megabytes."""

    model_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add_heading(self.tr("Model"))
        self._model = ""
        self._choice = ModelChoice(self)
        self._use = QPushButton(self.tr("Use this model"), self)
        self._state = Muted(self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_L)
        row.addWidget(self._use)
        row.addWidget(self._state, stretch=1)
        self.add_wide(self._choice)
        self.add_across(row)
        self._choice.chosen.connect(lambda _: self._show_button())
        self._use.clicked.connect(lambda: self.model_chosen.emit(self._choice.model))
        self._show_button()

    def show_status(self, status: LibraryStatus) -> None:
        """Which model is used, and whether it has caught up."""
        if status.model != self._model:
            self._model = status.model
            self._choice.show_model(status.model or models.DEFAULT_TIER)
        self._state.setText(self._state_text(status))
        self._show_button()

    def show_machine(self, machine: Machine) -> None:
        """How fast each model is here."""
        self._choice.show_rates(machine.rates)

    def _show_button(self) -> None:
        tier = models.tier_of(self._choice.model)
        name = tier.name if tier else self._choice.model
        self._use.setEnabled(bool(name) and name != self._model)

    def _state_text(self, status: LibraryStatus) -> str:
        if status.answering_model != status.model:
            return self.tr(
                "{0} answers until {1} has seen all pictures: {2} of {3} so far."
            ).format(
                models.named(status.answering_model),
                models.named(status.model),
                QLocale().toString(status.embedded),
                QLocale().toString(status.photos),
            )
        return self.tr(
            "After a change every picture is looked at again. The old answers stay until the new "
            "ones are ready, and coming back to an earlier model costs nothing."
        )
