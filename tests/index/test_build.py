"""Building: progress, publishing, what a kill leaves behind, and when to build again."""

import itertools
import os
import signal
import subprocess
import sys

import numpy as np
import pytest

from imagefinder.core.errors import BugError, KnownError
from imagefinder.core.reports import ForestFigures
from imagefinder.index import build as build_module
from imagefinder.index import calibrate
from imagefinder.index.build import BuildProgress, build, needs_build
from imagefinder.index.calibrate import word_like
from imagefinder.index.forest import Forest, ForestInfo
from imagefinder.index.generations import clean, generations, newest
from imagefinder.index.matrix import Matrix
from imagefinder.index.nearest import Nearest

DIM = 64


@pytest.fixture
def small(tmp_path, clip_like):
    Matrix.open(tmp_path / "matrix", DIM).append(np.arange(500) + 1, clip_like.pictures(500))
    return tmp_path


def grow(folder, **options):
    return list(build(folder / "matrix", DIM, folder / "forests", 3, **options))


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_progress_comes_in_order_and_the_info_last(grown):
    steps = grown[1]
    assert isinstance(steps[-1], ForestInfo)
    phases = [step.phase for step in steps[:-1]]
    assert list(dict.fromkeys(phases)) == ["adding", "planting", "calibrating"]
    added = [step.done for step in steps[:-1] if step.phase == "adding"]
    assert added == sorted(added)
    assert all(isinstance(step, BuildProgress) and step.done <= step.total for step in steps[:-1])


def test_generations_count_up_and_the_newest_serves(small):
    first, second = grow(small)[-1], grow(small)[-1]
    assert (first.generation, second.generation) == (1, 2)
    assert names(small / "forests") == ["1", "2"]
    assert newest(small / "forests").info == second


def test_a_library_smaller_than_the_recall_is_measured_over(tmp_path, clip_like):
    Matrix.open(tmp_path / "matrix", DIM).append([1, 2, 3], clip_like.pictures(3))
    info = grow(tmp_path)[-1]
    assert (info.vectors, info.recall_pictures) == (3, 1.0)
    assert Forest.open(tmp_path / "forests" / "1").propose(clip_like.words(1)[0], 9).size == 3


def test_without_vectors_there_is_nothing_to_build(tmp_path):
    with pytest.raises(KnownError):
        grow(tmp_path)


def test_a_full_disk_is_told_before_it_kills(small, monkeypatch):
    monkeypatch.setattr(
        build_module.shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 1000})
    )
    with pytest.raises(KnownError, match="MB"):
        grow(small)
    assert names(small / "forests") == []


@pytest.mark.parametrize("shape", [(5, DIM + 1), (0, DIM), (DIM,)])
def test_probes_of_another_model_are_our_bug_and_leave_nothing(small, shape):
    np.save(small / "words.npy", np.ones(shape, np.float32))
    with pytest.raises(BugError):
        grow(small, probes=small / "words.npy")
    assert names(small / "forests") == []


def test_a_build_given_up_half_way_leaves_nothing(small):
    steps = build(small / "matrix", DIM, small / "forests", 3)
    next(steps)
    steps.close()
    assert names(small / "forests") == []


def test_made_up_words_resemble_pictures_less_than_pictures_do(matrix):
    words = word_like(matrix.vectors, 40, np.random.default_rng(0))
    pictures = matrix.unit(np.arange(400) * 3)
    np.testing.assert_allclose(np.linalg.norm(words, axis=1), 1, atol=1e-5)
    likeness, alike = np.median(words @ pictures.T), np.median(pictures @ pictures.T)
    assert likeness < alike
    assert (words @ pictures.T).max(axis=1).mean() > likeness + 0.1


