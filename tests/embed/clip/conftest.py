"""Models that bring their own configuration, small enough to be built in every test."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.random_weights import random_model, write_weights
from imagefinder.core.types import Pixels
from imagefinder.embed.models import ModelSpec

TINY: dict[str, Any] = {
    "embed_dim": 24,
    "vision_cfg": {"image_size": 32, "layers": 2, "width": 32, "patch_size": 8, "head_width": 16},
    "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 2},
}
TINY_PREPROCESS = {
    "mean": [0.4, 0.5, 0.6],
    "std": [0.2, 0.3, 0.4],
    "interpolation": "bilinear",
    "resize_mode": "longest",
}


def write_model(folder: Path, model: dict[str, Any], preprocess: dict[str, Any]) -> ModelSpec:
    """A folder as open_clip saves one, with random weights."""
    config = {"model_cfg": model, "preprocess_cfg": preprocess}
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    made = random_model(f"local-dir:{folder}")
    file = write_weights(made, folder / "open_clip_model.safetensors")
    return ModelSpec(name="demo", architecture="demo", key="demo:1", weights=file, folder=folder)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> ModelSpec:
    return write_model(tmp_path_factory.mktemp("tiny"), TINY, TINY_PREPROCESS)


def noise(pictures: int, side_px: int, seed: int = 3) -> Pixels:
    shape = (pictures, side_px, side_px, 3)
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
