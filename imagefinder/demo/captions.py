"""Scenes in words: full captions, and the short queries that people type.

In: a `Scene`, which of its attributes to mention, and a random generator for the wording.
Out: lower-case English. Called by the training script of the demo model, by its evaluation and
by tests; the wording is what the demo model understands.
"""

from collections.abc import Collection, Sequence

import numpy as np

from imagefinder.demo.scenes import WORDS, Scene

SYNONYMS: dict[str, tuple[str, ...]] = {
    "moon": ("moon", "crescent"),
    "cross": ("cross", "plus sign"),
    "turquoise": ("turquoise", "cyan", "teal"),
    "purple": ("purple", "violet"),
    "grey": ("grey", "gray"),
    "big": ("big", "large", "huge"),
    "small": ("small", "little", "tiny"),
    "top": ("top", "upper"),
    "bottom": ("bottom", "lower"),
}
"""Other words for an attribute's value; the first one is the plain one."""

PLACES: dict[str, tuple[str, ...]] = {
    "beach": ("on a beach", "at the beach", "beach", "by the sea"),
    "forest": ("in a forest", "in the woods", "forest", "among trees"),
    "meadow": ("in a meadow", "meadow", "on the grass", "in green hills"),
    "snow": ("in the snow", "snow", "in winter", "snowy mountains"),
    "desert": ("in a desert", "desert", "in the desert", "sand dunes"),
    "night": ("at night", "night", "in the night sky", "in the dark"),
    "sunset": ("at sunset", "sunset", "in the sunset", "in the evening"),
    "under water": ("under water", "underwater", "in the sea", "in the ocean"),
    "city": ("in a city", "city", "in the city", "in front of houses"),
    "green backdrop": ("on a green background", "green background", "green wall"),
    "blue backdrop": ("on a blue background", "blue background", "blue wall"),
    "pink backdrop": ("on a pink background", "pink background", "pink wall"),
}

PLURALS = {"fish": "fish", "cross": "crosses"}
PREFIXES = ("a picture of ", "a photo of ", "a drawing of ", "picture of ", "photo of ")
THINGS = ("something", "a thing", "an object", "a shape")
HALVES = {"vertical": ("at the", "in the", "near the"), "horizontal": ("on the", "to the")}
CORNERS = ("in the {}", "at the {}", "in the {} corner", "{}", "{} corner")


class Wording:
    """Chooses among ways to say a thing; without a generator always the first."""

    def __init__(self, rng: np.random.Generator | None = None) -> None:
        self._rng = rng

    def pick(self, ways: Sequence[str]) -> str:
        """Choose one way; the first one is as likely as all the others together."""
        if self._rng is None or self._rng.random() < 0.5:
            return ways[0]
        return ways[int(self._rng.integers(len(ways)))]

    def chance(self, probability: float) -> bool:
        """Decide whether to depart from the plain wording."""
        return self._rng is not None and float(self._rng.random()) < probability

    def say(self, value: str) -> str:
        """Name an attribute's value, perhaps by a synonym."""
        return self.pick(SYNONYMS.get(value, (value,)))


def caption(scene: Scene) -> str:
    """Describe a scene in full: "a big red circle in the top left on a beach"."""
    return phrase(scene, WORDS, Wording())


def phrase(scene: Scene, mentioned: Collection[str], wording: Wording) -> str:
    """Put the `mentioned` attributes of a scene (and nothing else) into words."""
    place = wording.pick(PLACES[scene.background]) if "background" in mentioned else ""
    spot = _spot(scene, mentioned, wording)
    if not {"shape", "colour", "size"} & set(mentioned):
        subject = "" if wording.chance(0.5) else wording.pick(THINGS)
    else:
        subject = _subject(scene, mentioned, wording)
    rest = [place, spot] if wording.chance(0.2) else [spot, place]
    prefix = wording.pick(PREFIXES) if subject and wording.chance(0.15) else ""
    return prefix + " ".join(part for part in [subject, *rest] if part)


def _subject(scene: Scene, mentioned: Collection[str], wording: Wording) -> str:
    """Say "a big red circle", or less, or without the article, or as many."""
    adjectives = [
        wording.say(value)
        for name, value in (("size", scene.size), ("colour", scene.colour))
        if name in mentioned
    ]
    if "shape" in mentioned:
        noun = wording.say(scene.shape)
        if wording.chance(0.15):
            return " ".join([*adjectives, PLURALS.get(noun, f"{noun}s")])
    elif wording.chance(0.4):
        return " ".join(adjectives)
    elif wording.chance(0.3):
        return " ".join(["something", *adjectives])
    else:
        noun = wording.pick(("shape", "thing", "object"))
    bare = " ".join([*adjectives, noun])
    if wording.chance(0.4):
        return bare
    return ("an " if bare[0] in "aeiou" else "a ") + bare


def _spot(scene: Scene, mentioned: Collection[str], wording: Wording) -> str:
    """Say where the object is: a corner, or one half of the picture."""
    values = {"vertical": scene.vertical, "horizontal": scene.horizontal}
    said = {name: value for name, value in values.items() if name in mentioned}
    if len(said) == 2:
        corner = f"{wording.say(scene.vertical)} {scene.horizontal}"
        return wording.pick(CORNERS).format(corner)
    for name, value in said.items():
        return value if wording.chance(0.2) else f"{wording.pick(HALVES[name])} {value}"
    return ""
