"""Loaded models against plain open_clip with the same weights."""

import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import open_clip
import pytest
import torch
from open_clip.pretrained import get_pretrained_cfg

from benchmarks.random_weights import random_model, write_weights
from imagefinder.core.errors import KnownError, ModelUnavailable
from imagefinder.core.types import CropSpec, Pixels, Vectors
from imagefinder.embed.clip import ClipEncoder, load
from imagefinder.embed.encoder import Encoder
from imagefinder.embed.models import ModelSpec, resolve
from tests.embed.clip.conftest import TINY_PREPROCESS, noise

TEXTS = ["a red kayak", "Zürich at night", "", "word " * 200]


def plain_images(
    model: torch.nn.Module, crops: Pixels, mean: Sequence[float], std: Sequence[float]
) -> Vectors:
    pixels = torch.from_numpy(crops).permute(0, 3, 1, 2).float() / 255
    scaled = (pixels - torch.tensor(mean).view(3, 1, 1)) / torch.tensor(std).view(3, 1, 1)
    with torch.inference_mode():
        return model.eval().encode_image(scaled, normalize=True).numpy()


def plain_texts(model: torch.nn.Module, architecture: str) -> Vectors:
    tokens = open_clip.get_tokenizer(architecture)(TEXTS)
    with torch.inference_mode():
        return model.eval().encode_text(tokens, normalize=True).numpy()


def agree(ours: Vectors, plain: Vectors) -> None:
    """Also without their mean: random weights give nearly parallel vectors."""
    assert ours.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
    assert (ours * plain).sum(1).min() >= 0.9999
    a, b = ours - ours.mean(0), plain - plain.mean(0)
    cosines = (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    assert cosines.min() >= 0.9999


@pytest.mark.parametrize(
    ("architecture", "like"),
    [
        ("ViT-S-32-alt", ("ViT-B-32", "openai")),
        ("ViT-B-32-256", ("ViT-B-32-256", "datacomp_s34b_b86k")),
        ("MobileCLIP2-S0", ("MobileCLIP2-S0", "dfndr2b")),
    ],
)
def test_vectors_are_those_of_plain_open_clip(
    architecture: str, like: tuple[str, str], tmp_path: Path
) -> None:
    plain = random_model(architecture)
    file = write_weights(plain, tmp_path / "weights.safetensors")
    encoder = load(resolve(f"{architecture}:{file}"), device="cpu", precision="float32")
    settings = get_pretrained_cfg(*like)
    crops = noise(3, encoder.crop.size)
    agree(
        encoder.encode_images(crops), plain_images(plain, crops, settings["mean"], settings["std"])
    )
    agree(encoder.encode_texts(TEXTS), plain_texts(plain, architecture))


def test_model_with_its_own_configuration_agrees_too(tiny: ModelSpec) -> None:
    encoder = load(tiny, precision="float32")
    plain = open_clip.create_model(f"local-dir:{tiny.folder}")
    crops = noise(5, 32)
    mean, std = TINY_PREPROCESS["mean"], TINY_PREPROCESS["std"]
    agree(encoder.encode_images(crops), plain_images(plain, crops, mean, std))
    agree(encoder.encode_texts(TEXTS), plain_texts(plain, f"local-dir:{tiny.folder}"))
    assert encoder.crop == CropSpec(size=32, mode="longest", interpolation="bilinear")


def test_encoder_says_what_it_is(tiny: ModelSpec) -> None:
    encoder: Encoder = load(tiny, device="cpu")
    assert (encoder.key, encoder.name, encoder.dim) == ("demo:1", "demo", 24)
    assert encoder.device == "cpu"
    assert encoder.precision in ("float32", "bfloat16")
    assert 1 <= encoder.batch_size <= 256


def test_loading_draws_no_random_numbers(tiny: ModelSpec) -> None:
    before = torch.get_rng_state()
    load(tiny, device="cpu")
    assert torch.equal(torch.get_rng_state(), before)


def test_loading_opens_no_socket(tiny: ModelSpec, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("opened a socket"))
    load(tiny, device="cpu").encode_texts(["red"])


def test_fresh_process_loads_without_warning_or_logging_handler(small_weights: Path) -> None:
    script = (
        "import logging, os, sys\n"
        "import imagefinder.embed\n"
        "assert os.environ['OMP_WAIT_POLICY'] == 'PASSIVE' and 'torch' not in sys.modules\n"
        "from imagefinder.embed.clip import load\n"
        "from imagefinder.embed.models import resolve\n"
        f"load(resolve('ViT-S-32-alt:{small_weights}'), device='cpu', precision='float32')\n"
        "assert not logging.getLogger().handlers\n"
    )
    command = [sys.executable, "-W", "error", "-c", script]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_any_number_of_pictures_and_texts(tiny: ModelSpec) -> None:
    encoder = load(tiny, device="cpu", precision="float32")
    crops = noise(40, 32)
    together = encoder.encode_images(crops)
    assert together.shape == (40, 24)
    np.testing.assert_allclose(encoder.encode_images(crops[30:31])[0], together[30], atol=1e-5)
    assert encoder.encode_images(crops[:0]).shape == (0, 24)
    assert encoder.encode_texts([]).shape == (0, 24)


def test_crops_may_be_read_only_or_sliced(tiny: ModelSpec) -> None:
    encoder = load(tiny, device="cpu", precision="float32")
    crops = noise(8, 32)
    crops.setflags(write=False)
    np.testing.assert_allclose(
        encoder.encode_images(crops[::2]), encoder.encode_images(crops)[::2], atol=1e-5
    )


def test_weights_not_here_say_what_to_do() -> None:
    with pytest.raises(ModelUnavailable, match=r"not on this machine yet.*--model demo"):
        load(resolve("default"))


def test_device_not_here_is_named(tiny: ModelSpec) -> None:
    with pytest.raises(KnownError, match="no device “cuda:7”"):
        load(tiny, device="cuda:7")


def test_lower_precision_gives_the_same_answers(tiny: ModelSpec) -> None:
    exact: ClipEncoder = load(tiny, device="cpu", precision="float32")
    quick: ClipEncoder = load(tiny, device="cpu", precision="bfloat16")
    assert quick.precision == "bfloat16"
    crops = noise(4, 32)
    assert (exact.encode_images(crops) * quick.encode_images(crops)).sum(1).min() > 0.99
    np.testing.assert_allclose(exact.encode_texts(TEXTS), quick.encode_texts(TEXTS), atol=1e-5)
