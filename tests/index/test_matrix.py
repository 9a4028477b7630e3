"""The matrix file: round trips, torn ends, readers beside the writer."""

import subprocess
import sys
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imagefinder.core.errors import BugError
from imagefinder.index import matrix as matrix_module
from imagefinder.index.matrix import Matrix

DIM = 4
ROW = DIM * 2


def unit_rows(count, dim=DIM, seed=0):
    vectors = np.random.default_rng(seed).standard_normal((count, dim))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)


def filled(folder, count=5):
    matrix = Matrix.open(folder, DIM)
    matrix.append(np.arange(1, count + 1) * 10, unit_rows(count))
    return matrix


def test_a_missing_folder_is_an_empty_matrix(tmp_path):
    matrix = Matrix.open(tmp_path / "none", DIM)
    assert (len(matrix), matrix.last_id, matrix.vectors.shape) == (0, 0, (0, DIM))
    assert matrix.rows_of([1, 2]).tolist() == [-1, -1]
    assert not (tmp_path / "none").exists()


@settings(max_examples=30)
@given(sizes=st.lists(st.integers(0, 7), max_size=6))
def test_what_was_appended_is_read_back(tmp_path_factory, sizes):
    folder = tmp_path_factory.mktemp("matrix")
    matrix, vectors = Matrix.open(folder, DIM), unit_rows(sum(sizes))
    ids, done = np.arange(sum(sizes)) * 3 + 1, 0
    for size in sizes:
        matrix.append(ids[done : done + size], vectors[done : done + size])
        done += size
    for seen in (matrix, Matrix.open(folder, DIM), Matrix.open(folder, DIM, writable=False)):
        assert seen.ids.tolist() == ids.tolist()
        assert (seen.vectors == vectors).all()
        assert seen.last_id == (ids[-1] if len(ids) else 0)


