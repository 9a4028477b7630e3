"""Random weights of real architectures (written once a session), and a hub on 127.0.0.1."""

from collections.abc import Callable, Iterator
from pathlib import Path

import huggingface_hub.constants
import pytest

from benchmarks.random_weights import random_weights
from tests.embed.hub import Hub, serving

# A real architecture of open_clip, its smallest.
SMALL = "ViT-S-32-alt"


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("weights")

    def written(architecture: str) -> Path:
        file = folder / f"{architecture}.safetensors"
        return file if file.exists() else random_weights(architecture, file)

    return written


@pytest.fixture(scope="session")
def small_weights(weights: Callable[[str], Path]) -> Path:
    return weights(SMALL)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    hub = Hub()
    thread = serving(hub)
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("IMAGEFINDER_OFFLINE", raising=False)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr("imagefinder.embed.hub._FIRST_WAIT_S", 0.01)
    yield hub
    hub.shutdown()
    hub.server_close()
    thread.join()
