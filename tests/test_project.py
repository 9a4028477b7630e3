"""The promises that the project makes about itself: pins, README, packaging, clean files."""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import imagefinder

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


# --- versions and pins


def test_the_version_is_the_same_everywhere() -> None:
    assert PROJECT["version"] == imagefinder.__version__


def pins() -> dict[str, str]:
    """Canonical name → exact version, from constraints.txt; any other kind of line fails."""
    lines = (ROOT / "packaging/constraints.txt").read_text(encoding="utf-8").splitlines()
    matches = [re.fullmatch(r"([\w.-]+)==([\w.!]+)", line) for line in lines]
    assert all(matches), [line for line, match in zip(lines, matches, strict=True) if not match]
    return {canonicalize_name(m[1]): m[2] for m in matches if m}


def direct_requirements() -> list[Requirement]:
    """What pyproject.toml asks for, but for the project's own extras."""
    extras = PROJECT["optional-dependencies"].values()
    texts = [*PROJECT["dependencies"], *(text for extra in extras for text in extra)]
    return [r for r in map(Requirement, texts) if r.name != PROJECT["name"]]


def test_every_direct_dependency_is_pinned_within_its_range() -> None:
    pinned = pins()
    wrong = [
        f"{r}: pinned {version}"
        for r in direct_requirements()
        if not (version := pinned.get(canonicalize_name(r.name))) or version not in r.specifier
    ]
    assert not wrong, "run `make constraints`"


# --- what is in the tracked files

REGISTRY = re.compile(
    r"https?://[\w.-]*(?:pypi|pythonhosted|devpi|artifactory|nexus|anaconda)"
    r"|--(?:find-links|(?:extra-)?index-url)\b|\b(?:index-url|find-links)\s*="
    r"| @ (?:file|https?)://"
)
COMMON_FOLDERS = {Path(p) for p in ("/", "/usr", "/usr/local", "/opt", "/home", "/Users", "/tmp")}


def machine_paths() -> list[str]:
    """Folders of the machine that this runs on, which mean nothing on another one."""
    here = {ROOT, ROOT.parent, Path.home(), Path(sys.base_prefix)}
    here -= COMMON_FOLDERS | {Path(tempfile.gettempdir()), Path(tempfile.gettempdir()).resolve()}
    return sorted(map(str, here))


def tracked_text_files() -> list[tuple[str, str]]:
    """(name, text) of what git tracks; skips where there is no git or no repository."""
    try:
        listed = subprocess.run(
            ["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs git and a checkout")
    files = []
    for name in filter(None, os.fsdecode(listed.stdout).split("\0")):
        data = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in data:
            files.append((name, data.decode("utf-8", "replace")))
    return files


def test_tracked_files_name_no_machine_and_no_registry() -> None:
    paths = "|".join(map(re.escape, machine_paths()))
    local = re.compile(rf"(?<![\w.~/-])(?:{paths})(?![\w.-])" if paths else r"(?!)")
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in tracked_text_files()
        for number, line in enumerate(text.splitlines(), 1)
        if local.search(line) or REGISTRY.search(line)
    ]
    assert not found


@pytest.mark.parametrize(
    "line",
    [
        "--extra-index" + "-url something",
        "torch @ file" + "://wheels/torch.whl",
        "https" + "://pypi.example/simple",
    ],
)
def test_a_registry_is_recognised(line: str) -> None:
    assert REGISTRY.search(line)


# --- README and the command line


def readme_commands() -> dict[str, set[str]]:
    """Command → the options that the README's list gives it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^imagefinder \[--library DIR\].*\n((?:  .*\n)+)```", text, re.MULTILINE)
    assert block, "README.md has lost its list of commands"
    commands: dict[str, set[str]] = {}
    for line in block[1].splitlines():
        usage = re.split(r"\s{3,}", line.strip())[0]
        commands.setdefault(usage.split()[0], set()).update(re.findall(r"--[a-z-]+", usage))
    return commands


def test_the_readme_lists_the_commands() -> None:
    assert set(readme_commands()) == {
        "demo", "folder", "index", "watch", "search", "map", "taste", "status", "problems",
        "model", "doctor", "restore",
    }  # fmt: skip


def help_of(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "imagefinder", *command, "--help"],
        capture_output=True, text=True, timeout=240, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("command", readme_commands())
def test_every_command_in_the_readme_is_accepted(command: str) -> None:
    text = help_of(command)
    assert {option for option in readme_commands()[command] if option not in text} == set()


def test_help_names_every_command_in_the_readme() -> None:
    text = help_of()
    assert {c for c in readme_commands() if not re.search(rf"\b{c}\b", text)} == set()


# --- the package and the set-up


def test_the_wheel_holds_the_package_and_its_resources(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="needs hatchling: `make test` installs it")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "imagefinder/__main__.py" in names
    assert "imagefinder/resources/icons/imagefinder.svg" in names
    assert {name.split("/")[0] for name in names} == {
        "imagefinder", f"imagefinder-{imagefinder.__version__}.dist-info",
    }  # fmt: skip


def test_ci_runs_make_test() -> None:
    script = ROOT / ".ci/run"
    assert re.search(r"^exec make test\b", script.read_text(encoding="utf-8"), re.MULTILINE)
    assert os.access(script, os.X_OK)
