"""What takes long with a million photos, done beside the window: charts, colours, arrays read."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from imagefinder.core.errors import KnownError
from imagefinder.gui.loading import Loaders
from imagefinder.gui.sentences import told

T = TypeVar("T")


class Builds(QObject):
    """One thread, which the first wish starts."""

    # A sentence: what is to be built from can't be read.
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loaders: Loaders | None = None
        self._newest: dict[str, _Build] = {}

    def ask(self, kind: str, build: Callable[[], T], then: Callable[[T], object]) -> None:
        """Call `build` in the thread, then `then` with what it made in the window's.

        What was asked of the same kind before is forgotten, also when it is built already.
        """
        if self._loaders is None:
            self._loaders = Loaders(_Building, 1, self)
            self._loaders.loaded.connect(self._on_loaded)
        self._newest[kind] = _Build(kind, build, then)
        self._loaders.want(kind, [self._newest[kind]])

    def close(self) -> None:
        """Wait for what runs."""
        self._newest.clear()
        if self._loaders:
            self._loaders.close()

    def _on_loaded(self, batch: "list[tuple[_Build, _Built | None]]") -> None:
        for build, built in batch:
            if self._newest.get(build.kind) is not build or built is None:
                continue
            del self._newest[build.kind]
            if built.fault:
                self.failed.emit(built.fault)
            else:
                build.then(built.value)


class _Build:
    """A key for `Loaders`: each is itself only."""

    def __init__(self, kind: str, make: Callable[[], Any], then: Callable[[Any], object]) -> None:
        self.kind = kind
        self.make = make
        self.then = then


class _Built:
    def __init__(self, value: Any, fault: str = "") -> None:
        self.value = value
        self.fault = fault


class _Building:
    """What the thread does."""

    def load(self, build: _Build) -> _Built:
        """What was made, or a sentence."""
        try:
            return _Built(build.make())
        except KnownError as e:
            return _Built(None, told(str(e)))

    def close(self) -> None:
        """Nothing is held."""