def test_rows_of_and_unit(tmp_path):
    matrix = filled(tmp_path)
    assert matrix.rows_of([50, 10, 11, 999, -3]).tolist() == [4, 0, -1, -1, -1]
    unit = matrix.unit([4, 0])
    assert unit.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(unit, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(unit, matrix.vectors[[4, 0]], atol=1e-3)


# Every place at which a kill can leave a file of five rows: in, before and behind a row or an id.
@pytest.mark.parametrize("vector_bytes", [0, 1, ROW - 1, 3 * ROW, 3 * ROW + 1, 5 * ROW])
@pytest.mark.parametrize("id_bytes", [0, 1, 7, 3 * 8, 3 * 8 + 4, 5 * 8])
@pytest.mark.parametrize("writable", [True, False])
def test_a_torn_matrix_is_cut_back_to_whole_rows(tmp_path, vector_bytes, id_bytes, writable):
    whole = filled(tmp_path).vectors.copy()
    for name, size in ((f"vectors-{DIM}.f16", vector_bytes), (f"ids-{DIM}.i64", id_bytes)):
        with (tmp_path / name).open("r+b") as file:
            file.truncate(size)
    torn = Matrix.open(tmp_path, DIM, writable=writable)
    count = min(vector_bytes // ROW, id_bytes // 8)
    assert torn.ids.tolist() == [10, 20, 30, 40, 50][:count]
    assert (torn.vectors == whole[:count]).all()
    if writable:
        torn.append(np.arange(count + 1, 6) * 10, whole[count:])
        assert (Matrix.open(tmp_path, DIM).vectors == whole).all()


def test_vectors_without_ids_do_not_count(tmp_path):
    filled(tmp_path)
    with (tmp_path / f"vectors-{DIM}.f16").open("ab") as file:
        file.write(b"x" * (2 * ROW + 3))
    matrix = Matrix.open(tmp_path, DIM)
    matrix.append([60], unit_rows(1, seed=9))
    assert (Matrix.open(tmp_path, DIM).vectors[5] == unit_rows(1, seed=9)).all()


@pytest.mark.parametrize("name", [f"vectors-{DIM}.f16", f"ids-{DIM}.i64"])
def test_rows_that_a_power_cut_left_as_zeros_are_dropped(tmp_path, name):
    filled(tmp_path)
    width = ROW if name.startswith("vectors") else 8
    with (tmp_path / name).open("r+b") as file:
        file.seek(3 * width)
        file.write(bytes(2 * width))
    assert Matrix.open(tmp_path, DIM).ids.tolist() == [10, 20, 30]


def test_another_dim_starts_anew(tmp_path):
    filled(tmp_path)
    other = Matrix.open(tmp_path, 2 * DIM)
    assert len(other) == 0
    other.append([1], unit_rows(1, 2 * DIM))
    assert len(Matrix.open(tmp_path, DIM, writable=False)) == 0
    assert len(list(tmp_path.iterdir())) == 2


def test_discard_forgets_and_can_begin_again(tmp_path):
    matrix = filled(tmp_path / "m")
    before = matrix.vectors
    matrix.discard()
    assert (len(matrix), len(Matrix.open(tmp_path / "m", DIM))) == (0, 0)
    assert (before == unit_rows(5)).all()
    matrix.append([2], unit_rows(1))
    assert Matrix.open(tmp_path / "m", DIM).ids.tolist() == [2]


def test_extra_rows_follow_in_memory(tmp_path):
    filled(tmp_path)
    reader = Matrix.open(tmp_path, DIM, writable=False)
    wider = reader.with_extra([60, 70], unit_rows(2, seed=5))
    assert (len(wider), wider.last_id, len(reader)) == (7, 70, 5)
    assert (wider.vectors[5:] == unit_rows(2, seed=5)).all()
    np.testing.assert_allclose(wider.unit([6, 0]), wider.vectors[[6, 0]], atol=1e-3)


@pytest.mark.parametrize(
    ("ids", "vectors"),
    [([50], unit_rows(1)), ([70, 60], unit_rows(2)), ([60], unit_rows(2)), ([60], [[0, 0, 0, 0]])],
)
def test_rows_out_of_order_or_not_unit_are_our_bug(tmp_path, ids, vectors):
    matrix = filled(tmp_path)
    with pytest.raises(BugError):
        matrix.append(ids, vectors)
    assert len(Matrix.open(tmp_path, DIM)) == 5


def test_a_reader_may_not_append(tmp_path):
    filled(tmp_path)
    with pytest.raises(BugError):
        Matrix.open(tmp_path, DIM, writable=False).append([60], unit_rows(1))


def test_readers_see_whole_snapshots_while_rows_are_appended(tmp_path, monkeypatch):
    monkeypatch.setattr(matrix_module, "SYNC_ROWS", 64)
    vectors = unit_rows(600)
    matrix, wrong, done = Matrix.open(tmp_path, DIM), [], threading.Event()

    def read() -> None:
        while not done.is_set():
            for seen in (matrix, Matrix.open(tmp_path, DIM, writable=False)):
                ids, shown = seen.ids, seen.vectors
                both = min(len(ids), len(shown))
                if not (shown[:both] == vectors[ids[:both] - 1]).all():
                    wrong.append(both)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for row in range(0, 600, 3):
        matrix.append(np.arange(row, row + 3) + 1, vectors[row : row + 3])
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert len(matrix) == 600


APPEND_FOREVER = """
import sys
import numpy as np
from pathlib import Path
from imagefinder.index.matrix import Matrix
matrix = Matrix.open(Path(sys.argv[1]), 4)
while True:
    ids = np.arange(matrix.last_id + 1, matrix.last_id + 101)
    matrix.append(ids, np.eye(4, dtype=np.float16)[ids % 4])
    print(len(matrix), flush=True)
"""


def test_a_killed_writer_leaves_whole_rows(tmp_path):
    command = [sys.executable, "-c", APPEND_FOREVER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        told = [int(writer.stdout.readline()) for _ in range(20)]
        writer.kill()
    matrix = Matrix.open(tmp_path, DIM)
    assert len(matrix) >= told[-1]
    assert matrix.ids.tolist() == list(range(1, len(matrix) + 1))
    assert (matrix.vectors == np.eye(4, dtype=np.float16)[matrix.ids % 4]).all()
