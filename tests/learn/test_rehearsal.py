"""A played person: each picture once, expectations where votes are enough, better than chance."""

import itertools

import numpy as np
import pytest

from imagefinder.learn.next_vote import NEAR_COPY
from imagefinder.learn.rehearsal import average_precision, rehearse
from tests.learn.test_recommender import around, random_rows


@pytest.fixture(scope="module")
def world():
    """Two hundred pictures in twenty-five clusters; the person likes one of them."""
    centres = random_rows(25, 4)
    vectors = np.concatenate([around(centre, 8, n, 0.15) for n, centre in enumerate(centres)])
    return vectors, np.arange(200) // 8 == 3


def test_each_picture_is_voted_on_once_and_truly(world):
    vectors, likes = world
    steps = list(rehearse(vectors, likes, 60))
    assert len({step.row for step in steps}) == 60
    assert [step.liked for step in steps] == likes[[step.row for step in steps]].tolist()


def test_nothing_is_expected_until_three_of_each(world):
    steps = list(rehearse(*world, 40))
    for n, step in enumerate(steps):
        before = [other.liked for other in steps[:n]]
        assert (step.expected_yes is not None) == (min(sum(before), n - sum(before)) >= 3)
    assert sum(step.expected_yes is not None for step in steps) > 10


def test_no_near_copies_in_a_row():
    vectors = np.repeat(random_rows(20), 3, axis=0)
    steps = list(rehearse(vectors, np.arange(60) < 9, 40))
    for one, following in itertools.pairwise(steps):
        assert vectors[one.row] @ vectors[following.row] < NEAR_COPY


def test_the_same_seed_plays_the_same_and_another_does_not(world):
    def played(seed):
        return [step.row for step in rehearse(*world, 12, seed=seed)]

    assert played(1) == played(1)
    assert played(1) != played(2)


def test_chosen_votes_teach_more_than_votes_by_chance(world):
    vectors, likes = world

    def reached(seed, chosen):
        (*_, last) = rehearse(vectors, likes, 30, seed, chosen=chosen)
        return average_precision(likes, last.learned.decide(vectors))

    ours = [reached(seed, True) for seed in range(4)]
    by_chance = [reached(seed, False) for seed in range(4)]
    assert np.mean(ours) > 0.95
    assert np.mean(ours) > np.mean(by_chance) + 0.1


def test_seeds_find_what_is_liked_at_once(world):
    vectors, likes = world
    steps = list(rehearse(vectors, likes, 5, seeds=vectors[likes][:1]))
    assert [step.kind for step in steps][:2] == ["seeded", "varied"]
    assert steps[0].liked


def test_five_pictures_are_enough_to_play():
    steps = list(rehearse(random_rows(5), np.arange(5) < 2, 30))
    assert len(steps) == 5


def test_average_precision():
    relevant = np.array([True, False, True, False])
    assert average_precision(relevant, np.array([4, 3, 2, 1.0])) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(relevant, np.array([1, 4, 2, 3.0])) == pytest.approx((1 / 3 + 0.5) / 2)
    assert average_precision(relevant[[1, 3]], np.array([1, 2.0])) == 0
