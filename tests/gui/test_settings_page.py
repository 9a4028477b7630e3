"""The settings page: what is shown, what comes out, what becomes of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from imagefinder.core.choices import ChangeSettings
from imagefinder.core.machine import DescribeMachine, Machine, MachineIs, ModelRate
from imagefinder.core.messages import Done, Failed, Index, Request, StopIndexing
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.reports import LibraryStatus
from imagefinder.core.settings import Settings, load_settings, save_settings
from imagefinder.gui.first_run import FirstRun
from imagefinder.gui.model_choice import ModelChoice
from imagefinder.gui.remembered import Remembered
from imagefinder.gui.settings import Choosing, SettingsPage
from imagefinder.gui.thumbnails import Thumbnails

DEFAULT = "ViT-B-32-256:datacomp_s34b_b86k"
FAST = "ViT-B-32:datacomp_xl_s13b_b90k"
MACHINE = Machine(
    ("cuda:0", "cpu"),
    ("Fine GPU", ""),
    (ModelRate(DEFAULT, 12.4, measured=True), ModelRate(FAST, 20.3, measured=False)),
    has_battery=True,
)


def status(model: str = DEFAULT, answering: str = DEFAULT) -> LibraryStatus:
    return LibraryStatus(100, 40, 60, 0, (), model, answering, "cpu", "float32", 40, None)


class Engine(QObject):
    """The engine's other end, as far as settings go; it writes what it is told."""

    failed = Signal(object)
    done = Signal(object)
    machine_received = Signal(object)

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        self.refuses = ""
        self.is_busy = False
        self.told: list[Request] = []

    def next_request(self) -> int:
        return len(self.told) + 1

    def send(self, request: Request) -> None:
        self.told.append(request)
        match request:
            case DescribeMachine(request=number):
                self.machine_received.emit(MachineIs(number, MACHINE))
            case ChangeSettings() if self.is_busy:
                pass
            case ChangeSettings(request=number) if self.refuses:
                self.failed.emit(Failed(number, self.refuses))
            case ChangeSettings(request=number, settings=settings):
                save_settings(self.file, settings)
                self.done.emit(Done(number))


