"""Matrix and forest of a library: caught up, foreign, deleted, damaged, beside a writer."""

import shutil

import numpy as np
import pytest

from imagefinder.core.reports import ForestFigures
from imagefinder.index.build import build
from imagefinder.search import indexes
from imagefinder.search.indexes import forests_folder, matrix_folder, open_forest, open_matrix
from tests.search.small import DIM, digest, unit


def embed(home, numbers):
    for number in numbers:
        home.library.add_embedding(home.model.id, digest(number), unit(number))


def opened(home, *, writable=True):
    return open_matrix(home.library, home.paths, home.model, writable=writable)


def holds(matrix, numbers):
    wanted = np.array([unit(number).astype(np.float16) for number in numbers]).reshape(-1, DIM)
    return np.array_equal(matrix.vectors, wanted)


def test_a_matrix_catches_up_with_the_database_page_by_page(home, monkeypatch):
    monkeypatch.setattr(indexes, "_PAGE", 3)
    embed(home, range(10))
    assert holds(opened(home), range(10))
    embed(home, range(10, 14))
    assert holds(opened(home), range(14))
    stored, _ = home.library.vectors_after(home.model.id, 0, 99)
    assert opened(home).ids.tolist() == stored.tolist()


def test_vectors_of_another_model_stay_out(home):
    other = home.library.use_model("other", "o").id
    embed(home, [1])
    home.library.add_embedding(other, digest(1), unit(7))
    embed(home, [2])
    assert holds(opened(home), [1, 2])


def test_a_reader_keeps_what_the_file_lacks_in_memory(home, monkeypatch):
    monkeypatch.setattr(indexes, "_PAGE", 2)
    embed(home, range(4))
    opened(home)
    embed(home, range(4, 9))
    files = {f: f.read_bytes() for f in matrix_folder(home.paths, home.model.id).iterdir()}
    matrix = opened(home, writable=False)
    assert holds(matrix, range(9))
    assert {f: f.read_bytes() for f in files} == files
    assert holds(opened(home), range(9))


def test_a_reader_needs_no_derived_folder_and_makes_none(home):
    embed(home, range(4))
    assert holds(opened(home, writable=False), range(4))
    assert not home.paths.derived.exists()


def test_the_derived_folder_can_be_deleted(home):
    embed(home, range(4))
    opened(home)
    shutil.rmtree(home.paths.derived)
    assert holds(opened(home), range(4))


@pytest.mark.parametrize("writable", [True, False])
@pytest.mark.parametrize("rows", [3, 5, 8])
def test_rows_of_another_database_are_discarded(home, rows, writable):
    """The library was replaced, by a backup say: its ids are the same, its vectors are not."""
    embed(home, range(5))
    foreign = opened(home)
    foreign.discard()
    vectors = np.array([unit(100 + n) for n in range(rows)])
    type(foreign).open(matrix_folder(home.paths, home.model.id), DIM).append(
        np.arange(1, rows + 1), vectors
    )
    assert holds(opened(home, writable=writable), range(5))
    assert holds(opened(home), range(5))


def test_an_older_database_discards_rows_that_it_does_not_know(home):
    embed(home, range(8))
    opened(home)
    home.library.connection.execute("DELETE FROM embeddings WHERE id > 5")
    home.library.connection.execute("UPDATE sqlite_sequence SET seq = 5 WHERE name = 'embeddings'")
    assert holds(opened(home), range(5))
    embed(home, [50])
    assert holds(opened(home), [*range(5), 50])


@pytest.fixture
def planted(home):
    """A library with a forest that is built but not published."""
    embed(home, range(300))
    opened(home)
    folder = matrix_folder(home.paths, home.model.id)
    *_, info = build(folder, DIM, forests_folder(home.paths, home.model.id), trees=3)
    return ForestFigures(**{name: getattr(info, name) for name in ForestFigures.__struct_fields__})


def test_a_forest_counts_when_it_is_published(home, planted):
    assert home.nearest().forest is None
    home.library.publish_forest(home.model.id, planted)
    nearest = home.nearest()
    assert nearest.forest.generation == planted.generation
    embed(home, range(300, 310))
    assert home.nearest(writable=False).forest is not None


def test_a_forest_that_is_missing_or_damaged_is_done_without(home, planted):
    home.library.publish_forest(home.model.id, planted)
    file = forests_folder(home.paths, home.model.id) / str(planted.generation) / "forest.ann"
    file.write_bytes(file.read_bytes()[:-100])
    nearest = home.nearest()
    assert nearest.forest is None
    rows, _ = nearest.top(unit(5), 3)
    assert rows[0] == 5
    shutil.rmtree(file.parent)
    assert home.nearest().forest is None


def test_a_forest_over_other_rows_is_not_asked(home, planted):
    home.library.publish_forest(home.model.id, planted)
    embed(home, [1000])
    home.library.connection.execute("DELETE FROM embeddings WHERE id BETWEEN 100 AND 110")
    matrix = opened(home)
    matrix.discard()
    matrix = opened(home)
    assert len(matrix) == 290
    assert open_forest(home.paths, home.model.id, matrix, planted) is None
    assert open_forest(home.paths, home.model.id, matrix, None) is None