def test_a_forest_that_is_no_faster_says_so_and_is_not_asked(small, monkeypatch):
    times = itertools.chain([1.0], itertools.repeat(2.0))
    monkeypatch.setattr(calibrate, "_fastest_ms", lambda answer, queries: next(times))
    info = grow(small)[-1]
    assert info.exact_is_faster
    assert (info.exact_ms, info.search_ms) == (1.0, 2.0)
    matrix, forest = Matrix.open(small / "matrix", DIM), newest(small / "forests")
    monkeypatch.setattr(forest, "propose", None)
    assert Nearest(matrix, forest).top(matrix.unit([9])[0], 3)[0][0] == 9


def growing(target_at, tried):
    """Trials whose recall grows by 0.1 with each doubling and is 0.95 at `target_at`."""

    def attempt(search_k):
        tried.append(search_k)
        recall = min(1.0, max(0.0, 0.95 + 0.1 * np.log2(search_k / target_at)))
        return calibrate.Trial(search_k, np.full(50, recall), np.ones(50), search_k / 10_000)

    return attempt


# The rough trials see too rosy, too grim, or just so.
@pytest.mark.parametrize("rough_at", [6_000, 12_800, 30_000])
def test_the_smallest_sufficient_search_k_is_approached(forest, rough_at):
    rough, full = [], []
    attempts = growing(rough_at, rough), growing(12_800, full)
    trial = calibrate._smallest(*attempts, forest.info, exact_ms=10.0)
    assert trial.reached
    assert 12_800 <= trial.search_k <= 12_800 * 1.3
    assert len(full) <= 6


def test_no_more_is_tried_than_scanning_costs(forest):
    attempts = growing(100_000, []), growing(100_000, [])
    trial = calibrate._smallest(*attempts, forest.info, exact_ms=1.0)
    assert not trial.reached
    assert 10_000 <= trial.search_k <= 60_000


# Its end comes after a moment of its own processor time: neither earlier nor later where other
# programs have the processor.
DIES_IN = """
import signal
import sys
from pathlib import Path
from imagefinder.index.build import build
folder, phase = Path(sys.argv[1]), sys.argv[2]
for step in build(folder / "matrix", 64, folder / "forests", 40):
    if getattr(step, "phase", "") == phase:
        signal.setitimer(signal.ITIMER_PROF, 0.001)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a timer of processor time")
@pytest.mark.parametrize("phase", ["adding", "planting", "calibrating"])
def test_a_killed_build_leaves_the_old_generation_serving(small, clip_like, phase):
    old = grow(small)[-1]
    Matrix.open(small / "matrix", DIM).append(np.arange(501, 8001), clip_like.pictures(7500))
    job = subprocess.run([sys.executable, "-c", DIES_IN, str(small), phase])
    assert job.returncode == -signal.SIGPROF
    forests = small / "forests"
    assert newest(forests).info == old
    assert len(names(forests)) == 2
    clean(forests, keep=1)
    assert names(forests) == ["1"]
    assert grow(small)[-1].generation == 2


def test_clean_keeps_the_published_generation_and_what_came_after(small):
    forests = small / "forests"
    for number in (1, 2, 3, 10):
        (forests / str(number)).mkdir(parents=True)
    (forests / "building-77").mkdir()
    (forests / "notes").mkdir()
    clean(forests, keep=3)
    assert names(forests) == ["10", "3", "notes"]
    assert generations(forests) == [10, 3]
    clean(forests, keep=None)
    assert names(forests) == ["notes"]
    clean(small / "none", keep=None)


def figures(vectors):
    return ForestFigures(1, vectors, vectors, 10, 1000, 0.95)


@pytest.mark.parametrize(
    ("vectors", "forest", "due"),
    [
        (999, None, False),
        (1000, None, True),
        (1000, figures(1000), False),
        (1200, figures(1000), False),
        (1201, figures(1000), True),
        (1100, figures(1300), True),
        (900, figures(1300), False),
    ],
)
def test_when_to_build(vectors, forest, due):
    assert needs_build(vectors, forest, forest_from=1000) is due


def test_building_needs_no_heavy_library():
    code = (
        "import sys, imagefinder.index.build;"
        "print(sorted({'torch', 'sklearn', 'PySide6', 'PIL', 'sqlite_utils'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
