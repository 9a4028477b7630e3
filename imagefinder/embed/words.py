"""The half of a CLIP model that reads words, in numpy: a first answer without torch.

To import torch takes a second, to make the whole model ready another half. For a query of a few
words neither is needed: CLIP's text model is twelve plain layers, and its weights lie in the file.

    spec → `read` → WordEncoder → `encode_texts` → the vectors that `clip` would give

`read` takes only what it knows for sure: the text model of CLIP's paper (arXiv 2103.00020), as most
of open_clip's architectures have it, from a safetensors file. For any other it returns None, and
whoever asked (`engine.encoders`) loads the model itself.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagefinder.core.types import Vector, Vectors
from imagefinder.embed.mapped import mapped
from imagefinder.embed.models import ModelSpec
from imagefinder.embed.preprocess import preprocess_of, read_config
from imagefinder.embed.tokens import tokens
from imagefinder.embed.weights import located

log = logging.getLogger(__name__)

Floats = NDArray[np.float32]
Activation = Callable[[Floats], Floats]

# Whatever else a configuration asks for is no plain CLIP.
_MODEL_KEYS = {"embed_dim", "vision_cfg", "text_cfg", "quick_gelu"}
_TEXT_KEYS = {"context_length", "vocab_size", "width", "heads", "layers"}
_EPSILON = 1e-5
_PROBE = "a photo"
_FEW_ROWS, _BLOCK = 32, 8


def read(spec: ModelSpec) -> "WordEncoder | None":
    """The words' half of `spec`, or None where it is another kind of model or can't be read."""
    config, file = read_config(spec), located(spec)
    model = config["model_cfg"]
    if file is None or file.suffix != ".safetensors" or not _is_plain(model):
        return None
    quick_gelu = model.get("quick_gelu") or preprocess_of(spec, config).quick_gelu
    try:
        encoder = WordEncoder(mapped(file), model["text_cfg"], gelu_of(bool(quick_gelu)))
        usable = np.isfinite(encoder.encode_texts([_PROBE])).all()
    except (OSError, ValueError, KeyError, IndexError) as e:
        log.info("Words of %s are left to the whole model: %s", spec.name, e)
        return None
    return encoder if usable else None


class WordEncoder:
    """An `embed.encoder.TextEncoder`; any number of threads at a time."""

    def __init__(
        self, weights: Mapping[str, NDArray[Any]], text: Mapping[str, Any], activation: Activation
    ) -> None:
        self._weights = weights
        self._context = int(text["context_length"])
        self._heads = int(text["heads"])
        self._layers = int(text["layers"])
        self._activation = activation
        if len(weights["positional_embedding"]) != self._context:
            raise ValueError("places for texts of another length, which want stretching")

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """`n` texts to `(n, dim)` float32 unit rows; what is too long for the model is cut off."""
        # What overflows becomes infinite, and that as a divisor nothing: the right answer.
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            rows = [self._vector(tokens(text, self._context)) for text in texts]
        dim = self._weights["text_projection"].shape[1]
        return np.stack(rows) if rows else np.zeros((0, dim), np.float32)

    def _vector(self, numbers: Sequence[int]) -> Vector:
        places = self._tensor("positional_embedding")[: len(numbers)]
        # Of this table, the largest of all tensors, a few rows are read.
        state = self._weights["token_embedding.weight"][numbers].astype(np.float32) + places
        for number in range(self._layers):
            state = self._layer(state, f"transformer.resblocks.{number}.")
        # A token sees those before it: the end mark, the last, has seen all.
        vector = self._normed(state[-1:], "ln_final") @ self._tensor("text_projection")
        unit: Vector = vector[0] / np.linalg.norm(vector)
        return unit

    def _layer(self, state: Floats, name: str) -> Floats:
        state = state + self._attention(self._normed(state, f"{name}ln_1"), f"{name}attn.")
        inner = self._product(self._normed(state, f"{name}ln_2"), f"{name}mlp.c_fc.")
        return state + self._product(self._activation(inner), f"{name}mlp.c_proj.")

    def _attention(self, state: Floats, name: str) -> Floats:
        """`(tokens, width)` to the same; each token asks those before it and itself."""
        count, width = state.shape
        parts = self._product(state, f"{name}in_proj_").reshape(count, 3, self._heads, -1)
        query, key, value = parts.transpose(1, 2, 0, 3)
        likeness = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(width // self._heads))
        likeness[:, ~np.tri(count, dtype=bool)] = -np.inf
        shares = np.exp(likeness - likeness.max(-1, keepdims=True))
        seen: Floats = shares / shares.sum(-1, keepdims=True) @ value
        return self._product(seen.transpose(1, 0, 2).reshape(count, width), f"{name}out_proj.")

    def _product(self, rows: Floats, name: str) -> Floats:
        return _times(self._tensor(f"{name}weight"), rows) + self._tensor(f"{name}bias")

    def _normed(self, rows: Floats, name: str) -> Floats:
        centred = rows - rows.mean(-1, keepdims=True)
        deviation = np.sqrt(np.square(centred).mean(-1, keepdims=True) + _EPSILON)
        weight, bias = self._tensor(f"{name}.weight"), self._tensor(f"{name}.bias")
        normed: Floats = centred / deviation * weight + bias
        return normed

    def _tensor(self, name: str) -> Floats:
        return self._weights[name].astype(np.float32, copy=False)


def _times(weight: Floats, rows: Floats) -> Floats:
    """`rows @ weight.T`.

    Where other programs are at work, numpy's threads wait for one another for longer than the
    product takes. Of blocks as small as these each is computed by the thread that asks.
    """
    few = len(rows) <= _FEW_ROWS and len(weight) % _BLOCK == 0
    blocks = weight.reshape(-1, _BLOCK if few else len(weight), weight.shape[1])
    columns = (blocks @ rows.T).reshape(len(weight), len(rows))
    return np.asarray(columns.T, np.float32)


def gelu_of(quick: bool) -> Activation:
    """OpenAI's own activation, or the exact one that all others are trained with."""
    return _quick_gelu if quick else _gelu


def _quick_gelu(x: Floats) -> Floats:
    activated: Floats = x / (1 + np.exp(-1.702 * x))
    return activated


def _gelu(x: Floats) -> Floats:
    activated: Floats = 0.5 * x * (1 + _erf(x * np.float32(np.sqrt(0.5))))
    return activated


def _erf(x: Floats) -> Floats:
    """Abramowitz and Stegun, 7.1.26: off by 1.5e-7 at most. scipy's takes 0.3 s to import."""
    t = 1 / (1 + 0.3275911 * np.abs(x))
    inner = t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))
    outer = t * (0.254829592 + t * (-0.284496736 + inner))
    return np.copysign(1 - outer * np.exp(-np.square(x)), x)


def _is_plain(model: Mapping[str, Any]) -> bool:
    text = model.get("text_cfg", {})
    return model.keys() <= _MODEL_KEYS and text.keys() == _TEXT_KEYS
