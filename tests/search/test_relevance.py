"""Bands of relevance: what stands out of a query's own background, and when nothing does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagefinder.search.relevance import bands

DIM = 512


def background(middle: float, spread: float, count: int = 2000) -> np.ndarray:
    return np.random.default_rng(3).normal(middle, spread, count).astype(np.float32)


def test_hits_as_a_model_of_512_scores_them() -> None:
    # Scores published for ViT-B-32-256 and "kitty": four cats, a cautious one, then other things.
    scores = [0.269, 0.247, 0.243, 0.242, 0.210, 0.167, 0.165, 0.152]
    assert bands(scores, background(0.12, 0.025), DIM) == (4, 5)


def test_hits_of_a_small_model_whose_scores_spread_wide() -> None:
    scores = [0.80, 0.78, 0.70, 0.65, 0.58, 0.47, 0.36]
    sure, maybe = bands(scores, background(0.0, 0.33), 64)
    assert (sure, maybe) == (4, 6)


def test_words_that_mean_nothing_to_the_model_raise_nothing() -> None:
    scores = np.sort(background(0.02, 0.01))[::-1][:50]
    assert bands(scores, background(0.02, 0.01), 64) == (0, 0)


def test_the_best_of_an_ordinary_background_are_not_sure() -> None:
    every = background(0.15, 0.03)
    sure, maybe = bands(np.sort(every)[::-1], every, DIM)
    assert sure == 0
    assert maybe < len(every) / 20


@pytest.mark.parametrize("count", [0, 29])
def test_a_small_library_tells_nothing(count: int) -> None:
    assert bands([0.9, 0.1], background(0.0, 0.1, count), DIM) == (0, 2)


def test_no_hits() -> None:
    assert bands([], background(0.0, 0.1), DIM) == (0, 0)


@given(st.lists(st.floats(-1, 1, width=32), max_size=40), st.floats(0, 0.3))
def test_bands_lie_within_the_hits(scores: list[float], spread: float) -> None:
    falling = sorted(scores, reverse=True)
    sure, maybe = bands(falling, background(0.1, spread, 100), 64)
    assert 0 <= sure <= maybe <= len(falling)
