"""Trains the demo model: a small CLIP, by open_clip, on drawn scenes.

Run `python packaging/demo_model/train.py --seed 1 --out FOLDER`. Out come the three files that
open_clip loads as `local-dir:FOLDER`. Scenes are drawn first and kept in `--scenes-folder`, so
that a second run starts at once; `--seed` decides the first weights, the order and the wording.
"""

import argparse
import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

# Set before torch is imported: threads that spin while they wait starve other programs.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import torch
from batches import Comparison, comparisons
from drawn import Drawn, draw_scenes
from open_clip import SimpleTokenizer
from open_clip.model import CLIP
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from imagefinder.demo.scenes import WORDS

PIXELS = 64
CONTEXT_LENGTH = 20
DIM = 64
VISION = {"image_size": PIXELS, "layers": [1, 1, 1, 1], "width": 8, "head_width": 64}
TEXT = {
    "context_length": CONTEXT_LENGTH,
    "vocab_size": 49408,
    "width": 64,
    "heads": 4,
    "layers": 2,
}
FILLER = 0.2
"""The share of texts that get a word of no meaning, so that unknown words do little harm."""
HORIZONTAL = 5
SAVED_EVERY = 500


def main() -> None:
    """Draw, train, save."""
    options = _options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    drawn = draw_scenes(options.scenes, PIXELS, 0, options.scenes_folder, options.threads)
    mean, deviation = _mean_and_deviation(drawn)
    normalise = _normaliser(mean, deviation)
    for model in train(drawn, normalise, options):
        save(model, mean, deviation, options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder for the model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenes", type=int, default=60_000)
    parser.add_argument("--scenes-folder", type=Path, default=Path("build/demo-scenes"))
    parser.add_argument("--steps", type=int, default=2_500)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def train(
    drawn: Drawn, normalise: Callable[[Tensor], Tensor], options: argparse.Namespace
) -> Iterator[CLIP]:
    """Train for `steps` steps of `batch` scenes; yield the model now and then, and at the end."""
    rng = np.random.default_rng(options.seed)
    model = CLIP(DIM, VISION, TEXT)
    model = model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(_groups(model), lr=options.rate, betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, _warm_then_cosine(options.steps))
    tokenize = _Tokens(rng)
    begun = time.monotonic()
    for step in range(options.steps):
        pictures, labels = _batch(drawn, options.batch, rng)
        compared = list(comparisons(labels, rng))
        losses = _losses(model, normalise(pictures), compared, tokenize)
        optimizer.zero_grad(set_to_none=True)
        torch.stack(losses).sum().backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        with torch.no_grad():
            model.logit_scale.clamp_(0, math.log(100))
        if step % 50 == 0:
            passed_s = time.monotonic() - begun
            print(f"{passed_s:6.0f} s  step {step:5}  {_told(compared, losses)}", flush=True)
        if (step + 1) % SAVED_EVERY == 0 or step + 1 == options.steps:
            yield model


def _told(compared: list[Comparison], losses: list[Tensor]) -> str:
    """Say how each comparison of a step went: "shape 0.20  colour 0.11  all 0.01"."""
    return "  ".join(
        f"{'all' if len(c.mentioned) == len(WORDS) else '+'.join(c.mentioned)} {loss.item():.2f}"
        for c, loss in zip(compared, losses, strict=True)
    )


def _groups(model: CLIP) -> list[dict[str, object]]:
    """Let weight decay act on matrices, not on biases, norms and single words."""
    decayed = [p for n, p in model.named_parameters() if p.ndim > 1 and "embedding" not in n]
    rest = [p for n, p in model.named_parameters() if p.ndim <= 1 or "embedding" in n]
    return [{"params": decayed, "weight_decay": 0.05}, {"params": rest, "weight_decay": 0.0}]


def _warm_then_cosine(steps: int, warm: int = 150) -> Callable[[int], float]:
    def factor(step: int) -> float:
        return min(1.0, (step + 1) / warm) * 0.5 * (1 + math.cos(math.pi * step / steps))

    return factor


def _batch(drawn: Drawn, size: int, rng: np.random.Generator) -> tuple[Tensor, np.ndarray]:
    """Pick scenes at random, half of them mirrored: what was left is then right."""
    rows = np.sort(rng.choice(len(drawn.labels), size, replace=False))
    rows = rng.permutation(rows)
    labels = drawn.labels[rows]
    pictures = torch.from_numpy(drawn.pictures[rows]).permute(0, 3, 1, 2)
    mirrored = rng.random(size) < 0.5
    labels[mirrored, HORIZONTAL] = 1 - labels[mirrored, HORIZONTAL]
    turned = torch.from_numpy(mirrored)[:, None, None, None]
    return torch.where(turned, pictures.flip(-1), pictures), labels


class _Tokens:
    """Turns texts into tokens, with a meaningless word thrown in now and then."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._tokenizer = SimpleTokenizer(context_length=CONTEXT_LENGTH)
        self._rng = rng
        self._known: dict[str, list[int]] = {}

    def __call__(self, texts: list[str]) -> Tensor:
        tokens = torch.zeros(len(texts), self._tokenizer.context_length, dtype=torch.long)
        for row, text in enumerate(texts):
            numbers = self._numbers(text)
            tokens[row, : len(numbers)] = torch.tensor(numbers)
        return tokens

    def _numbers(self, text: str) -> list[int]:
        if text not in self._known:
            self._known[text] = self._tokenizer.encode(text)
        numbers = list(self._known[text])
        if self._rng.random() < FILLER:
            place = int(self._rng.integers(len(numbers) + 1))
            numbers.insert(place, int(self._rng.integers(512, self._tokenizer.sot_token_id)))
        numbers = numbers[: self._tokenizer.context_length - 2]
        return [self._tokenizer.sot_token_id, *numbers, self._tokenizer.eot_token_id]


def _losses(
    model: CLIP, pictures: Tensor, compared: list[Comparison], tokenize: _Tokens
) -> list[Tensor]:
    """Score every comparison both ways: the text for a picture, the pictures for a text."""
    seen = model.encode_image(pictures, normalize=True)
    read = model.encode_text(tokenize([t for c in compared for t in c.texts]), normalize=True)
    by_comparison = read.split([len(c.texts) for c in compared])
    scale = model.logit_scale.exp()
    return [
        _loss(scale * seen[: len(c.fitting)] @ texts.T, torch.from_numpy(c.fitting))
        for c, texts in zip(compared, by_comparison, strict=True)
    ]


def _loss(logits: Tensor, fitting: Tensor) -> Tensor:
    """Give CLIP's symmetric loss where several pictures may fit one text; 0 is perfect."""
    true = functional.one_hot(fitting, logits.shape[1]).float()
    fits = true.sum(0)
    by_text = -(true * logits.log_softmax(0)).sum(0) / fits - fits.log()
    return 0.5 * (functional.cross_entropy(logits, fitting) + by_text.mean())


def _mean_and_deviation(drawn: Drawn) -> tuple[list[float], list[float]]:
    """Measure the colour channels, from 0 to 1, over two thousand scenes."""
    sample = drawn.pictures[:2000].reshape(-1, 3) / 255
    return sample.mean(0).round(4).tolist(), sample.std(0).round(4).tolist()


def _normaliser(mean: list[float], deviation: list[float]) -> Callable[[Tensor], Tensor]:
    centre, spread = (torch.tensor(values).view(1, 3, 1, 1) for values in (mean, deviation))
    return lambda pictures: (pictures / 255 - centre) / spread


def save(model: CLIP, mean: list[float], deviation: list[float], folder: Path) -> None:
    """Write the weights in half precision, and the config that open_clip reads."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: _halved(tensor) for name, tensor in model.state_dict().items()}
    save_file(weights, folder / "open_clip_model.safetensors", {"format": "pt"})
    preprocess = {"size": PIXELS, "mode": "RGB", "mean": mean, "std": deviation}
    preprocess |= {"interpolation": "bicubic", "resize_mode": "shortest"}
    model_config = {"embed_dim": DIM, "vision_cfg": VISION, "text_cfg": TEXT}
    config = {"model_cfg": model_config, "preprocess_cfg": preprocess}
    (folder / "open_clip_config.json").write_text(json.dumps(config, indent=2) + "\n")


def _halved(tensor: Tensor) -> Tensor:
    tensor = tensor.detach().contiguous()
    return tensor.half() if tensor.is_floating_point() else tensor


if __name__ == "__main__":
    main()
