"""How a model wants its pictures: size, cut, mean and deviation.

These belong to the *tag*, the training run: the architecture alone doesn't tell. Weights given by
path have no tag, so one is chosen for them, in this order:

1. the tag named in `ARCH@TAG:PATH`;
2. any tag, where all tags of the architecture agree;
3. the tag that `models.TIERS` recommends for the architecture;
4. the first tag that is not OpenAI's.

An architecture without tags gets open_clip's defaults (OpenAI's). The choice is logged.

All of it is known before the model is loaded, and without importing torch: while that goes on,
pictures are being cut already. Called by `clip.load` and by the engine.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any

import msgspec

from imagefinder.core.errors import ModelUnavailable
from imagefinder.core.types import CropSpec
from imagefinder.embed.models import DEMO_CONFIG, TIERS, ModelSpec
from imagefinder.embed.open_clip_tables import (
    architecture_config,
    default_settings,
    tag_settings,
    tags,
)

log = logging.getLogger(__name__)

_KEYS = ("mean", "std", "interpolation", "resize_mode", "fill_color")
# open_clip's, for what a training run does not say.
_DEFAULTS = {"interpolation": "bicubic", "resize_mode": "shortest", "fill_color": 0}


class Preprocess(msgspec.Struct, frozen=True):
    """`crop` is done before the model, in uint8; then `(x / 255 - mean) / std` per channel.

    `quick_gelu` is no matter of pictures, but it comes from the tag in the same way: which of two
    activations the weights were trained with.
    """

    crop: CropSpec
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    quick_gelu: bool = False


def read_config(spec: ModelSpec) -> dict[str, Any]:
    """`model_cfg` and, for a model that brings its own, `preprocess_cfg`."""
    if spec.folder is None:
        return {"model_cfg": architecture_config(spec.architecture)}
    file = spec.folder / DEMO_CONFIG
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise ModelUnavailable(f"The model's configuration {file} can't be read ({e}).") from e
    if not isinstance(config, dict) or "model_cfg" not in config:
        raise ModelUnavailable(f"The model's configuration {file} says nothing of the model.")
    return config


def preprocess_of(spec: ModelSpec, config: Mapping[str, Any]) -> Preprocess:
    """The preprocessing of `spec`, whose configuration is `config`."""
    given = config.get("preprocess_cfg") or _tag_settings(spec)
    settings = {**default_settings(), **_DEFAULTS, **given}
    crop = CropSpec(
        size=_side(config["model_cfg"]["vision_cfg"].get("image_size", 224)),
        mode=settings["resize_mode"],
        interpolation=settings["interpolation"],
        fill=settings["fill_color"],
    )
    return Preprocess(
        crop=crop,
        mean=tuple(settings["mean"]),
        std=tuple(settings["std"]),
        quick_gelu=bool(given.get("quick_gelu")),
    )


def _tag_settings(spec: ModelSpec) -> dict[str, Any]:
    """open_clip's record of the training run that `spec` names or is taken for."""
    tag = spec.tag or _presumed_tag(spec.architecture)
    if tag is None:
        log.warning("Nothing is known of how %s was trained; assuming OpenAI's", spec.architecture)
        return {}
    if spec.tag is None:
        log.info("Taking %s for weights trained like %s", spec.weights, tag)
    return tag_settings(spec.architecture, tag)


def _presumed_tag(architecture: str) -> str | None:
    """Rules 2 to 4 of the module's docstring."""
    known = list(tags(architecture))
    foreign = [tag for tag in known if tag != "openai"]
    first = next(iter(foreign or known), None)
    if len({_comparable(architecture, tag) for tag in known}) == 1:
        return first
    recommended = [t.tag for t in TIERS if t.architecture == architecture]
    return next(iter(recommended), first)


def _comparable(architecture: str, tag: str) -> str:
    settings = tag_settings(architecture, tag)
    return repr([settings.get(key) for key in (*_KEYS, "quick_gelu")])


def _side(image_size: int | list[int] | tuple[int, ...]) -> int:
    return image_size if isinstance(image_size, int) else image_size[0]
