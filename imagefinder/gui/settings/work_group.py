"""Settings: how hard to work, and on what."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from imagefinder.core.machine import Machine
from imagefinder.core.reports import LibraryStatus
from imagefinder.core.settings import Settings
from imagefinder.gui.outlined import Check
from imagefinder.gui.settings.group import Group, show_choice


class WorkGroup(Group):
    """Effort, battery, device."""

    chosen = Signal(str, object)  # the name of a setting, its value

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add_heading(self.tr("Work"))
        self._effort = self.make_combo(
            [
                ("gentle", self.tr("Gently")),
                ("normal", self.tr("Normally")),
                ("full", self.tr("As fast as possible")),
            ]
        )
        self._on_battery = Check(self.tr("Gently while on battery"), self)
        self._device = self.make_combo([("auto", self.tr("The best there is"))])
        self._lay_out()
        self._connect()

    def show_settings(self, settings: Settings) -> None:
        """These hold."""
        show_choice(self._effort, settings.effort)
        show_choice(self._device, settings.device)
        self._on_battery.blockSignals(True)
        self._on_battery.setChecked(settings.gentle_on_battery)
        self._on_battery.blockSignals(False)

    def show_machine(self, machine: Machine) -> None:
        """Offer the devices that there are; a machine without a battery is not asked about it."""
        self._on_battery.setVisible(machine.has_battery)
        for device, name in zip(machine.devices, machine.names, strict=True):
            if self._device.findData(device) < 0:
                self._device.addItem(
                    f"{device.upper()} · {name}" if name else device.upper(), device
                )

    def show_status(self, status: LibraryStatus) -> None:
        """Where the model runs at present."""
        if status.device and self._now:
            self._now.setText(
                self.tr("At present: {0}, {1}").format(status.device.upper(), status.precision)
            )

    def _lay_out(self) -> None:
        self.add_row(
            self.tr("Indexing"),
            self._effort,
            self.tr(
                "Gently: a few files at a time, with rests in between. Normally: all cores, and "
                "other programs come first. Searching is always as fast as it can be."
            ),
        )
        self.add_row("", self._on_battery)
        self._on_battery.setAccessibleName(self._on_battery.text())
        self._now = self.add_row(
            self.tr("Device"), self._device, self.tr("No model is loaded yet.")
        )

    def _connect(self) -> None:
        self._effort.activated.connect(lambda _: self._tell("effort", self._effort.currentData()))
        self._device.activated.connect(lambda _: self._tell("device", self._device.currentData()))
        self._on_battery.toggled.connect(lambda on: self._tell("gentle_on_battery", on))

    def _tell(self, name: str, value: object) -> None:
        self.chosen.emit(name, value)
