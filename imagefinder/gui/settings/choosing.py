"""Carries out what is chosen on the settings page: by the engine, the window, or at the next start.

What the engine is to know goes down as whole `Settings`; it writes them and answers. What only the
window is about is remembered by it. The page shows what holds, also after a refusal.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject

from imagefinder.core.choices import ChangeSettings
from imagefinder.core.errors import KnownError
from imagefinder.core.machine import DescribeMachine, MachineIs
from imagefinder.core.messages import Done, Failed, Index, StopIndexing
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.settings import Settings, changed, load_settings
from imagefinder.gui.engine_client import EngineClient
from imagefinder.gui.first_run import FirstRun
from imagefinder.gui.remembered import Remembered
from imagefinder.gui.sentences import told
from imagefinder.gui.settings.page import SettingsPage
from imagefinder.gui.thumbnails import Thumbnails


class Choosing(QObject):
    """One page, one engine. `set_theme` dresses the whole program."""

    def __init__(
        self,
        paths: LibraryPaths,
        engine: EngineClient,
        page: SettingsPage,
        first_run: FirstRun,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._paths = paths
        self._engine = engine
        self._page = page
        self._settings = Settings()
        self._request = 0
        self._device_changes = False
        page.setting_chosen.connect(self._on_setting)
        page.shown.connect(self._on_page_shown)
        first_run.shown.connect(self._ask_machine)
        engine.failed.connect(self._on_failed)
        engine.done.connect(self._on_done)
        engine.machine_received.connect(lambda answer: self._show_machine(answer, first_run))

    def connect_window(
        self, remembered: Remembered, thumbnails: Thumbnails, set_theme: Callable[[str], object]
    ) -> None:
        """Have the window's own settings carried out, and what is remembered of them."""
        group = self._page.window_group
        thumbnails.set_limit_mb(remembered.thumbnail_mb)
        group.show_remembered(remembered)
        group.theme_chosen.connect(set_theme)
        group.language_chosen.connect(lambda language: remembered.keep(language=language))
        group.memory_chosen.connect(lambda mb: remembered.keep(thumbnail_mb=mb))
        group.memory_chosen.connect(thumbnails.set_limit_mb)
        self._page.shown.connect(lambda: group.show_remembered(remembered))

    def _on_page_shown(self) -> None:
        # What is on its way to the engine is not in the file yet, and holds all the same.
        if self._request:
            self._page.show_settings(self._settings)
        else:
            self._show_what_holds()
        self._ask_machine()

    def _show_what_holds(self) -> None:
        try:
            self._settings = load_settings(self._paths.settings)
        except KnownError as e:
            self._page.show_complaint(told(str(e)))
        else:
            self._page.show_settings(self._settings)

    def _ask_machine(self) -> None:
        self._engine.send(DescribeMachine(self._engine.next_request()))

    def _show_machine(self, answer: MachineIs, first_run: FirstRun) -> None:
        self._page.show_machine(answer.machine)
        first_run.show_machine(answer.machine)

    def _on_setting(self, name: str, value: object) -> None:
        try:
            self._settings = changed(self._settings, **{name: value})
        except KnownError as e:
            self._page.show_complaint(told(str(e)))
            return
        self._page.show_complaint("")
        self._request = self._engine.next_request()
        self._device_changes = name == "device"
        self._engine.send(ChangeSettings(self._request, self._settings))

    def _on_done(self, done: Done) -> None:
        """Another device has other speeds, and what runs holds a model on the old one."""
        if not done.request or done.request != self._request:
            return
        self._request = 0
        if not self._device_changes:
            return
        self._device_changes = False
        self._ask_machine()
        self._engine.send(StopIndexing())
        self._engine.send(Index())

    def _on_failed(self, failed: Failed) -> None:
        """What the engine refused does not hold: show what does, and why."""
        if failed.request and failed.request == self._request:
            self._request = 0
            self._show_what_holds()
            self._page.show_complaint(failed.text)
