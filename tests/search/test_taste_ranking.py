"""A taste in a query: its order, its weight beside words, its bands, and what the filters leave."""

import numpy as np
import pytest

from imagefinder.core.errors import KnownError
from imagefinder.core.query import InFolder, Named, PictureVector, Query, TasteTerm, Words
from imagefinder.learn.recommender import fit
from imagefinder.search import taste_ranking
from imagefinder.search.tasting import recommender_of
from imagefinder.store.tastes import Tastes, VoteRow
from tests.search.small import DIM, digest, unit


@pytest.fixture
def tasted(home):
    """Eighty photos; who likes the first axis has voted on sixteen of them."""
    home.put({f"/photos/{'even' if n % 2 == 0 else 'odd'}/{n}.jpg": n for n in range(80)})
    by_axis = sorted(range(80), key=lambda n: -unit(n)[0])
    vote(home, "axis", yes=by_axis[:16:2], no=by_axis[-16::2])
    return home


def vote(home, name, yes, no):
    rows = [VoteRow(digest(n), True) for n in yes] + [VoteRow(digest(n), False) for n in no]
    Tastes(home.library.connection).cast(name, rows)


def numbers(hits):
    return [int(hit.path.rpartition("/")[2].removesuffix(".jpg")) for hit in hits]


def decisions(home, name="axis"):
    learned = recommender_of(Tastes(home.library.connection), home.model.id, DIM, name)
    halves = np.array([unit(n) for n in range(80)]).astype(np.float16).astype(np.float32)
    return learned.decide(halves / np.linalg.norm(halves, axis=1, keepdims=True))


def search(home, *terms, filters=(), top=80):
    return home.searcher().search(Query(terms, tuple(filters)), top)


def test_a_taste_alone_orders_by_decision_value(tasted):
    found = search(tasted, TasteTerm("axis"))
    expected = decisions(tasted)
    assert [hit.score for hit in found.hits] == sorted(expected.tolist(), reverse=True)
    assert numbers(found.hits) == np.argsort(-expected, kind="stable").tolist()


def test_its_bands_are_the_margin_and_nought(tasted):
    found = search(tasted, TasteTerm("axis"))
    expected = decisions(tasted)
    assert (found.sure, found.maybe) == ((expected >= 1).sum(), (expected > 0).sum())
    assert 0 < found.sure < found.maybe < 80


def test_minus_turns_it_round_and_weight_alone_changes_nothing(tasted):
    forward = search(tasted, TasteTerm("axis", 3.0))
    backward = search(tasted, TasteTerm("axis", -1.0))
    assert forward.hits == search(tasted, TasteTerm("axis")).hits
    assert numbers(backward.hits) == numbers(forward.hits)[::-1]
    assert backward.hits[0].score == -forward.hits[-1].score


def test_filters_hold_exactly(tasted):
    found = search(tasted, TasteTerm("axis"), filters=[InFolder("/photos/even")])
    assert numbers(found.hits) == [
        n for n in numbers(search(tasted, TasteTerm("axis")).hits) if n % 2 == 0
    ]
    assert not search(tasted, TasteTerm("axis"), filters=[Named("nothing")]).hits


def test_the_first_few_are_those_of_the_whole_order(tasted):
    whole = search(tasted, TasteTerm("axis")).hits
    assert search(tasted, TasteTerm("axis"), top=5).hits == whole[:5]


def test_beside_another_term_each_has_its_say(tasted):
    vector = np.eye(DIM, dtype="<f4")[1]
    term = PictureVector("second axis", vector.tobytes())
    liked, along = decisions(tasted), np.array([unit(n)[1] for n in range(80)])
    expected = along + liked * along.std() / liked.std()
    found = search(tasted, term, TasteTerm("axis"))
    scores = sorted(expected.tolist(), reverse=True)
    assert [hit.score for hit in found.hits] == pytest.approx(scores, abs=5e-3)
    assert numbers(found.hits)[0] == int(np.argmax(expected))
    less = search(tasted, term, TasteTerm("axis", -1.0))
    assert numbers(less.hits)[0] == int(np.argmax(2 * along - expected))


