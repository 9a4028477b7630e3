"""The halves of a model on a device: pictures or tokens in, unit vectors out.

`load` makes them of `placed` modules, `start` times them, `encoder` feeds them. One batch at a
time, no lock, no fallback here.
"""

from copy import deepcopy
from typing import Any

import msgspec
import numpy as np
import torch
from torch import nn

from imagefinder.core.errors import BugError
from imagefinder.core.types import Pixels, Vectors
from imagefinder.embed.clip.lanes import Lanes
from imagefinder.embed.clip.products import hasten
from imagefinder.embed.clip.short_texts import ShortTexts
from imagefinder.embed.preprocess import Preprocess

DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


class Placement(msgspec.Struct, frozen=True):
    """Where and how precisely pictures are computed."""

    device: str
    precision: str

    def __str__(self) -> str:
        return f"{self.precision} on {self.device}"


CPU_FLOAT32 = Placement("cpu", "float32")


class NoVector(RuntimeError):
    """The model answered with something that has no direction: infinite, undefined or zero."""


class ImageTower:
    """Pictures to vectors by `visual`, which is at `placement`."""

    def __init__(
        self, visual: nn.Module, preprocess: Preprocess, placement: Placement, lanes: Lanes
    ) -> None:
        self.placement = placement
        self._lanes = lanes
        self.side_px = preprocess.crop.size
        self._visual: Any = visual
        # (x / 255 - mean) / std as one multiplication and one addition
        std = torch.tensor(preprocess.std).view(1, 3, 1, 1)
        mean = torch.tensor(preprocess.mean).view(1, 3, 1, 1)
        self._scale = (1 / (255 * std)).to(placement.device)
        self._shift = (-mean / std).to(placement.device)

    def __call__(self, crops: Pixels) -> Vectors:
        """`(n, s, s, 3)` uint8 to `(n, dim)` float32 unit rows, or `NoVector`."""
        if crops.ndim != 4 or crops.shape[1:] != (self.side_px, self.side_px, 3):
            raise BugError(f"crops of shape {crops.shape}, where {self.side_px} px are wanted")
        if self.placement.device == "cpu":
            return self._lanes.run(self._computed, crops)
        return self._computed(crops)

    # As a decorator it holds for the thread that calls, hence here.
    @torch.inference_mode()
    def _computed(self, crops: Pixels) -> Vectors:
        answer = self._visual(self._normalised(crops))
        return _unit(answer[0] if isinstance(answer, tuple) else answer)

    def _normalised(self, crops: Pixels) -> torch.Tensor:
        # Crops lie channels-last in memory; permuting keeps them so, nothing is copied.
        pixels = _tensor(crops).to(self.placement.device).permute(0, 3, 1, 2).to(torch.float32)
        return pixels.mul_(self._scale).add_(self._shift).to(DTYPES[self.placement.precision])


class TextTower:
    """Tokens to vectors by `text`, which is on `device` in float32."""

    def __init__(self, text: nn.Module, device: str) -> None:
        self._device = device
        self._text = ShortTexts(text)

    @torch.inference_mode()
    def __call__(self, tokens: torch.Tensor) -> Vectors:
        """`(n, context)` int64 to `(n, dim)` float32 unit rows, or `NoVector`."""
        return _unit(self._text.encode(tokens.to(self._device)))


def placed(module: nn.Module, placement: Placement, *, lay_out: bool = True) -> nn.Module:
    """`module` at `placement`, as quick as it can be there; the one given is left as it was.

    Tensors that are there already are shared, not copied. For `lay_out` see `products.hasten`.
    """
    tensors = [*module.parameters(), *module.buffers()]
    there = deepcopy(module, {id(tensor): _moved(tensor, placement) for tensor in tensors})
    if placement.device == "cpu":
        hasten(there, lay_out=lay_out)
    return there


def _moved(tensor: torch.Tensor, placement: Placement) -> torch.Tensor:
    dtype = DTYPES[placement.precision] if tensor.is_floating_point() else tensor.dtype
    moved = tensor.to(placement.device, dtype)
    if moved is tensor or not isinstance(tensor, nn.Parameter):
        return moved
    return nn.Parameter(moved, requires_grad=False)


def _tensor(crops: Pixels) -> torch.Tensor:
    whole = np.ascontiguousarray(crops, dtype=np.uint8)
    # torch warns about arrays that can't be written to, though it is only read here.
    return torch.from_numpy(whole if whole.flags.writeable else whole.copy())


def _unit(answer: torch.Tensor) -> Vectors:
    vectors = answer.float().cpu().numpy()
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not (np.isfinite(lengths).all() and (lengths > 0).all()):
        raise NoVector("a vector is infinite, undefined or zero")
    unit: Vectors = vectors / lengths
    return unit
