"""The committed demo model on scenes it has never seen: every gate, and queries as typed."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = REPOSITORY / "resources" / "demo"
UNSEEN_SEED = 4321


def _evaluate() -> ModuleType:
    path = REPOSITORY / "packaging" / "demo_model" / "evaluate.py"
    spec = importlib.util.spec_from_file_location("demo_model_evaluate", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


evaluate = _evaluate()

TYPED = {
    "circle": {"shape": "circle"},
    "red": {"colour": "red"},
    "red circle": {"shape": "circle", "colour": "red"},
    "big blue star": {"shape": "star", "colour": "blue", "size": "big"},
    "a tiny yellow fish": {"shape": "fish", "colour": "yellow", "size": "small"},
    "green background": {"background": "green backdrop"},
    "something in the top left": {"vertical": "top", "horizontal": "left"},
    "bottom right": {"vertical": "bottom", "horizontal": "right"},
    "sunset": {"background": "sunset"},
    "red hearts": {"shape": "heart", "colour": "red"},
    "stars": {"shape": "star"},
    "photo of a heart on the beach": {"shape": "heart", "background": "beach"},
}
"""Queries, and what a picture has to show to be a right answer."""


@pytest.fixture(scope="module")
def model():
    return evaluate.Model(FOLDER)


@pytest.fixture(scope="module")
def held_out(model):
    return evaluate.hold_out(model, 1000, UNSEEN_SEED)


@pytest.fixture(scope="module")
def measured(model, held_out):
    return evaluate.measure(model, held_out)


@pytest.mark.parametrize("gate", evaluate.GATES)
def test_gate(gate: str, measured: dict[str, float]) -> None:
    assert measured[gate] >= evaluate.GATES[gate]


@pytest.mark.parametrize("query", TYPED)
def test_typed_query_finds_what_it_says(query: str, model, held_out) -> None:
    scores = held_out.pictures @ model.read([query])[0]
    found = [held_out.scenes[n] for n in np.argsort(-scores)[:3]]
    right = [all(getattr(s, k) == v for k, v in TYPED[query].items()) for s in found]
    assert sum(right) >= 2, found


def test_files_are_small_and_the_only_ones_needed() -> None:
    assert (FOLDER / "open_clip_model.safetensors").stat().st_size <= 10_000_000
    assert {path.suffix for path in FOLDER.iterdir()} == {".json", ".safetensors", ".md"}


def test_transforms_come_from_the_config() -> None:
    import open_clip

    config = json.loads((FOLDER / "open_clip_config.json").read_text(encoding="utf-8"))
    loaded, _, _ = open_clip.create_model_and_transforms(f"local-dir:{FOLDER}")
    assert list(loaded.visual.preprocess_cfg["mean"]) == config["preprocess_cfg"]["mean"]
    assert list(loaded.visual.preprocess_cfg["std"]) == config["preprocess_cfg"]["std"]
    tokenizer = open_clip.get_tokenizer(f"local-dir:{FOLDER}")
    assert tokenizer.context_length == config["model_cfg"]["text_cfg"]["context_length"]
