"""What to vote on next: the order of kinds, and which candidate it is."""

import numpy as np
import pytest

from imagefinder.learn import next_vote
from imagefinder.learn.next_vote import Votes, kind_of_next, near_copies, pick
from imagefinder.learn.recommender import fit
from tests.learn.test_recommender import around, random_rows

NO_SEEDS = np.empty((0, 16), np.float32)


def votes(yes, no):
    return Votes(random_rows(yes + no), np.arange(yes + no) < yes)


def kinds(votes, first, count, seeded=False):
    return [kind_of_next(votes, turn, seeded) for turn in range(first, first + count)]


def test_with_votes_enough_three_kinds_take_turns():
    assert kinds(votes(3, 3), 6, 6) == ["liked", "disliked", "unsure"] * 2


@pytest.mark.parametrize(("yes", "no"), [(0, 0), (5, 0), (0, 5)])
def test_votes_of_one_kind_ask_for_variety(yes, no):
    assert kinds(votes(yes, no), 5, 4) == ["varied"] * 4


@pytest.mark.parametrize(("yes", "no"), [(1, 9), (2, 2), (9, 2)])
def test_a_rare_kind_takes_turns_with_variety(yes, no):
    assert kinds(votes(yes, no), 10, 4) == ["scarce", "varied"] * 2


def test_seeds_come_first_until_three_are_liked():
    assert kinds(votes(0, 0), 0, 4, seeded=True) == ["seeded", "varied"] * 2
    assert kinds(votes(3, 2), 6, 2, seeded=True) == ["scarce", "varied"]
    assert kinds(votes(3, 3), 6, 3, seeded=True) == ["liked", "disliked", "unsure"]


def test_the_rarer_kind_is_the_one_with_fewer_votes():
    few_yes, few_no = votes(1, 4), votes(4, 1)
    assert (few_yes.scarce == few_yes.vectors[:1]).all()
    assert (few_no.scarce == few_no.vectors[4:]).all()


def test_examples_are_the_votes_of_the_kind():
    mixed, seeds = votes(3, 5), random_rows(2, 9)
    counts = {
        kind: len(next_vote.examples(kind, mixed, seeds))
        for kind in ("varied", "seeded", "scarce", "liked", "disliked", "unsure")
    }
    assert counts == {
        "varied": 0,
        "seeded": 2,
        "scarce": 3,
        "liked": 3,
        "disliked": 5,
        "unsure": 8,
    }


def test_variety_is_farthest_from_all_seen():
    seen = random_rows(4)
    candidates = np.concatenate((around(seen[0], 3, 1), around(-seen.mean(axis=0), 1, 2)))
    chosen = pick("varied", Votes(seen, np.ones(4, bool)), None, candidates, NO_SEEDS)
    assert chosen == 3


def test_seeded_is_nearest_to_the_seeds():
    candidates = random_rows(20, 3)
    seeds = around(candidates[7], 3, 1, noise=0.01)
    assert pick("seeded", votes(0, 0), None, candidates, seeds) == 7


@pytest.fixture
def learned():
    """Votes on two kinds, what was learned from them, and candidates from yes to no."""
    likes, dislikes = random_rows(2, 11)
    vectors = np.concatenate((around(likes, 4, 1), around(dislikes, 4, 2)))
    given = Votes(vectors, np.arange(8) < 4)
    mixed = np.linspace(1, 0, 9)[:, None]
    candidates = mixed * likes + (1 - mixed) * dislikes
    candidates /= np.linalg.norm(candidates, axis=1, keepdims=True)
    return given, fit(given.vectors, given.likes), candidates.astype(np.float32)


def test_each_kind_picks_by_decision_value(learned):
    given, recommender, candidates = learned
    decisions = recommender.decide(candidates)

    def decision(kind):
        return decisions[pick(kind, given, recommender, candidates, NO_SEEDS)]

    assert decision("liked") == decisions.max() > 0
    assert decision("disliked") == decisions[decisions < next_vote.DISLIKED].max()
    assert abs(decision("unsure")) == np.abs(decisions).min()


def test_where_nothing_is_disliked_the_best_is_shown_all_the_same(learned):
    given, recommender, candidates = learned
    assert pick("disliked", given, recommender, candidates[:2], NO_SEEDS) in (0, 1)


def test_near_copies_are_those_beyond_the_threshold():
    shown = random_rows(2)
    candidates = np.concatenate((around(shown[0], 2, 1, noise=0.01), random_rows(5, 8), shown[1:]))
    assert near_copies(candidates, shown).tolist() == [True] * 2 + [False] * 5 + [True]
    assert not near_copies(candidates, shown[:0]).any()
