"""What search is answered: against brute force; with and without a forest, filtered or not."""

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imagefinder.index import nearest as nearest_module
from imagefinder.index import scan
from imagefinder.index.forest import Forest
from imagefinder.index.nearest import Nearest, worthwhile_search_k


@pytest.fixture
def eager(forest):
    """The forest with times that make asking it worth while wherever that is possible."""
    info = msgspec.structs.replace(
        forest.info, search_ms=0.001, exact_ms=1000.0, exact_is_faster=False
    )
    return Forest(info, forest.file, forest._trees)


def exact(vectors, query, count, rows=None):
    scores = scan.scores(vectors, query)
    rows = np.arange(len(vectors)) if rows is None else np.unique(rows[rows >= 0])
    return rows[np.lexsort((rows, -scores[rows]))][:count]


def test_without_a_forest_the_answer_is_exact(matrix):
    query = matrix.unit([7])[0]
    rows, scores = Nearest(matrix).top(query, 10)
    assert rows.tolist() == exact(matrix.vectors, query, 10).tolist()
    everything = matrix.vectors.astype(np.float32) @ query
    np.testing.assert_allclose(scores, everything[rows], atol=1e-6)
    np.testing.assert_allclose(Nearest(matrix).scores(query), everything, atol=1e-6)


@pytest.mark.parametrize("with_forest", [False, True])
def test_absent_and_repeated_rows_are_passed_over(matrix, eager, with_forest):
    query = matrix.unit([7])[0]
    found = Nearest(matrix, eager if with_forest else None)
    rows, _ = found.top(query, 10, np.array([7, -1, 9, 7, -1]))
    assert sorted(rows.tolist()) == [7, 9]


@pytest.mark.parametrize("with_forest", [False, True])
def test_a_query_among_no_rows_finds_nothing(matrix, eager, with_forest):
    found = Nearest(matrix, eager if with_forest else None)
    rows, scores = found.top(matrix.unit([0])[0], 10, np.empty(0, np.int64))
    assert (len(rows), len(scores)) == (0, 0)


@pytest.mark.parametrize("kind", ["pictures", "words"])
def test_with_a_forest_most_of_the_exact_answer_comes_with_exact_scores(
    matrix, eager, clip_like, kind
):
    shares = []
    for query in getattr(clip_like, kind)(60):
        rows, scores = Nearest(matrix, eager).top(query, 100)
        assert (scores == scan.scores_of(matrix.vectors, query, rows)).all()
        assert (np.diff(scores) <= 0).all()
        shares.append(len(np.intersect1d(rows, exact(matrix.vectors, query, 100))) / 100)
    assert np.mean(shares) >= 0.92


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5])
def test_a_filtered_answer_equals_brute_force_on_the_subset(matrix, forest, clip_like, share):
    chosen = np.flatnonzero(np.random.default_rng(5).random(len(matrix)) < share)
    shares = []
    for query in (*clip_like.words(25), *clip_like.pictures(25)):
        for count in (1, 100, 3000):
            rows, _ = Nearest(matrix, forest).top(query, count, chosen)
            wanted = exact(matrix.vectors, query, count, chosen)
            assert len(rows) == len(wanted)
            shares.append(len(np.intersect1d(rows, wanted)) / len(wanted))
            if share <= 0.01:  # narrow filters are scanned
                assert rows.tolist() == wanted.tolist()
    # A forest promises a share of all that is asked for, not of each query's answer.
    assert np.mean(shares) >= 0.95


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_an_answer_is_never_short_nor_outside_the_filter(matrix, eager, clip_like, data):
    query = clip_like.words(1)[0]
    allowed = exact(matrix.vectors, query, len(matrix))
    # The worst filter for a forest leaves only what it would never propose.
    allowed = allowed[data.draw(st.integers(0, len(matrix) - 1)) :]
    allowed = allowed[:: data.draw(st.integers(1, 5))]
    count = data.draw(st.integers(0, 400))
    rows, _ = Nearest(matrix, eager).top(query, count, allowed)
    assert len(rows) == len(set(rows.tolist())) == min(count, len(allowed))
    assert np.isin(rows, allowed).all()


def test_a_picture_added_after_the_build_is_found_at_once(matrix, eager):
    query = -matrix.unit([0])[0]
    wider = matrix.with_extra([10**6, 10**6 + 1], np.stack([query, -query]))
    newer = len(matrix)
    assert Nearest(wider, eager).top(query, 3)[0][0] == newer
    assert Nearest(wider, eager).top(query, 3, np.arange(100, newer + 2))[0][0] == newer
    assert newer not in Nearest(wider, eager).top(query, 3, np.arange(100, newer))[0]


def test_a_forest_of_other_rows_is_not_asked(matrix, eager):
    info = msgspec.structs.replace(eager.info, last_id=7)
    query = matrix.unit([5])[0]
    rows, _ = Nearest(matrix, Forest(info, eager.file, None)).top(query, 50)
    assert rows.tolist() == exact(matrix.vectors, query, 50).tolist()


def test_the_forest_is_asked_only_where_that_is_faster(forest):
    info = msgspec.structs.replace(
        forest.info, vectors=1000, search_k=50, search_ms=1.0, exact_ms=9.0, exact_is_faster=False
    )
    assert worthwhile_search_k(info, 100, 1000) == 50
    assert worthwhile_search_k(info, 20, 1000) == 50
    assert worthwhile_search_k(info, 200, 1000) == 100
    assert worthwhile_search_k(info, 100, 500) == 100
    assert worthwhile_search_k(info, 100, 300) is None
    assert worthwhile_search_k(info, 1000, 1000) is None
    assert worthwhile_search_k(info, 100, 0) is None
    slow = msgspec.structs.replace(info, exact_is_faster=True)
    assert worthwhile_search_k(slow, 1, 1000) is None


def test_the_forest_may_be_swapped_while_it_is_asked(matrix, eager, monkeypatch):
    found = Nearest(matrix, eager)

    def swap_then_propose(forest, *rest):
        found.forest = None
        return proposed(forest, *rest)

    proposed = nearest_module._proposed
    monkeypatch.setattr(nearest_module, "_proposed", swap_then_propose)
    assert found.top(matrix.unit([3])[0], 5)[0][0] == 3
