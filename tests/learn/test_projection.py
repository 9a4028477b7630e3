"""Principal components: against scikit-learn, out of sample, signs kept, nothing to tell apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from imagefinder.core.errors import KnownError
from imagefinder.learn.projection import KEPT, Basis, Moments, fit, place


def unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def cone(count: int, dim: int, seed: int = 0, spread: float = 1.0) -> np.ndarray:
    """Unit vectors as a model's lie: around one direction, spread less and less along the axes."""
    rng = np.random.default_rng(seed)
    fading = np.arange(1, dim + 1) ** -0.7 * spread
    return unit(rng.standard_normal((count, dim)) * fading + np.eye(dim)[-1])


def fitted(vectors: np.ndarray, block: int = 100, previous: Basis | None = None) -> Basis:
    moments = Moments(vectors.shape[1])
    for start in range(0, len(vectors), block):
        moments.add(vectors[start : start + block])
    return fit(moments, previous)


@pytest.mark.parametrize(("count", "dim"), [(1000, 64), (40, 64), (12, 512), (3, 5)])
@pytest.mark.parametrize("spread", [1.0, 0.05])
def test_it_equals_scikit_learn_up_to_sign(count: int, dim: int, spread: float) -> None:
    vectors = cone(count, dim, spread=spread)
    basis = fitted(vectors)
    kept = min(KEPT, dim, count - 1)
    theirs = PCA(kept, svd_solver="full").fit(vectors.astype(np.float64))
    signs = np.sign((basis.axes * theirs.components_).sum(axis=1))

    assert basis.axes.shape == (kept, dim)
    np.testing.assert_allclose(basis.mean, theirs.mean_, atol=1e-6)
    np.testing.assert_allclose(basis.explained, theirs.explained_variance_ratio_, atol=1e-6)
    np.testing.assert_allclose(basis.axes * signs[:, None], theirs.components_, atol=1e-4)
    np.testing.assert_allclose(place(basis, vectors) * signs, theirs.transform(vectors), atol=1e-4)


@given(st.integers(1, 300))
def test_blocks_of_any_size_give_the_same(block: int) -> None:
    vectors = cone(300, 24)
    whole, parts = fitted(vectors, 300), fitted(vectors, block)
    np.testing.assert_allclose(parts.axes, whole.axes, atol=1e-5)
    np.testing.assert_allclose(parts.explained, whole.explained, atol=1e-9)


def test_an_empty_block_changes_nothing() -> None:
    vectors, moments = cone(20, 8), Moments(8)
    moments.add(vectors[:0])
    moments.add(vectors)
    moments.add(vectors[:0])
    np.testing.assert_array_equal(fit(moments).axes, fitted(vectors).axes)


def test_a_new_vector_is_placed_as_by_hand() -> None:
    basis, new = fitted(cone(500, 32)), cone(7, 32, seed=1)
    by_hand = [
        [sum((vector - basis.mean) * axis) for axis in basis.axes.astype(np.float64)]
        for vector in new.astype(np.float64)
    ]
    np.testing.assert_allclose(place(basis, new), by_hand, atol=1e-6)


def test_the_largest_loading_is_positive() -> None:
    axes = fitted(cone(500, 32)).axes
    assert (axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)] > 0).all()


def test_a_refit_does_not_mirror_the_map() -> None:
    vectors = cone(600, 32)
    before = fitted(vectors[:400])
    mirrored = before._replace(axes=-before.axes)
    for previous in (before, mirrored):
        again = fitted(vectors, previous=previous)
        places, old = place(again, vectors), place(previous, vectors)
        for axis in range(4):
            assert np.corrcoef(places[:, axis], old[:, axis])[0, 1] > 0.9


def test_an_axis_follows_the_old_one_that_it_is_most_like_though_they_changed_places() -> None:
    vectors = cone(600, 16)
    plain = fitted(vectors)
    swapped = plain._replace(axes=-plain.axes[[1, 0, *range(2, len(plain.axes))]])
    np.testing.assert_allclose(fitted(vectors, previous=swapped).axes, -plain.axes, atol=1e-6)


def test_a_basis_of_another_model_is_no_guide() -> None:
    vectors = cone(100, 16)
    other = fitted(cone(100, 8))
    np.testing.assert_array_equal(fitted(vectors, previous=other).axes, fitted(vectors).axes)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_are_no_map(count: int) -> None:
    with pytest.raises(KnownError, match=f"at least 3 different pictures; there are {count} here"):
        fitted(cone(5, 8)[:count])


def test_pictures_that_all_look_the_same_are_no_map() -> None:
    with pytest.raises(KnownError, match="look the same"):
        fitted(np.repeat(cone(1, 64), 50, axis=0))


def test_half_precision_copies_of_one_picture_are_the_same() -> None:
    rounded = unit(np.repeat(cone(1, 64), 50, axis=0).astype(np.float16).astype(np.float32))
    with pytest.raises(KnownError, match="look the same"):
        fitted(rounded)


def test_pictures_along_a_line_lie_on_one_axis() -> None:
    start, end = cone(2, 16)
    shares = np.linspace(0, 0.01, 9)[:, None]
    basis = fitted(((1 - shares) * start + shares * end).astype(np.float32))
    assert basis.explained[0] > 0.99
    assert (basis.explained >= 0).all()
