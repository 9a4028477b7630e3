"""The query vector: the weighted sum of its terms, of length one."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from imagefinder.core.errors import KnownError
from imagefinder.search.compose import EmbeddedTerm, compose
from tests.search.small import unit

WEIGHTS = st.floats(-4, 4).filter(lambda weight: abs(weight) > 0.01)
TERMS = st.lists(st.tuples(st.integers(0, 9), WEIGHTS), min_size=1, max_size=5)


def composed(terms, scale=1.0):
    return compose(EmbeddedTerm(unit(seed), weight * scale) for seed, weight in terms)


@given(TERMS)
def test_against_the_plain_sum(terms):
    total = sum(weight * unit(seed).astype(float) for seed, weight in terms)
    assume(np.linalg.norm(total) > 0.01 * sum(abs(weight) for _, weight in terms))
    vector = composed(terms)
    assert vector.dtype == np.float32
    np.testing.assert_allclose(vector, total / np.linalg.norm(total), atol=1e-4)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


@given(TERMS, st.sampled_from([1e-30, 1e-4, 3.0, 1e30, 1e300]))
def test_only_the_proportion_of_the_weights_counts(terms, scale):
    total = sum(weight * unit(seed).astype(float) for seed, weight in terms)
    assume(np.linalg.norm(total) > 0.01 * sum(abs(weight) for _, weight in terms))
    np.testing.assert_allclose(composed(terms, scale), composed(terms), atol=1e-5)


@pytest.mark.parametrize("weights", [(1, -1), (0, 0), (1e-20, -1e-20), (1e30, -1e30)])
def test_terms_that_cancel_out_are_a_sentence(weights):
    with pytest.raises(KnownError, match="cancel"):
        compose(EmbeddedTerm(unit(1), weight) for weight in weights)


def test_one_small_weight_is_as_good_as_any():
    np.testing.assert_allclose(composed([(1, 1e-6)]), unit(1), atol=1e-6)
