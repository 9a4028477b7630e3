"""Folders of drawn pictures, small disks and the command line: what tests of faults share."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from imagefinder.core.paths import resource
from imagefinder.embed.models import DEMO, DEMO_WEIGHTS
from tests.faults.samples import drawn

ROOT = Path(__file__).resolve().parents[2]
STAND_IN = Path(__file__).parent / "stand_in"
PATIENCE_S = 600.0


def need_demo_model() -> None:
    """Skip where the demo's model is not part of the checkout."""
    if not (resource(DEMO) / DEMO_WEIGHTS).exists():
        pytest.skip("needs the demo model, which this checkout lacks")


def draw(folder: Path, count: int, first: int = 0) -> Path:
    """`count` pictures, each unlike all others; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        drawn(number).save(folder / f"{number:03}.png")
    return folder


@contextmanager
def held(pictures: Sequence[Path], go: Path) -> Iterator[None]:
    """Programs that are started meanwhile stand at each of these until the file `go` is there."""
    for picture in pictures:
        with picture.open("ab") as file:
            file.write(b"WAIT FOR:" + bytes(go))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", environment(STAND_IN)["PYTHONPATH"])
        patch.setenv("IMAGEFINDER_TEST_DECODER", "1")
        patch.setenv("IMAGEFINDER_TEST_PATIENCE_S", "3600")
        yield


def command(library: Path, *words: str | Path) -> list[str]:
    """The command line of the real program."""
    return [sys.executable, "-m", "imagefinder", "--library", str(library), *map(str, words)]


def environment(*before: Path) -> dict[str, str]:
    """What the real program needs to be found from anywhere, and what is to be found before it."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (*before, ROOT)))}


def run(library: Path, *words: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run one command of the real program to its end."""
    return subprocess.run(
        command(library, *words),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        env=environment(),
    )


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[Path]:
    """A disk of this size at `folder`; only root may make one, and not everywhere."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs the right to mount a disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


class LoopDisk:
    """A disk of its own in a file, which can be pulled out and put in again."""

    def __init__(self, image: Path, folder: Path) -> None:
        self.image, self.folder = image, folder

    def plug_in(self) -> None:
        """Mount it; skips the test where that is not allowed, or not known to this system."""
        self.folder.mkdir(parents=True, exist_ok=True)
        words = ["mount", "-o", "loop", str(self.image), str(self.folder)]
        if shutil.which("mount") is None or subprocess.run(words, capture_output=True).returncode:
            pytest.skip("needs the right to mount a disk of this kind from a file")

    def pull_out(self) -> None:
        """As when the plug is pulled: what is open stays so, the mount point is empty at once."""
        subprocess.run(["umount", "-l", str(self.folder)], check=True)


@contextmanager
def loop_disk(folder: Path, size: int, *mkfs: str) -> Iterator[LoopDisk]:
    """A disk that `mkfs` formats, in a file beside `folder`, mounted there."""
    image = folder.with_name(f"{folder.name}.img")
    image.touch()
    os.truncate(image, size)
    if shutil.which(mkfs[0]) is None:
        pytest.skip(f"needs {mkfs[0]}")
    if subprocess.run([*mkfs, str(image)], capture_output=True).returncode:
        pytest.skip(f"{mkfs[0]} can't make a disk of this kind")
    disk = LoopDisk(image, folder)
    disk.plug_in()
    try:
        yield disk
    finally:
        while os.path.ismount(folder):
            disk.pull_out()


def fill(disk: Path, but: int = 0) -> Path:
    """Take all room on a disk but for some bytes; returns the file to delete."""
    filler = disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while (left := shutil.disk_usage(disk).free - but) > 0:
            file.write(bytes(min(left, 2**16)))
    return filler
