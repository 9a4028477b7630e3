"""The matrix in short: what is proposed against brute force; growing, damage, other matrices."""

import msgspec
import numpy as np
import pytest

from imagefinder.index import nearest as nearest_module
from imagefinder.index import reduced as reduced_module
from imagefinder.index import scan
from imagefinder.index.matrix import Matrix
from imagefinder.index.nearest import Nearest
from imagefinder.index.reduced import Reduced, build, extend, folder_of, is_due, wants_basis

DIM, COMPONENTS = 64, 24


def basis_of(matrix):
    """Mean and axes as the job makes them, by plain numpy."""
    vectors = matrix.vectors.astype(np.float32)
    mean = vectors.mean(axis=0)
    axes = np.linalg.svd(vectors - mean, full_matrices=False)[2][:COMPONENTS]
    return mean, np.ascontiguousarray(axes, np.float32)


def grown(folder, pictures):
    matrix = Matrix.open(folder, DIM)
    matrix.append(np.arange(len(pictures)) + matrix.last_id + 1, pictures)
    return matrix


@pytest.fixture
def matrix(tmp_path, clip_like):
    return grown(tmp_path / "matrix", clip_like.pictures(6000))


@pytest.fixture
def reduced(matrix):
    assert [*build(matrix, *basis_of(matrix))][-1] == len(matrix)
    return Reduced.newest(matrix)


def recall(nearest, queries, count, rows=None):
    plain = Nearest(nearest.matrix)
    found = [
        len(np.intersect1d(nearest.top(q, count, rows)[0], plain.top(q, count, rows)[0]))
        for q in queries
    ]
    return sum(found) / count / len(queries)


@pytest.mark.parametrize("kind", ["pictures", "words"])
def test_nearly_all_of_the_best_are_found(matrix, reduced, clip_like, kind):
    queries = getattr(clip_like, kind)(20)
    assert recall(Nearest(matrix, None, reduced), queries, 100) >= 0.98


def test_of_what_a_filter_leaves_all_of_the_best_are_found(matrix, reduced, clip_like):
    rows = np.flatnonzero(np.random.default_rng(0).random(len(matrix)) < 0.5)
    nearest = Nearest(matrix, None, reduced)
    assert recall(nearest, clip_like.words(20), 50, rows) == 1.0
    for query in clip_like.words(3):
        assert np.isin(nearest.top(query, 50, rows)[0], rows).all()


def test_scores_are_exact_and_fall(matrix, reduced, clip_like):
    query = clip_like.words(1)[0]
    rows, scores = Nearest(matrix, None, reduced).top(query, 30)
    assert (np.diff(scores) <= 0).all()
    np.testing.assert_array_equal(scores, scan.scores_of(matrix.vectors, query, rows))


def test_not_everything_is_scored_exactly(matrix, reduced, clip_like, monkeypatch):
    scored = []
    plain = scan.scores_of
    monkeypatch.setattr(
        scan, "scores_of", lambda v, q, rows: scored.append(len(rows)) or plain(v, q, rows)
    )
    Nearest(matrix, None, reduced).top(clip_like.pictures(1)[0], 20)
    assert 0 < sum(scored) < len(matrix)


@pytest.mark.parametrize("count", [1, 999, 6000, 9000])
def test_any_number_is_answered(matrix, reduced, clip_like, count):
    rows, _ = Nearest(matrix, None, reduced).top(clip_like.words(1)[0], count)
    assert len(np.unique(rows)) == len(rows) == min(count, len(matrix))


def test_a_row_beyond_the_generation_is_found_at_once(matrix, reduced, clip_like):
    new = clip_like.pictures(1)
    matrix.append([matrix.last_id + 1], new)
    rows, scores = Nearest(matrix, None, reduced).top(new[0], 3)
    assert rows[0] == len(matrix) - 1
    assert scores[0] == pytest.approx(1, abs=1e-2)


def test_a_narrow_filter_is_scanned(matrix, reduced, clip_like, monkeypatch):
    monkeypatch.setattr(Reduced, "estimates", lambda *_: pytest.fail("estimated"))
    rows = np.arange(200)
    found, _ = Nearest(matrix, None, reduced).top(clip_like.words(1)[0], 5, rows)
    assert (found < 200).all()


def test_what_is_new_is_appended(matrix, reduced, clip_like):
    matrix.append(np.arange(100) + matrix.last_id + 1, clip_like.pictures(100))
    assert [*extend(matrix, reduced)][-1] == len(matrix)
    longer = Reduced.newest(matrix)
    assert len(reduced) == 6000
    assert len(longer) == 6100
    query = clip_like.words(1)[0]
    np.testing.assert_allclose(longer.estimates(query)[:6000], reduced.estimates(query), atol=1e-5)


def test_half_a_row_does_not_count(matrix, reduced):
    file = reduced.folder / "rows.f32"
    file.write_bytes(file.read_bytes()[: 4 * COMPONENTS * 10 + 7])
    assert len(Reduced.newest(matrix)) == 10


@pytest.mark.parametrize("harm", [b"", b"no array", None])
def test_a_damaged_basis_counts_as_none(matrix, reduced, harm):
    file = reduced.folder / "basis.npz"
    file.unlink() if harm is None else file.write_bytes(harm)
    assert Reduced.newest(matrix) is None


def test_rows_lost_in_a_power_cut_are_noticed(matrix, reduced):
    file = reduced.folder / "rows.f32"
    file.write_bytes(bytes(file.stat().st_size))
    assert Reduced.newest(matrix) is None


def test_rows_of_another_matrix_are_noticed(tmp_path, matrix, reduced, clip_like):
    other = grown(tmp_path / "other", clip_like.pictures(6000))
    assert reduced.fits(matrix)
    assert not reduced.fits(other)
    fewer = grown(tmp_path / "fewer", matrix.vectors[:50])
    assert not reduced.fits(fewer)


def test_they_go_with_the_matrix(matrix, reduced):
    matrix.discard()
    assert not folder_of(matrix).exists()


def test_a_new_generation_replaces_the_old_one(matrix, reduced):
    list(build(matrix, *basis_of(matrix)))
    assert [entry.name for entry in folder_of(matrix).iterdir()] == ["2"]
    assert Reduced.newest(matrix).folder.name == "2"


def test_a_build_given_up_leaves_nothing(matrix):
    steps = build(matrix, *basis_of(matrix))
    next(steps)
    steps.close()
    assert list(folder_of(matrix).iterdir()) == []


def test_when_one_is_due(matrix, reduced, monkeypatch):
    assert not is_due(len(matrix), None)
    monkeypatch.setattr(reduced_module, "REDUCED_FROM", 5000)
    assert is_due(len(matrix), None)
    assert not is_due(len(matrix), reduced)
    assert is_due(len(matrix) + reduced_module.LONGEST_TAIL, reduced)
    assert wants_basis(matrix, None)
    assert not wants_basis(matrix, reduced)
    monkeypatch.setattr(reduced_module, "REFIT_GROWTH", 1)
    assert wants_basis(matrix, reduced)


@pytest.mark.parametrize(("search_ms", "asked"), [(5.0, True), (15.0, False)])
def test_a_forest_is_asked_only_where_it_is_much_quicker(forest, search_ms, asked):
    info = msgspec.structs.replace(
        forest.info, search_ms=search_ms, exact_ms=100.0, exact_is_faster=False
    )
    search_k = nearest_module.worthwhile_search_k(info, 100, info.vectors, reduced_share=0.375)
    assert (search_k is not None) == asked
