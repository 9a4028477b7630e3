"""Whether this machine runs on its battery. Asked by `effort`; what can't be told counts as no.

Linux tells in files below `/sys/class/power_supply`, Windows in a call, macOS by `pmset`.
"""

import ctypes
import re
import subprocess
import sys
from pathlib import Path

POWER_SUPPLIES = Path("/sys/class/power_supply")
_PMSET_TIMEOUT_S = 2.0
# SYSTEM_POWER_STATUS: ACLineStatus, then BatteryFlag, in which this bit says that there is none.
_WINDOWS_STATUS_BYTES, _ON_BATTERY, _NO_BATTERY, _UNKNOWN = 12, 0, 128, 255


def has_battery() -> bool:
    """Whether it can run on one at all."""
    match sys.platform:
        case "linux":
            return bool(_linux_batteries(POWER_SUPPLIES))
        case "win32":
            return _windows_status()[1] not in (_NO_BATTERY, _UNKNOWN)
        case "darwin":
            return "InternalBattery" in _pmset()
    return False


def on_battery() -> bool:
    """Whether it runs on it now."""
    match sys.platform:
        case "linux":
            return linux_on_battery(POWER_SUPPLIES)
        case "win32":
            return _windows_status()[0] == _ON_BATTERY
        case "darwin":
            return mac_on_battery(_pmset())
    return False


def linux_on_battery(supplies: Path) -> bool:
    """From Linux' files: a battery of the machine is being emptied and no mains is plugged in."""
    mains = [s for s in _supplies(supplies) if _read(s / "type") in ("Mains", "USB")]
    if any(_read(supply / "online") == "1" for supply in mains):
        return False
    return any(_read(b / "status") == "Discharging" for b in _linux_batteries(supplies))


def mac_on_battery(told: str) -> bool:
    """From what `pmset -g batt` prints."""
    return re.search(r"drawing from 'Battery Power'", told) is not None


def _linux_batteries(supplies: Path) -> list[Path]:
    """Those of the machine itself; a mouse has one too, of scope `Device`."""
    batteries = [s for s in _supplies(supplies) if _read(s / "type") == "Battery"]
    return [battery for battery in batteries if _read(battery / "scope") != "Device"]


def _supplies(supplies: Path) -> list[Path]:
    try:
        return sorted(supplies.iterdir())
    except OSError:
        return []


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _windows_status() -> bytes:
    status = ctypes.create_string_buffer(_WINDOWS_STATUS_BYTES)
    windows = getattr(ctypes, "windll", None)  # absent elsewhere, also for the type checker
    told = windows is not None and windows.kernel32.GetSystemPowerStatus(status)
    return status.raw if told else bytes([_UNKNOWN]) * _WINDOWS_STATUS_BYTES


def _pmset() -> str:
    try:
        told = subprocess.run(
            ["/usr/bin/pmset", "-g", "batt"],
            capture_output=True,
            text=True,
            timeout=_PMSET_TIMEOUT_S,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout
