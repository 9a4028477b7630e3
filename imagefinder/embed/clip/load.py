"""A `ModelSpec` whose files are here to a `ClipEncoder`: composes the rest of this package."""

from pathlib import Path

import torch

from imagefinder.core.errors import ModelUnavailable
from imagefinder.embed.clip.build import build
from imagefinder.embed.clip.devices import devices_for
from imagefinder.embed.clip.encoder import ClipEncoder
from imagefinder.embed.clip.lanes import Lanes
from imagefinder.embed.clip.start import start
from imagefinder.embed.clip.text import tokenizer_of
from imagefinder.embed.clip.timings import Timings
from imagefinder.embed.clip.towers import (
    CPU_FLOAT32,
    ImageTower,
    NoVector,
    Placement,
    TextTower,
    placed,
)
from imagefinder.embed.models import ModelSpec
from imagefinder.embed.preprocess import preprocess_of, read_config
from imagefinder.embed.weights import located, tokenizer_folder


def load(
    spec: ModelSpec,
    device: str = "auto",
    precision: str = "auto",
    timings: Path | None = None,
) -> ClipEncoder:
    """The model, ready and tested on this machine. Opens no socket.

    `timings` is a JSON file that keeps what was timed, so that later starts need not. Raises
    `ModelUnavailable` for weights that are missing, damaged or another architecture's, and
    `KnownError` for a device that this machine lacks.
    """
    file = _present(spec)
    config = read_config(spec)
    preprocess = preprocess_of(spec, config)
    tokenize = tokenizer_of(config["model_cfg"]["text_cfg"], tokenizer_folder(spec))
    towers = build(spec, config["model_cfg"], file, preprocess.quick_gelu)
    lanes = Lanes(torch.get_num_threads())

    reference = ImageTower(towers.visual, preprocess, CPU_FLOAT32, lanes)

    def place(placement: Placement) -> ImageTower:
        return ImageTower(placed(towers.visual, placement), preprocess, placement, lanes)

    def place_text(device: str) -> TextTower:
        # A query is few rows: they don't pay for laying out, which would copy all weights.
        there = placed(towers.text, Placement(device, "float32"), lay_out=False)
        return TextTower(there, device)

    known = Timings(timings, spec.architecture, precision)
    try:
        started = start(reference, place, devices_for(device), precision, known)
    except NoVector as e:
        raise ModelUnavailable(f"The weights {file} give no usable vectors ({e}).") from e
    return ClipEncoder(
        spec,
        config["model_cfg"]["embed_dim"],
        preprocess.crop,
        started,
        place,
        place_text,
        tokenize,
    )


def _present(spec: ModelSpec) -> Path:
    if file := located(spec):
        return file
    raise ModelUnavailable(
        f"The model {spec.name} is not on this machine yet. Fetch it while online, name a weights"
        " file, or use --model demo."
    )
