"""Describes this machine for whoever chooses a model or a device; see `core.machine`.

Asked in a thread of its own, since torch has to be imported for it, which takes seconds.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from imagefinder.core.machine import DescribeMachine, Machine, MachineIs, ModelRate
from imagefinder.core.paths import LibraryPaths
from imagefinder.core.settings import Settings
from imagefinder.engine.battery import has_battery


class Describing:
    """Answers requests about one machine, with the models that this library has timed on it."""

    def __init__(self, paths: LibraryPaths, settings: Callable[[], Settings]) -> None:
        self._timings = paths.timings
        self._settings = settings

    def answer(self, request: DescribeMachine) -> Iterator[MachineIs]:
        """The machine as it is now."""
        devices, names = _devices()
        rates = _rates(self._settings().device, self._timings, _written_at(self._timings))
        yield MachineIs(request.request, Machine(devices, names, rates, has_battery()))


@lru_cache
def _devices() -> tuple[tuple[str, ...], tuple[str, ...]]:
    from imagefinder.embed.clip.devices import device_title, present_devices

    devices = present_devices()
    return tuple(devices), tuple(device_title(device) for device in devices)


@lru_cache
def _rates(device: str, timings: Path, written_at: int) -> tuple[ModelRate, ...]:
    """Asked again only when another model was timed."""
    from imagefinder.embed.clip.speed import rates

    return tuple(rates(timings, device))


def _written_at(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