def test_a_great_weight_decides(tasted):
    vector = np.eye(DIM, dtype="<f4")[1]
    heavy = search(tasted, PictureVector("b", vector.tobytes()), TasteTerm("axis", 100.0), top=5)
    assert numbers(heavy.hits) == numbers(search(tasted, TasteTerm("axis"), top=5).hits)
    light = search(tasted, PictureVector("b", vector.tobytes(), 100.0), TasteTerm("axis"), top=3)
    assert numbers(light.hits) == numbers(
        search(tasted, PictureVector("b", vector.tobytes()), top=3).hits
    )


def test_two_tastes_together(tasted):
    by_axis = sorted(range(80), key=lambda n: -unit(n)[1])
    vote(tasted, "other", yes=by_axis[:10], no=by_axis[-10:])
    expected = (decisions(tasted) - 2 * decisions(tasted, "other")) / 3
    found = search(tasted, TasteTerm("axis"), TasteTerm("other", -2.0))
    assert numbers(found.hits) == np.argsort(-expected, kind="stable").tolist()


def test_words_and_a_taste(tasted):
    found = search(tasted, Words("boat"), TasteTerm("axis"))
    assert len(found.hits) == 80
    assert tasted.encoder.asked == ["boat"]


def test_where_scoring_all_is_too_much_the_index_proposes(tasted, monkeypatch):
    exact = numbers(search(tasted, TasteTerm("axis"), top=3).hits)
    monkeypatch.setattr(taste_ranking, "_MOST_PRODUCTS", 1)
    monkeypatch.setattr(taste_ranking, "_CANDIDATES", 8)
    monkeypatch.setattr(taste_ranking, "_EXAMPLES", 1)
    scored = []
    score = taste_ranking.TasteRanking._scores_of
    monkeypatch.setattr(
        taste_ranking.TasteRanking,
        "_scores_of",
        lambda self, rows: scored.append(len(rows)) or score(self, rows),
    )
    found = search(tasted, TasteTerm("axis"), top=3)
    assert scored
    assert max(scored) < 80
    assert numbers(found.hits) == exact
    odd = search(tasted, TasteTerm("axis"), filters=[InFolder("/photos/odd")], top=40)
    assert sorted(numbers(odd.hits)) == list(range(1, 80, 2))


def test_too_few_votes_and_unknown_names_are_sentences(tasted):
    vote(tasted, "new", yes=[1, 2], no=[3, 4, 5])
    with pytest.raises(KnownError, match='"new" has 2 yes and 3 no so far'):
        search(tasted, TasteTerm("new"))
    with pytest.raises(KnownError, match='no taste "nobody"'):
        search(tasted, TasteTerm("nobody"))
    with pytest.raises(KnownError, match="cancel each other out"):
        search(tasted, TasteTerm("axis", 0.0))


def test_votes_without_a_vector_of_the_model_do_not_count(tasted):
    vote(tasted, "axis", yes=[1000, 1001], no=[])
    found = search(tasted, TasteTerm("axis"), top=1)
    Tastes(tasted.library.connection).take_back("axis", [digest(1000), digest(1001)])
    assert search(tasted, TasteTerm("axis"), top=1).hits == found.hits


def test_a_taste_is_no_vector_for_who_wants_one(tasted):
    with pytest.raises(KnownError, match="no single direction"):
        tasted.terms().embed([TasteTerm("axis")])


def test_the_recommender_is_that_of_the_votes(tasted):
    learned = recommender_of(Tastes(tasted.library.connection), tasted.model.id, DIM, " axis ")
    by_axis = sorted(range(80), key=lambda n: -unit(n)[0])
    voted = [*by_axis[:16:2], *by_axis[-16::2]]
    again = fit(np.array([unit(n) for n in voted]), np.arange(16) < 8)
    assert learned.decide(unit(5)[None]) == pytest.approx(again.decide(unit(5)[None]), abs=1e-2)
