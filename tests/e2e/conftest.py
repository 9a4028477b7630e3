"""The real program, spawned as a person spawns it, over the demo's model and drawn pictures."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from imagefinder.core.paths import resource
from imagefinder.demo.library import DemoPicture, make_demo_library
from imagefinder.embed.models import DEMO, DEMO_WEIGHTS

PATIENCE_S = 600.0
ROOT = Path(__file__).resolve().parents[2]
STAND_IN = ROOT / "tests" / "faults" / "stand_in"


class Ran(msgspec.Struct):
    """What a command came to."""

    code: int
    output: bytes
    errors: str

    def json(self) -> object:
        assert self.code == 0, self.errors
        return json.loads(self.output)


class Program:
    """The program on one library. Of `PATH` and home, the library's variable alone is its own."""

    def __init__(self, library: Path) -> None:
        self.library = library
        self.database = library / "library.sqlite"
        path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self.environment = os.environ | {
            "IMAGEFINDER_LIBRARY": str(library),
            "PYTHONPATH": os.pathsep.join(path),
        }

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "imagefinder", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment,
        )

    def run(self, *arguments: str | Path) -> Ran:
        with self.start(*arguments) as process:
            output, errors = process.communicate(timeout=PATIENCE_S)
        return Ran(process.returncode, output, errors.decode(errors="backslashreplace"))

    def embedded(self) -> int:
        """How many vectors are on the disk, looked up without the program's help."""
        uri = f"{self.database.as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(uri, uri=True)) as connection:
                return int(connection.execute("SELECT count(*) FROM embeddings").fetchone()[0])
        except sqlite3.OperationalError:
            return 0

    def index(self, *arguments: str | Path) -> dict[str, object]:
        report = self.run("index", "--json", *arguments).json()
        assert isinstance(report, dict)
        return report


@pytest.fixture(scope="session", autouse=True)
def _demo_model() -> None:
    if not (resource(DEMO) / DEMO_WEIGHTS).exists():
        pytest.skip("needs the demo model, which this checkout lacks")


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[DemoPicture]]:
    """150 drawn pictures and what they show; to be read only."""
    folder = tmp_path_factory.mktemp("drawn")
    return folder, make_demo_library(folder, count=150)


@pytest.fixture(scope="session")
def many(drawn: tuple[Path, list[DemoPicture]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """600 pictures, so that a run has a middle: parts of the drawn ones; to be read only."""
    folder = tmp_path_factory.mktemp("many")
    for number, picture in enumerate(drawn[1]):
        with Image.open(picture.path) as opened:
            whole = opened.convert("RGB")
        for quarter in range(4):
            left, top = whole.width // 4 * (quarter % 2), whole.height // 4 * (quarter // 2)
            part = whole.crop((left, top, left + 3 * whole.width // 4, top + whole.height // 2))
            part.save(folder / f"{number:03}-{quarter}.jpg", quality=92)
    return folder


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "library")


class Held(msgspec.Struct):
    """A folder of `count` pictures; the program stands at the one after `before` until let go."""

    folder: Path
    go: Path
    count: int = 160
    before: int = 100

    def let_go(self) -> None:
        self.go.touch()


@pytest.fixture
def held(program: Program, many: Path, tmp_path: Path) -> Iterator[Held]:
    """However quick the machine, an indexing of these is in the middle as long as a test wants."""
    held = Held(tmp_path / "held", tmp_path / "go")
    held.folder.mkdir()
    files = [shutil.copy(file, held.folder) for file in sorted(many.iterdir())[: held.count]]
    with Path(files[held.before]).open("ab") as file:
        file.write(b"WAIT FOR:" + bytes(held.go))
    path = program.environment["PYTHONPATH"]
    program.environment |= {
        "PYTHONPATH": os.pathsep.join([str(STAND_IN), path]),
        "IMAGEFINDER_TEST_DECODER": "1",
        "IMAGEFINDER_TEST_PATIENCE_S": "3600",
    }
    yield held
    held.let_go()  # also what a failed test left running comes to its end


@pytest.fixture(scope="session")
def indexed(drawn: tuple[Path, list[DemoPicture]], tmp_path_factory) -> Program:
    """The program on a library of the drawn pictures; to be read only."""
    program = Program(tmp_path_factory.mktemp("indexed") / "library")
    report = program.index(drawn[0], "--model", DEMO)
    assert report["embedded"] == report["scanned"] == 150
    return program
