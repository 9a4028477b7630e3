"""How often it was right: the interval against known values, the curve."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagefinder.core.tasting import Accuracy
from imagefinder.learn.accuracy import accuracy, curve


@pytest.mark.parametrize(
    ("right", "told", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(right, told, low, high):
    found = accuracy([True] * right + [False] * (told - right))
    assert (found.right, found.told) == (right, told)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_of_none_nothing_is_known():
    assert accuracy([]) == Accuracy(0, 0, 0.0, 1.0)
    assert curve([]) == ()


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_the_share_lies_in_its_interval_and_the_curve_ends_at_the_last_twenty(right):
    found = accuracy(right)
    assert 0 <= found.low <= found.right / found.told
    assert found.right / found.told <= found.high <= 1
    assert len(curve(right)) == len(right)
    assert curve(right)[-1] == sum(right[-20:]) / len(right[-20:])


def test_the_curve_forgets_what_is_long_ago():
    assert curve([False] * 20 + [True] * 20)[-1] == 1.0
    assert curve([True, False])[1] == 0.5
