"""What search is answered: against brute force, filtered or not."""

import numpy as np
import pytest

from imagefinder.index.matrix import Matrix
from imagefinder.index.nearest import Nearest

DIM = 16


@pytest.fixture
def library(tmp_path):
    vectors = np.random.default_rng(3).standard_normal((2000, DIM))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    matrix = Matrix.open(tmp_path / "matrix", DIM)
    matrix.append(np.arange(2000) + 1, vectors)
    return matrix


def test_without_a_forest_the_answer_is_exact(library):
    query = library.unit([7])[0]
    rows, scores = Nearest(library).top(query, 10)
    everything = library.vectors.astype(np.float32) @ query
    assert rows.tolist() == np.argsort(-everything, kind="stable")[:10].tolist()
    np.testing.assert_allclose(scores, everything[rows], atol=1e-6)


def test_absent_and_repeated_rows_are_passed_over(library):
    query = library.unit([7])[0]
    rows, _ = Nearest(library).top(query, 10, np.array([7, -1, 9, 7, -1]))
    assert sorted(rows.tolist()) == [7, 9]


def test_a_query_among_no_rows_finds_nothing(library):
    rows, scores = Nearest(library).top(library.unit([0])[0], 10, np.empty(0, np.int64))
    assert (len(rows), len(scores)) == (0, 0)


def test_rows_in_memory_are_found_at_once(library):
    query = -library.unit([0])[0]
    wider = library.with_extra([5000], query[None].astype(np.float16))
    assert Nearest(wider).top(query, 1)[0].tolist() == [2000]
