"""Tokenizers that come as files: SigLIP 2's way of cutting and ending a text, without the hub."""

import json
from pathlib import Path
from typing import Any

import open_clip
import pytest
import torch

from benchmarks.random_weights import random_model, write_weights
from imagefinder.core.errors import ModelUnavailable
from imagefinder.embed.clip import load
from imagefinder.embed.clip.text import tokenizer_of
from imagefinder.embed.models import ModelSpec
from imagefinder.embed.open_clip_tables import architecture_config
from tests.embed.clip.conftest import noise
from tests.embed.clip.test_load import agree, plain_images

tokenizers = pytest.importorskip("tokenizers")

WORDS = {"<pad>": 0, "<eos>": 1, "<unk>": 2, "a": 3, "red": 4, "kayak": 5}
TEXT = {
    "context_length": 6,
    "hf_tokenizer_name": "timm/ViT-B-16-SigLIP2",
    "tokenizer_kwargs": {"clean": "canonicalize"},
}


def write_tokenizer(folder: Path, ends_itself: bool = True, **settings: Any) -> None:
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(WORDS, unk_token="<unk>"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    if ends_itself:
        tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
            single="$A <eos>", special_tokens=[("<eos>", 1)]
        )
    tokenizer.save(str(folder / "tokenizer.json"))
    usual = {"add_eos_token": True, "eos_token": "<eos>", "pad_token": {"content": "<pad>"}}
    (folder / "tokenizer_config.json").write_text(json.dumps(usual | settings))


@pytest.mark.parametrize("ends_itself", [True, False])
def test_texts_are_cleaned_ended_padded_and_cut(tmp_path: Path, ends_itself: bool) -> None:
    write_tokenizer(tmp_path, ends_itself)
    tokenize = tokenizer_of(TEXT, tmp_path)
    assert tokenize(["A red, red KAYAK!", "", "a a a a a a a a"]).tolist() == [
        [3, 4, 4, 5, 1, 0],
        [1, 0, 0, 0, 0, 0],
        [3, 3, 3, 3, 3, 1],
    ]


def test_padding_is_the_token_that_the_settings_name(tmp_path: Path) -> None:
    write_tokenizer(tmp_path, pad_token="<eos>")
    assert tokenizer_of(TEXT, tmp_path)(["red"]).tolist() == [[4, 1, 1, 1, 1, 1]]


def test_missing_tokenizer_says_what_to_do() -> None:
    with pytest.raises(ModelUnavailable, match=r"tokenizer\.json.*Fetch the model"):
        tokenizer_of(TEXT, None)


def test_damaged_tokenizer_is_named(tmp_path: Path) -> None:
    write_tokenizer(tmp_path)
    (tmp_path / "tokenizer.json").write_text("{")
    with pytest.raises(ModelUnavailable, match=r"tokenizer\.json.*damaged"):
        tokenizer_of(TEXT, tmp_path)


def test_siglip2_agrees_with_plain_open_clip(tmp_path: Path) -> None:
    """Its real picture tower; the text tower's real kind with fewer words and layers."""
    write_tokenizer(tmp_path)
    model = architecture_config("ViT-B-32-SigLIP2-256")
    model["text_cfg"] |= {"vocab_size": 8, "layers": 2, "context_length": 6}
    half = {"mean": [0.5] * 3, "std": [0.5] * 3, "resize_mode": "squash"}
    config = {"model_cfg": model, "preprocess_cfg": half}
    (tmp_path / "open_clip_config.json").write_text(json.dumps(config))
    plain = random_model(f"local-dir:{tmp_path}")
    assert isinstance(plain, open_clip.CustomTextCLIP)
    file = write_weights(plain, tmp_path / "open_clip_model.safetensors")
    spec = ModelSpec(name="s", architecture="s", key="s", weights=file, folder=tmp_path)
    encoder = load(spec, device="cpu", precision="float32")
    crops = noise(3, 256)
    agree(encoder.encode_images(crops), plain_images(plain, crops, [0.5] * 3, [0.5] * 3))
    tokens = torch.tensor([[4, 5, 1, 0, 0, 0], [3, 4, 1, 0, 0, 0], [2, 1, 0, 0, 0, 0]])
    with torch.inference_mode():
        words = plain.eval().encode_text(tokens, normalize=True).numpy()
    agree(encoder.encode_texts(["Red kayak", "a red.", "canoe"]), words)
    assert encoder.crop.mode == "squash"
