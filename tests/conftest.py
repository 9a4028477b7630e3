"""What every test needs: no screen, no network, no library but its own, and the shared photos."""

import os
import signal
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Before anything imports Qt or huggingface_hub, which read these once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# What a shell starts in the background ignores Ctrl-C, and so would all that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["IMAGEFINDER_OFFLINE"] = "1"
os.environ["HF_HUB_OFFLINE"] = "1"

# A busy machine is no defect, hence no deadline, and examples may take long to be thought of. In CI
# they are the same every time.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

PHOTOS_VARIABLE = "IMAGEFINDER_TEST_PHOTOS"
_EXIT_STATUS = pytest.StashKey[int]()


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The demo and the default library lie here, also for what session fixtures start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        patch.setenv("IMAGEFINDER_LIBRARY", str(tmp_path_factory.mktemp("session") / "library"))
        yield


@pytest.fixture(autouse=True)
def _own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGEFINDER_LIBRARY", str(tmp_path / "library"))


@pytest.fixture
def trash_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The trash of a home folder of its own."""
    freedesktop = pytest.importorskip("send2trash.plat_other", reason="the trash of Linux")
    if sys.platform == "darwin":
        pytest.skip("the trash of Linux")
    data = tmp_path / "home" / "data"
    data.mkdir(parents=True)
    # On the same disk as the home folder the trash lies in it; the package reads where once.
    monkeypatch.setenv("HOME", str(data.parent))
    monkeypatch.setattr(freedesktop, "XDG_DATA_HOME", os.fsencode(data))
    monkeypatch.setattr(freedesktop, "HOMETRASH_B", os.fsencode(data / "Trash"))
    return data / "Trash"


@pytest.fixture(scope="session")
def photos() -> Path:
    """Real pictures that other projects published; never copied into this one."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "photos"
    folder = Path(os.environ.get(PHOTOS_VARIABLE, beside))
    if not folder.is_dir():
        pytest.skip(f"needs the shared photos: {PHOTOS_VARIABLE} names no folder with them")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test said crosses from its process as UTF-8, which not every file name is."""
    report = yield
    report.sections = [
        (name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections
    ]
    return report


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    session.config.stash[_EXIT_STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave at once, with the tests' own verdict, where torch and Qt share this process.

    Only tests bring the two together (the program keeps torch in the engine's process), and the
    interpreter was seen to crash while it takes both down, after the last test and its summary.
    """
    if "torch" in sys.modules and "PySide6.QtWidgets" in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash.get(_EXIT_STATUS, 1))
