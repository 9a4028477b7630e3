"""Weights files that are wrong in every way we know, and those of other shapes that are right."""

import os
import pickle
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch

from imagefinder.core.errors import ModelUnavailable
from imagefinder.embed.clip import load
from imagefinder.embed.models import ModelSpec, resolve
from tests.embed.clip.conftest import noise


def with_weights(spec: ModelSpec, file: Path) -> ModelSpec:
    return ModelSpec(spec.name, spec.architecture, spec.key, weights=file, folder=spec.folder)


def state_of(spec: ModelSpec) -> dict[str, torch.Tensor]:
    assert spec.weights
    return safetensors.torch.load_file(spec.weights)


def test_pickle_with_code_in_it_does_not_run(tiny: ModelSpec, tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(tmp_path / "ran"),)

    for name, save in (("new.pt", torch.save), ("old.bin", None)):
        file = tmp_path / name
        content = {"state_dict": state_of(tiny), "evil": Evil()}
        save(content, file) if save else file.write_bytes(pickle.dumps(content))
        with pytest.raises(ModelUnavailable, match="more than weights"):
            load(with_weights(tiny, file))
        assert not (tmp_path / "ran").exists()


def test_pickle_of_weights_alone_is_loaded(tiny: ModelSpec, tmp_path: Path) -> None:
    file = tmp_path / "training.pt"
    wrapped = {f"module.{name}": tensor for name, tensor in state_of(tiny).items()}
    torch.save({"epoch": 3, "state_dict": wrapped}, file)
    crops = noise(2, 32)
    ours = load(with_weights(tiny, file), precision="float32").encode_images(crops)
    np.testing.assert_array_equal(ours, load(tiny, precision="float32").encode_images(crops))


def test_half_precision_file_is_computed_in_float32(tiny: ModelSpec, tmp_path: Path) -> None:
    file = tmp_path / "half.safetensors"
    halves = {name: tensor.half() for name, tensor in state_of(tiny).items()}
    safetensors.torch.save_file(halves, file)
    encoder = load(with_weights(tiny, file), precision="float32")
    exact = load(tiny, precision="float32")
    assert (encoder.encode_texts(["red"]) @ exact.encode_texts(["red"]).T).item() > 0.999


@pytest.mark.parametrize("keep", [0, 4, 1000, -1])
@pytest.mark.parametrize("suffix", [".safetensors", ".bin"])
def test_truncated_file_is_named(tiny: ModelSpec, tmp_path: Path, keep: int, suffix: str) -> None:
    whole, cut = tmp_path / f"whole{suffix}", tmp_path / f"cut{suffix}"
    if suffix == ".bin":
        torch.save(state_of(tiny), whole)
    else:
        safetensors.torch.save_file(state_of(tiny), whole)
    cut.write_bytes(whole.read_bytes()[:keep])
    with pytest.raises(ModelUnavailable, match=f"cut{suffix}.*damaged"):
        load(with_weights(tiny, cut))


@pytest.mark.parametrize("content", [{}, {"epoch": 3}, [1, 2], {"state_dict": {}}])
def test_file_without_weights_is_named(tiny: ModelSpec, tmp_path: Path, content: object) -> None:
    file = tmp_path / "empty.pt"
    torch.save(content, file)
    with pytest.raises(ModelUnavailable, match=r"empty\.pt.*weights in it"):
        load(with_weights(tiny, file))


def test_weights_of_another_architecture_are_named(small_weights: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"not those of ViT-S-16-alt.*Name"):
        load(resolve(f"ViT-S-16-alt:{small_weights}"))


def test_one_missing_tensor_is_noticed(tiny: ModelSpec, tmp_path: Path) -> None:
    state = state_of(tiny)
    del state["ln_final.weight"]
    file = tmp_path / "less.safetensors"
    safetensors.torch.save_file(state, file)
    with pytest.raises(ModelUnavailable, match="not those of"):
        load(with_weights(tiny, file))


def test_weights_that_are_no_numbers_are_refused(tiny: ModelSpec, tmp_path: Path) -> None:
    file = tmp_path / "nan.safetensors"
    broken = {n: torch.full_like(t, float("nan")) for n, t in state_of(tiny).items()}
    safetensors.torch.save_file(broken, file)
    with pytest.raises(ModelUnavailable, match="no usable vectors"):
        load(with_weights(tiny, file))
