"""Nobody else reads what the program writes; nothing is sent; no query is written down."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from imagefinder.core.messages import Found, SearchText
from imagefinder.core.paths import resource
from imagefinder.embed.models import DEMO, DEMO_WEIGHTS
from imagefinder.engine.client import EngineClient
from tests.faults.samples import drawn
from tests.faults.watched_engine import index_watched

STAND_IN = Path(__file__).parent / "stand_in"
ROOT = Path(__file__).resolve().parents[2]
SECRET = "grandmother"
PATIENCE_S = 600.0

pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions and audits as on POSIX")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("told") / "sockets"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, told: Path) -> Path:
    """Indexed and searched by the real engine and the command line, under a lax umask."""
    if not (resource(DEMO) / DEMO_WEIGHTS).exists():
        pytest.skip("needs the demo model, which this checkout lacks")
    folder = tmp_path_factory.mktemp("private")
    pictures = folder / "pictures"
    pictures.mkdir()
    for number in range(8):
        drawn(number).save(pictures / f"{number}.jpg")
    before = os.umask(0o022)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{STAND_IN}:{ROOT}")
        patch.setenv("IMAGEFINDER_TEST_SOCKETS", str(told))
        assert index_watched(folder / "library", pictures).refusals == []
        search_with_engine(folder / "library")
        for command in (("index",), ("search", SECRET), ("status",), ("doctor",)):
            run(folder / "library", *command)
    os.umask(before)
    return folder / "library"


def search_with_engine(library: Path) -> None:
    with EngineClient(library) as client:
        for request, text in enumerate((SECRET, f"{SECRET} size:nonsense"), start=1):
            client.send(SearchText(request, text))
            while not isinstance(event := client.next_event(PATIENCE_S), Found):
                assert event is not None
                if getattr(event, "request", 0) == request:
                    break


def run(library: Path, *command: str) -> None:
    arguments = [sys.executable, "-m", "imagefinder", "--library", str(library), *command]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=PATIENCE_S)
    assert done.returncode == 0, done.stderr + done.stdout


def test_every_file_is_for_the_person_only(library: Path) -> None:
    seen = [library, *library.rglob("*")]
    assert len(seen) > 8
    open_to_others = [
        str(path.relative_to(library.parent))
        for path in seen
        if stat.S_IMODE(path.lstat().st_mode) & 0o077
    ]
    assert open_to_others == []


def test_no_socket_is_touched(library: Path, told: Path) -> None:
    assert not told.exists(), told.read_text()


def test_what_forbids_sockets_does_so(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(STAND_IN)}
    environment["IMAGEFINDER_TEST_SOCKETS"] = str(tmp_path / "told")
    script = "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment)
    assert done.returncode != 0
    assert "socket." in (tmp_path / "told").read_text()


def test_what_was_searched_for_is_written_nowhere(library: Path) -> None:
    holding = [
        path for path in library.rglob("*") if path.is_file() and SECRET in read(path).lower()
    ]
    assert holding == []
    assert any(path.suffix == ".log" for path in library.rglob("*"))


def read(path: Path) -> str:
    return path.read_bytes().decode("latin-1")
