"""How many pictures a second each recommended model takes on this machine.

Measured where the model was loaded here before (`start` times it), else estimated: one layer of the
kind that these models are made of is timed, a matter of a second, and multiplied by the work that
the model does. Called by the engine for whoever chooses a model; nothing is loaded or fetched.
"""

import time
from pathlib import Path

import torch
from open_clip.transformer import ResidualAttentionBlock
from torch import nn

from imagefinder.core.machine import ModelRate
from imagefinder.embed.clip.devices import devices_for, quick_precisions
from imagefinder.embed.clip.timings import Timings
from imagefinder.embed.clip.towers import DTYPES, Placement, placed
from imagefinder.embed.models import TIERS, Tier

# A layer of ViT-B: 768 wide, 65 tokens, as in ViT-B-32-256; multiplications in billions.
_WIDTH, _HEADS, _TOKENS, _BATCH = 768, 12, 65, 8
_LAYER_GMACS = (12 * _TOKENS * _WIDTH**2 + 2 * _TOKENS**2 * _WIDTH) / 1e9
_RUNS = 3


def rates(timings: Path, wanted_device: str = "auto") -> list[ModelRate]:
    """For each tier, on the device that would be used."""
    device = devices_for(wanted_device)[0]
    measured = {tier.name: _measured(timings, tier, device) for tier in TIERS}
    lacking = [tier for tier in TIERS if not measured[tier.name]]
    gmacs_per_s = _layer_gmacs_per_s(device) if lacking else 0.0
    estimated = {tier.name: gmacs_per_s / tier.gmacs for tier in lacking}
    return [
        ModelRate(tier.name, measured[tier.name] or estimated[tier.name], tier not in lacking)
        for tier in TIERS
    ]


def _measured(timings: Path, tier: Tier, device: str) -> float | None:
    known = Timings(timings, tier.architecture, "auto").known(device)
    return known.per_second if known else None


@torch.inference_mode()
def _layer_gmacs_per_s(device: str) -> float:
    """At the quickest precision, each as `start` would try it."""
    layer = ResidualAttentionBlock(_WIDTH, _HEADS).eval()
    seconds = [_seconds(layer, device, p) for p in quick_precisions(device)]
    return _LAYER_GMACS * _BATCH / min(seconds)


def _seconds(layer: nn.Module, device: str, precision: str) -> float:
    """For one batch; the quickest run, since other programs only ever make one slower."""
    layer = placed(layer, Placement(device, precision))
    tokens = torch.ones(_BATCH, _TOKENS, _WIDTH, dtype=DTYPES[precision], device=device)
    layer(tokens)
    return min(_timed_run(layer, tokens) for _ in range(_RUNS))


def _timed_run(layer: nn.Module, tokens: torch.Tensor) -> float:
    began = time.perf_counter()
    layer(tokens).sum().item()  # reading the sum waits for the device
    return time.perf_counter() - began
