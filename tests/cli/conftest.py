"""Commands run in this process, over the model that sees colours."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

# Now, though `main` does it when first called: what a module takes over by name while a fake stands
# in its place, it would keep.
import imagefinder.cli.parser  # noqa: F401
from imagefinder.cli import main
from tests.engine import fakes
from tests.engine.home import Home


class Ran(msgspec.Struct):
    """What a command came to."""

    code: int
    output: bytes
    errors: str

    @property
    def lines(self) -> list[bytes]:
        return self.output.splitlines()

    def json(self) -> object:
        (line,) = self.lines
        return msgspec.json.decode(line)


Run = Callable[..., Ran]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    return Home(tmp_path, fakes.install(monkeypatch.setattr))


@pytest.fixture
def run(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs a command on the home's library."""

    def run(*arguments: str | Path) -> Ran:
        capfdbinary.readouterr()
        try:
            code = main(["--library", str(tmp_path / "library"), *map(str, arguments)])
        except SystemExit as e:
            code = int(e.code or 0)
        output, errors = capfdbinary.readouterr()
        return Ran(code, output, errors.decode(errors="backslashreplace"))

    return run
