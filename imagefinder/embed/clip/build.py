"""An architecture and a weights file to a model in float32 on the CPU.

`load` calls `build`. The model is built without filling its weights with random numbers first
(0.5 s instead of 1.7 to 5.5 s), then the tensors of the file become its weights as they are, mapped
from disk. A strict load makes sure that nothing stays unfilled.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import open_clip
import torch
from open_clip.convert import convert_state_dict
from open_clip.model import (
    convert_to_custom_text_state_dict,
    resize_pos_embed,
    resize_text_pos_embed,
)
from torch import nn
from torch.overrides import TorchFunctionMode

from imagefinder.core.errors import ModelUnavailable
from imagefinder.embed.clip.checkpoint import State, read_state
from imagefinder.embed.models import ModelSpec

# What writes into a weight while a model is being built, beside all of torch.nn.init.
_FILLS = frozenset(
    "normal_ uniform_ trunc_normal_ erfinv_ mul_ add_ sub_ div_ clamp_ fill_ zero_ copy_".split()
)


class Towers(NamedTuple):
    """The halves of a model: `visual(pixels)` and `text.encode_text(tokens)`."""

    visual: nn.Module
    text: nn.Module


def build(spec: ModelSpec, config: Mapping[str, Any], file: Path, quick_gelu: bool) -> Towers:
    """The model of `config` with the weights in `file`, ready to run in float32 on the CPU."""
    state = read_state(file)
    with _Unfilled():
        model = _instance(deepcopy(dict(config)), quick_gelu)
    _fill(model, state, spec, file)
    model.eval().requires_grad_(requires_grad=False)
    _fuse_branches(model)
    model.visual.to(memory_format=torch.channels_last)
    visual, model.visual = model.visual, None
    return Towers(visual, model)


class _Unfilled(TorchFunctionMode):
    """While active, new weights keep whatever the memory held: they are replaced right after.

    Buffers (masks, tables) are computed as always: not all of them are in a weights file.
    """

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        given = dict(kwargs or {})
        if func is torch.randn and "generator" not in given:
            return torch.empty(*args, **given)
        target = args[0] if args else given.get("tensor")
        if isinstance(target, nn.Parameter) and _fills(func):
            return target
        return func(*args, **given)


def _fills(func: Callable[..., Any]) -> bool:
    return getattr(func, "__module__", None) == "torch.nn.init" or func.__name__ in _FILLS


def _instance(config: dict[str, Any], quick_gelu: bool) -> Any:
    """The model class that open_clip picks for this configuration, built from it."""
    custom_text = config.pop("custom_text", False)
    config["vision_cfg"]["timm_model_pretrained"] = False
    if quick_gelu:
        config["quick_gelu"] = True
    if "multimodal_cfg" in config:
        return open_clip.CoCa(**config)
    return (open_clip.CustomTextCLIP if custom_text else open_clip.CLIP)(**config)


def _fill(model: Any, state: State, spec: ModelSpec, file: Path) -> None:
    """Make the tensors of `state` the model's weights, all of them or `ModelUnavailable`."""
    try:
        model.load_state_dict(_as_open_clip(model, state), strict=True, assign=True)
    except (RuntimeError, AssertionError, KeyError, ValueError) as e:
        raise ModelUnavailable(
            f"The weights {file} are not those of {spec.architecture}. Name the architecture that"
            " they were made for (ARCHITECTURE:PATH-TO-WEIGHTS), or choose another file."
        ) from e
    # A file of half precision would otherwise stay so; float32 is not copied.
    model.float()


def _as_open_clip(model: Any, state: State) -> State:
    """`state` as this version of open_clip names and shapes it (cf. its `load_checkpoint`)."""
    state = dict(convert_state_dict(model, state))
    if "positional_embedding" in state and not hasattr(model, "positional_embedding"):
        state = convert_to_custom_text_state_dict(state)
    for scalar in ("logit_scale", "logit_bias"):
        own = getattr(model, scalar, None)
        if scalar in state and own is not None:
            state[scalar] = state[scalar].reshape(own.shape)
    if getattr(model, "logit_bias", None) is not None and "logit_bias" not in state:
        state["logit_bias"] = torch.zeros_like(state["logit_scale"])
    state.pop("text.transformer.embeddings.position_ids", None)
    resize_pos_embed(state, model)
    resize_text_pos_embed(state, model)
    return state


def _fuse_branches(model: Any) -> None:
    """Fold what MobileCLIP trained as parallel branches into one convolution each."""
    if any(hasattr(module, "reparameterize") for module in model.visual.modules()):
        from timm.models import reparameterize_model

        reparameterize_model(model.visual, inplace=True)
