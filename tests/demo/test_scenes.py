"""The drawn world: the same seed draws the same picture, and the words are in it."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from imagefinder.demo.canvas import Canvas
from imagefinder.demo.captions import Wording, caption, phrase
from imagefinder.demo.scenes import COLOURS, WORDS, Scene, draw, random_scene

PLAIN = Scene("circle", "red", "blue backdrop", "big", "top", "left")


def pixels_of(scene: Scene, pixels: tuple[int, int] = (120, 120), seed: int = 3) -> np.ndarray:
    return np.asarray(draw(scene, pixels, seed), np.float32)


def object_mask(scene: Scene, pixels: tuple[int, int] = (120, 120)) -> np.ndarray:
    """Where a scene's picture has its object's colour."""
    difference = pixels_of(scene, pixels) - np.array(COLOURS[scene.colour], np.float32)
    return np.abs(difference).max(axis=2) < 70


def test_same_seed_same_picture() -> None:
    assert np.array_equal(pixels_of(PLAIN), pixels_of(PLAIN))
    assert not np.array_equal(pixels_of(PLAIN), pixels_of(PLAIN, seed=4))


@pytest.mark.parametrize("background", WORDS["background"])
@pytest.mark.parametrize("pixels", [(64, 64), (97, 160), (200, 90)])
def test_every_background_in_every_format(background: str, pixels: tuple[int, int]) -> None:
    picture = draw(replace(PLAIN, background=background), pixels, 5)
    assert picture.mode == "RGB"
    assert picture.size == pixels
    assert np.asarray(picture).std() > 10


@pytest.mark.parametrize("shape", WORDS["shape"])
def test_shapes_differ_from_each_other(shape: str) -> None:
    mask = object_mask(replace(PLAIN, shape=shape))
    assert 0.05 < mask.mean() < 0.3
    for other in set(WORDS["shape"]) - {shape}:
        other_mask = object_mask(replace(PLAIN, shape=other))
        overlap = (mask & other_mask).sum() / (mask | other_mask).sum()
        assert overlap < 0.9, f"{shape} looks like {other}"


@pytest.mark.parametrize("vertical", WORDS["vertical"])
@pytest.mark.parametrize("horizontal", WORDS["horizontal"])
@pytest.mark.parametrize("pixels", [(120, 120), (240, 120), (120, 240)])
def test_object_is_where_the_scene_says_and_in_the_central_square(
    vertical: str, horizontal: str, pixels: tuple[int, int]
) -> None:
    scene = replace(PLAIN, vertical=vertical, horizontal=horizontal)
    rows, columns = np.nonzero(object_mask(scene, pixels))
    down, right = rows - pixels[1] / 2, columns - pixels[0] / 2
    assert (down.mean() > 0) == (vertical == "bottom")
    assert (right.mean() > 0) == (horizontal == "right")
    assert max(abs(down).max(), abs(right).max()) <= min(pixels) / 2


def test_big_is_bigger_than_small() -> None:
    assert object_mask(PLAIN).sum() > 1.8 * object_mask(replace(PLAIN, size="small")).sum()


def test_random_scenes_use_every_word() -> None:
    rng = np.random.default_rng(0)
    scenes = [random_scene(rng) for _ in range(400)]
    for name, words in WORDS.items():
        assert {getattr(scene, name) for scene in scenes} == set(words)


def test_caption_says_everything() -> None:
    assert caption(PLAIN) == "a big red circle in the top left on a blue background"
    assert len({caption(replace(PLAIN, shape=shape)) for shape in WORDS["shape"]}) == 9


@pytest.mark.parametrize(
    ("mentioned", "expected"),
    [
        (("shape",), "a circle"),
        (("colour", "shape"), "a red circle"),
        (("colour",), "a red shape"),
        (("background",), "something on a blue background"),
        (("vertical", "horizontal"), "something in the top left"),
        (("horizontal",), "something on the left"),
    ],
)
def test_plain_phrases(mentioned: tuple[str, ...], expected: str) -> None:
    assert phrase(PLAIN, mentioned, Wording()) == expected


def test_article_before_a_vowel() -> None:
    scene = replace(PLAIN, colour="orange")
    assert phrase(scene, ("colour", "shape"), Wording()) == "an orange circle"


def test_phrases_never_mention_more_than_asked() -> None:
    rng = np.random.default_rng(1)
    wording = Wording(rng)
    for _ in range(300):
        said = phrase(PLAIN, ("colour",), wording)
        assert "red" in said
        assert not {"circle", "big", "blue", "top", "left"} & set(said.split())


def test_phrases_know_plurals() -> None:
    rng = np.random.default_rng(2)
    wording = Wording(rng)
    scene = replace(PLAIN, shape="cross")
    said = {phrase(scene, ("colour", "shape"), wording) for _ in range(200)}
    assert "red crosses" in said
    assert not [words for words in said if "a red crosses" in words]


def test_nothing_to_cover_changes_nothing() -> None:
    canvas = Canvas(8, 6, np.random.default_rng(0))
    canvas.blend((255, 255, 255), np.zeros((6, 8), np.float32))
    assert isinstance(canvas.image(), Image.Image)
    assert not canvas.pixels.any()