class Desk:
    """A page with all that it talks to."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.paths = LibraryPaths(folder)
        self.page = SettingsPage()
        self.first_run = FirstRun()
        self.engine = Engine(self.paths.settings)
        self.remembered = Remembered(folder / "window.ini")
        self.thumbnails = Thumbnails(lambda: pytest.fail("nothing is loaded"))
        self.themes: list[str] = []
        self.choosing = Choosing(self.paths, self.engine, self.page, self.first_run)  # type: ignore[arg-type]
        self.choosing.connect_window(self.remembered, self.thumbnails, self.themes.append)
        qtbot.addWidget(self.page)
        qtbot.addWidget(self.first_run)

    def choose(self, name: str, value: object) -> None:
        """As a person does, in the list of this name."""
        combo = next(c for c in self.page.findChildren(QComboBox) if c.accessibleName() == name)
        combo.setCurrentIndex(combo.findData(value))
        combo.activated.emit(combo.currentIndex())

    @property
    def written(self) -> Settings:
        return load_settings(self.paths.settings)

    @property
    def complaint(self) -> str:
        return self.page._complaint.told


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, show: Callable[[QWidget], None]) -> Iterator[Desk]:
    made = Desk(tmp_path, qtbot)
    show(made.page)
    yield made
    made.first_run.close_threads()
    made.thumbnails.close()
    made.choosing.deleteLater()
    made.engine.deleteLater()


def test_every_choice_is_written_at_once_and_alone(desk: Desk) -> None:
    desk.choose("Indexing", "gentle")
    assert desk.written == Settings(effort="gentle")
    desk.choose("Device", "cuda:0")
    desk.choose("New pictures are found", False)
    desk.page.work._on_battery.click()
    desk.page._limits._megapixels.setValue(400)
    assert desk.written == Settings(
        effort="gentle",
        device="cuda:0",
        watch=False,
        gentle_on_battery=False,
        max_megapixels=400,
    )


def test_another_device_is_taken_up_at_once(desk: Desk) -> None:
    desk.choose("Indexing", "full")
    desk.engine.told.clear()
    desk.choose("Device", "cuda:0")
    told = [type(one) for one in desk.engine.told]
    assert told == [ChangeSettings, DescribeMachine, StopIndexing, Index]


def test_patterns_are_meant_when_the_person_goes_elsewhere(desk: Desk, qtbot: QtBot) -> None:
    patterns = desk.page.folders._exclude
    patterns.setFocus()
    qtbot.keyClicks(patterns, "*.gif")
    qtbot.keyClick(patterns, Qt.Key.Key_Return)
    qtbot.keyClicks(patterns, "  */private/*  ")
    assert desk.written == Settings()
    qtbot.keyClick(patterns, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: desk.written.exclude == ("*.gif", "*/private/*"))


def test_what_holds_is_shown_and_shown_to_nobody_else(
    tmp_path: Path, qtbot: QtBot, desk: Desk
) -> None:
    save_settings(desk.paths.settings, Settings(effort="full", device="xpu:1", exclude=("*.x",)))
    told = len(desk.engine.told)
    desk.page.hide()
    desk.page.show()
    assert desk.page.work._effort.currentData() == "full"
    assert desk.page.work._device.currentData() == "xpu:1"
    assert desk.page.folders._exclude.toPlainText() == "*.x"
    assert [type(one) for one in desk.engine.told[told:]] == [DescribeMachine]


def test_what_is_on_its_way_is_neither_forgotten_nor_overwritten(desk: Desk) -> None:
    desk.engine.is_busy = True
    desk.choose("Indexing", "gentle")
    desk.page.hide()
    desk.page.show()
    assert desk.page.work._effort.currentData() == "gentle"
    desk.engine.is_busy = False
    desk.choose("New pictures are found", False)
    assert desk.written == Settings(effort="gentle", watch=False)


def test_a_refusal_says_why_and_shows_what_holds(desk: Desk) -> None:
    desk.choose("Indexing", "full")
    desk.engine.refuses = "This machine has no device."
    desk.choose("Device", "cuda:0")
    assert desk.complaint == "This machine has no device."
    assert desk.page.work._device.currentData() == "auto"
    assert desk.page.work._effort.currentData() == "full"
    desk.engine.refuses = ""
    desk.choose("Indexing", "gentle")
    assert desk.complaint == ""


def test_a_value_that_cannot_be_is_not_sent(desk: Desk) -> None:
    desk.page.setting_chosen.emit("effort", "heroic")
    assert "effort" in desk.complaint
    assert not [one for one in desk.engine.told if isinstance(one, ChangeSettings)]


def test_a_damaged_file_is_told_on_the_page(desk: Desk) -> None:
    desk.paths.settings.write_text("{")
    desk.page.hide()
    desk.page.show()
    assert str(desk.paths.settings) in desk.complaint


def test_devices_and_speeds_of_this_machine_are_offered(desk: Desk) -> None:
    devices = desk.page.work._device
    names = [devices.itemText(number) for number in range(devices.count())]
    assert names[1:] == ["CUDA:0 · Fine GPU", "CPU"]
    takes = [label.text() for label in desk.page.model._choice._takes]
    assert "about 20 pictures a second here" in takes[0]
    assert "· 12 pictures a second here" in takes[1]
    assert "605 MB to download, once" in takes[1]


def test_the_model_is_changed_by_the_button_alone(desk: Desk, qtbot: QtBot) -> None:
    group = desk.page.model
    desk.page.show_status(status())
    use = group._use
    assert isinstance(use, QPushButton)
    assert not use.isEnabled()
    group._choice._group.button(0).click()
    with qtbot.waitSignal(group.model_chosen) as chosen:
        use.click()
    assert chosen.args == ["fast"]


def test_a_change_of_the_model_shows_how_far_it_is(desk: Desk) -> None:
    desk.page.show_status(status(model=FAST))
    text = desk.page.model._state.text()
    assert "Default answers until Fast has seen all pictures: 40 of 100" in text
    desk.page.show_status(status(FAST, FAST))
    assert "until" not in desk.page.model._state.text().split(".")[0]


def test_what_is_being_chosen_survives_news_of_the_library(desk: Desk) -> None:
    group = desk.page.model
    desk.page.show_status(status())
    group._choice._group.button(0).click()
    desk.page.show_status(status())
    assert group._choice.model == "fast"
    assert group._use.isEnabled()


def test_the_windows_own_settings_are_remembered(desk: Desk, tmp_path: Path) -> None:
    desk.choose("Theme", "dark")
    desk.choose("Language", "de")
    desk.page.window_group._memory.setValue(512)
    assert desk.themes == ["dark"]
    assert desk.thumbnails._limit_bytes == 512 * 2**20
    desk.remembered._settings.sync()
    again = Remembered(tmp_path / "window.ini")
    assert (again.language, again.thumbnail_mb) == ("de", 512)


def test_limits_are_behind_more(desk: Desk) -> None:
    assert desk.page._limits.isHidden()
    desk.page._more.click()
    assert not desk.page._limits.isHidden()


def test_every_control_is_named(
    desk: Desk, unnamed_controls: Callable[[QWidget], list[str]]
) -> None:
    assert unnamed_controls(desk.page) == []
    assert unnamed_controls(desk.first_run) == []


def test_figures_of_models_are_in_the_numbers_of_the_language(german: None, qtbot: QtBot) -> None:
    choice = ModelChoice()
    qtbot.addWidget(choice)
    tips = [radio.toolTip() for radio in choice.findChildren(QRadioButton)]
    assert any("72,8 % (ImageNet)" in tip for tip in tips)
