"""Vectors of the whole chain against plain open_clip on the same weights, picture by picture.

    python -m benchmarks vectors FOLDER [--model ARCH:PATH] [--count N]

Plain open_clip opens the picture with Pillow, turns it upright and applies its own transforms. Ours
reads the file as indexing does: once decoding all of it (expected: cosine of 0.9999 at least) and
once decoding a draft (expected: 0.995 at least with the mean removed, since vectors of random
weights are nearly parallel). Without `--model`, random weights of ViT-B-32-256 are made.
"""

import argparse
import os
import tempfile
from pathlib import Path

import numpy as np

# Ours first: it sets what must be set before torch is imported.
from imagefinder.core.types import CropSpec, Pixels, Vectors
from imagefinder.embed import clip
from imagefinder.embed.models import ModelSpec, resolve
from imagefinder.files.decode import Limits, decode, read_content

import open_clip  # isort: skip
import torch  # isort: skip
from PIL import Image, ImageOps

from benchmarks.random_weights import random_model, write_weights

ARCHITECTURE = "ViT-B-32-256"
TAG = "datacomp_s34b_b86k"
LIMITS = Limits(max_pixels=250 * 10**6, max_file_bytes=10**9)


def main(argv: list[str]) -> None:
    """Print the smallest and the median cosine of both ways of decoding."""
    parser = argparse.ArgumentParser(prog="benchmarks vectors")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--count", type=int, default=10**9)
    options = parser.parse_args(argv)
    files = sorted(f for f in options.folder.rglob("*.jp*g"))[: options.count]
    with tempfile.TemporaryDirectory() as folder:
        weights = Path(folder) / "random.safetensors"
        name = options.model or f"{ARCHITECTURE}:{_random(weights)}"
        spec = resolve(name)
        theirs = plain_open_clip(spec, files)
        full, draft = ours(spec, files, draft=False), ours(spec, files, draft=True)
    print(f"{len(files)} pictures, {name}")
    for label, cosines in (
        ("full decode, cosine", cosine(theirs, full)),
        ("full decode, mean removed", cosine(*without_mean(theirs, full))),
        ("draft decode, mean removed", cosine(*without_mean(theirs, draft))),
    ):
        print(f"{label:28} min {cosines.min():.6f}  median {np.median(cosines):.6f}")


def _random(file: Path) -> Path:
    return write_weights(random_model(ARCHITECTURE), file)


def plain_open_clip(spec: ModelSpec, files: list[Path]) -> Vectors:
    """Unit vectors `(n, dim)` by open_clip's own loading, transforms and model."""
    if spec.folder is not None:
        model, _, transform = open_clip.create_model_and_transforms(f"local-dir:{spec.folder}")
    else:
        model, _, transform = open_clip.create_model_and_transforms(
            spec.architecture, pretrained=str(spec.weights), load_weights=True
        )
    model.eval()
    rows = []
    with torch.inference_mode():
        for file in files:
            with Image.open(file) as opened:
                picture = transform(ImageOps.exif_transpose(opened).convert("RGB"))
            rows.append(model.encode_image(picture[None], normalize=True)[0].numpy())
    return np.stack(rows)


def ours(spec: ModelSpec, files: list[Path], *, draft: bool) -> Vectors:
    """Unit vectors `(n, dim)` as indexing makes them."""
    encoder = clip.load(spec, device="cpu", precision="float32")
    crops = [_cropped(file, encoder.crop, draft) for file in files]
    return encoder.encode_images(np.stack(crops))


def _cropped(file: Path, wanted: CropSpec, draft: bool) -> Pixels:
    crop = decode(read_content(os.fspath(file), LIMITS), wanted, LIMITS, draft=draft).crop
    assert crop is not None  # it was asked for
    return crop


def cosine(one: Vectors, other: Vectors) -> Vectors:
    """Row by row."""
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    cosines: Vectors = (one * other).sum(axis=1) / lengths
    return cosines


def without_mean(one: Vectors, other: Vectors) -> tuple[Vectors, Vectors]:
    """Both without the mean of the first: what tells the pictures apart."""
    return one - one.mean(axis=0), other - one.mean(axis=0)
