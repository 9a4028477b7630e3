"""The recommender: what it learns from plain arrays, and that no votes break it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagefinder.learn.recommender import fit

DIM = 16


def unit_rows(rows):
    rows = np.asarray(rows, np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def random_rows(count, seed=0, dim=DIM):
    return unit_rows(np.random.default_rng(seed).standard_normal((count, dim)))


def around(centre, count, seed, noise=0.1):
    spread = np.random.default_rng(seed).standard_normal((count, len(centre)))
    return unit_rows(centre + noise * spread)


@pytest.fixture
def two_kinds():
    """Twelve pictures of one kind, and forty of others."""
    centre = random_rows(1, seed=5)[0]
    return np.concatenate((around(centre, 12, 6), random_rows(40, 7))), np.arange(52) < 12


def test_what_was_not_voted_on_is_told_apart(two_kinds):
    vectors, likes = two_kinds
    voted = np.r_[0:4, 12:24]
    learned = fit(vectors[voted], likes[voted])
    decisions = learned.decide(vectors)
    assert not learned.one_sided
    assert decisions.dtype == np.float32
    assert ((decisions > 0) == likes).mean() > 0.95
    assert decisions[4:12].min() > decisions[24:].max()


def test_few_yes_weigh_as_much_as_many_no(two_kinds):
    vectors, likes = two_kinds
    learned = fit(vectors[10:], likes[10:])
    assert (learned.decide(vectors[:10]) > 0).all()


def test_decisions_are_those_of_scikit_learn(two_kinds):
    from sklearn.svm import SVC

    vectors, likes = two_kinds
    learned = fit(vectors, likes)
    theirs = SVC(C=10, gamma=learned.gamma, class_weight="balanced").fit(vectors, likes)
    expected = theirs.decision_function(vectors)
    assert learned.decide(vectors) == pytest.approx(expected, abs=2e-3)


def test_a_decision_does_not_depend_on_how_many_are_asked_for(two_kinds):
    vectors, likes = two_kinds
    learned = fit(vectors, likes)
    many = np.tile(vectors, (200, 1))
    assert learned.decide(many) == pytest.approx(np.tile(learned.decide(vectors), 200), abs=1e-5)
    assert learned.decide(vectors[:0]).shape == (0,)


@pytest.mark.parametrize("liked", [True, False])
def test_votes_of_one_kind_rank_by_likeness(two_kinds, liked):
    vectors, _ = two_kinds
    learned = fit(vectors[:3], [liked] * 3)
    decisions = learned.decide(vectors)
    assert learned.one_sided
    assert ((decisions > 0) == liked).all()
    strength = np.abs(decisions)
    assert strength[3:12].min() > strength[12:].max()


def test_contradicting_votes_on_near_copies_leave_the_rest_alone(two_kinds):
    vectors, likes = two_kinds
    copies = around(vectors[20], 6, 8, noise=1e-4)
    learned = fit(np.concatenate((vectors, copies)), [*likes, *([True, False] * 3)])
    assert np.isfinite(learned.decide(copies)).all()
    assert ((learned.decide(vectors) > 0) == likes)[np.r_[0:20, 21:52]].mean() > 0.95


def test_the_same_picture_liked_and_not_cancels_out():
    twice = np.repeat(random_rows(1), 2, axis=0)
    learned = fit(twice, [True, False])
    assert abs(learned.decide(twice)[0]) < 0.01
    assert np.isfinite(learned.decide(random_rows(9))).all()


def test_the_majority_wins_on_one_picture(two_kinds):
    vectors, likes = two_kinds
    thrice = np.concatenate((vectors, np.repeat(vectors[:1], 3, axis=0)))
    learned = fit(thrice, [*likes, False, False, False])
    assert learned.decide(vectors[:1])[0] < learned.decide(vectors[4:5])[0]


def test_the_same_votes_learn_the_same(two_kinds):
    one, other = fit(*two_kinds), fit(*two_kinds)
    assert (one.decide(two_kinds[0]) == other.decide(two_kinds[0])).all()


def test_the_direction_points_to_what_is_liked(two_kinds):
    vectors, likes = two_kinds
    along = vectors @ fit(vectors, likes).direction
    assert along[likes].min() > along[~likes].max()


def test_no_votes_or_too_many_are_refused():
    with pytest.raises(ValueError, match="0 votes"):
        fit(random_rows(0), [])
    with pytest.raises(ValueError, match="2 votes on 3"):
        fit(random_rows(3), [True, False])


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=40))
def test_any_votes_on_a_few_pictures_learn_something_finite(votes):
    pictures = random_rows(6)
    rows = [row for row, _ in votes]
    learned = fit(pictures[rows], [liked for _, liked in votes])
    assert np.isfinite(learned.decide(pictures)).all()
    assert np.linalg.norm(learned.direction) <= 1.001
