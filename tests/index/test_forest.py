"""The forest: what it holds, what it promises, and what a damaged one does."""

import json
import shutil

import numpy as np
import pytest

from imagefinder.core.errors import KnownError
from imagefinder.index import scan
from imagefinder.index.forest import Forest
from imagefinder.index.generations import newest
from imagefinder.index.matrix import Matrix


@pytest.fixture
def copied(grown, tmp_path):
    shutil.copytree(grown[0] / "forests", tmp_path / "forests")
    return tmp_path / "forests"


def recalls(forest, vectors, queries, count=100):
    """Of the true first hundred, the share that is proposed, for each query."""
    found = []
    for query in queries:
        exact, _ = scan.top(vectors, query, count)
        found.append(len(np.intersect1d(exact, forest.propose(query, count))) / count)
    return np.array(found)


# Drawn anew, so these are queries that the calibration has not seen. It asked 50 of each kind and
# kept one standard error in hand; with 150 more, three standard errors of both are the slack.
@pytest.mark.parametrize("kind", ["pictures", "words"])
def test_recall_holds_for_queries_that_were_not_calibrated_with(matrix, forest, clip_like, kind):
    queries = getattr(clip_like, kind)(150)
    measured = recalls(forest, matrix.vectors, queries)
    slack = 3 * measured.std() * np.sqrt(1 / 150 + 1 / 50)
    assert measured.mean() >= 0.95 - slack
    assert slack < 0.06


def test_the_info_says_what_was_built(forest, matrix):
    info = forest.info
    assert (info.vectors, info.last_id, info.dim) == (20_000, matrix.last_id, 64)
    assert (info.generation, info.trees, info.probes) == (1, 10, 50)
    assert info.real_words
    assert info.recall_at_100 == min(info.recall_pictures, info.recall_words)
    assert 1000 <= info.search_k <= 20_000 * 10
    assert info.search_ms > 0
    assert info.exact_ms > 0


def test_proposals_are_distinct_rows_and_the_likeliest_is_the_picture_itself(forest, matrix):
    rows = forest.propose(matrix.unit([123])[0], 50)
    assert rows[0] == 123
    assert len(set(rows.tolist())) == len(rows) >= 50


def test_a_larger_search_k_proposes_no_worse(forest, matrix, clip_like):
    query = clip_like.words(1)[0]
    few, many = (
        scan.scores_of(matrix.vectors, query, forest.propose(query, 100, search_k)).sum()
        for search_k in (200, 100_000)
    )
    assert many >= few


def cut(file):
    file.write_bytes(file.read_bytes()[:-4096])


def zero_the_roots(file):
    content = bytearray(file.read_bytes())
    content[-8192:] = bytes(8192)
    file.write_bytes(content)


def zero_the_middle(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 4 : -len(content) // 4] = bytes(
        len(content[len(content) // 4 : -len(content) // 4])
    )
    file.write_bytes(content)


def append_rubbish(file):
    file.write_bytes(file.read_bytes() + b"rubbish")


def empty(file):
    file.write_bytes(b"")


@pytest.mark.parametrize("name", ["forest.ann", "forest.json"])
@pytest.mark.parametrize(
    "damage", [cut, empty, zero_the_middle, append_rubbish, lambda f: f.unlink()]
)
def test_a_damaged_forest_is_refused_and_skipped(copied, name, damage):
    shutil.copytree(copied / "1", copied / "2")
    damage(copied / "2" / name)
    with pytest.raises(KnownError, match="2"):
        Forest.open(copied / "2")
    assert newest(copied).info.generation == 1


def test_a_forest_without_its_roots_is_refused(copied):
    zero_the_roots(copied / "1" / "forest.ann")
    assert Forest.open_or_none(copied / "1") is None
    assert newest(copied) is None


def test_a_file_with_another_number_of_vectors_is_refused(copied):
    info = json.loads((copied / "1" / "forest.json").read_bytes())
    (copied / "1" / "forest.json").write_text(json.dumps(info | {"vectors": 11}))
    with pytest.raises(KnownError):
        Forest.open(copied / "1")


def test_no_forest_at_all(tmp_path):
    assert newest(tmp_path / "none") is None
    assert Forest.open_or_none(tmp_path) is None


def test_a_forest_fits_only_the_rows_that_it_was_built_from(forest, matrix, tmp_path):
    assert forest.fits(matrix)
    assert forest.fits(matrix.with_extra([10**6], matrix.unit([0])))
    shorter = Matrix.open(tmp_path / "shorter", 64)
    assert not forest.fits(shorter)
    shorter.append(matrix.ids[1:], matrix.vectors[1:])
    shorter.append([10**6], matrix.vectors[:1])
    assert len(shorter) == len(matrix)
    assert not forest.fits(shorter)


def test_a_forest_can_be_warmed_and_answers_as_before(forest, matrix):
    query = matrix.unit([9])[0]
    before = forest.propose(query, 10).tolist()
    forest.warm()
    assert forest.propose(query, 10).tolist() == before
