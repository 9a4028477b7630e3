"""packaging/setup.sh: what it asks of the system, told without touching this one.

It runs in a copy of the project's top, with a PATH that holds only plain tools and our fakes.
"""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = "sh awk cat cksum dirname find grep head sed sort tail tr".split()
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fakes a Linux")

SetUp = Callable[..., subprocess.CompletedProcess[str]]


def fake(folder: Path, name: str, output: str = "") -> None:
    script = folder / name
    script.write_text(f"#!/bin/sh\ncat <<'END'\n{output}\nEND\n", encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """An ordinary user's Linux with nothing but the C library and a C++ compiler."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool) or pytest.skip(f"needs {tool}"))
    fake(folder, "id", "1000")
    fake(folder, "uname", "Linux")
    fake(folder, "ldconfig", "\tlibc.so.6 (libc6,x86-64) => libc.so.6")
    fake(folder, "c++")
    return folder


@pytest.fixture
def set_up(tmp_path: Path, bin_folder: Path) -> SetUp:
    (tmp_path / "top/packaging").mkdir(parents=True)
    for name in ("packaging/setup.sh", "packaging/constraints.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / "top" / name)

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        # /sbin is where the script itself looks for ldconfig; the fake one comes first.
        return subprocess.run(
            ["sh", str(tmp_path / "top/packaging/setup.sh"), *arguments],
            env={"PATH": str(bin_folder), "HOME": str(tmp_path), "PYTHON": sys.executable}
            | environment,
            capture_output=True, text=True, timeout=240, cwd=tmp_path,
        )  # fmt: skip

    return run


@pytest.mark.parametrize(
    ("tool", "line"),
    [
        ("apt-get", "sudo apt-get update && sudo apt-get install -y --no-install-recommends "),
        ("dnf", "sudo dnf install -y "),
        ("pacman", "sudo pacman -S --needed "),
    ],
)
def test_what_lacks_is_one_line_to_paste(
    set_up: SetUp, bin_folder: Path, tool: str, line: str
) -> None:
    fake(bin_folder, tool)
    done = set_up("app", DISPLAY=":0")
    assert done.returncode == 1
    pasted = [text.strip() for text in done.stderr.splitlines() if text.strip().startswith(line)]
    assert len(pasted) == 1
    assert "xcb-util-cursor" in pasted[0] or "libxcb-cursor0" in pasted[0]
    assert done.stdout == ""


def test_without_a_screen_the_demo_needs_no_library(set_up: SetUp) -> None:
    done = set_up("lacks", "app")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_tests_need_no_x(set_up: SetUp) -> None:
    lacking = set_up("lacks", "dev").stdout.split()
    assert "libegl1" in lacking
    assert "libxcb-cursor0" not in lacking


def test_a_missing_compiler_is_named(set_up: SetUp, bin_folder: Path) -> None:
    (bin_folder / "c++").unlink()
    assert set_up("lacks", "app").stdout.split() == ["g++"]


def test_a_python_that_does_not_run_is_named(set_up: SetUp, bin_folder: Path) -> None:
    done = set_up("python", PYTHON=str(bin_folder / "nothing"))
    assert done.returncode == 1
    assert f"PYTHON={bin_folder / 'nothing'}" in done.stderr


def test_the_newest_python_comes_first(set_up: SetUp, bin_folder: Path) -> None:
    for name in ("python3", "python3.12"):
        fake(bin_folder, name)
    assert set_up("python", PYTHON="").stdout == "python3.12\n"


def test_scripts_are_executable() -> None:
    for name in ("setup.sh", "freeze.sh"):
        assert os.access(ROOT / "packaging" / name, os.X_OK)
