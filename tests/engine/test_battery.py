"""Whether a machine runs on its battery, from what three systems tell."""

from pathlib import Path

import pytest

from imagefinder.engine.battery import has_battery, linux_on_battery, mac_on_battery, on_battery


def supply(folder: Path, name: str, **values: str) -> None:
    (folder / name).mkdir(parents=True)
    for key, value in values.items():
        (folder / name / key).write_text(f"{value}\n")


def test_a_laptop_is_on_its_battery_when_nothing_is_plugged_in(tmp_path: Path) -> None:
    supply(tmp_path, "BAT0", type="Battery", status="Discharging", scope="System")
    assert linux_on_battery(tmp_path)
    supply(tmp_path, "AC", type="Mains", online="0")
    assert linux_on_battery(tmp_path)
    (tmp_path / "AC" / "online").write_text("1\n")
    assert not linux_on_battery(tmp_path)


@pytest.mark.parametrize("status", ["Charging", "Full", "Not charging", "Unknown"])
def test_a_battery_that_is_not_emptied_is_none(tmp_path: Path, status: str) -> None:
    supply(tmp_path, "BAT0", type="Battery", status=status)
    assert not linux_on_battery(tmp_path)


def test_a_mouse_with_a_battery_is_no_laptop(tmp_path: Path, monkeypatch) -> None:
    supply(tmp_path, "hid-1", type="Battery", status="Discharging", scope="Device")
    monkeypatch.setattr("imagefinder.engine.battery.POWER_SUPPLIES", tmp_path)
    monkeypatch.setattr("imagefinder.engine.battery.sys.platform", "linux")
    assert not has_battery()
    assert not on_battery()
    supply(tmp_path, "BAT1", type="Battery", status="Discharging")
    assert has_battery()
    assert on_battery()


def test_what_is_not_told_is_no(tmp_path: Path, monkeypatch) -> None:
    assert not linux_on_battery(tmp_path / "nowhere")
    (tmp_path / "BAT0").mkdir()
    assert not linux_on_battery(tmp_path)
    monkeypatch.setattr("imagefinder.engine.battery.sys.platform", "plan9")
    assert not on_battery()
    assert not has_battery()


def test_windows_tells_in_two_bytes(monkeypatch) -> None:
    monkeypatch.setattr("imagefinder.engine.battery.sys.platform", "win32")
    for status, battery, emptied in (((0, 1), True, True), ((1, 8), True, False)):
        monkeypatch.setattr(
            "imagefinder.engine.battery._windows_status", lambda told=status: bytes(told)
        )
        assert (has_battery(), on_battery()) == (battery, emptied)
    monkeypatch.undo()


def test_a_system_that_is_not_windows_has_no_such_status(monkeypatch) -> None:
    monkeypatch.setattr("imagefinder.engine.battery.sys.platform", "win32")
    monkeypatch.delattr("ctypes.windll", raising=False)
    assert not has_battery()
    assert not on_battery()


def test_a_mac_tells_in_words() -> None:
    assert mac_on_battery("Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t83%")
    assert not mac_on_battery("Now drawing from 'AC Power'\n -InternalBattery-0 (id=1)\t83%")
    assert not mac_on_battery("")
