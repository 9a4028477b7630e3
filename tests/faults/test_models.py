"""Devices that fail, weights that are none, a hub that is gone: through the real program."""

import os
import pickle
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from imagefinder.core.errors import ModelUnavailable
from imagefinder.core.paths import LibraryPaths, resource
from imagefinder.embed.models import DEMO, DEMO_WEIGHTS
from imagefinder.engine.engine import Engine
from tests.embed.hub import Hub, serving
from tests.faults.places import ROOT, draw, need_demo_model, run
from tests.faults.watched_engine import index_watched

STAND_IN = Path(__file__).parent / "stand_in"
PICTURES = 40
HUBS_FILE = "laion/CLIP-ViT-B-32-256x256-DataComp-s34B-b86K/open_clip_model.safetensors"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> LibraryPaths:
    """A library whose pictures a sound device has read; copy it before use."""
    need_demo_model()
    folder = tmp_path_factory.mktemp("sound")
    draw(folder / "pictures", PICTURES)
    with pytest.MonkeyPatch.context() as patch:
        # In float32, as the faulty ones compute: by itself the program may find bfloat16 quicker.
        pretend_device(patch, "sound")
        outcome = index_watched(folder / "library", folder / "pictures")
    assert (len(outcome.indexed), outcome.refusals) == (PICTURES, [])
    return LibraryPaths(folder / "library")


def pretend_device(patch: pytest.MonkeyPatch, fault: str) -> None:
    """Have the programs that are started from now on find the stand-in for a device."""
    patch.setenv("PYTHONPATH", f"{STAND_IN}{os.pathsep}{ROOT}")
    patch.setenv("IMAGEFINDER_TEST_DEVICE", fault)


def vectors(paths: LibraryPaths) -> dict[bytes, "np.ndarray"]:
    with closing(sqlite3.connect(paths.database)) as library:
        rows = library.execute("SELECT digest, vector FROM embeddings").fetchall()
    return {digest: np.frombuffer(blob, "<f2").astype(np.float32) for digest, blob in rows}


def device_of(paths: LibraryPaths) -> str:
    with closing(sqlite3.connect(paths.database)) as library:
        return str(library.execute("SELECT device FROM models").fetchone()[0])


@pytest.mark.parametrize(
    ("fault", "said", "device"),
    [
        ("oom", "Out of memory on cuda:0", "cuda:0"),
        ("lost", "going on with the CPU", "cuda:0"),
        ("nan", "going on with the CPU", "cuda:0"),
        ("wrong", "computes something else", "cpu"),
    ],
)
def test_a_device_that_fails_costs_no_picture(
    sound: LibraryPaths,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    said: str,
    device: str,
) -> None:
    pretend_device(monkeypatch, fault)
    paths = LibraryPaths(tmp_path / "library")
    pictures = sound.folder.parent / "pictures"

    outcome = index_watched(paths.folder, pictures)

    assert (outcome.refusals, outcome.restarts, outcome.reasons) == ([], 0, {})
    expected, made = vectors(sound), vectors(paths)
    assert made.keys() == expected.keys()
    assert min(float(made[digest] @ expected[digest]) for digest in made) > 0.999
    assert device_of(paths) == device
    assert said in (paths.logs / "engine.log").read_text()


class Evil:
    """Unpickled, it would leave a folder."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.mark),)


@pytest.mark.parametrize("kind", ["evil.pt", "cut.safetensors", "other.safetensors", "empty.bin"])
def test_weights_that_are_none_are_named_and_the_old_model_answers(
    sound: LibraryPaths, tmp_path: Path, kind: str
) -> None:
    library, file, mark = tmp_path / "library", tmp_path / kind, tmp_path / "ran"
    shutil.copytree(sound.folder, library)
    whole = (resource(DEMO) / DEMO_WEIGHTS).read_bytes()
    content = {
        "evil.pt": pickle.dumps({"state_dict": Evil(mark)}),
        "cut.safetensors": whole[: len(whole) // 2],
        "other.safetensors": whole,
        "empty.bin": b"",
    }
    file.write_bytes(content[kind])

    refused = run(library, "index", "--model", f"ViT-S-32-alt:{file}")

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert kind in refused.stderr
    assert not mark.exists()
    found = run(library, "search", "red", "--paths", "--top", "99")
    assert (found.returncode, found.stdout.count("\n")) == (0, PICTURES)
    assert run(library, "index", "--model", "demo").returncode == 0


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with serving(monkeypatch, tmp_path / "cache") as served:
        yield served


def test_a_hub_that_is_gone_half_way_leaves_the_old_model_answering(
    sound: LibraryPaths, tmp_path: Path, hub: Hub
) -> None:
    hub.files[HUBS_FILE] = bytes(range(256)) * 40_000
    # Each connection breaks off before anything more comes, for good.
    hub.break_off_after = [300_000] + [0] * 50
    library = tmp_path / "library"
    shutil.copytree(sound.folder, library)
    with Engine(library) as engine:
        engine.use_model("default")
        with pytest.raises(ModelUnavailable, match=r"broke off.*What came is kept"):
            list(engine.index())
    assert [path.stat().st_size for path in (tmp_path / "cache").rglob("*.incomplete")] != [0]
    found = run(library, "search", "red", "--paths", "--top", "99")
    assert (found.returncode, found.stdout.count("\n")) == (0, PICTURES)
