"""Random weights of a real architecture (written once a session), and a hub on 127.0.0.1."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from benchmarks.random_weights import random_model, write_weights
from tests.embed.hub import Hub, serving

# A real architecture of open_clip, its smallest.
SMALL = "ViT-S-32-alt"


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    """On a busy machine threads wait for each other longer than they compute."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def small_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("weights") / f"{SMALL}.safetensors"
    return write_weights(random_model(SMALL), file)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with serving(monkeypatch, tmp_path / "cache") as served:
        yield served
