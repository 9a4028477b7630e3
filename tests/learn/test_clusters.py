"""Groups that were put there are found, each bears the word that lies in its direction."""

import numpy as np
import pytest

from imagefinder.learn.clusters import centres, labels, nearest_centre

DIM = 16
CONE = np.eye(DIM)[-1] * 2


def unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def group(number: int, count: int) -> np.ndarray:
    """Pictures around the direction of one axis, in the cone that all pictures share."""
    noise = np.random.default_rng([number, count]).standard_normal((count, DIM))
    return unit(CONE + np.eye(DIM)[number] + 0.05 * noise)


@pytest.fixture
def pictures() -> np.ndarray:
    return np.concatenate([group(0, 20), group(1, 60), group(2, 40)])


def test_groups_are_found_the_largest_first(pictures: np.ndarray) -> None:
    groups = nearest_centre(pictures, centres(pictures, 3))
    assert groups.tolist() == [2] * 20 + [0] * 60 + [1] * 40


def test_the_nearest_centre_is_the_nearest(pictures: np.ndarray) -> None:
    middles = centres(pictures, 3) * np.array([[0.2], [1.0], [3.0]], np.float32)
    distances = np.linalg.norm(pictures[:, None] - middles, axis=2)
    assert nearest_centre(pictures, middles).tolist() == distances.argmin(axis=1).tolist()


def test_the_same_pictures_give_the_same_groups(pictures: np.ndarray) -> None:
    np.testing.assert_array_equal(centres(pictures, 5), centres(pictures, 5))


def test_no_more_groups_than_different_pictures() -> None:
    pictures = np.repeat(np.concatenate([group(0, 1), group(1, 1)]), 5, axis=0)
    assert len(centres(pictures, 8)) == 2


def words(*numbers: int) -> np.ndarray:
    """Words lie in a cone of their own, apart in the directions that they mean."""
    return unit(np.eye(DIM)[-2] * 3 + np.eye(DIM)[list(numbers)])


def test_each_group_bears_its_word(pictures: np.ndarray) -> None:
    middles = centres(pictures, 3)
    vocabulary = ["five", "two", "zero", "one", "six"]
    named = labels(middles, pictures.mean(axis=0), vocabulary, words(5, 2, 0, 1, 6))
    assert named == ["one", "two", "zero"]


def test_no_word_names_two_groups() -> None:
    pictures = np.concatenate([group(0, 20), unit(group(0, 20) + 0.8 * np.eye(DIM)[1])])
    middles = centres(pictures, 2)
    named = labels(middles, np.zeros(DIM, np.float32), ["zero", "three"], words(0, 3))
    assert sorted(named) == ["three", "zero"]


def test_a_second_word_stands_beside_the_first_where_it_fits_as_well(pictures: np.ndarray) -> None:
    middles = centres(pictures, 3)
    vocabulary = ["one", "uno", "two", "zero", "five"]
    named = labels(middles, pictures.mean(axis=0), vocabulary, words(1, 1, 2, 0, 5))
    assert named == ["one, uno", "two", "zero"]
