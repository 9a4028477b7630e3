"""Words by numpy: the vectors of the whole model, and None for whatever is not known for sure."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.torch
import torch

from benchmarks.random_weights import random_model, write_weights
from imagefinder.embed import words
from imagefinder.embed.clip import load
from imagefinder.embed.models import ModelSpec, resolve
from tests.embed.clip.conftest import TINY, TINY_PREPROCESS, write_model

TEXTS = ["a red kayak", "Zürich at night", "", "word " * 200, "it's 12 o'clock & all is well " * 3]


def model(folder: Path, *, text: dict[str, Any] | None = None, **more: Any) -> ModelSpec:
    folder.mkdir(exist_ok=True)
    config = {**TINY, "text_cfg": {**TINY["text_cfg"], **(text or {})}, **more}
    return write_model(folder, config, TINY_PREPROCESS)


def agree(spec: ModelSpec, tolerance: float = 1e-5) -> None:
    quick = words.read(spec)
    assert quick is not None
    found, wanted = quick.encode_texts(TEXTS), load(spec, precision="float32").encode_texts(TEXTS)
    assert (found.dtype, found.shape) == (np.float32, wanted.shape)
    np.testing.assert_allclose(found, wanted, atol=tolerance)
    assert np.abs(found[0] - found[1]).max() > 10 * tolerance


@pytest.mark.parametrize("quick_gelu", [False, True])
def test_vectors_are_those_of_the_whole_model(tmp_path: Path, quick_gelu: bool) -> None:
    agree(model(tmp_path, quick_gelu=quick_gelu))


@pytest.mark.parametrize("tag", ["openai", "datacomp_xl_s13b_b90k"])
def test_a_real_architecture_by_the_activation_of_its_tag(tmp_path: Path, tag: str) -> None:
    file = write_weights(random_model("ViT-B-32"), tmp_path / "weights.safetensors")
    agree(resolve(f"ViT-B-32@{tag}:{file}"))


def test_activations_differ(tmp_path: Path) -> None:
    """Or the tests above would not notice which of them is taken."""
    (one, other) = (
        words.read(model(tmp_path / str(quick), quick_gelu=quick)) for quick in (False, True)
    )
    assert one is not None
    assert other is not None
    assert np.abs(one.encode_texts(TEXTS) - other.encode_texts(TEXTS)).max() > 1e-4


def test_weights_of_half_precision(tmp_path: Path) -> None:
    spec = model(tmp_path)
    assert spec.weights is not None
    state = safetensors.torch.load_file(spec.weights)
    half = {name: tensor.half() for name, tensor in state.items()}
    safetensors.torch.save_file(half, spec.weights)
    agree(spec)


def test_the_demo_reads_words_so(tmp_path: Path) -> None:
    agree(resolve("demo"))


def test_no_texts(tmp_path: Path) -> None:
    quick = words.read(model(tmp_path))
    assert quick is not None
    assert quick.encode_texts([]).shape == (0, TINY["embed_dim"])


def test_many_threads_at_a_time(tmp_path: Path) -> None:
    quick = words.read(model(tmp_path))
    assert quick is not None
    wanted = quick.encode_texts(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(quick.encode_texts, [TEXTS] * 20):
            np.testing.assert_array_equal(found, wanted)


# --- What is left to the whole model --------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"text": {"no_causal_mask": True}, "custom_text": True},
        {"text": {"embed_cls": True}, "custom_text": True},
        {"text": {"pool_type": "eos"}},
        {"text": {"tokenizer_kwargs": {"clean": "canonicalize"}}},
        {"init_logit_bias": -10.0},
    ],
    ids=str,
)
def test_another_kind_of_model(tmp_path: Path, changed: dict[str, Any]) -> None:
    assert words.read(model(tmp_path, **changed)) is None


def test_a_tokenizer_from_the_hub(tmp_path: Path) -> None:
    spec = model(tmp_path)
    file = tmp_path / "open_clip_config.json"
    config = json.loads(file.read_text())
    config["model_cfg"]["text_cfg"]["hf_tokenizer_name"] = "timm/ViT-B-16-SigLIP2"
    file.write_text(json.dumps(config))
    assert words.read(spec) is None


def changed_weights(spec: ModelSpec, name: str, tensor: torch.Tensor | None) -> None:
    assert spec.weights is not None
    state = safetensors.torch.load_file(spec.weights)
    del state[name]
    safetensors.torch.save_file(state if tensor is None else state | {name: tensor}, spec.weights)


@pytest.mark.parametrize(
    ("name", "tensor"),
    [
        ("text_projection", None),
        ("transformer.resblocks.1.mlp.c_fc.weight", None),
        ("ln_final.bias", torch.full((32,), float("nan"))),
        ("positional_embedding", torch.zeros(77, 31)),
        ("positional_embedding", torch.zeros(64, 32)),
        ("token_embedding.weight", torch.zeros(10, 32)),
        ("transformer.resblocks.0.attn.in_proj_weight", torch.zeros(96, 32, dtype=torch.bfloat16)),
    ],
)
def test_weights_that_do_not_fit(tmp_path: Path, name: str, tensor: torch.Tensor | None) -> None:
    spec = model(tmp_path)
    changed_weights(spec, name, tensor)
    assert words.read(spec) is None


@pytest.mark.parametrize("content", [b"", b"\x80\x04 no more", bytes(64)])
def test_weights_that_are_damaged(tmp_path: Path, content: bytes) -> None:
    spec = model(tmp_path)
    assert spec.weights is not None
    spec.weights.write_bytes(content)
    assert words.read(spec) is None


def test_weights_that_are_not_here_or_no_safetensors(tmp_path: Path) -> None:
    spec = model(tmp_path)
    assert spec.weights is not None
    pickled = spec.weights.rename(tmp_path / "open_clip_model.bin")
    assert words.read(spec) is None
    assert words.read(resolve(f"ViT-B-32:{pickled}")) is None
