"""The exact scan against numpy: every score, every order, any storage."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from imagefinder.index import scan

UNIT_FLOATS = st.floats(-1, 1, width=16)


@st.composite
def stored(draw):
    rows, dim = draw(st.integers(1, 40)), draw(st.integers(1, 20))
    vectors = draw(hnp.arrays(np.float16, (rows, dim), elements=UNIT_FLOATS))
    query = draw(hnp.arrays(np.float32, dim, elements=st.floats(-1, 1, width=32)))
    return vectors, query


def brute(vectors, query, count, rows=None):
    rows = np.arange(len(vectors)) if rows is None else np.sort(rows)
    scores = scan.scores(vectors, query)[rows]
    order = np.lexsort((rows, -scores))[:count]
    return rows[order], scores[order]


@settings(max_examples=50)
@given(stored())
def test_scores_are_the_dot_products(case):
    vectors, query = case
    exact = vectors.astype(np.float64) @ query.astype(np.float64)
    np.testing.assert_allclose(scan.scores(vectors, query), exact, rtol=1e-5, atol=1e-5)


@settings(max_examples=50)
@given(hnp.arrays(np.uint16, 50, elements=st.integers(0, 0xFFFF)))
def test_every_finite_half_is_widened_exactly(bits):
    halves = bits.view(np.float16)
    halves = halves[np.isfinite(halves)].reshape(-1, 1)
    assert (scan.scores(halves, np.ones(1, np.float32)) == halves.astype(np.float32)[:, 0]).all()


@settings(max_examples=50)
@given(stored(), st.integers(0, 60))
def test_top_is_the_sorted_scores_ties_by_row(case, count):
    vectors, query = case
    rows, scores = scan.top(vectors, query, count)
    expected_rows, expected_scores = brute(vectors, query, count)
    assert rows.tolist() == expected_rows.tolist()
    assert scores.tolist() == expected_scores.tolist()


@settings(max_examples=50)
@given(stored(), st.integers(0, 60), st.data())
def test_top_of_some_rows_scores_them_as_the_whole_does(case, count, data):
    vectors, query = case
    chosen = data.draw(st.sets(st.integers(0, len(vectors) - 1)))
    rows = np.array(data.draw(st.permutations(sorted(chosen))), np.int64)
    found, scores = scan.top(vectors, query, count, rows)
    expected_rows, expected_scores = brute(vectors, query, count, rows)
    assert found.tolist() == expected_rows.tolist()
    assert scores.tolist() == expected_scores.tolist()


@settings(max_examples=50)
@given(stored(), st.integers(0, 40), st.booleans())
def test_parts_count_as_one_array(case, cut, some):
    vectors, query = case
    parts = (vectors[:cut], vectors[cut:])
    rows = np.arange(0, len(vectors), 2) if some else None
    for one, several in zip(
        scan.top(vectors, query, 5, rows), scan.top(parts, query, 5, rows), strict=True
    ):
        assert one.tolist() == several.tolist()


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_blocks_join_without_seams(monkeypatch, dtype):
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((1000, 8)).astype(dtype)
    query = rng.standard_normal(8).astype(np.float32)
    whole = scan.scores(vectors, query)
    monkeypatch.setattr(scan, "BLOCK_FLOATS", 8 * 7)
    monkeypatch.setattr(scan, "SHARE_FLOATS", 8 * 300)
    monkeypatch.setattr(scan.os, "cpu_count", lambda: 8)
    assert (scan.scores(vectors, query) == whole).all()
    rows = rng.permutation(1000)
    assert (scan.scores_of(vectors, query, rows) == whole[rows]).all()


@settings(max_examples=20)
@given(st.integers(0, 10))
def test_equal_pictures_have_equal_scores_and_come_in_order(count):
    vectors = np.tile(np.full((1, 5), 0.4, np.float16), (9, 1))
    rows, scores = scan.top(vectors, np.arange(5, dtype=np.float32), count)
    assert rows.tolist() == list(range(min(count, 9)))
    assert len(set(scores.tolist())) <= 1
