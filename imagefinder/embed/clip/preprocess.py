"""How a model wants its pictures: size, cut, mean and deviation.

These belong to the *tag*, the training run: the architecture alone doesn't tell. Weights given by
path have no tag, so one is chosen for them, in this order:

1. the tag named in `ARCH@TAG:PATH`;
2. any tag, where all tags of the architecture agree;
3. the tag that `models.TIERS` recommends for the architecture;
4. the first tag that is not OpenAI's.

An architecture without tags gets open_clip's defaults (OpenAI's). The choice is logged.
"""

import logging
from collections.abc import Mapping
from typing import Any

import msgspec
from open_clip.pretrained import get_pretrained_cfg
from open_clip.transform import PreprocessCfg

from imagefinder.core.types import CropSpec
from imagefinder.embed.models import TIERS, ModelSpec
from imagefinder.embed.open_clip_tables import tags

log = logging.getLogger(__name__)

_KEYS = ("mean", "std", "interpolation", "resize_mode", "fill_color")


class Preprocess(msgspec.Struct, frozen=True):
    """`crop` is done before the model, in uint8; then `(x / 255 - mean) / std` per channel.

    `quick_gelu` is no matter of pictures, but it comes from the tag in the same way: which of two
    activations the weights were trained with.
    """

    crop: CropSpec
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    quick_gelu: bool = False


def preprocess_of(spec: ModelSpec, config: Mapping[str, Any]) -> Preprocess:
    """The preprocessing of `spec`, whose configuration is `config` (cf. `build.read_config`)."""
    given = config.get("preprocess_cfg") or _tag_settings(spec)
    settings = {key: given.get(key, getattr(PreprocessCfg(), key)) for key in _KEYS}
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
    settings: dict[str, Any] = get_pretrained_cfg(spec.architecture, tag)
    return settings


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
    settings = get_pretrained_cfg(architecture, tag)
    return repr([settings.get(key) for key in (*_KEYS, "quick_gelu")])


def _side(image_size: int | list[int] | tuple[int, ...]) -> int:
    return image_size if isinstance(image_size, int) else image_size[0]
