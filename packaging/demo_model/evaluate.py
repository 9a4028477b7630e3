"""Measures the demo model on scenes that it has never seen.

Run `python packaging/demo_model/evaluate.py FOLDER --seed 1000`. Prints one row per gate: what
was measured, what is asked, whether that is reached. The test of the demo model calls `measure`.
Scenes reach the model as photos do: drawn at 160 pixels and more, and through the transforms of
the model's own config.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import numpy.typing as npt
import open_clip
import torch

from imagefinder.demo.captions import Wording, caption, phrase
from imagefinder.demo.scenes import WORDS, Scene, draw, random_scene

Vectors = npt.NDArray[np.float32]
"""(n, dim) unit rows."""

HELD_OUT_SEED = 1_000_000
"""Added to the given seed: training draws its scenes from other generators."""
SIZES = ((160, 160), (200, 150), (150, 200))

GATES = {
    "shape": 0.80,
    "shape, one word": 0.80,
    "shape, colour named": 0.80,
    "colour": 0.95,
    "colour, one word": 0.95,
    "background": 0.95,
    "size": 0.95,
    "top or bottom": 0.95,
    "left or right": 0.90,
    "precision at 5, colour and shape": 0.70,
    "precision at 5, shape": 0.70,
    "full captions, first hit": 0.90,
}
"""What is measured, and the least that will do."""


class Model:
    """The demo model and its transforms, loaded as the program loads any model."""

    def __init__(self, folder: Path) -> None:
        name = f"local-dir:{folder}"
        begun = time.perf_counter()
        self._model, _, self._transform = open_clip.create_model_and_transforms(name)
        self._model.eval()
        self.load_s = time.perf_counter() - begun
        self._tokenizer = open_clip.get_tokenizer(name)

    @torch.inference_mode()
    def see(self, scenes: Sequence[Scene], seed: int, chunk: int = 100) -> Vectors:
        """Draw scenes and embed the pictures."""
        parts = []
        for start in range(0, len(scenes), chunk):
            pictures = [
                self._transform(draw(scene, SIZES[n % len(SIZES)], seed + n))
                for n, scene in enumerate(scenes[start : start + chunk], start)
            ]
            parts.append(self._model.encode_image(torch.stack(pictures), normalize=True))
        return np.asarray(torch.cat(parts))

    @torch.inference_mode()
    def read(self, texts: Sequence[str]) -> Vectors:
        """Embed texts."""
        return np.asarray(self._model.encode_text(self._tokenizer(list(texts)), normalize=True))


@dataclass(frozen=True)
class HeldOut:
    """Freshly drawn scenes and the model's vectors of their pictures."""

    scenes: list[Scene]
    pictures: Vectors


def hold_out(model: Model, count: int, seed: int) -> HeldOut:
    """Draw `count` scenes that were not trained on."""
    rng = np.random.default_rng(HELD_OUT_SEED + seed)
    scenes = [random_scene(rng) for _ in range(count)]
    return HeldOut(scenes, model.see(scenes, (HELD_OUT_SEED + seed) * 100_000))


def measure(model: Model, held_out: HeldOut) -> dict[str, float]:
    """Measure everything in `GATES`, each from 0 to 1."""
    return {
        "shape": _accuracy(model, held_out, "shape", "a {}"),
        "shape, one word": _accuracy(model, held_out, "shape", "{}"),
        "shape, colour named": _shape_with_colour(model, held_out),
        "colour": _accuracy(model, held_out, "colour", "a {} shape"),
        "colour, one word": _accuracy(model, held_out, "colour", "{}"),
        "background": _accuracy(model, held_out, "background", None),
        "size": _accuracy(model, held_out, "size", "a {} shape"),
        "top or bottom": _accuracy(model, held_out, "vertical", "something at the {}"),
        "left or right": _accuracy(model, held_out, "horizontal", "something on the {}"),
        "precision at 5, colour and shape": _precision(model, held_out, ("colour", "shape")),
        "precision at 5, shape": _precision(model, held_out, ("shape",)),
        "full captions, first hit": _first_hits(model, held_out),
    }


def _accuracy(model: Model, held_out: HeldOut, attribute: str, prompt: str | None) -> float:
    """Classify every picture by the prompt that is nearest, one prompt per word."""
    texts = [
        prompt.format(word) if prompt else _phrase(held_out.scenes[0], attribute, word)
        for word in WORDS[attribute]
    ]
    best = (held_out.pictures @ model.read(texts).T).argmax(1)
    truth = [WORDS[attribute].index(getattr(scene, attribute)) for scene in held_out.scenes]
    return float(np.mean(best == np.array(truth)))


def _phrase(scene: Scene, attribute: str, word: str) -> str:
    return phrase(replace(scene, **{attribute: word}), (attribute,), Wording())


def _shape_with_colour(model: Model, held_out: HeldOut) -> float:
    """Classify by "a red circle", "a red square" …, given that the colour is known."""
    shapes, colours = WORDS["shape"], WORDS["colour"]
    texts = model.read([f"a {colour} {shape}" for colour in colours for shape in shapes])
    scores = (held_out.pictures @ texts.T).reshape(-1, len(colours), len(shapes))
    known = [colours.index(scene.colour) for scene in held_out.scenes]
    best = scores[np.arange(len(known)), known].argmax(1)
    return float(np.mean(best == [shapes.index(scene.shape) for scene in held_out.scenes]))


def _precision(
    model: Model, held_out: HeldOut, mentioned: tuple[str, ...], first: int = 5
) -> float:
    """Search for every combination that five scenes or more show, and count right first hits."""
    sought = [tuple(getattr(scene, name) for name in mentioned) for scene in held_out.scenes]
    queries = [query for query in sorted(set(sought)) if sought.count(query) >= first]
    scores = model.read([f"a {' '.join(query)}" for query in queries]) @ held_out.pictures.T
    found = np.argsort(-scores, axis=1)[:, :first]
    right = [[sought[n] == query for n in row] for query, row in zip(queries, found, strict=True)]
    return float(np.mean(right))


def _first_hits(model: Model, held_out: HeldOut, among: int = 1000) -> float:
    """Search by full caption among a thousand pictures; a twin of the scene counts as right."""
    scenes = held_out.scenes[:among]
    scores = model.read([caption(scene) for scene in scenes]) @ held_out.pictures[:among].T
    found = scores.argmax(1)
    return float(np.mean([scenes[n] == scene for n, scene in zip(found, scenes, strict=True)]))


def main() -> None:
    """Print the table of gates; exit with 1 if one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1500)
    options = parser.parse_args()
    model = Model(options.folder.resolve())
    measured = measure(model, hold_out(model, options.count, options.seed))
    print(f"{'load, in seconds':34} {model.load_s:.3f}  asked at most 1.00")
    for name, value in measured.items():
        verdict = "" if value >= GATES[name] else "  MISSED"
        print(f"{name:34} {value:.3f}  asked {GATES[name]:.2f}{verdict}")
    sys.exit(any(value < GATES[name] for name, value in measured.items()))


if __name__ == "__main__":
    main()
