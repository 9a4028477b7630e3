"""Weights files to tensors: safetensors mapped from disk, pickles as weights only or not at all.

`build` calls `read_state`. Every way in which a file can be wrong ends as `ModelUnavailable`.
"""

import pickle
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch

from imagefinder.core.errors import ModelUnavailable

State = dict[str, torch.Tensor]


def read_state(file: Path) -> State:
    """The tensors of `file` by name, on the CPU; those of a safetensors file stay mapped."""
    if file.suffix == ".safetensors":
        return _read_safetensors(file)
    return _tensors_of(_read_pickle(file), file)


def _read_safetensors(file: Path) -> State:
    try:
        return safetensors.torch.load_file(file, device="cpu")
    except (safetensors.SafetensorError, OSError, ValueError) as e:
        raise damaged(file, e) from e


def _read_pickle(file: Path) -> object:
    """A checkpoint of torch's own format, refused where it holds anything but tensors."""
    try:
        with warnings.catch_warnings():
            # Said of files that are refused a moment later anyhow.
            warnings.filterwarnings("ignore", "Detected pickle protocol", UserWarning)
            return torch.load(file, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as e:
        raise ModelUnavailable(
            f"{file} holds more than weights, or is damaged; loading it could run a stranger's"
            " program, so it was not. Choose a .safetensors file."
        ) from e
    # A damaged zip or pickle surfaces as any of these.
    except (OSError, RuntimeError, EOFError, ValueError, KeyError, IndexError, AttributeError) as e:
        raise damaged(file, e) from e


def _tensors_of(content: object, file: Path) -> State:
    """The state in a checkpoint: bare, or under `state_dict`, or wrapped for many GPUs."""
    if isinstance(content, Mapping) and isinstance(content.get("state_dict"), Mapping):
        content = content["state_dict"]
    if not isinstance(content, Mapping) or not content:
        raise damaged(file, "no weights in it")
    state: dict[Any, Any] = dict(content)
    if not all(isinstance(v, torch.Tensor) for v in state.values()):
        raise damaged(file, "not only weights in it")
    return {str(name).removeprefix("module."): tensor for name, tensor in state.items()}


def damaged(file: Path, reason: object) -> ModelUnavailable:
    """The error for a file that is no whole weights file."""
    return ModelUnavailable(
        f"The weights {file} are damaged or incomplete ({reason}). Delete that file and fetch it"
        " again, or choose another model."
    )
